/** The text in the photo: to read, to select, and to copy. */
import { Check, Copy } from 'lucide-react'
import { useRef, useState } from 'react'
import type { TextLine } from '../../../contract'
import { t } from '../../../strings'
import { Button } from '../../ui/Button'
import { cx } from '../../ui/cx'
import styles from './Words.module.css'

export function Words({ lines }: { lines: readonly TextLine[] }) {
  const [isCopied, setIsCopied] = useState(false)
  const list = useRef<HTMLUListElement>(null)
  // As a person would: the page has no permission for the clipboard, and needs none.
  const copy = () => {
    const selection = getSelection()
    if (!selection || !list.current) return
    selection.selectAllChildren(list.current)
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- what replaces it asks for that permission
    setIsCopied(document.execCommand('copy'))
    selection.removeAllRanges()
  }
  return (
    <>
      <ul ref={list} className={styles['lines']} aria-label={t('viewer.words')} tabIndex={0}>
        {lines.map(({ text, isMatch }, i) => (
          <li key={i} className={cx(styles['line'], isMatch && styles['match'])}>
            {text}
          </li>
        ))}
      </ul>
      <Button size="small" icon={isCopied ? Check : Copy} className={styles['copy']} onClick={copy}>
        {t(isCopied ? 'viewer.wordsCopied' : 'viewer.copyWords')}
      </Button>
    </>
  )
}

/** Rings around the lines that have words of the search, over the photo. */
export function WordBoxes({ lines }: { lines: readonly TextLine[] }) {
  return lines
    .filter(({ isMatch }) => isMatch)
    .map(({ text, box: [left, top, right, bottom] }, i) => (
      <span
        key={i}
        role="img"
        aria-label={t('viewer.pictureSays', { text })}
        className={styles['box']}
        style={{
          left: `${left * 100}%`,
          top: `${top * 100}%`,
          width: `${(right - left) * 100}%`,
          height: `${(bottom - top) * 100}%`,
        }}
      />
    ))
}
