/** A filter as a chip: kept or left out, changed in a panel, removed. */
import { Minus, Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Filter } from '../../../contract'
import { t } from '../../../strings'
import { cx } from '../../ui/cx'
import { Chip } from './Chip'
import { describeFilter } from './describeQuery'
import { filterWith, valueOf, valuesFor } from './filterValue'
import type { SingleFilter } from './queryParts'
import { ValueEditor } from './ValueEditor'
import styles from './QueryChips.module.css'

interface FilterChipProps {
  single: SingleFilter
  /** Not where it was chosen beside the field: there it can only hold. */
  canAvoid?: boolean
  onChange: (single: SingleFilter) => void
  onRemove: () => void
}

export function FilterChip({ single, canAvoid = true, onChange, onRemove }: FilterChipProps) {
  const { filter, isAvoided } = single
  const said = describeFilter(filter)
  const name = isAvoided ? t('query.not', { part: said }) : said
  const Sign = isAvoided ? Minus : Plus
  return (
    <Chip name={name} onRemove={onRemove} className={cx(styles['filter'], isAvoided && styles['avoided'])}>
      {canAvoid && (
        <button
          type="button"
          className={styles['sign']}
          aria-label={t('query.leaveOut', { text: said })}
          aria-pressed={isAvoided}
          title={t(isAvoided ? 'query.isLeftOut' : 'query.isKept')}
          onClick={() => onChange({ ...single, isAvoided: !isAvoided })}
        >
          <Sign size={13} strokeWidth={2.4} aria-hidden />
        </button>
      )}
      <FilterEditor filter={filter} said={said} onChange={(next) => onChange({ ...single, filter: next })} />
    </Chip>
  )
}

function FilterEditor({
  filter,
  said,
  onChange,
}: {
  filter: Filter
  said: string
  onChange: (filter: Filter) => void
}) {
  const [value, setValue] = useState('')
  const { field } = filter
  const key = JSON.stringify(filter)
  useEffect(() => {
    let isWanted = true
    valueOf(JSON.parse(key) as Filter).then(
      (written) => isWanted && setValue(written),
      () => undefined,
    )
    return () => {
      isWanted = false
    }
  }, [key])
  return (
    <ValueEditor
      key={value}
      label={said}
      value={value}
      complete={(typed) => valuesFor(field, typed)}
      onChange={async (next) => {
        const changed = await filterWith(field, next)
        if (typeof changed === 'string') return changed
        onChange(changed)
        return null
      }}
    >
      <span className={styles['text']} title={said}>
        {said}
      </span>
    </ValueEditor>
  )
}
