/** The order of photos by when they were added to the library. */
import type { VectorMatrix } from './matrix'
import type { Ranking } from './ranking'
import { sortTime } from './timeline'

/** Those added last first, photos that were added together by date. `added`: times by id, the same for all of a batch. */
export function byAddition(
  rows: Int32Array,
  { ids, dates }: Pick<VectorMatrix, 'ids' | 'dates'>,
  added: ReadonlyMap<string, number>,
): Ranking {
  const when = new Map(Array.from(rows, (row) => [row, added.get(ids[row]!) ?? 0]))
  const top = rows
    .slice()
    .sort(
      (a, b) =>
        when.get(b)! - when.get(a)! || sortTime(dates[b]!) - sortTime(dates[a]!) || (ids[a]! < ids[b]! ? -1 : 1),
    )
  const order = Array.from(top, (row) => ids[row]!) // rows move when the library changes
  const times = Float64Array.from(top, (row) => sortTime(dates[row]!))
  const idAt = (place: number): string => order[place]!
  return {
    total: rows.length,
    matches: rows.length,
    rows,
    top,
    idAt,
    valueAt: (place) => when.get(top[place]!)!,
    tieAt: (place) => times[place]!,
    at: (place) => ({ id: idAt(place), score: null, relevance: null }),
  }
}
