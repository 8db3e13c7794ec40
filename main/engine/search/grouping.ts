/** Decides which photos of a ranking are shown: the matches or all, each by itself or one of each group of near-duplicates. */
import type { SearchOptions } from '../../../contract'
import type { DuplicateGroups } from './duplicate-groups'
import type { VectorMatrix } from './matrix'
import type { Ranking } from './ranking'

/** What is shown of a ranking. */
export interface Listed {
  total: number
  matches: number
  /** The place in the ranking of result `i`, and how many near-duplicates it stands for. */
  at: (i: number) => { place: number; copies: number }
}

interface Grouped extends Listed {
  groupOf: Map<string, string>
  /** Photos of the ranking that were grouped. */
  listed: number
}

export class Grouping {
  /** A ranking is grouped once, not for each of its pages. */
  readonly #grouped = new WeakMap<Ranking, Grouped>()

  async list(
    ranking: Ranking,
    { group, weak }: SearchOptions,
    { duplicates, matrix }: { duplicates: DuplicateGroups; matrix: VectorMatrix },
  ): Promise<Listed> {
    const listed = weak === true ? ranking.total : ranking.matches
    if (group !== true) return { total: listed, matches: ranking.matches, at: (i) => ({ place: i, copies: 0 }) }
    const groupOf = await duplicates.representatives(matrix)
    const known = this.#grouped.get(ranking)
    if (known?.groupOf === groupOf && known.listed === listed) return known
    const grouped = { groupOf, listed, ...groupPlaces(ranking, listed, groupOf) }
    this.#grouped.set(ranking, grouped)
    return grouped
  }
}

/** One photo a group: the first in the ranking stands for all. */
function groupPlaces(ranking: Ranking, listed: number, groupOf: Map<string, string>): Listed {
  const shown: { place: number; copies: number }[] = []
  const first = new Map<string, { place: number; copies: number }>()
  let matches = 0
  for (let place = 0; place < listed; place++) {
    const group = groupOf.get(ranking.idAt(place))
    const seen = group === undefined ? undefined : first.get(group)
    if (seen) {
      seen.copies++
      continue
    }
    const entry = { place, copies: 0 }
    if (group !== undefined) first.set(group, entry)
    shown.push(entry)
    if (place < ranking.matches) matches++
  }
  return { total: shown.length, matches, at: (i) => shown[i]! }
}
