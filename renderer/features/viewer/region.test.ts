/** Tests of the rectangle drawn on a photo. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { middleRegion, moveRegion, regionBetween, resizeRegion, smallest } from './region'

const step = fc.double({ min: -2, max: 2, noNaN: true })
const point = fc.record({ x: step, y: step })

describe('a rectangle on a photo', () => {
  it('is the same from whichever corner it is drawn', () => {
    const region = regionBetween({ x: 0.2, y: 0.9 }, { x: 0.7, y: 0.4 })
    expect(region).toEqual(regionBetween({ x: 0.7, y: 0.4 }, { x: 0.2, y: 0.9 }))
    expect(region?.x).toBe(0.2)
    expect(region?.w).toBeCloseTo(0.5)
  })

  it('is none when it is hardly more than a click', () => {
    expect(regionBetween({ x: 0.5, y: 0.5 }, { x: 0.51, y: 0.9 })).toBeNull()
  })

  it('stays on the photo and large enough, whatever is done to it', () => {
    fc.assert(
      fc.property(point, point, fc.array(fc.tuple(fc.boolean(), point)), (from, to, changes) => {
        let region = regionBetween(from, to) ?? middleRegion
        for (const [isMove, by] of changes) region = isMove ? moveRegion(region, by) : resizeRegion(region, by)
        const slack = 1e-9
        expect(region.x).toBeGreaterThanOrEqual(0)
        expect(region.y).toBeGreaterThanOrEqual(0)
        expect(region.x + region.w).toBeLessThanOrEqual(1 + slack)
        expect(region.y + region.h).toBeLessThanOrEqual(1 + slack)
        expect(Math.min(region.w, region.h)).toBeGreaterThanOrEqual(smallest - slack)
      }),
    )
  })
})
