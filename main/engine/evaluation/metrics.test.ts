import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { averagePrecision, mean, recallAt, share } from './metrics'

const none = new Set<string>()

describe('average precision', () => {
  it('is the mean of the precisions at the relevant places', () => {
    expect(averagePrecision(['a', 'x', 'b', 'y'], new Set(['a', 'b']), none)).toBeCloseTo((1 + 2 / 3) / 2)
    expect(averagePrecision(['x', 'y', 'a'], new Set(['a']), none)).toBeCloseTo(1 / 3)
  })

  it('passes over what is ignored, also where it is relevant', () => {
    expect(averagePrecision(['i', 'a', 'j'], new Set(['a', 'j']), new Set(['i', 'j']))).toBe(1)
  })

  it('counts what is missing as not found', () => {
    expect(averagePrecision(['a'], new Set(['a', 'b']), none)).toBe(0.5)
    expect(averagePrecision([], none, none)).toBe(0)
  })

  it('is 1 exactly when all relevant ones come first', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1 }), fc.nat(), (names, at) => {
        const relevant = new Set(names.slice(0, 1 + (at % names.length)))
        expect(averagePrecision(names, relevant, none)).toBeCloseTo(1)
        if (relevant.size < names.length) expect(averagePrecision([...names].reverse(), relevant, none)).toBeLessThan(1)
      }),
    )
  })
})

it('recall counts places within the depth, and -1 as not found', () => {
  expect(recallAt([0, 9, 10, -1], 10)).toBe(0.5)
  expect(recallAt([], 10)).toBe(0)
})

it('means and shares of nothing are 0', () => {
  expect(mean([])).toBe(0)
  expect(mean([1, 2])).toBe(1.5)
  expect(share<number>([], () => true)).toBe(0)
})
