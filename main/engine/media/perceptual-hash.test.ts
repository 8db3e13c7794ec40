// Perceptual hashes of drawn pictures: the same in spite of small changes, another for another picture.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hammingDistance, perceptualHash } from './perceptual-hash'

/** A few soft spots on a background, drawn at any size. */
function draw(seed: number, width: number, height: number, brightness = 0): Uint8Array {
  const spots = Array.from({ length: 6 }, (_, i) => {
    const next = (step: number): number =>
      Math.abs(Math.sin(seed * 12.9898 + i * 78.233 + step * 37.719) * 43758.5453) % 1
    return { x: next(1), y: next(2), size: 0.05 + next(3) * 0.2, light: next(4) * 200 - 100 }
  })
  const pixels = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let light = 128 + brightness
      for (const spot of spots) {
        const distance = ((x + 0.5) / width - spot.x) ** 2 + ((y + 0.5) / height - spot.y) ** 2
        light += spot.light * Math.exp(-distance / (2 * spot.size ** 2))
      }
      pixels.fill(Math.max(0, Math.min(255, Math.round(light))), (y * width + x) * 3, (y * width + x) * 3 + 3)
    }
  }
  return pixels
}

describe('perceptualHash', () => {
  it('is 16 hex digits, of every picture however small or plain', () => {
    for (const [width, height] of [
      [260, 260],
      [1, 1],
      [33, 7],
      [5, 400],
    ] as const)
      expect(perceptualHash(new Uint8Array(width * height * 3).fill(7), width, height)).toMatch(/^[0-9a-f]{16}$/)
  })

  it('hardly changes with the size or a little more light', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: -12, max: 12 }), (seed, brightness) => {
        const hash = perceptualHash(draw(seed, 128, 128), 128, 128)
        expect(hammingDistance(hash, perceptualHash(draw(seed, 64, 64), 64, 64))).toBeLessThanOrEqual(6)
        expect(hammingDistance(hash, perceptualHash(draw(seed, 128, 128, brightness), 128, 128))).toBeLessThanOrEqual(6)
      }),
      { numRuns: 25 },
    )
  })

  it('tells pictures apart', () => {
    const hashes = Array.from({ length: 20 }, (_, seed) => perceptualHash(draw(seed + 1, 96, 96), 96, 96))
    for (const [i, a] of hashes.entries())
      for (const b of hashes.slice(i + 1)) expect(hammingDistance(a, b)).toBeGreaterThan(10)
  })
})

describe('hammingDistance', () => {
  it.each([
    ['0000000000000000', '0000000000000000', 0],
    ['ffffffffffffffff', '0000000000000000', 64],
    ['8000000000000001', '0000000000000001', 1],
  ])('of %s and %s is %d', (a, b, distance) => {
    expect(hammingDistance(a, b)).toBe(distance)
    expect(hammingDistance(b, a)).toBe(distance)
  })
})
