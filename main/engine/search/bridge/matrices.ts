/** Products of matrices, in pieces between which searches get their turn. */
import { setImmediate as yieldToEvents } from 'node:timers/promises'
import { VectorBlock } from '../scoring/vector-block'

/** Some milliseconds of work. */
const rowsAtOnce = 64

/** Dot products of each of `rows` with each of `others`: with the transposed, the product of two matrices. */
export async function product(rows: readonly Float32Array[], others: readonly Float32Array[]): Promise<Float32Array[]> {
  const block = new VectorBlock(others[0]!.length)
  block.reserve(others.length)
  others.forEach((vector, row) => {
    block.row(row).set(vector)
  })
  const answer: Float32Array[] = []
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    answer.push(...block.dots(others.length, rows.slice(from, from + rowsAtOnce)))
    await yieldToEvents()
  }
  return answer
}

export function transposed(rows: readonly Float32Array[]): Float32Array[] {
  return Array.from({ length: rows[0]?.length ?? 0 }, (_, column) => Float32Array.from(rows, (row) => row[column]!))
}
