// Tiles come back from bytes as they were; bytes that are not whole are told apart.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dot, normalise } from '../../encoder/vectors'
import { decodeTiles, encodeTiles } from './codec'
import { layTiles } from './layout'
import type { Tile } from './tile'

const photo = { width: 640, height: 480 }
const dimension = 32

function tiles(seed: number): Tile[] {
  return layTiles(photo).map((place, i) => ({
    ...place,
    vector: normalise(Float32Array.from({ length: dimension }, (_, j) => Math.sin(seed + i * 7 + j * j))),
    hubness: Math.fround(i / 100),
    spread: Math.fround(0.05 + i / 1000),
  }))
}

describe('tiles as bytes', () => {
  it('come back with their places, and vectors that score the same to four digits', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const [before, after] = [tiles(seed), decodeTiles(encodeTiles(photo, tiles(seed)), dimension)]
        expect(after).toHaveLength(before.length)
        after?.forEach((tile, i) => {
          const { vector, ...rest } = before[i]!
          expect(tile).toMatchObject(rest)
          expect(dot(tile.vector, vector)).toBeGreaterThan(0.9999)
        })
      }),
      { numRuns: 20 },
    )
  })

  it('may be none', () => {
    expect(decodeTiles(encodeTiles({ width: 64, height: 64 }, []), dimension)).toEqual([])
  })

  it('are refused when a byte is wrong or missing, or the dimension is another', () => {
    const bytes = encodeTiles(photo, tiles(1))
    expect(decodeTiles(bytes, dimension * 2)).toBeUndefined()
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Buffer.from(bytes)
        damaged[at] = damaged[at]! ^ change
        expect(decodeTiles(damaged, dimension)).toBeUndefined()
        expect(decodeTiles(bytes.subarray(0, at), dimension)).toBeUndefined()
      }),
    )
  })
})
