// The classifier of smart albums: learns what examples share, from one on, and always the same.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalise } from '../encoder/vectors'
import { proposedThreshold, trainClassifier } from './classifier'

const dimension = 32

/** Normally distributed numbers from a linear congruential generator. */
function noise(seed: number): () => number {
  let state = seed >>> 0
  const uniform = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
  return () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6)
}

/** Photos that share `strength` of one direction; without it they are of all kinds. */
function photos(count: number, seed: number, shared?: { direction: number; strength: number }): Float32Array[] {
  const next = noise(seed)
  return Array.from({ length: count }, () => {
    const vector = normalise(Float32Array.from({ length: dimension }, next))
    if (shared) vector[shared.direction] = vector[shared.direction]! + shared.strength
    return normalise(vector)
  })
}

const background = photos(500, 1)
const subject = { direction: 3, strength: 1 }
const share = (of: readonly Float32Array[], score: (photo: Float32Array) => number): number =>
  of.filter((photo) => score(photo) >= proposedThreshold).length / of.length

describe('the classifier', () => {
  it.each([1, 2, 3, 10, 50])('from %i examples finds most like them and little else', (count) => {
    const { score } = trainClassifier({ examples: photos(count, 2, subject), counterExamples: [], background })
    expect(share(photos(200, 3, subject), score)).toBeGreaterThan(0.5)
    expect(share(photos(1000, 4), score)).toBeLessThan(0.06)
  })

  it('is not misled by some of the background being like the examples', () => {
    const mixed = [...background, ...photos(50, 5, subject)]
    const { score } = trainClassifier({ examples: photos(10, 2, subject), counterExamples: [], background: mixed })
    expect(share(photos(200, 3, subject), score)).toBeGreaterThan(0.5)
    expect(share(photos(1000, 4), score)).toBeLessThan(0.06)
  })

  it('lowers look-alikes of a counter-example and leaves all others alone', () => {
    const examples = photos(5, 2, subject)
    const [refused] = photos(1, 6, subject)
    const before = trainClassifier({ examples, counterExamples: [], background }).score
    const after = trainClassifier({ examples, counterExamples: [refused!], background }).score
    expect(after(refused!)).toBeLessThan(before(refused!))
    for (const photo of [...examples, ...photos(100, 7)]) expect(after(photo)).toBeCloseTo(before(photo), 6)
  })

  it('works in a library that has nothing but the examples', () => {
    const examples = photos(3, 2, subject)
    const { score } = trainClassifier({ examples, counterExamples: [], background: [] })
    expect(score(photos(1, 3, subject)[0]!)).toBeGreaterThan(score(photos(1, 3, { direction: 9, strength: 1 })[0]!))
  })

  it('takes the same example many times', () => {
    const [example] = photos(1, 2, subject)
    const { score } = trainClassifier({ examples: Array(20).fill(example!), counterExamples: [], background })
    expect(score(example!)).toBeGreaterThanOrEqual(proposedThreshold)
  })

  it('gives scores from 0 to 1, the same each time, whatever it is given', () => {
    const seeds = fc.record({
      examples: fc.integer({ min: 1, max: 8 }),
      counterExamples: fc.integer({ min: 0, max: 4 }),
      background: fc.integer({ min: 0, max: 30 }),
      seed: fc.nat(),
    })
    fc.assert(
      fc.property(seeds, ({ examples, counterExamples, background: size, seed }) => {
        const set = {
          examples: photos(examples, seed),
          counterExamples: photos(counterExamples, seed + 1),
          background: photos(size, seed + 2),
        }
        const [first, second] = [trainClassifier(set), trainClassifier(set)]
        for (const photo of [...photos(5, seed + 3), new Float32Array(dimension)]) {
          const score = first.score(photo)
          expect(score).toBeGreaterThanOrEqual(0)
          expect(score).toBeLessThanOrEqual(1)
          expect(second.score(photo)).toBe(score)
        }
      }),
    )
  })
})
