/** Whole text searches, each beside comparing all vectors in JavaScript. */
import type { Searcher } from '../../main/engine/search/searcher'
import { percentile } from './statistics'
import { rounded } from './report'

export const pageSize = 50
export const recallDepth = 10
const warmUpQueries = 20
/** Scores closer than this are equal: the two sides add up in different orders. */
const tolerance = 1e-6

/** All vectors one after the other, and where each item's stands. See: [Note: hubness] */
export interface Compared {
  matrix: Float32Array
  hubs: Float32Array
  places: ReadonlyMap<string, number>
}

export interface TextSearch {
  total: number
  embed: number
  search: number
  fetch: number
  bruteForce: number
  recall: number
}

/** Different texts, after some that are not counted. */
export async function searchTexts(searcher: Searcher, library: Compared, count: number): Promise<TextSearch[]> {
  await searcher.warmUp()
  const answers: TextSearch[] = []
  for (const text of descriptions(warmUpQueries + count)) answers.push(await ask(searcher, library, text))
  return answers.slice(warmUpQueries)
}

/** One search, and the same by brute force with the vector already there. All texts are descriptions: [Note: hubness]. */
async function ask(searcher: Searcher, library: Compared, text: string): Promise<TextSearch> {
  const started = performance.now()
  const query = { kind: 'text', text } as const
  const page = await searcher.search({ query, filters: {}, weak: true, offset: 0, limit: pageSize })
  const total = performance.now() - started

  const vector = await searcher.encoder.embedText(text)
  const compared = performance.now()
  const scores = compareAll(library, vector)
  const sorted = scores.slice().sort()
  const bruteForce = performance.now() - compared

  const depth = Math.min(recallDepth, sorted.length)
  const least = sorted[sorted.length - depth]! - tolerance
  const found = page.items
    .slice(0, recallDepth)
    .filter(({ id }) => (scores[library.places.get(id) ?? -1] ?? -1) >= least)
  return { total, ...page.timings, bruteForce, recall: found.length / depth }
}

function compareAll({ matrix, hubs }: Compared, vector: Float32Array): Float32Array {
  const scores = new Float32Array(matrix.length / vector.length)
  for (let row = 0, at = 0; row < scores.length; row++) {
    let sum = 0
    for (let i = 0; i < vector.length; i++, at++) sum += matrix[at]! * vector[i]!
    scores[row] = sum - hubs[row]!
  }
  return scores
}

/** Different descriptions, so that no vector of a text comes from the cache. */
export function descriptions(count: number): string[] {
  const who = ['a dog', 'two children', 'an old man', 'a red car', 'a cat', 'a climber', 'a girl in a hat', 'a horse']
  const what = ['running', 'resting', 'jumping', 'in the distance', 'close up']
  const where = ['on a beach', 'in the snow', 'in a busy street', 'beside a lake', 'on green grass', 'at night']
  const all = who.flatMap((a) => what.flatMap((b) => where.map((c) => `${a} ${b} ${c}`)))
  return Array.from({ length: count }, (_, i) => {
    const lap = Math.floor(i / all.length)
    return lap === 0 ? all[i]! : `${all[i % all.length]!}, photo ${String(lap)}`
  })
}

export interface SearchFigures {
  total: Spread
  embed: Spread
  search: Spread
  fetch: Spread
  bruteForce: Spread
  recall: number
}
export interface Spread {
  p50: number
  p95: number
}

export function searchFigures(answers: readonly TextSearch[]): SearchFigures {
  const of = (part: (answer: TextSearch) => number): Spread => spreadOf(answers.map(part))
  return {
    total: of(({ total }) => total),
    embed: of(({ embed }) => embed),
    search: of(({ search }) => search),
    fetch: of(({ fetch }) => fetch),
    bruteForce: of(({ bruteForce }) => bruteForce),
    recall: rounded(answers.reduce((sum, answer) => sum + answer.recall, 0) / answers.length, 4),
  }
}

export function spreadOf(values: readonly number[]): Spread {
  return { p50: rounded(percentile(values, 0.5), 2), p95: rounded(percentile(values, 0.95), 2) }
}

/** Milliseconds that half of the searches may take, by the size of the library; undefined beyond. */
export function searchTarget(photos: number): number | undefined {
  return photos <= 100_000 ? 25 : photos <= 1_000_000 ? 60 : undefined
}
export const recallTarget = 0.99
