// Relevance: the same order as the scores, 0.5 where relevance ends, and copies of an example out of account.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { background, bestCount, cutAt, largest, meanOfBest, relevances } from './relevance'

const scores = fc
  .array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 300 })
  .map((values) => Float32Array.from(values))

describe('largest', () => {
  it('finds the positions of the largest numbers', () => {
    fc.assert(
      fc.property(scores, fc.nat(310), (values, count) => {
        const found = Array.from(largest(values, count), (at) => values[at]!).sort((a, b) => a - b)
        const expected = Array.from(values)
          .sort((a, b) => a - b)
          .slice(Math.max(0, values.length - count))
        expect(found).toEqual(expected)
        expect(new Set(largest(values, count)).size).toBe(Math.min(count, values.length))
      }),
    )
  })
})

describe('relevances', () => {
  it('keep the order of the scores and lie between 0 and 1', () => {
    fc.assert(
      fc.property(scores, (values) => {
        const found = relevances(values, background(values, values), cutAt)
        for (let i = 0; i < values.length; i++) {
          expect(found[i]).toBeGreaterThanOrEqual(0)
          expect(found[i]).toBeLessThanOrEqual(1)
          if (i > 0 && values[i]! > values[i - 1]!) expect(found[i]).toBeGreaterThanOrEqual(found[i - 1]!)
        }
      }),
    )
  })

  it('are 0.5 at the given part of the way from the mean to the best', () => {
    const usual = { mean: 0.1, deviation: 0.05, best: 0.5 }
    expect(relevances(Float32Array.of(0.3), usual, 0.5)[0]).toBeCloseTo(0.5)
    expect(relevances(Float32Array.of(0.1), usual, 0.5)[0]).toBeLessThan(0.01)
    expect(relevances(Float32Array.of(0.5), usual, 0.5)[0]).toBeGreaterThan(0.99)
  })

  it('of an example do not suffer from its own copies', () => {
    const sample = Float32Array.from({ length: 100 }, (_, i) => (i % 10) / 100)
    const all = Float32Array.of(...sample, 1, 1, 0.4)
    const usual = background(sample, all, 0.97)
    expect(relevances(Float32Array.of(0.4), usual, cutAt)[0]).toBeGreaterThan(0.5)
    expect(relevances(Float32Array.of(0.4), background(sample, all), cutAt)[0]).toBeLessThan(0.5)
  })

  it('are numbers when all photos score the same', () => {
    const same = new Float32Array(20).fill(0.25)
    for (const relevance of relevances(same, background(same, same), cutAt)) expect(relevance).toBeCloseTo(0.5, 3)
  })
})

describe('the best', () => {
  it('are one of a few photos, ten of a thousand, a hundred of a hundred thousand', () => {
    expect([22, 1000, 100_000].map(bestCount)).toEqual([1, 10, 100])
    expect(meanOfBest(Float32Array.of(0.1, 0.5, 0.3), 2)).toBeCloseTo(0.4)
  })
})
