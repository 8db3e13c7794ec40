/** The date filter: presets and a custom span of days, in the user's own time zone. */
import type { Filters } from '../../../contract'
import { perLocale, t } from '../../../strings'

export type DateFilter =
  | { preset: 'any' | 'this-year' | 'last-year' }
  /** Days as date inputs give them (YYYY-MM-DD); empty means open on that side. */
  | { preset: 'custom'; from: string; to: string }

export const anyDate: DateFilter = { preset: 'any' }

/** Local midnight of a day given as YYYY-MM-DD; null when there is no such day. */
export function parseDay(text: string): Date | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return null
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number]
  const date = new Date(2000, 0, 1)
  // The Date constructor reads years below 100 as 19xx.
  date.setFullYear(year, month - 1, day)
  return date.getMonth() === month - 1 && date.getDate() === day ? date : null
}

/** From the first moment of the first day to the last of the last. */
export function toSpan(filter: DateFilter, today: Date): Pick<Filters, 'from' | 'to'> {
  switch (filter.preset) {
    case 'any':
      return {}
    case 'this-year':
      return yearSpan(today.getFullYear())
    case 'last-year':
      return yearSpan(today.getFullYear() - 1)
    case 'custom': {
      const days = [parseDay(filter.from), parseDay(filter.to)] as const
      const backwards = days[0] && days[1] && days[0] > days[1]
      const [first, last] = backwards ? [days[1], days[0]] : days
      return { ...(first && { from: first.getTime() }), ...(last && { to: endOfDay(last) }) }
    }
  }
}

function yearSpan(year: number): { from: number; to: number } {
  return { from: new Date(year, 0, 1).getTime(), to: endOfDay(new Date(year, 11, 31)) }
}

function endOfDay(day: Date): number {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate(), 23, 59, 59, 999).getTime()
}

const shortDay = perLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }))

/** Text of the filter's button. */
export function dateLabel(filter: DateFilter): string {
  switch (filter.preset) {
    case 'any':
      return t('search.anyTime')
    case 'this-year':
      return t('search.thisYear')
    case 'last-year':
      return t('search.lastYear')
    case 'custom': {
      const [from, to] = [parseDay(filter.from), parseDay(filter.to)]
      if (from && to) return shortDay().formatRange(...(from <= to ? ([from, to] as const) : ([to, from] as const)))
      if (from) return t('query.since', { date: shortDay().format(from) })
      if (to) return t('query.until', { date: shortDay().format(to) })
      return t('search.anyTime')
    }
  }
}

export function isAnyDate(filter: DateFilter): boolean {
  return filter.preset === 'any' || (filter.preset === 'custom' && !parseDay(filter.from) && !parseDay(filter.to))
}
