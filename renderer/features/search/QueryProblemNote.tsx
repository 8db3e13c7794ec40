/** Why what is typed cannot be read, and where. */
import { CircleAlert } from 'lucide-react'
import type { Search } from './searchStore'
import styles from './SearchField.module.css'

/** Characters shown before and after the place, so that it is on screen in a long text too. */
const [before, after] = [36, 24]

interface QueryProblemNoteProps {
  id: string
  problem: NonNullable<Search['problem']>
}

export function QueryProblemNote({ id, problem }: QueryProblemNoteProps) {
  const { text, at, length, message, isFailure } = problem
  const start = Math.max(0, at - before)
  const end = at + length
  return (
    <div id={id} role="status" className={styles['problem']}>
      <CircleAlert size={16} className={styles['problemIcon']} aria-hidden />
      <div className={styles['problemText']}>
        <p>{message}</p>
        {!isFailure && (
          <p className={styles['excerpt']} aria-hidden>
            {start > 0 && '…'}
            {text.slice(start, at)}
            <mark className={styles['mark']}>{text.slice(at, end) || ' '}</mark>
            {text.slice(end, end + after)}
            {end + after < text.length && '…'}
          </p>
        )}
      </div>
    </div>
  )
}
