/** One note, as plain text: what matches is marked and in view. */
import { useEffect, useRef } from 'react'
import { LoaderCircle } from 'lucide-react'
import { FoveaError } from '../../../contract/errors'
import type { Passage, ResultItem } from '../../../contract'
import { t } from '../../../strings'
import { errorSentence } from '../../../strings/sentences'
import { useCall } from '../../app/useCall'
import { markedIn } from './marked'
import styles from './NoteStage.module.css'

interface NoteStageProps {
  item: ResultItem
  /** What is marked. */
  passage: Passage | null
  /** False: the file cannot be reached, so the passage is all there is. */
  isAvailable: boolean
}

/** Give it the note's id as key: each note begins at its passage. */
export function NoteStage({ item, passage, isAvailable }: NoteStageProps) {
  const answer = useCall('items.text', isAvailable ? { id: item.id } : null)
  const mark = useRef<HTMLElement>(null)
  const isShown = answer !== null && !(answer instanceof FoveaError)
  const at = passage?.at ?? null
  useEffect(() => {
    if (isShown) mark.current?.scrollIntoView({ block: 'center' })
  }, [isShown, at])

  if (isAvailable && answer === null)
    return <LoaderCircle className={styles['waiting']} size={32} aria-label={t('common.loading')} />
  const [before, marked, after] = isShown ? markedIn(answer.text, passage) : ['', passage?.text ?? '', '']
  return (
    // Focusable, so that it can be scrolled with the keyboard.
    <div className={styles['stage']} role="document" aria-label={item.name} tabIndex={0}>
      {answer instanceof FoveaError && <p role="alert">{errorSentence(answer)}</p>}
      {!isAvailable && <p role="status">{t(item.offline ? 'viewer.noteOffline' : 'viewer.noteAway')}</p>}
      <div className={styles['text']}>
        {before}
        {marked !== '' && <mark ref={mark}>{marked}</mark>}
        {after}
      </div>
    </div>
  )
}
