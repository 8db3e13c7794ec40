// Vector arithmetic.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dot, normalise } from './vectors'

describe('normalise', () => {
  it('scales in place to unit length', () => {
    const vector = Float32Array.from([3, 4])
    expect(normalise(vector)).toBe(vector)
    expect([...vector]).toEqual([Math.fround(0.6), Math.fround(0.8)])
  })

  it('leaves a zero vector as it is', () => {
    expect([...normalise(new Float32Array(3))]).toEqual([0, 0, 0])
  })

  it('gives unit length and keeps the direction of any vector', () => {
    const component = fc.double({ min: -1000, max: 1000, noNaN: true })
    fc.assert(
      fc.property(fc.array(component, { minLength: 1, maxLength: 64 }), (values) => {
        fc.pre(values.some((value) => Math.abs(value) > 1e-3))
        const before = Float32Array.from(values)
        const after = normalise(before.slice())
        expect(dot(after, after)).toBeCloseTo(1, 4)
        expect(dot(before, after)).toBeCloseTo(Math.hypot(...before), 1)
      }),
    )
  })
})

describe('dot', () => {
  it('sums products', () => {
    expect(dot(Float32Array.from([1, 2, 3]), Float32Array.from([4, -5, 6]))).toBe(12)
    expect(dot(new Float32Array(0), new Float32Array(0))).toBe(0)
  })
})
