/** Turns scores into relevances between 0 and 1, against what the library in general scores with the same query. */

/**
 * [Note: relevance] A cosine says little by itself: "dog" tops out at 0.45, a long caption at 0.6. So each term is
 * measured against the library: its scores' mean and spread over a fixed random sample, and the mean of its best
 * photos. A photo `cutAt` of the way from the mean to the best has relevance 0.5, and that is where results end.
 * `slope` is per standard deviation. Composition then works on relevances: AND multiplies, OR is a noisy-or, NOT takes
 * the rest to 1, a weight is an exponent.
 * Measured on Flickr: pairs of words that must both match, mean average precision 0.246 against 0.205 for the sum of
 * cosines; photo plus words 0.21 against 0.09 (docs/quality.md).
 */
const slope = 1.5
export const cutAt = 0.65
/** What is to be avoided is avoided from weaker signs on. */
export const avoidAt = 0.5

/** What a probe scores in this library. */
export interface Background {
  mean: number
  deviation: number
  /** Mean of the best scores: see `bestCount`. */
  best: number
}

/**
 * How many photos "the best" are: 1 of 22, 10 of 1,000, 100 of 100,000. A fixed share would let a handful of true
 * matches drown among a thousand photos, a fixed number would leave out most of what is common.
 */
export function bestCount(photos: number): number {
  return Math.max(1, Math.round(10 * Math.sqrt(photos / 1000)))
}

/**
 * `sample`: scores of the fixed random sample. `all`: of every photo. Photos that score `copies` or more are left out of
 * the best: they are the example itself and copies of it, beside which nothing else would be relevant. Where there are
 * more `photos` than scores are given, the best must be among those given.
 */
export function background(
  sample: Float32Array,
  all: Float32Array,
  copies = Infinity,
  photos = all.length,
): Background {
  let [sum, squares] = [0, 0]
  for (const score of sample) {
    sum += score
    squares += score * score
  }
  const mean = sum / Math.max(1, sample.length)
  const deviation = Math.sqrt(Math.max(squares / Math.max(1, sample.length) - mean * mean, 1e-8))
  const others = copies === Infinity ? all : all.filter((score) => score < copies)
  return { mean, deviation, best: meanOfBest(others, bestCount(photos)) }
}

/** Mean of the `count` largest numbers. */
export function meanOfBest(scores: Float32Array, count: number): number {
  const best = Float32Array.from(largest(scores, count), (at) => scores[at]!)
  return best.reduce((sum, score) => sum + score, 0) / Math.max(1, best.length)
}

/** How many numbers are `least` or more. */
export function countFrom(least: number, values: Float32Array | Float64Array): number {
  let count = 0
  for (let i = 0; i < values.length; i++) if (values[i]! >= least) count++
  return count
}

/** Scores that are looked at to guess where the largest begin. */
const guessedFrom = 2048

/** Where the `count` largest numbers stand, in no order: a heap of the best so far, which begins with what is probably among them. */
export function largest(scores: ArrayLike<number>, count: number): Int32Array {
  const size = Math.min(count, scores.length)
  return largestAbove(likelyLimit(scores, size), scores, size) ?? largestAbove(-Infinity, scores, size)!
}

/** A number that some more than `size` of the scores probably reach; without it, most of the time goes into what is replaced soon. */
function likelyLimit(scores: ArrayLike<number>, size: number): number {
  const step = Math.floor(scores.length / guessedFrom)
  if (step < 2) return -Infinity
  const some = new Float64Array(guessedFrom)
  for (let i = 0; i < guessedFrom; i++) some[i] = scores[i * step]!
  some.sort()
  const expected = (size * guessedFrom) / scores.length
  return some[guessedFrom - Math.ceil(1.1 * expected + 3 * Math.sqrt(expected) + 8)] ?? -Infinity
}

/** Undefined where fewer than `size` scores reach the limit. */
function largestAbove(limit: number, scores: ArrayLike<number>, size: number): Int32Array | undefined {
  const heap = new Int32Array(size)
  /** Beside their places: looked up in `scores`, each would be somewhere else in memory. */
  const values = new Float64Array(size)
  const sink = (from: number, place: number, value: number): void => {
    let at = from
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      if (child + 1 < size && values[child + 1]! < values[child]!) child++
      if (values[child]! >= value) break
      heap[at] = heap[child]!
      values[at] = values[child]!
      at = child
    }
    heap[at] = place
    values[at] = value
  }
  let filled = 0
  let i = 0
  for (; i < scores.length && filled < size; i++) {
    const score = scores[i]!
    if (score < limit) continue
    heap[filled] = i
    values[filled++] = score
  }
  if (filled < size) return undefined
  for (let at = (size >> 1) - 1; at >= 0; at--) sink(at, heap[at]!, values[at]!)
  for (; i < scores.length && size > 0; i++) {
    const score = scores[i]!
    if (score > values[0]!) sink(0, i, score)
  }
  return heap
}

/** The score whose relevance is 0.5: `at` of the way from the library's mean to its best. */
export function middleOf({ mean, best }: Background, at: number): number {
  return mean + at * (best - mean)
}

/** The score that has this relevance. */
export function scoreAt(relevance: number, usual: Background, at: number): number {
  return middleOf(usual, at) + Math.log(relevance / (1 - relevance)) / (slope / usual.deviation)
}

/** Relevances of scores, put into `answer`; 0.5 `at` of the way from the library's mean to its best. */
export function relevances(
  scores: Float32Array,
  usual: Background,
  at: number,
  answer = new Float64Array(scores.length),
): Float64Array {
  const middle = middleOf(usual, at)
  const steepness = slope / usual.deviation
  for (let i = 0; i < scores.length; i++) answer[i] = 1 / (1 + Math.exp(-steepness * (scores[i]! - middle)))
  return answer
}
