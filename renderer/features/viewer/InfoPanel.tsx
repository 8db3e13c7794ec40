/** The panel beside the photo: its stars, why it is a result, what is in it, and what is known about it. */
import { useId } from 'react'
import type { ReactNode } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { ItemDetails, Tag, TextLine } from '../../../contract'
import { t } from '../../../strings'
import { errorSentence } from '../../../strings/sentences'
import { Facts } from './Facts'
import { Stars } from './Stars'
import { Tags } from './Tags'
import { Words } from './Words'
import styles from './InfoPanel.module.css'

interface InfoPanelProps {
  details: ItemDetails | FoveaError | null
  /** Undefined for what has none. */
  tags: Tag[] | FoveaError | null | undefined
  /** What is written in the photo. */
  words: readonly TextLine[]
  /** Why the photo is a result; null when it is none of a search. */
  why: ReactNode
  onRate: (rating: number) => void
  onSearch: (concept: string) => void
  onHide: (concept: string) => void
}

export function InfoPanel({ details, tags, words, why, onRate, onSearch, onHide }: InfoPanelProps) {
  const known = details instanceof FoveaError ? null : details
  return (
    // Focusable, so that it can be scrolled with the keyboard.
    <aside className={styles['panel']} aria-label={t('viewer.information')} tabIndex={0}>
      <div className={styles['stars']}>
        <Stars rating={known?.rating ?? 0} onRate={onRate} />
      </div>
      {why !== null && <Section title={t('viewer.why')}>{why}</Section>}
      {tags !== undefined && (
        <Section title={t('viewer.inPhoto')}>
          <Tags tags={tags} onSearch={onSearch} onHide={onHide} />
        </Section>
      )}
      {words.length > 0 && (
        <Section title={t('viewer.words')}>
          <Words key={known?.id} lines={words} />
        </Section>
      )}
      <Section title={t('viewer.information')}>
        {details instanceof FoveaError && <p role="alert">{errorSentence(details)}</p>}
        {known && <Facts details={known} />}
      </Section>
    </aside>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className={styles['section']} aria-labelledby={id}>
      <h2 id={id} className={styles['title']}>
        {title}
      </h2>
      {children}
    </section>
  )
}
