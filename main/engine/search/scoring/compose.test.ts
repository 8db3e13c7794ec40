// Composition: AND needs all, OR needs one, NOT turns around, weights are exponents.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addUp, compose } from './compose'
import type { Tree } from './plan'

const leaf = (at: number, weight = 1): Tree => ({ op: 'leaf', leaf: at, weight })
const node = (op: 'and' | 'or', ...of: Tree[]): Tree => ({ op, of, weight: 1 })
const not = (of: Tree): Tree => ({ op: 'not', of, weight: 1 })
const one = (tree: Tree, ...relevances: number[]): number =>
  compose(
    tree,
    relevances.map((relevance) => Float64Array.of(relevance)),
    1,
  )[0]!
const relevance = fc.double({ min: 0, max: 1, noNaN: true })

describe('compose', () => {
  it('lets a conjunction be as relevant as its terms on average', () => {
    expect(one(node('and', leaf(0), leaf(1)), 0.9, 0.9)).toBeCloseTo(0.9)
    expect(one(node('and', leaf(0), leaf(1)), 0.9, 0.1)).toBeCloseTo(0.3)
    expect(one(node('and', leaf(0), leaf(1)), 1, 0)).toBe(0)
  })

  it('takes weights as exponents', () => {
    const light = one(node('and', leaf(0, 0.5), leaf(1)), 0.2, 0.8)
    expect(one(node('and', leaf(0), leaf(1)), 0.2, 0.8)).toBeLessThan(light)
    expect(one(node('and', leaf(0, 3), leaf(1)), 0.2, 0.8)).toBeLessThan(0.3)
  })

  it('obeys the laws of AND, OR and NOT', () => {
    fc.assert(
      fc.property(relevance, relevance, (a, b) => {
        expect(one(not(leaf(0)), a)).toBeCloseTo(1 - a)
        expect(one(not(not(leaf(0))), a)).toBeCloseTo(a)
        expect(one(node('or', leaf(0), leaf(1)), a, b)).toBeGreaterThanOrEqual(Math.max(a, b) - 1e-12)
        expect(one(node('and', leaf(0), leaf(1)), a, b)).toBeLessThanOrEqual(Math.max(a, b) + 1e-12)
        expect(one(node('and', leaf(0), leaf(1)), a, b)).toBeCloseTo(one(node('and', leaf(1), leaf(0)), a, b))
        // De Morgan, within a root that is no conjunction
        const either = one(node('or', leaf(0), leaf(1)), a, b)
        expect(one(not(node('and', not(leaf(0)), not(leaf(1)))), a, b)).toBeCloseTo(either)
      }),
    )
  })
})

describe('addUp', () => {
  it('is the sum of cosines, with those to avoid subtracted', () => {
    const tree = node('and', leaf(0), leaf(1, 2), not(leaf(2)))
    const [sum] = addUp(tree, [Float32Array.of(0.5), Float32Array.of(0.25), Float32Array.of(0.125)], 1)
    expect(sum).toBeCloseTo(0.875)
  })
})
