/** The whole of a search as one query: words, examples and filters; and what is left beside it as a view. */
import type { Condition, ParsedQuery, SearchView } from '../../../contract'
import type { Search } from './searchStore'
import { isAnyDate, parseDay } from './dateFilter'
import type { DateFilter } from './dateFilter'
import { compose, conditionsOf, fromParts, partsOf } from './queryParts'

type Chosen = Pick<Search, 'folder' | 'date' | 'album' | 'scope'>

/** Filters chosen beside the search field, as conditions of the query language. */
export function chosenConditions({ folder, date }: Pick<Chosen, 'folder' | 'date'>, today: Date): Condition[] {
  const dates = datesOf(date, today)
  return [
    ...(folder ? [filter({ field: 'in' as const, folder: folder.path === '' ? folder.name : folder.path })] : []),
    ...(dates ? [filter({ field: 'date' as const, ...dates })] : []),
  ]
}

export function wholeQuery(search: Pick<Search, 'query' | 'examples'> & Chosen, today: Date): ParsedQuery {
  const composed = compose(search.query, search.examples)
  return fromParts(partsOf(composed), [...conditionsOf(composed), ...chosenConditions(search, today)])
}

/** What the language has no words for. */
export function viewOf({ album, scope }: Pick<Chosen, 'album' | 'scope'>): SearchView | null {
  if (album) return { kind: 'album', id: album.id, name: album.name }
  return scope
}

export function fromView(view: SearchView | null): Pick<Chosen, 'album' | 'scope'> {
  if (view?.kind === 'album') return { album: { id: view.id, name: view.name }, scope: null }
  return { album: null, scope: view }
}

function filter(one: Extract<Condition, { op: 'filter' }>['filter']): Condition {
  return { op: 'filter', filter: one }
}

function datesOf(date: DateFilter, today: Date): { from?: string; to?: string } | null {
  if (isAnyDate(date) || date.preset === 'any') return null
  if (date.preset !== 'custom') {
    const year = String(today.getFullYear() - (date.preset === 'last-year' ? 1 : 0))
    return { from: year, to: year }
  }
  const [from, to] = [date.from, date.to].map((day) => (parseDay(day) ? day : ''))
  const [first, last] = from && to && from > to ? [to, from] : [from, to]
  return { ...(first && { from: first }), ...(last && { to: last }) }
}
