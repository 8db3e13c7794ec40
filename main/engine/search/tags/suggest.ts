/** Completes what somebody types into a search field, with concepts. */
import { fold } from './word-lists'

export interface Suggestion {
  concept: string
  /** Where in the typed text the part begins that the concept replaces, up to the text's end. */
  start: number
}

/** One letter begins hundreds of concepts, and is often a word of its own ("a"). */
const shortestPrefix = 2

export class Completer {
  readonly #concepts: readonly string[]
  readonly #folded: readonly string[]

  constructor(concepts: readonly string[]) {
    this.#concepts = concepts
    this.#folded = concepts.map(fold)
  }

  /**
   * At most `count` concepts that begin with the last word, or the last few words, of `typed`. Those that continue more
   * words come first, then those that more photos show (`presence`: photos by concept), then shorter ones.
   */
  suggest(typed: string, presence: ArrayLike<number>, count: number): Suggestion[] {
    const found = new Map<number, number>()
    for (const start of wordStarts(typed)) {
      if (found.size >= count) break
      const prefix = fold(typed.slice(start))
      if (prefix.trim().length < shortestPrefix) continue
      for (const position of this.#matches(prefix, presence)) if (!found.has(position)) found.set(position, start)
    }
    return [...found].slice(0, count).map(([position, start]) => ({ concept: this.#concepts[position] ?? '', start }))
  }

  #matches(prefix: string, presence: ArrayLike<number>): number[] {
    const matches: number[] = []
    this.#folded.forEach((concept, position) => {
      if (concept.startsWith(prefix) && concept !== prefix) matches.push(position)
    })
    const name = (position: number): string => this.#folded[position] ?? ''
    return matches.sort(
      (a, b) =>
        (presence[b] ?? 0) - (presence[a] ?? 0) || name(a).length - name(b).length || (name(a) < name(b) ? -1 : 1),
    )
  }
}

/** Words of a query that a concept may continue; the longest concepts have about as many. */
const mostWords = 5

/** Where each of the last words begins, the earliest first. A word begins with a letter or digit: "-dog" at the d. */
function wordStarts(typed: string): number[] {
  const starts = [...typed.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’-]*/gu)].map((match) => match.index)
  return starts.slice(-mostWords)
}
