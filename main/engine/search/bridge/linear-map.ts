/** Fits a linear map between two spaces on pairs of vectors, few or many. */
import { setImmediate as yieldToEvents } from 'node:timers/promises'
import { normalise } from '../../encoder/vectors'
import { RidgeSolver } from '../tags/ridge'
import { product, transposed } from './matrices'

/** Sums over pairs of vectors: all that fitting and judging a map needs. */
export interface Moments {
  /** Products of the numbers of the space that the map comes from, and of the one it goes to. */
  from: readonly Float32Array[]
  to: readonly Float32Array[]
  /** A row for each number of `to`, a column for each of `from`. */
  cross: readonly Float32Array[]
  count: number
}

/** A row for each number of the space it goes to. */
export type Linear = readonly Float32Array[]

/** How strongly the map is held to its prior, as shares of the mean eigenvalue: the one is taken that judges best. */
const strengths = [1e-4, 1e-3, 1e-2, 0.1, 1]
/** Where there is nothing to judge by. */
const usualStrength = 0.1
/** Numbers of the space it goes to that strengths are judged by: all would say the same and take longer. */
const rowsJudged = 48
/** Steps of the iteration: directions with less than a ten-thousandth of the strongest one's weight are left out. */
const steps = 26

export async function momentsOf({
  now,
  before,
}: {
  now: readonly Float32Array[]
  before: readonly Float32Array[]
}): Promise<Moments> {
  if (now.length === 0) return { from: [], to: [], cross: [], count: 0 }
  const [columnsNow, columnsBefore] = [transposed(now), transposed(before)]
  return {
    from: await product(columnsNow, columnsNow),
    to: await product(columnsBefore, columnsBefore),
    cross: await product(columnsBefore, columnsNow),
    count: now.length,
  }
}

/**
 * [Note: map between encoders] Dual encoders of one family differ by little more than a rotation, the same one for photos and
 * texts (arXiv 2602.17584), and few pairs are enough to find it: the orthogonal matrix nearest to the cross-covariance (Procrustes).
 * With more pairs the rest of the difference can be learned as well. So the map is the answer of a ridge regression that shrinks
 * towards the rotation rather than towards nothing, as strongly as serves pairs best that were held back. Between spaces of different
 * width there is no rotation, and it shrinks towards nothing. `trained` has not seen the pairs held back, `all` has.
 */
export async function fitLinear(
  { train, held }: { train: Moments; held: Moments },
  withTrained: boolean,
): Promise<{ trained: Linear; all: Linear }> {
  const together = sumOf(train, held)
  const isJudged = train.count > 0 && held.count > 0
  const prior = isJudged ? await priorOf(train) : undefined
  let best = { strength: usualStrength, error: Infinity }
  if (prior) {
    const step = Math.max(1, Math.floor(train.cross.length / rowsJudged))
    const rows = train.cross.map((_, row) => row).filter((row) => row % step === 0)
    for (const strength of strengths) {
      const map = await solve(train, prior, strength, rows)
      const error = map.reduce((sum, row, i) => sum + errorOf(row, rows[i]!, held), 0)
      if (error < best.error) best = { strength, error }
    }
  }
  const every = together.cross.map((_, row) => row)
  const all = await solve(together, await priorOf(together), best.strength, every)
  const trained = withTrained && prior ? await solve(train, prior, best.strength, every) : all
  return { trained, all }
}

interface Prior {
  rows: Linear
  /** Products of its rows with the moments. */
  explained: Linear
}

/** Scaled to what fits best. */
async function priorOf({ from, cross }: Moments): Promise<Prior> {
  if (cross.length !== from.length) {
    const nothing = cross.map((row) => new Float32Array(row.length))
    return { rows: nothing, explained: nothing }
  }
  const turn = await rotation(cross)
  const explained = await product(turn, from)
  const scale = sumOfProducts(cross, turn) / (sumOfProducts(explained, turn) || 1)
  const scaled = (rows: Linear): Linear => rows.map((row) => row.map((value) => value * scale))
  return { rows: scaled(turn), explained: scaled(explained) }
}

async function solve(
  { from, cross }: Moments,
  prior: Prior,
  strength: number,
  rows: readonly number[],
): Promise<Linear> {
  const width = from.length
  const trace = from.reduce((sum, row, i) => sum + row[i]!, 0)
  const square = new Float64Array(width * width)
  from.forEach((row, i) => {
    square.set(row, i * width)
  })
  const solver = new RidgeSolver(square, width, Math.max((strength * trace) / width, 1e-9))
  const map: Float32Array[] = []
  for (const row of rows) {
    const rest = solver.solve(cross[row]!.map((value, i) => value - prior.explained[row]![i]!))
    map.push(rest.map((value, i) => value + prior.rows[row]![i]!))
    await yieldToEvents() // searches get in between
  }
  return map
}

/** What is left of squared differences in one number of the space it goes to. */
function errorOf(map: Float32Array, row: number, { from, to, cross }: Moments): number {
  let error = to[row]![row]!
  map.forEach((value, i) => {
    let sum = -2 * cross[row]![i]!
    for (let k = 0; k < map.length; k++) sum += map[k]! * from[i]![k]!
    error += value * sum
  })
  return error
}

function sumOf(one: Moments, other: Moments): Moments {
  if (one.count === 0 || other.count === 0) return one.count === 0 ? other : one
  const sum = (a: readonly Float32Array[], b: readonly Float32Array[]): Float32Array[] =>
    a.map((row, i) => row.map((value, k) => value + b[i]![k]!))
  return {
    from: sum(one.from, other.from),
    to: sum(one.to, other.to),
    cross: sum(one.cross, other.cross),
    count: one.count + other.count,
  }
}

function sumOfProducts(one: Linear, other: Linear): number {
  return one.reduce((sum, row, i) => row.reduce((part, value, k) => part + value * other[i]![k]!, sum), 0)
}

/**
 * The polar factor, by Newton and Schulz's iteration X <- 1.5 X - 0.5 X X' X, which needs products of matrices only. What few pairs
 * do not span stays out: the map is then a part of a rotation, and grows into one with the pairs.
 */
async function rotation(cross: Linear): Promise<Float32Array[]> {
  const scale = await spectralNorm(cross)
  let x = cross.map((row) => row.map((value) => value / scale))
  for (let step = 0; step < steps; step++) {
    const square = await product(x, x) // X X'
    const cubed = await product(square, transposed(x))
    x = x.map((row, i) => row.map((value, k) => 1.5 * value - 0.5 * cubed[i]![k]!))
  }
  return x
}

/** By the power method; a little too large rather than too small, which the iteration would not survive. */
async function spectralNorm(x: Linear): Promise<number> {
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
