/** Tests of finding pieces of text in the detector's map. */
import { describe, expect, it } from 'vitest'
import { smallestAround } from './rectangle'
import { findRegions, type TextMap } from './regions'

function mapOf(width: number, height: number, likelihood: (x: number, y: number) => number): TextMap {
  return {
    values: Float32Array.from({ length: width * height }, (_, i) => likelihood(i % width, Math.floor(i / width))),
    width,
    height,
  }
}

describe('findRegions', () => {
  it('finds each area with the margin that the detector leaves out', () => {
    const map = mapOf(120, 60, (x, y) => (x >= 10 && x < 90 && ((y >= 10 && y < 18) || (y >= 40 && y < 48)) ? 0.9 : 0))
    const regions = findRegions(map, 0.5)
    expect(regions).toHaveLength(2)
    const [{ centre, width, height, angle }] = regions as [(typeof regions)[0]]
    expect([centre.x, centre.y, angle]).toEqual([50, 14, 0])
    expect(width).toBeCloseTo(80 + 2 * 5.82, 1)
    expect(height).toBeCloseTo(8 + 2 * 5.82, 1)
  })

  it('leaves out specks, thin lines, and what is hardly likely', () => {
    expect(
      findRegions(
        mapOf(60, 60, (x, y) => (x === 5 && y === 5 ? 1 : 0)),
        0.5,
      ),
    ).toEqual([])
    expect(
      findRegions(
        mapOf(60, 60, (_, y) => (y === 5 ? 1 : 0)),
        0.5,
      ),
    ).toEqual([])
    expect(
      findRegions(
        mapOf(60, 60, (x, y) => (x < 30 && y < 10 ? 0.4 : 0)),
        0.5,
      ),
    ).toEqual([])
    expect(
      findRegions(
        mapOf(60, 60, () => 0),
        0.5,
      ),
    ).toEqual([])
  })

  it('bounds its work on a picture that is all noise', () => {
    const map = mapOf(640, 640, (x, y) => (x % 8 < 5 && y % 8 < 5 ? 1 : 0))
    expect(findRegions(map, 0.5)).toHaveLength(600)
  })
})

describe('smallestAround', () => {
  it('lies along a turned area, its width nearer to the horizontal', () => {
    const angle = 0.3
    const corners = [
      [-40, -5],
      [40, -5],
      [40, 5],
      [-40, 5],
    ].map(([x, y]) => ({
      x: 100 + x! * Math.cos(angle) - y! * Math.sin(angle),
      y: 80 + x! * Math.sin(angle) + y! * Math.cos(angle),
    }))
    const found = smallestAround(corners)
    expect(found.width).toBeCloseTo(80)
    expect(found.height).toBeCloseTo(10)
    expect(found.angle).toBeCloseTo(angle)
    expect(found.centre.x).toBeCloseTo(100)
  })
})
