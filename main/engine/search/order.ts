/** Puts the photos of the library in an order: the first of them exactly, the rest when somebody looks that far. */
import type { VectorMatrix } from './matrix'
import type { Ranking } from './ranking'
import { largest } from './scoring/relevance'
import { sortTime } from './timeline'

/** Newest first. `firstOnes`: how many are sorted at once. */
export function byDate(matrix: VectorMatrix, rows: Int32Array, firstOnes: number): Ranking {
  const { dates, ids } = matrix
  const when = Float64Array.from(rows, (row) => sortTime(dates[row]!))
  const chosen = largest(when, firstOnes)
  const top = Int32Array.from(chosen, (at) => rows[at]!)
  const order = byDescending(
    Float64Array.from(top, (row) => sortTime(dates[row]!)),
    (i) => ids[top[i]!]!,
  )
  const first = Array.from(order, (i) => ids[top[i]!]!)
  const rest = restOf(matrix, () => when, rows, chosen)
  const idAt = (place: number): string => first[place] ?? ids[rows[rest(place - first.length)]!]!
  return {
    total: rows.length,
    matches: rows.length,
    rows,
    top: Int32Array.from(order, (i) => top[i]!),
    idAt,
    at: (place) => ({ id: idAt(place), score: null, relevance: null }),
    valueAt: (place) => {
      const i = order[place]
      return i === undefined ? when[rest(place - order.length)]! : when[chosen[i]!]!
    },
  }
}

/** Where in `rows` stands what did not get into the shortlist, in the order of their values: sorted when somebody looks that far. */
export function restOf(
  { ids }: VectorMatrix,
  valuesOf: () => Float64Array,
  rows: Int32Array,
  chosen: Int32Array,
): (place: number) => number {
  let sorted: Int32Array | undefined
  return (place) => {
    if (!sorted) {
      const values = valuesOf()
      const isChosen = new Set(chosen)
      sorted = Int32Array.from(rows.keys()).filter((at) => !isChosen.has(at))
      sorted.sort((a, b) => values[b]! - values[a]! || (ids[rows[a]!]! < ids[rows[b]!]! ? -1 : 1))
    }
    return sorted[place]!
  }
}

/** Positions by descending value; equal ones (copies of one photo) by id, so that every page has one order. */
export function byDescending(values: Float64Array, id: (i: number) => string): Int32Array {
  const places = new Int32Array(values.length)
  for (let i = 0; i < places.length; i++) places[i] = i
  return places.sort((a, b) => values[b]! - values[a]! || (id(a) < id(b) ? -1 : 1))
}
