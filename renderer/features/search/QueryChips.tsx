/** The query as it was understood: a chip for each thing to look for and each filter, to be changed by hand. */
import type { Condition, Expression } from '../../../contract'
import { t } from '../../../strings'
import { Chip } from './Chip'
import { anyDate } from './dateFilter'
import { describeCondition, describeExpression } from './describeQuery'
import { FilterChip } from './FilterChip'
import {
  conditionsOf,
  fromParts,
  fromSingleFilter,
  fromSingleTerm,
  partsOf,
  singleFilter,
  singleTerm,
  withCondition,
  withPart,
} from './queryParts'
import { useSearch } from './searchStore'
import { TermChip } from './TermChip'
import { chosenConditions } from './wholeQuery'
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
        <ConditionChip
          key={`filter ${index}`}
          condition={condition}
          onChange={(next) => void useSearch.edit((asked) => withCondition(asked, index, next))}
        />
      ))}
      <ChosenChips />
    </div>
  )
}

/** Folder and date chosen beside the field. Changed here, they become filters of the query. */
function ChosenChips() {
  const folder = useSearch((search) => search.folder)
  const date = useSearch((search) => search.date)
  const today = new Date()
  const parts = [
    ...chosenConditions({ folder, date: anyDate }, today).map((condition) => ({
      condition,
      clear: () => useSearch.setState({ folder: null }),
    })),
    ...chosenConditions({ folder: null, date }, today).map((condition) => ({
      condition,
      clear: () => useSearch.setState({ date: anyDate }),
    })),
  ]
  return parts.map(({ condition, clear }) => (
    <ConditionChip
      key={describeCondition(condition)}
      condition={condition}
      canAvoid={false}
      onChange={(next) => {
        clear()
        if (next) void useSearch.edit((asked) => fromParts(partsOf(asked), [...conditionsOf(asked), next]))
      }}
    />
  ))
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
  return <GroupChip text={describeExpression(part)} onRemove={onRemove} />
}

interface ConditionChipProps {
  condition: Condition
  canAvoid?: boolean
  onChange: (condition: Condition | null) => void
}

function ConditionChip({ condition, canAvoid = true, onChange }: ConditionChipProps) {
  const single = singleFilter(condition)
  const onRemove = () => onChange(null)
  if (!single) return <GroupChip text={describeCondition(condition)} onRemove={onRemove} />
  return (
    <FilterChip
      single={single}
      canAvoid={canAvoid}
      onChange={(next) => onChange(fromSingleFilter(next))}
      onRemove={onRemove}
    />
  )
}

/** More than a sign and a value can say: it is changed in the text. */
function GroupChip({ text, onRemove }: { text: string; onRemove: () => void }) {
  return (
    <Chip name={text} onRemove={onRemove} className={styles['advanced']}>
      <span className={styles['kind']}>{t('query.advanced')}</span>
      <span className={styles['text']} title={text}>
        {text}
      </span>
    </Chip>
  )
}
