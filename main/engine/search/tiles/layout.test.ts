// Tiles lie inside the photo, cover all of it and are not squeezed much.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layTiles } from './layout'

const size = fc.record({ width: fc.integer({ min: 128, max: 20_000 }), height: fc.integer({ min: 128, max: 20_000 }) })

describe('layTiles', () => {
  it('lays 9 coarse and 41 fine tiles over an ordinary photo', () => {
    for (const photo of [
      { width: 4000, height: 3000 },
      { width: 2000, height: 3000 },
    ]) {
      const tiles = layTiles(photo)
      expect(tiles.filter(({ fine }) => !fine)).toHaveLength(9)
      expect(tiles.filter(({ fine }) => fine)).toHaveLength(41)
    }
  })

  it('leaves icons alone', () => {
    expect(layTiles({ width: 2000, height: 64 })).toEqual([])
  })

  it('stays inside the photo and covers all of it, with a bounded number of tiles', () => {
    fc.assert(
      fc.property(
        size,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (photo, x, y) => {
          const tiles = layTiles(photo)
          expect(tiles.length).toBeLessThanOrEqual(150)
          for (const tile of tiles) {
            expect(Math.min(tile.x, tile.y)).toBeGreaterThanOrEqual(0)
            expect(Math.max(tile.x + tile.w, tile.y + tile.h)).toBeLessThanOrEqual(1 + 1e-9)
          }
          for (const fine of [false, true]) {
            const covering = tiles.filter(
              (tile) =>
                tile.fine === fine &&
                x >= tile.x - 1e-9 &&
                x <= tile.x + tile.w + 1e-9 &&
                y >= tile.y - 1e-9 &&
                y <= tile.y + tile.h + 1e-9,
            )
            expect(covering.length).toBeGreaterThan(0)
          }
        },
      ),
    )
  })

  it('squeezes no tile further than 3:2, up to panoramas of 3.6:1', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 3.6, noNaN: true }), fc.boolean(), (aspect, upright) => {
        const photo = { width: upright ? 1000 : 1000 * aspect, height: upright ? 1000 * aspect : 1000 }
        for (const { w, h } of layTiles(photo)) {
          const tile = (w * photo.width) / (h * photo.height)
          expect(Math.max(tile, 1 / tile)).toBeLessThanOrEqual(1.5 + 1e-6)
        }
      }),
    )
  })
})
