// Dot products of vectors at eight bits a number, against exact ones.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalise } from '../../encoder/vectors'
import { CodedBlock } from './coded-block'

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
const unit = (width: number): fc.Arbitrary<Float32Array> =>
  fc
    .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: width, maxLength: width })
    .filter((values) => Math.hypot(...values) > 0.1)
    .map((values) => normalise(Float32Array.from(values)))
const filled = (width: number, rows: readonly Float32Array[]): CodedBlock => {
  const block = new CodedBlock(width)
  block.reserve(rows.length)
  rows.forEach((row, i) => {
    block.set(i, row)
  })
  return block
}

describe('coded block', () => {
  it('has nearly the dot products of any rows with any number of vectors of any width', () => {
    const cases = fc
      .integer({ min: 1, max: 40 })
      .chain((width) =>
        fc.tuple(fc.constant(width), fc.array(unit(width), { maxLength: 9 }), fc.array(unit(width), { maxLength: 9 })),
      )
    fc.assert(
      fc.property(cases, ([width, rows, probes]) => {
        const answers = filled(width, rows).dots(rows.length, probes)
        expect(answers).toHaveLength(probes.length)
        // Half a step of the code in each number, all in the worst direction.
        const worst = 0.5 / 127 + 0.001
        probes.forEach((probe, k) => {
          expect(answers[k]).toHaveLength(rows.length)
          rows.forEach((row, i) => {
            expect(Math.abs(answers[k]![i]! - dot(row, probe))).toBeLessThan(worst * Math.sqrt(width))
          })
        })
      }),
    )
  })

  it('is off by less than a thousandth on average for vectors as wide as those of encoders', () => {
    let seed = 7
    const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.5
    for (const width of [256, 768, 1152]) {
      const vectors = Array.from({ length: 200 }, () => normalise(Float32Array.from({ length: width }, random)))
      const [probe, ...rows] = vectors
      const [answer] = filled(width, rows).dots(rows.length, [probe!])
      const errors = rows.map((row, i) => Math.abs(answer![i]! - dot(row, probe!)))
      expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(0.001)
    }
  })

  it('does not overflow where all numbers have the largest code', () => {
    const width = 1152
    const row = normalise(new Float32Array(width).fill(1))
    const [answer] = filled(width, [row]).dots(1, [row])
    expect(answer![0]).toBeCloseTo(1, 2)
  })

  it('keeps rows while it grows, copies them, and reaches the last of many', () => {
    const rows = 10_001
    const block = new CodedBlock(6)
    const of = (value: number): Float32Array => new Float32Array(6).fill(value)
    block.reserve(1)
    block.set(0, of(1))
    block.reserve(rows)
    for (let row = 1; row < rows; row++) block.set(row, of(row))
    block.copy(10_000, 1)
    const [sums] = block.dots(rows, [of(1)])
    for (const [row, value] of [
      [0, 1],
      [1, 10_000],
      [4095, 4095],
      [4096, 4096],
      [10_000, 10_000],
    ] as const)
      expect(sums![row]! / (6 * value)).toBeCloseTo(1, 3)
    expect(block.row(4096)[5]! / 4096).toBeCloseTo(1, 3)
  })

  it('takes vectors of nothing but zeros', () => {
    const [answer] = filled(4, [new Float32Array(4)]).dots(1, [new Float32Array(4)])
    expect(answer![0]).toBe(0)
  })
})
