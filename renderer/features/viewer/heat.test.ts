/** Tests of the smooth field made of a heat map's cells and of the lines around its warm parts. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contourLines, hasHeat, sampleField } from './heat'

const map = (columns: number, rows: number, values: number[]) => ({ columns, rows, values })
const maps = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .chain(([columns, rows]) =>
    fc
      .array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: columns * rows, maxLength: columns * rows })
      .map((values) => map(columns, rows, values)),
  )

describe('sampleField', () => {
  it('never leaves the range of the cells', () => {
    fc.assert(
      fc.property(maps, (cells) => {
        const { values } = sampleField(cells, 17, 11)
        const [least, most] = [Math.min(...cells.values), Math.max(...cells.values)]
        return values.every((value) => value >= least - 1e-6 && value <= most + 1e-6)
      }),
    )
  })

  it('is even where all cells are alike, and hottest where the hottest cell is', () => {
    for (const value of sampleField(map(3, 2, new Array<number>(6).fill(0.4)), 30, 20).values) {
      expect(value).toBeCloseTo(0.4)
    }
    const { values } = sampleField(map(3, 1, [0, 0.2, 1]), 30, 1)
    expect(values.indexOf(Math.max(...values))).toBeGreaterThanOrEqual(20)
  })

  it('rises steadily from a cold cell to a warm one', () => {
    const { values } = sampleField(map(2, 1, [0, 1]), 20, 1)
    for (let i = 1; i < values.length; i++) expect(values[i]!).toBeGreaterThanOrEqual(values[i - 1]!)
  })
})

describe('contourLines', () => {
  it('runs around a warm place, between it and the cold', () => {
    const field = sampleField(map(3, 3, [0, 0, 0, 0, 1, 0, 0, 0, 0]), 60, 60)
    const lines = contourLines(field, 0.2)
    expect(lines.length).toBeGreaterThan(8)
    for (const [x1, y1] of lines) {
      const fromMiddle = Math.hypot(x1 - 0.5, y1 - 0.5)
      expect(fromMiddle).toBeGreaterThan(0.1)
      expect(fromMiddle).toBeLessThan(0.3)
    }
  })

  it('draws nothing where all is alike', () => {
    expect(contourLines(sampleField(map(2, 2, [1, 1, 1, 1]), 20, 20), 0.5)).toEqual([])
  })
})

describe('hasHeat', () => {
  it('tells a place in the photo from no place at all', () => {
    expect(hasHeat(map(1, 1, [0]))).toBe(false)
    expect(hasHeat(null)).toBe(false)
    expect(hasHeat(map(2, 1, [0, 0.6]))).toBe(true)
  })
})
