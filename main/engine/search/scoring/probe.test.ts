// Scores by whole vectors and by prefixes, plain and centred, against the definition.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { centred } from '../../encoder/centring'
import { exactScore, VectorLengths, score } from './probe'

const dimension = 8
const unit = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: dimension, maxLength: dimension })
  .filter((values) => Math.hypot(...values) > 0.1)
  .map((values) => Float32Array.from(values, (value) => value / Math.hypot(...values)))
const small = unit.map((vector) => vector.map((value) => value * 0.3))
const dot = (a: Float32Array, b: Float32Array, length = dimension): number =>
  a.subarray(0, length).reduce((sum, value, i) => sum + value * b[i]!, 0)

describe('score', () => {
  it('is the cosine, centred where asked for, less the hubness', () => {
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 5 }), unit, small, (photos, query, imageMean) => {
        const lengths = new VectorLengths(4, imageMean)
        lengths.reserve(photos.length)
        photos.forEach((photo, row) => lengths.set(row, photo))
        const vectors = Float32Array.from(photos.flatMap((photo) => [...photo]))
        const hubs = Float32Array.from(photos, (_, row) => row / 10)
        const dots = (length: number): Float32Array => Float32Array.from(photos, (photo) => dot(photo, query, length))
        for (const isCentred of [false, true]) {
          const probe = { vector: query, isCentred, hub: 1 }
          const exact = exactScore(probe, vectors, hubs, imageMean)
          const whole = score(probe, dots(dimension), hubs, lengths, true)
          const prefix = score(probe, dots(4), hubs, lengths, false)
          photos.forEach((photo, row) => {
            const own = isCentred ? centred(photo, imageMean) : photo
            expect(exact[row]).toBeCloseTo(dot(own, query) - row / 10, 4)
            expect(whole[row]).toBeCloseTo(exact[row]!, 4)
            const raw = isCentred ? photo.map((value, i) => value - imageMean[i]!) : photo
            const [a, b] = [Math.sqrt(dot(raw, raw, 4)), Math.sqrt(dot(query, query, 4))]
            if (a > 0.05 && b > 0.05) expect(prefix[row]).toBeCloseTo(dot(raw, query, 4) / (a * b) - row / 10, 3)
          })
        }
      }),
    )
  })
})
