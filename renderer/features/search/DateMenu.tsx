/** The date filter's button and panel: presets, and a custom span. */
import { Popover } from '@base-ui/react/popover'
import { Calendar, Check, ChevronDown } from 'lucide-react'
import { useId, useState } from 'react'
import { t } from '../../../strings'
import type { PlainKey } from '../../../strings'
import { cx } from '../../ui/cx'
import popup from '../../ui/Popup.module.css'
import { anyDate, dateLabel, isAnyDate } from './dateFilter'
import type { DateFilter } from './dateFilter'
import { useSearch } from './searchStore'
import styles from './FilterBar.module.css'

const presets: { label: PlainKey; filter: DateFilter }[] = [
  { label: 'search.anyTime', filter: anyDate },
  { label: 'search.thisYear', filter: { preset: 'this-year' } },
  { label: 'search.lastYear', filter: { preset: 'last-year' } },
]

export function DateMenu() {
  const [isOpen, setIsOpen] = useState(false)
  const date = useSearch((search) => search.date)
  const label = dateLabel(date)
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger
        className={cx(styles['trigger'], !isAnyDate(date) && styles['triggerOn'])}
        aria-label={t('search.dateIs', { date: label })}
      >
        <Calendar size={15} aria-hidden />
        <span className={styles['triggerText']}>{label}</span>
        <ChevronDown size={13} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={popup['positioner']} sideOffset={6} align="end">
          <Popover.Popup className={cx(popup['popup'], styles['date'])} aria-label={t('search.date')}>
            <div className={styles['presets']} role="group" aria-label={t('search.presets')}>
              {presets.map(({ label: name, filter }) => (
                <button
                  key={name}
                  type="button"
                  className={styles['preset']}
                  aria-pressed={date.preset === filter.preset}
                  onClick={() => {
                    useSearch.setState({ date: filter })
                    setIsOpen(false)
                  }}
                >
                  <Check
                    size={14}
                    className={styles['check']}
                    data-hidden={date.preset !== filter.preset}
                    aria-hidden
                  />
                  {t(name)}
                </button>
              ))}
            </div>
            <CustomSpan date={date} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function CustomSpan({ date }: { date: DateFilter }) {
  const id = useId()
  const { from, to } = date.preset === 'custom' ? date : { from: '', to: '' }
  const change = (part: { from?: string; to?: string }) => {
    useSearch.setState({ date: { preset: 'custom', from, to, ...part } })
  }
  return (
    <div className={styles['custom']}>
      <label htmlFor={`${id}from`}>{t('search.from')}</label>
      <input
        id={`${id}from`}
        type="date"
        value={from}
        max="9999-12-31"
        onChange={(event) => {
          change({ from: event.target.value })
        }}
      />
      <label htmlFor={`${id}to`}>{t('search.to')}</label>
      <input
        id={`${id}to`}
        type="date"
        value={to}
        max="9999-12-31"
        onChange={(event) => {
          change({ to: event.target.value })
        }}
      />
    </div>
  )
}
