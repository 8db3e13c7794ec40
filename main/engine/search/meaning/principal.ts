/** Principal components: the directions in which vectors differ most. */
import type { Pace } from './pace'
import { seeded } from './pace'

export interface Principal {
  mean: Float32Array
  /** Of unit length, the most important first. */
  directions: Float32Array[]
}

/** Rounds of subspace iteration; the first directions are exact long before. */
const rounds = 24

/** Of `count` rows of `dimension` numbers. */
export async function principal(rows: Float32Array, dimension: number, wanted: number, pace: Pace): Promise<Principal> {
  const count = rows.length / dimension
  const mean = new Float32Array(dimension)
  for (let row = 0; row < count; row++)
    for (let i = 0; i < dimension; i++) mean[i] = mean[i]! + rows[row * dimension + i]! / count
  const covariance = new Float64Array(dimension * dimension)
  const centred = new Float64Array(dimension)
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < dimension; i++) centred[i] = rows[row * dimension + i]! - mean[i]!
    for (let i = 0; i < dimension; i++) {
      const value = centred[i]!
      for (let j = 0; j <= i; j++) covariance[i * dimension + j] = covariance[i * dimension + j]! + value * centred[j]!
    }
    await pace.rest()
  }
  for (let i = 0; i < dimension; i++)
    for (let j = 0; j < i; j++) covariance[j * dimension + i] = covariance[i * dimension + j]!

  const random = seeded(1)
  let basis: Float64Array[] = Array.from({ length: Math.min(wanted, dimension) }, () =>
    Float64Array.from({ length: dimension }, () => random() - 0.5),
  )
  for (let round = 0; round < rounds; round++) {
    const next: Float64Array[] = []
    for (const direction of basis) {
      next.push(times(covariance, direction))
      await pace.rest()
    }
    basis = orthonormal(next)
  }
  return { mean, directions: basis.map((direction) => Float32Array.from(direction)) }
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length
  const result = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    let sum = 0
    for (let j = 0; j < size; j++) sum += matrix[i * size + j]! * vector[j]!
    result[i] = sum
  }
  return result
}

/** Gram and Schmidt's. Where there are fewer directions than wanted, the rest are zero. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const done: Float64Array[] = []
  for (const vector of vectors) {
    const rest = vector.slice()
    for (const other of done) {
      let along = 0
      for (let i = 0; i < rest.length; i++) along += rest[i]! * other[i]!
      for (let i = 0; i < rest.length; i++) rest[i] = rest[i]! - along * other[i]!
    }
    const length = Math.hypot(...rest)
    done.push(length > 1e-12 ? rest.map((value) => value / length) : rest.fill(0))
  }
  return done
}

/** Coordinates of a vector along the directions, written to `answer` from `at` on. */
export function coordinates(
  vector: Float32Array,
  { mean, directions }: Principal,
  answer: Float32Array,
  at: number,
): void {
  for (const [d, direction] of directions.entries()) {
    let sum = 0
    for (let i = 0; i < vector.length; i++) sum += (vector[i]! - mean[i]!) * direction[i]!
    answer[at + d] = sum
  }
}
