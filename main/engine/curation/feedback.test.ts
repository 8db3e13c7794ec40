// Feedback: likes pull, look-alikes of dislikes sink, and nothing else moves.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dot, normalise } from '../encoder/vectors'
import { centred } from '../encoder/centring'
import { feedbackAdjustment } from './feedback'

const unit = (...values: number[]): Float32Array => normalise(Float32Array.from(values))
const [dog, snow, sea] = [unit(1, 0, 0, 0), unit(0, 1, 0, 0), unit(0, 0, 1, 0)]
const anyVector = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 })
  .filter((values) => Math.hypot(...values) > 0.1)
  .map((values) => unit(...values))

describe('feedback', () => {
  it('changes nothing when nothing is marked', () => {
    expect(feedbackAdjustment({ liked: [], disliked: [] })(dog)).toBe(0)
  })

  it('lifts photos that share with the liked ones, and more with each', () => {
    const [snowyDog, snowyHill] = [unit(1, 1, 0, 0), unit(0, 1, 0, 1)]
    const one = feedbackAdjustment({ liked: [snowyDog], disliked: [] })
    const two = feedbackAdjustment({ liked: [snowyDog, snowyHill], disliked: [] })
    expect(one(snow)).toBeGreaterThan(0.1)
    expect(one(sea)).toBeCloseTo(0)
    expect(two(snow)).toBeGreaterThan(one(snow))
  })

  it('sinks what looks like a disliked photo, not all that shows its subject', () => {
    const disliked = unit(1, 0, 1, 0)
    const adjust = feedbackAdjustment({ liked: [], disliked: [disliked] })
    expect(adjust(unit(1, 0, 0.9, 0))).toBeLessThan(-0.1)
    expect(adjust(unit(0.4, 1, 0, 0))).toBeCloseTo(0)
  })

  it('does not sink what is nearer to a liked photo than to a disliked one', () => {
    const [wanted, unwanted] = [unit(1, 0.2, 0, 0), unit(1, -0.2, 0, 0)]
    const withBoth = feedbackAdjustment({ liked: [wanted], disliked: [unwanted] })
    const withLike = feedbackAdjustment({ liked: [wanted], disliked: [] })
    expect(withBoth(unit(1, 0.3, 0, 0))).toBeCloseTo(withLike(unit(1, 0.3, 0, 0)))
    expect(withBoth(unwanted)).toBeLessThan(withLike(unwanted))
  })

  it('never outweighs a query: likes stay under 1, dislikes above -0.2', () => {
    const marks = fc.array(anyVector, { maxLength: 5 })
    fc.assert(
      fc.property(marks, marks, anyVector, (liked, disliked, photo) => {
        expect(Math.abs(feedbackAdjustment({ liked, disliked: [] })(photo))).toBeLessThan(1)
        const sunk = feedbackAdjustment({ liked: [], disliked })(photo)
        expect(sunk).toBeLessThanOrEqual(0)
        expect(sunk).toBeGreaterThan(-0.2)
      }),
    )
  })

  it('does not depend on the order of the marks', () => {
    fc.assert(
      fc.property(
        fc.array(anyVector, { minLength: 1, maxLength: 5 }),
        anyVector,
        anyVector,
        (liked, refused, photo) => {
          const [there, back] = [liked, [...liked].reverse()].map((marks) =>
            feedbackAdjustment({ liked: marks, disliked: [refused] })(photo),
          )
          expect(there).toBeCloseTo(back!, 5)
        },
      ),
    )
  })
})

describe('centred', () => {
  it('takes the mean off and gives unit length, and leaves its input alone', () => {
    const vector = Float32Array.from([0.6, 0.8])
    const moved = centred(vector, [0.6, 0])
    expect(dot(moved, Float32Array.from([0, 1]))).toBeCloseTo(1)
    expect(vector[0]).toBeCloseTo(0.6)
    expect(dot(centred(vector), vector)).toBeCloseTo(1)
  })
})
