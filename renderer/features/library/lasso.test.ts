// The rectangle covers what it touches, row by row, and pulls the grid along at its edges.
import { describe, expect, it } from 'vitest'
import { layoutPhotos } from './layout'
import { photosIn, rectangleOf, scrollAt } from './lasso'

const gap = 10
const origin = { x: 5, y: 100 }
// Squares of 100 pixels, four in a row of 430 pixels.
const squares = Array.from({ length: 10 }, () => ({ width: 100, height: 100 }))
const layout = layoutPhotos(10, 20, new Map([[0, squares]]), { width: 430, rowHeight: 100, gap })
const covered = (a: [number, number], b: [number, number]): number[] =>
  photosIn(rectangleOf({ x: a[0], y: a[1] }, { x: b[0], y: b[1] }), layout, gap, origin)

describe('photosIn', () => {
  it('has what the rectangle touches, whichever corner it began at', () => {
    expect(layout.rows.map(({ widths }) => widths.length)).toEqual([4, 4, 2])
    expect(covered([5, 100], [104, 150])).toEqual([0])
    expect(covered([330, 250], [120, 150])).toEqual([1, 2, 5, 6])
    expect(covered([120, 250], [330, 150])).toEqual([1, 2, 5, 6])
  })

  it('has nothing between photos, beside a short row and below the last', () => {
    expect(covered([106, 120], [113, 180])).toEqual([])
    expect(covered([300, 330], [400, 400])).toEqual([])
    expect(covered([5, 800], [400, 900])).toEqual([])
  })

  it('has all of a large one', () => {
    expect(covered([0, 0], [500, 2000])).toHaveLength(10)
  })
})

describe('scrollAt', () => {
  it('scrolls near the edges only, faster the nearer', () => {
    expect(scrollAt(300, 60, 700)).toBe(0)
    expect(scrollAt(690, 60, 700)).toBeGreaterThan(scrollAt(660, 60, 700))
    expect(scrollAt(70, 60, 700)).toBeLessThan(0)
    expect(scrollAt(5000, 60, 700)).toBe(28)
  })
})
