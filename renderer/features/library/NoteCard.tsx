/** A note in the grid: its title, and the passage that matches. */
import { FileText } from 'lucide-react'
import type { ResultItem } from '../../../contract'
import styles from './NoteCard.module.css'

export function NoteCard({ item: { name, title, passage } }: { item: ResultItem }) {
  return (
    // Read out as the name of its cell.
    <span className={styles['card']} data-note aria-hidden>
      <span className={styles['title']}>
        <FileText size={14} aria-hidden className={styles['icon']} />
        <span className={styles['name']}>{title ?? name}</span>
      </span>{' '}
      {passage && <span className={styles['passage']}>{plain(passage.text)}</span>}
    </span>
  )
}

/** A note as it is read out. */
export function noteText({ title, passage }: ResultItem): string {
  return [...(title === null ? [] : [title]), ...(passage ? [plain(passage.text)] : [])].join(' ')
}

/** Without the signs that Markdown begins its lines with. */
function plain(text: string): string {
  return text.replace(/^[ \t]*(?:#{1,6}|[-*+>])[ \t]+/gm, '')
}
