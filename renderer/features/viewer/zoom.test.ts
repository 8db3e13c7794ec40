/** Tests of zooming and panning. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitSize, fitted, panBy, toggleZoom, wheelFactor, zoomTo } from './zoom'

const stage = { width: 1000, height: 800 }
const photo = { width: 4000, height: 3000 }

describe('fitSize', () => {
  it('shows the whole photo, and enlarges a small one only so far', () => {
    expect(fitSize(photo, stage)).toEqual({ width: 1000, height: 750 })
    expect(fitSize({ width: 100, height: 50 }, stage)).toEqual({ width: 200, height: 100 })
  })
})

describe('zoomTo', () => {
  it('keeps what is under the pointer there', () => {
    const point = { x: 300, y: -100 }
    const view = zoomTo(fitted, 4, point, photo, stage)
    expect(view.scale).toBe(4)
    expect((point.x - view.x) / view.scale).toBeCloseTo(point.x)
    expect((point.y - view.y) / view.scale).toBeCloseTo(point.y)
  })

  it('never leaves the range of scales, nor shows empty space beside the photo', () => {
    const number = fc.double({ min: -2000, max: 2000, noNaN: true })
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 100, noNaN: true }), number, number, number, (scale, x, y, by) => {
        const view = panBy(zoomTo(fitted, scale, { x, y }, photo, stage), { x: by, y: -by }, photo, stage)
        expect(view.scale).toBeGreaterThanOrEqual(1)
        expect(view.scale).toBeLessThanOrEqual(16)
        const fit = fitSize(photo, stage)
        expect(Math.abs(view.x)).toBeLessThanOrEqual(Math.max(0, (fit.width * view.scale - stage.width) / 2) + 1e-6)
        expect(Math.abs(view.y)).toBeLessThanOrEqual(Math.max(0, (fit.height * view.scale - stage.height) / 2) + 1e-6)
      }),
    )
  })
})

describe('toggleZoom', () => {
  it('goes to the own pixels of a large photo and back', () => {
    const view = toggleZoom(fitted, { x: 0, y: 0 }, photo, stage)
    expect(view.scale).toBe(4)
    expect(toggleZoom(view, { x: 9, y: 9 }, photo, stage)).toEqual(fitted)
  })

  it('goes closer where the own pixels are already shown', () => {
    expect(toggleZoom(fitted, { x: 0, y: 0 }, { width: 500, height: 400 }, stage).scale).toBe(2.5)
  })
})

describe('wheelFactor', () => {
  it('treats lines and pixels alike and limits a wild wheel', () => {
    expect(wheelFactor({ deltaY: -3, deltaMode: 1, ctrlKey: false })).toBeCloseTo(
      wheelFactor({ deltaY: -96, deltaMode: 0, ctrlKey: false }),
    )
    expect(wheelFactor({ deltaY: 99_999, deltaMode: 0, ctrlKey: false })).toBeGreaterThan(0.7)
  })
})
