/** The field for an album's name; it has the focus when its dialog opens. */
import { useEffect, useId, useRef } from 'react'
import { albumNameLength } from '../../../contract'
import { t } from '../../../strings'
import styles from './Albums.module.css'

export function NameField({ value, onChange }: { value: string; onChange: (name: string) => void }) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    // After the dialog has put the focus where it wants it.
    const frame = requestAnimationFrame(() => {
      input.current?.select()
    })
    return () => {
      cancelAnimationFrame(frame)
    }
  }, [])
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{t('albums.name')}</label>
      <input
        ref={input}
        id={id}
        type="text"
        required
        maxLength={albumNameLength}
        autoComplete="off"
        value={value}
        onChange={(event) => {
          onChange(event.target.value)
        }}
      />
    </div>
  )
}
