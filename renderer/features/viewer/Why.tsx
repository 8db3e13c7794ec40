/** Why the photo is a result: how well each term matches, what they share, and where it is. */
import { Ban, Flame, LoaderCircle } from 'lucide-react'
import { FoveaError } from '../../../contract/errors'
import type { Explanation } from '../../../contract'
import { t } from '../../../strings'
import { errorSentence } from '../../../strings/sentences'
import { formatLength, formatPercent } from '../../app/format'
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
  /** Null where there are no places to show. */
  onToggleHeat: (() => void) | null
}

export function Why({ explanation, selected, isHeatShown, onSelect, onToggleHeat }: WhyProps) {
  if (explanation === null) {
    return (
      <p role="status" className={styles['busy']}>
        <LoaderCircle size={15} className={styles['turning']} aria-hidden />
        {t('viewer.looking')}
      </p>
    )
  }
  if (explanation instanceof FoveaError) return <p role="alert">{errorSentence(explanation)}</p>
  const { terms, concepts, says } = explanation
  const heat = terms[selected]?.heat ?? null
  return (
    <>
      <ul className={styles['terms']} aria-label={t('viewer.terms')}>
        {terms.map((term, index) => (
          <li key={index}>
            <Term
              term={term}
              isSelected={terms.length > 1 && index === selected}
              onSelect={() => {
                onSelect(index)
              }}
            />
            {term.passage && !term.isAvoided && <blockquote className={styles['said']}>{term.passage.text}</blockquote>}
          </li>
        ))}
      </ul>
      {says.length > 0 && (
        <p className={styles['concepts']}>
          {t('viewer.pictureSays', { text: says.map((said) => `“${said}”`).join(', ') })}
        </p>
      )}
      {concepts.length > 0 && (
        <p className={styles['concepts']}>
          <span className={styles['conceptsName']}>{t('viewer.inCommon')} </span>
          {concepts.map(({ concept }) => concept).join(', ')}
        </p>
      )}
      {onToggleHeat && (
        <Button
          size="small"
          icon={Flame}
          aria-pressed={isHeatShown}
          className={styles['toggle']}
          onClick={onToggleHeat}
        >
          {t(isHeatShown ? 'viewer.hidePlace' : 'viewer.showPlace')}
          <kbd className={styles['key']}>H</kbd>
        </Button>
      )}
      {onToggleHeat && isHeatShown && !hasHeat(heat) && (
        <p role="status" className={styles['note']}>
          {t(heat === null ? 'viewer.noPlaceKnown' : 'viewer.noPlace')}
        </p>
      )}
    </>
  )
}

/** A meter, and the button that selects the term whose place is shown. */
function Term({ term, isSelected, onSelect }: { term: ExplainedTerm; isSelected: boolean; onSelect: () => void }) {
  const { isAvoided, relevance, moment } = term
  const label = termLabel(term.term)
  return (
    <button
      type="button"
      className={cx(styles['term'], isSelected && styles['selected'])}
      aria-pressed={isSelected}
      title={t('viewer.similarity', { score: term.score.toFixed(3) })}
      onClick={onSelect}
    >
      <span className={styles['line']}>
        {isAvoided && <Ban size={13} aria-hidden className={styles['avoided']} />}
        <span className={styles['label']}>
          {isAvoided && <span className={styles['without']}>{t('viewer.without')} </span>}
          {label}
          {moment !== null && !isAvoided && (
            <span className={styles['moment']}> {t('viewer.moment', { time: formatLength(moment) })}</span>
          )}
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
