// Dot products in WebAssembly, against plain loops.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VectorBlock } from './vector-block'

const number = fc.float({ min: -1, max: 1, noNaN: true })
const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0)

describe('vector block', () => {
  it('has the dot products of any rows with any number of vectors of any width', () => {
    const vectors = (width: number): fc.Arbitrary<Float32Array> =>
      fc.array(number, { minLength: width, maxLength: width }).map((values) => Float32Array.from(values))
    const cases = fc
      .integer({ min: 1, max: 33 })
      .chain((width) =>
        fc.tuple(fc.array(vectors(width), { maxLength: 9 }), fc.array(vectors(width), { maxLength: 9 })),
      )
    fc.assert(
      fc.property(cases, ([rows, probes]) => {
        const block = new VectorBlock(rows[0]?.length ?? probes[0]?.length ?? 1)
        block.reserve(rows.length)
        rows.forEach((row, i) => {
          block.set(i, row)
        })
        const answers = block.dots(rows.length, probes)
        expect(answers).toHaveLength(probes.length)
        probes.forEach((probe, k) => {
          expect(answers[k]).toHaveLength(rows.length)
          rows.forEach((row, i) => expect(answers[k]![i]).toBeCloseTo(dot(row, probe), 4))
        })
      }),
    )
  })

  it('keeps its rows while it grows, and reaches the last of many', () => {
    const block = new VectorBlock(6)
    const rows = 10_001
    block.reserve(1)
    block.row(0).fill(1)
    block.reserve(rows)
    for (let row = 1; row < rows; row++) block.row(row).fill(row)
    const [sums] = block.dots(rows, [new Float32Array(6).fill(1)])
    expect([sums![0], sums![4095], sums![4096], sums![10_000]]).toEqual([6, 6 * 4095, 6 * 4096, 60_000])
  })
})
