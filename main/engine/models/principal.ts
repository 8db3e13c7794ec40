/** The directions in which vectors differ most, seen from the origin: what is best kept of a dot product. */
import { normalise } from '../encoder/vectors'
import { product, transposed } from '../search/bridge/matrices'

/** Of the subspace iteration: the last directions need them, and they matter least. */
const rounds = 12

/** Orthonormal rows, `count` of them. The same for the same vectors. */
export async function principalDirections(vectors: readonly Float32Array[], count: number): Promise<Float32Array[]> {
  const columns = transposed(vectors)
  const square = await product(columns, columns)
  let state = 1
  const next = (): number => (state = (state * 1664525 + 1013904223) % 2 ** 32) / 2 ** 32 - 0.5
  let rows = orthonormal(Array.from({ length: count }, () => Float32Array.from(columns, next)))
  for (let round = 0; round < rounds; round++) rows = orthonormal(await product(rows, square))
  return rows
}

/** Gram and Schmidt's method, twice over: numbers of 32 bits need it. */
function orthonormal(rows: readonly Float32Array[]): Float32Array[] {
  const done: Float32Array[] = []
  for (const row of rows) {
    for (let pass = 0; pass < 2; pass++) {
      for (const other of done) {
        let share = 0
        for (let i = 0; i < row.length; i++) share += row[i]! * other[i]!
        for (let i = 0; i < row.length; i++) row[i] = row[i]! - share * other[i]!
      }
      normalise(row)
    }
    done.push(row)
  }
  return done
}
