// Dark photos are brightened, all others are left as they are.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normaliseExposure } from './exposure'

/** A grey ramp from 0 to `white`. */
function ramp(white: number, pixels = 4000): Uint8Array {
  return Uint8Array.from({ length: pixels * 3 }, (_, at) => Math.round((Math.floor(at / 3) / pixels) * white))
}

describe('normaliseExposure', () => {
  it('leaves photos with something bright as they are', () => {
    for (const white of [150, 200, 255]) {
      const pixels = ramp(white)
      expect(normaliseExposure(pixels)).toBe(pixels)
    }
    const nightWithLamps = ramp(60)
    nightWithLamps.fill(255, 0, nightWithLamps.length * 0.03)
    expect(normaliseExposure(nightWithLamps)).toBe(nightWithLamps)
  })

  it('leaves what is black all over black', () => {
    const pixels = new Uint8Array(3000).fill(3)
    expect(normaliseExposure(pixels)).toBe(pixels)
  })

  it('makes a dark photo as bright as others, without changing the original', () => {
    const pixels = ramp(40)
    const bright = normaliseExposure(pixels)
    expect(Math.max(...bright)).toBeGreaterThan(240)
    expect(Math.max(...pixels)).toBe(40)
  })

  it('keeps the order of brightness, and what is bright stays as it is', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 300, maxLength: 3000 }),
        fc.integer({ min: 1, max: 12 }),
        (bytes, divisor) => {
          const pixels = bytes.map((value) => value / divisor)
          const bright = normaliseExposure(pixels)
          expect(bright).toHaveLength(pixels.length)
          for (let at = 1; at < pixels.length; at++) {
            expect(
              Math.sign(bright[at]! - bright[at - 1]!) * Math.sign(pixels[at]! - pixels[at - 1]!),
            ).toBeGreaterThanOrEqual(0)
            expect(bright[at]).toBeGreaterThanOrEqual(pixels[at]!)
          }
        },
      ),
    )
  })
})
