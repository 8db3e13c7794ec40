// A heat map is hottest where the matching tiles overlap, and cold where nothing stands out.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { heatMap, type HeatMap } from './heat-map'
import { layTiles } from './layout'
import type { Tile } from './tile'

const term = Float32Array.of(1, 0)

/** Tiles over a 4:3 photo that score as this function of their middle says. */
function tiles(score: (x: number, y: number) => number, photo = { width: 1600, height: 1200 }): Tile[] {
  return layTiles(photo).map((place) => {
    const value = score(place.x + place.w / 2, place.y + place.h / 2)
    return { ...place, vector: Float32Array.of(value, Math.sqrt(1 - value * value)), hubness: 0.1, spread: 0.08 }
  })
}

function hottest({ columns, rows, values }: HeatMap): { x: number; y: number; value: number } {
  const value = Math.max(...values)
  const at = values.indexOf(value)
  return { x: ((at % columns) + 0.5) / columns, y: (Math.floor(at / columns) + 0.5) / rows, value }
}

describe('heatMap', () => {
  it('is hottest where the thing is', () => {
    const place = fc.double({ min: 0.1, max: 0.9, noNaN: true })
    fc.assert(
      fc.property(place, place, (x, y) => {
        // Like a thing of 15 % of the side: it fills tiles around it, the less the further away.
        const map = heatMap(
          tiles((tx, ty) => 0.1 + 0.4 * Math.max(0, 1 - Math.max(Math.abs(tx - x), Math.abs(ty - y)) / 0.17)),
          term,
        )
        const found = hottest(map)
        expect(Math.abs(found.x - x)).toBeLessThan(0.075)
        expect(Math.abs(found.y - y)).toBeLessThan(0.075)
        for (const value of map.values) expect(value).toBeGreaterThanOrEqual(0)
        expect(Math.max(...map.values)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('is cold all over where nothing stands out, or where what stands out is no nearer than any text', () => {
    const slightly = (x: number, y: number): number => 0.2 + 0.03 * Math.sin(40 * x + 90 * y)
    expect(hottest(heatMap(tiles(slightly), term)).value).toBe(0)
    const irrelevant = (x: number, y: number): number => (x < 0.2 && y < 0.2 ? 0.05 : -0.5)
    expect(hottest(heatMap(tiles(irrelevant), term)).value).toBe(0)
  })

  it('has more columns for a panorama, and one cold cell for a photo without tiles', () => {
    const wide = heatMap(
      tiles(() => 0.2, { width: 3000, height: 1000 }),
      term,
    )
    expect(wide.columns).toBe(2 * wide.rows)
    expect(wide.values).toHaveLength(wide.columns * wide.rows)
    expect(heatMap([], term)).toEqual({ columns: 1, rows: 1, values: [0] })
  })
})
