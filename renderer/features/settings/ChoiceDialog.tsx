/** What of a folder is in the library: patterns of what is left out, and how often a folder that cannot be watched is seen to. */
import { useId, useState } from 'react'
import type { Root } from '../../../contract'
import { t } from '../../../strings'
import { changeRoot } from '../../app/actions'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import styles from './ChoiceDialog.module.css'

const mostMinutes = 1440

interface ChoiceDialogProps {
  /** Null: closed. */
  root: Root | null
  onClose: () => void
}

export function ChoiceDialog({ root, onClose }: ChoiceDialogProps) {
  return (
    <Dialog
      title={t('settings.choiceTitle', { name: root?.name ?? '' })}
      size="small"
      open={root !== null}
      onClose={onClose}
      isUpper
    >
      {root && <ChoiceForm key={root.id} root={root} onClose={onClose} />}
    </Dialog>
  )
}

function ChoiceForm({ root, onClose }: { root: Root; onClose: () => void }) {
  const [exclude, setExclude] = useState(root.exclude.join('\n'))
  const [include, setInclude] = useState(root.include.join('\n'))
  const [minutes, setMinutes] = useState(root.rescanMinutes === null ? '' : String(root.rescanMinutes))
  const isWatched = root.state !== 'rescanning' && !root.isNetwork
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault()
        const every = minutes === '' ? null : Number(minutes)
        void changeRoot(root.id, { exclude: linesOf(exclude), include: linesOf(include), rescanMinutes: every })
        onClose()
      }}
    >
      <Lines label={t('settings.leaveOut')} hint={t('settings.leaveOutText')} value={exclude} onChange={setExclude} />
      <Lines label={t('settings.onlyThese')} hint={t('settings.onlyTheseText')} value={include} onChange={setInclude} />
      {!isWatched && <Minutes value={minutes} onChange={setMinutes} />}
      <p className={styles['hint']}>{t('settings.choiceHint')}</p>
      <div className={styles['buttons']}>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button look="primary" type="submit">
          {t('settings.save')}
        </Button>
      </div>
    </form>
  )
}

interface FieldProps {
  value: string
  onChange: (value: string) => void
}

function Lines({ label, hint, value, onChange }: FieldProps & { label: string; hint: string }) {
  const id = useId()
  return (
    <div className={styles['field']}>
      <label htmlFor={id} className={styles['label']}>
        {label}
      </label>
      <textarea
        id={id}
        className={styles['lines']}
        rows={3}
        spellCheck={false}
        aria-describedby={`${id}hint`}
        value={value}
        onChange={(event) => {
          onChange(event.target.value)
        }}
      />
      <p id={`${id}hint`} className={styles['hint']}>
        {hint}
      </p>
    </div>
  )
}

function Minutes({ value, onChange }: FieldProps) {
  const id = useId()
  return (
    <div className={styles['field']}>
      <label htmlFor={id} className={styles['label']}>
        {t('settings.scanEvery')}
      </label>
      <input
        id={id}
        type="number"
        className={styles['number']}
        min={1}
        max={mostMinutes}
        step={1}
        aria-describedby={`${id}hint`}
        value={value}
        onChange={(event) => {
          onChange(event.target.value)
        }}
      />
      <p id={`${id}hint`} className={styles['hint']}>
        {t('settings.scanEveryText')}
      </p>
    </div>
  )
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
