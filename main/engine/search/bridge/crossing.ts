/** Takes vectors of one encoder over into the space of another whose towers are gone. */
import { setImmediate as yieldToEvents } from 'node:timers/promises'
import { normalise } from '../../encoder/vectors'
import { VectorBlock } from '../scoring/vector-block'
import { RidgeSolver } from '../tags/ridge'

/** Vectors of the same things by the encoder in use and by the one before, of unit length. */
export interface Pairs {
  now: readonly Float32Array[]
  before: readonly Float32Array[]
}

/** The mean of each modality is taken off before a vector crosses. See: [Note: centred vectors] */
export interface Crossing {
  width: number
  imageMean: Float32Array
  textMean: Float32Array
  /** Row by row, one for each number of the space before. */
  matrix: readonly Float32Array[]
}

/** Steps of the iteration: directions with less than a ten-thousandth of the strongest one's weight are left out. */
const steps = 26
/** Weight of the prior that keeps anchors' weights small, as a share of the mean eigenvalue. */
const ridge = 0.1

/**
 * [Note: crossing] Dual encoders of one family differ by little more than a rotation, the same one for photos and texts, once
 * the mean of each modality is off (arXiv 2602.17584). It is the orthogonal matrix nearest to the cross-covariance of
 * things that both have embedded (Procrustes): its polar factor, found by Newton and Schulz's iteration
 * X <- 1.5 X - 0.5 X X' X, which needs products of matrices only. What few pairs do not span stays out: the map is then a part
 * of a rotation, and grows into one with the pairs.
 *
 * Between spaces of different width there is no rotation. A query is then described by its similarities to the pairs as
 * anchors (relative representations, ICLR 2023), and stands in the space before where the pairs' vectors there have these very
 * similarities to it, as nearly as can be: the answer of a ridge regression, which also whitens the anchors, as similarities to
 * anchors that lie close together say the same thing twice.
 */
export async function fitCrossing(photos: Pairs, texts: Pairs): Promise<Crossing | undefined> {
  const groups = [centre(photos), centre(texts)]
  const all: Pairs = { now: groups.flatMap(({ now }) => now), before: groups.flatMap(({ before }) => before) }
  const [one, other] = [all.now[0], all.before[0]]
  if (!one || !other) return undefined
  const matrix = one.length === other.length ? await rotation(all) : await throughAnchors(all)
  const [ofPhotos, ofTexts] = groups
  return {
    width: one.length,
    imageMean: (ofPhotos!.now.length > 0 ? ofPhotos : ofTexts)!.mean,
    textMean: (ofTexts!.now.length > 0 ? ofTexts : ofPhotos)!.mean,
    matrix,
  }
}

/** A vector in the space before: of unit length, and centred there. */
export function cross(vector: Float32Array, modality: 'image' | 'text', crossing: Crossing): Float32Array {
  const mean = modality === 'image' ? crossing.imageMean : crossing.textMean
  const answer = new Float32Array(crossing.matrix.length)
  crossing.matrix.forEach((row, i) => {
    let sum = 0
    for (let k = 0; k < row.length; k++) sum += row[k]! * (vector[k]! - mean[k]!)
    answer[i] = sum
  })
  return normalise(answer)
}

function centre({ now, before }: Pairs): Pairs & { mean: Float32Array } {
  const mean = meanOf(now)
  return { now: now.map((vector) => without(vector, mean)), before: withoutMean(before), mean }
}

function withoutMean(vectors: readonly Float32Array[]): Float32Array[] {
  const mean = meanOf(vectors)
  return vectors.map((vector) => without(vector, mean))
}

export function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(vectors[0]?.length ?? 0)
  for (const vector of vectors) for (let i = 0; i < mean.length; i++) mean[i] = mean[i]! + vector[i]! / vectors.length
  return mean
}

function without(vector: Float32Array, mean: Float32Array): Float32Array {
  return normalise(vector.map((value, i) => value - mean[i]!))
}

async function rotation({ now, before }: Pairs): Promise<Float32Array[]> {
  // Rows of the product are of the space before, columns of the one in use.
  let x = await product(transposed(before), transposed(now))
  const scale = await spectralNorm(x)
  x = x.map((row) => row.map((value) => value / scale))
  for (let step = 0; step < steps; step++) {
    const square = await product(x, x) // X X'
    const cubed = await product(square, transposed(x))
    x = x.map((row, i) => row.map((value, k) => 1.5 * value - 0.5 * cubed[i]![k]!))
  }
  return x
}

/** By the power method; a little too large rather than too small, which the iteration would not survive. */
async function spectralNorm(x: readonly Float32Array[]): Promise<number> {
  const columns = transposed(x)
  let vector: Float32Array = new Float32Array(columns.length).fill(1 / Math.sqrt(columns.length))
  let norm = 0
  for (let step = 0; step < 50; step++) {
    const [image] = await product([vector], x)
    const [back] = await product([image!], columns)
    norm = Math.sqrt(Math.hypot(...back!))
    vector = normalise(back!)
  }
  return 1.1 * norm || 1
}

async function throughAnchors({ now, before }: Pairs): Promise<Float32Array[]> {
  const columns = transposed(before)
  const square = await product(columns, columns)
  const width = columns.length
  const trace = square.reduce((sum, row, i) => sum + row[i]!, 0)
  const solver = new RidgeSolver(Float64Array.from(square.flatMap((row) => [...row])), width, (ridge * trace) / width)
  const cross = await product(transposed(now), columns) // a row for each number of the space in use
  return transposed(cross.map((row) => solver.solve(row)))
}

/** Dot products of each of `rows` with each of `others`: with the transposed, the product of two matrices. */
async function product(rows: readonly Float32Array[], others: readonly Float32Array[]): Promise<Float32Array[]> {
  const block = new VectorBlock(others[0]!.length)
  block.reserve(others.length)
  others.forEach((vector, row) => {
    block.row(row).set(vector)
  })
  const answer: Float32Array[] = []
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    answer.push(...block.dots(others.length, rows.slice(from, from + rowsAtOnce)))
    await yieldToEvents() // searches get in between
  }
  return answer
}

/** Some milliseconds of work. */
const rowsAtOnce = 64

function transposed(rows: readonly Float32Array[]): Float32Array[] {
  return Array.from({ length: rows[0]?.length ?? 0 }, (_, column) => Float32Array.from(rows, (row) => row[column]!))
}
