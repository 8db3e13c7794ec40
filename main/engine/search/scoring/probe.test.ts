// Scores of whole libraries and of some photos, plain and centred, against the definition.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { centred } from '../../encoder/centring'
import { exactScore, CentredLengths, score } from './probe'

const dimension = 8
const unit = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: dimension, maxLength: dimension })
  .filter((values) => Math.hypot(...values) > 0.1)
  .map((values) => Float32Array.from(values, (value) => value / Math.hypot(...values)))
const small = unit.map((vector) => vector.map((value) => value * 0.3))
const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0)

describe('score', () => {
  it('is the cosine, centred where asked for, less the hubness', () => {
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 5 }), unit, small, (photos, query, imageMean) => {
        const lengths = new CentredLengths(imageMean)
        lengths.reserve(photos.length)
        photos.forEach((photo, row) => lengths.set(row, photo))
        const vectors = Float32Array.from(photos.flatMap((photo) => [...photo]))
        const hubs = Float32Array.from(photos, (_, row) => row / 10)
        const dots = (): Float32Array => Float32Array.from(photos, (photo) => dot(photo, query))
        for (const isCentred of [false, true]) {
          const probe = { vector: query, isCentred, hub: 1 }
          const exact = exactScore(probe, vectors, hubs, imageMean)
          const all = score(probe, dots(), hubs, lengths)
          photos.forEach((photo, row) => {
            const own = isCentred ? centred(photo, imageMean) : photo
            expect(exact[row]).toBeCloseTo(dot(own, query) - row / 10, 4)
            expect(all[row]).toBeCloseTo(exact[row]!, 4)
          })
        }
      }),
    )
  })
})
