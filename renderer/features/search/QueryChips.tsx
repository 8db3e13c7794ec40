/** The query as it was understood: a chip for each thing to look for and each filter, to be changed by hand. */
import { Minus, Plus, X } from 'lucide-react'
import type { MouseEvent, ReactNode } from 'react'
import type { Expression } from '../../../contract'
import { t } from '../../../strings'
import { focusSearch } from '../../app/uiStore'
import { cx } from '../../ui/cx'
import { describeCondition, describeExpression, describeTerm } from './describeQuery'
import { conditionsOf, fromSingleTerm, partsOf, singleTerm, withoutCondition, withPart } from './queryParts'
import type { SingleTerm } from './queryParts'
import { useSearch } from './searchStore'
import { TermPicture } from './TermPicture'
import { WeightMenu } from './WeightMenu'
import styles from './QueryChips.module.css'

export function QueryChips() {
  const query = useSearch((search) => search.query)
  const examples = useSearch((search) => search.examples)
  return (
    <div role="group" aria-label={t('query.understood')} className={styles['chips']}>
      {examples.map((part, index) => (
        <PartChip key={`example ${index}`} part={part} onChange={(next) => useSearch.editExample(index, next)} />
      ))}
      {partsOf(query).map((part, index) => (
        <PartChip
          key={`part ${index}`}
          part={part}
          onChange={(next) => void useSearch.edit((asked) => withPart(asked, index, next))}
        />
      ))}
      {conditionsOf(query).map((condition, index) => (
        <FilterChip
          key={`filter ${index}`}
          label={describeCondition(condition)}
          onRemove={() => void useSearch.edit((asked) => withoutCondition(asked, index))}
        />
      ))}
    </div>
  )
}

interface PartChipProps {
  part: Expression
  /** `part` null: without it. */
  onChange: (part: Expression | null) => void
}

function PartChip({ part, onChange }: PartChipProps) {
  const single = singleTerm(part)
  const onRemove = () => onChange(null)
  if (single)
    return <TermChip single={single} onChange={(next) => onChange(fromSingleTerm(next))} onRemove={onRemove} />
  const text = describeExpression(part)
  return (
    <Chip name={text} onRemove={onRemove} className={styles['advanced']}>
      <span className={styles['kind']}>{t('query.advanced')}</span>
      <span className={styles['text']} title={text}>
        {text}
      </span>
    </Chip>
  )
}

interface TermChipProps {
  single: SingleTerm
  onChange: (single: SingleTerm) => void
  onRemove: () => void
}

function TermChip({ single, onChange, onRemove }: TermChipProps) {
  const { term, isAvoided, weight } = single
  const text = describeTerm(term)
  const Sign = isAvoided ? Minus : Plus
  return (
    <Chip name={text} onRemove={onRemove} className={cx(isAvoided && styles['avoided'])}>
      <button
        type="button"
        className={styles['sign']}
        aria-label={t('query.avoid', { text })}
        aria-pressed={isAvoided}
        title={t(isAvoided ? 'query.isAvoided' : 'query.isWanted')}
        onClick={() => onChange({ ...single, isAvoided: !isAvoided })}
      >
        <Sign size={13} strokeWidth={2.4} aria-hidden />
      </button>
      <TermPicture term={term} />
      <span className={styles['text']} title={text}>
        {text}
      </span>
      <WeightMenu name={text} weight={weight} onChange={(next) => onChange({ ...single, weight: next })} />
    </Chip>
  )
}

function FilterChip({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <Chip name={label} onRemove={onRemove} className={styles['filter']}>
      <span className={styles['text']} title={label}>
        {label}
      </span>
    </Chip>
  )
}

interface ChipProps {
  name: string
  onRemove: () => void
  className?: string | undefined
  children: ReactNode
}

function Chip({ name, onRemove, className, children }: ChipProps) {
  const onClick = (event: MouseEvent) => {
    onRemove()
    // Pressed with a key (no clicks counted): the button that had the focus is gone.
    if (event.detail === 0) focusSearch()
  }
  return (
    <div role="group" aria-label={name} className={cx(styles['chip'], className)}>
      {children}
      <button
        type="button"
        className={styles['remove']}
        aria-label={t('common.removeNamed', { name })}
        title={t('common.remove')}
        onClick={onClick}
      >
        <X size={13} strokeWidth={2.4} aria-hidden />
      </button>
    </div>
  )
}
