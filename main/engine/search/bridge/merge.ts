/** Makes one ranking of two whose values are on one scale. */
import type { Ranking } from '../ranking'

/** Merged as far as somebody looks. Matches of both come first. */
export function mergeRankings(one: Ranking, other: Ranking): Ranking {
  const order: { from: Ranking; place: number }[] = []
  const next = { one: 0, other: 0 }
  const isFirst = (end: { one: number; other: number }): boolean => {
    if (next.one >= end.one) return false
    if (next.other >= end.other) return true
    const [a, b] = [one.valueAt(next.one), other.valueAt(next.other)]
    if (a !== b) return a > b
    const [c, d] = [one.tieAt?.(next.one) ?? 0, other.tieAt?.(next.other) ?? 0]
    return c === d ? one.idAt(next.one) < other.idAt(next.other) : c > d
  }
  const matches = one.matches + other.matches
  const found = (place: number): { from: Ranking; place: number } => {
    while (order.length <= place) {
      const end =
        order.length < matches ? { one: one.matches, other: other.matches } : { one: one.total, other: other.total }
      if (isFirst(end)) order.push({ from: one, place: next.one++ })
      else order.push({ from: other, place: next.other++ })
    }
    return order[place]!
  }
  const of =
    <T>(pick: (from: Ranking, place: number) => T) =>
    (place: number): T => {
      const { from, place: at } = found(place)
      return pick(from, at)
    }
  return {
    total: one.total + other.total,
    matches,
    // Of the first of the two, as rows are its matrix's.
    top: one.top,
    rows: one.rows,
    at: of((from, place) => from.at(place)),
    idAt: of((from, place) => from.idAt(place)),
    valueAt: of((from, place) => from.valueAt(place)),
  }
}
