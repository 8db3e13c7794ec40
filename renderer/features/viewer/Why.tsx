/** Why the photo is a result: how well each term matches, what they share, and where it is. */
import { Ban, Flame, LoaderCircle } from 'lucide-react'
import { FoveaError } from '../../../contract/errors'
import type { Explanation } from '../../../contract'
import { formatPercent } from '../../app/format'
import { Button } from '../../ui/Button'
import { cx } from '../../ui/cx'
import { hasHeat } from './heat'
import { matchWord, termLabel } from './terms'
import styles from './Why.module.css'

export type ExplainedTerm = Explanation['terms'][number]

interface WhyProps {
  explanation: Explanation | FoveaError | null
  /** Whose heat map is (or would be) shown. */
  selected: number
  isHeatShown: boolean
  onSelect: (term: number) => void
  onToggleHeat: () => void
}

export function Why({ explanation, selected, isHeatShown, onSelect, onToggleHeat }: WhyProps) {
  if (explanation === null) {
    return (
      <p role="status" className={styles['busy']}>
        <LoaderCircle size={15} className={styles['turning']} aria-hidden />
        Looking at the photo…
      </p>
    )
  }
  if (explanation instanceof FoveaError) return <p role="alert">{explanation.message}</p>
  const { terms, concepts } = explanation
  const heat = terms[selected]?.heat ?? null
  return (
    <>
      <ul className={styles['terms']} aria-label="Terms">
        {terms.map((term, index) => (
          <li key={index}>
            <Term
              term={term}
              isSelected={terms.length > 1 && index === selected}
              onSelect={() => {
                onSelect(index)
              }}
            />
          </li>
        ))}
      </ul>
      {concepts.length > 0 && (
        <p className={styles['concepts']}>
          <span className={styles['conceptsName']}>In common: </span>
          {concepts.map(({ concept }) => concept).join(', ')}
        </p>
      )}
      <Button size="small" icon={Flame} aria-pressed={isHeatShown} className={styles['toggle']} onClick={onToggleHeat}>
        {isHeatShown ? 'Hide where it is' : 'Show where it is'}
        <kbd className={styles['key']}>H</kbd>
      </Button>
      {isHeatShown && !hasHeat(heat) && (
        <p role="status" className={styles['note']}>
          {heat === null
            ? 'The photo cannot be read, or is too small, to look for a place in it.'
            : 'In no place in particular: it is all over the photo, or not in it.'}
        </p>
      )}
    </>
  )
}

/** A meter, and the button that selects the term whose place is shown. */
function Term({ term, isSelected, onSelect }: { term: ExplainedTerm; isSelected: boolean; onSelect: () => void }) {
  const { isAvoided, relevance } = term
  const label = termLabel(term.term)
  return (
    <button
      type="button"
      className={cx(styles['term'], isSelected && styles['selected'])}
      aria-pressed={isSelected}
      title={`Similarity ${term.score.toFixed(3)}`}
      onClick={onSelect}
    >
      <span className={styles['line']}>
        {isAvoided && <Ban size={13} aria-hidden className={styles['avoided']} />}
        <span className={styles['label']}>
          {isAvoided && <span className={styles['without']}>without </span>}
          {label}
        </span>
        <span className={styles['value']}>
          {matchWord(relevance)} <span className={styles['percent']}>{formatPercent(relevance)}</span>
        </span>
      </span>
      <span className={styles['track']} aria-hidden>
        <span
          className={cx(styles['bar'], isAvoided && styles['barAvoided'])}
          style={{ transform: `scaleX(${relevance})` }}
        />
      </span>
    </button>
  )
}
