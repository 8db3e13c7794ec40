/** Tests of the justified layout, on random libraries too. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  aspectOf,
  layoutPage,
  layoutPhotos,
  rowAtOffset,
  rowOfPhoto,
  rowsInWindow,
  rowsToRender,
  scrollTopToShow,
} from './layout'
import type { Geometry, Row } from './layout'

const geometry: Geometry = { width: 1240, rowHeight: 200, gap: 5 }

function filledWidth(row: Row): number {
  return row.widths.reduce((sum, width) => sum + width, 0) + geometry.gap * (row.widths.length - 1)
}

describe('layoutPage', () => {
  it('places every photo once, in order, and fills every row to the pixel', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.5, max: 2.8, noNaN: true }), { minLength: 1, maxLength: 200 }),
        (aspects) => {
          const rows = layoutPage(aspects, geometry, false)
          let next = 0
          for (const row of rows) {
            expect(row.start).toBe(next)
            expect(Math.abs(filledWidth(row) - geometry.width)).toBeLessThanOrEqual(1)
            next += row.widths.length
          }
          expect(next).toBe(aspects.length)
        },
      ),
    )
  })

  it('keeps rows of a full page near the wanted height', () => {
    const aspects = Array.from({ length: 200 }, (_, index) => [1.5, 0.67, 1, 1.78, 1.33][index % 5] ?? 1)
    for (const row of layoutPage(aspects, geometry, false)) {
      expect(row.height).toBeGreaterThan(160)
      expect(row.height).toBeLessThan(250)
    }
  })

  it('leaves the last row of the last page at the wanted height instead of blowing it up', () => {
    expect(layoutPage([1.5], geometry, true)).toEqual([{ start: 0, height: 200, widths: [300] }])
  })

  it('survives a window narrower than one photo', () => {
    const rows = layoutPage([1.5, 0.7], { width: 0, rowHeight: 200, gap: 5 }, false)
    expect(rows.every((row) => row.height >= 1)).toBe(true)
  })
})

describe('layoutPhotos', () => {
  const shapes = (count: number, width: number) => Array.from({ length: count }, () => ({ width, height: 100 }))

  it('changes only the rows of the page that arrives', () => {
    const before = layoutPhotos(1000, 200, new Map(), geometry)
    const after = layoutPhotos(1000, 200, new Map([[2, shapes(200, 60)]]), geometry)
    const inOtherPages = (row: Row) => row.start < 400 || row.start >= 600
    expect(after.rows.filter(inOtherPages)).toEqual(before.rows.filter(inOtherPages))
    expect(after.rows.length).toBeLessThan(before.rows.length)
  })

  it('keeps the rows of every other page as they are, so that they need no new render', () => {
    const dividers = [{ at: 450, height: 50 }]
    const before = new Set(layoutPhotos(1000, 200, new Map(), geometry, dividers).rows)
    const { rows } = layoutPhotos(1000, 200, new Map([[1, shapes(200, 60)]]), geometry, dividers)
    for (const row of rows) expect(before.has(row)).toBe(row.start < 200 || row.start >= 400)
    expect(rows.filter(({ above }) => above === 50).map(({ start }) => start)).toEqual([450])
    const moved = layoutPhotos(1000, 200, new Map(), geometry, [{ at: 410, height: 50 }])
    expect(moved.rows.filter(({ above }) => above === 50).map(({ start }) => start)).toEqual([410])
  })

  it('trusts the total where a page holds more or fewer photos', () => {
    const layout = layoutPhotos(150, 200, new Map([[0, shapes(200, 100)]]), geometry)
    expect(layout.rows.reduce((sum, row) => sum + row.widths.length, 0)).toBe(150)
    const longer = layoutPhotos(190, 200, new Map([[0, shapes(180, 100)]]), geometry)
    expect(longer.rows.reduce((sum, row) => sum + row.widths.length, 0)).toBe(190)
  })

  it('begins a row and leaves room above it where a divider stands, wherever that is', () => {
    const pages = new Map([0, 1, 2].map((page) => [page, shapes(page === 2 ? 100 : 200, 130)]))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 499 }), fc.constantFrom(pages, new Map()), (at, loaded) => {
        const { rows, tops } = layoutPhotos(500, 200, loaded, geometry, [{ at, height: 50 }])
        expect(rows.filter(({ above }) => above !== undefined)).toEqual([rows.find(({ start }) => start === at)])
        expect(rows.reduce((sum, row) => sum + row.widths.length, 0)).toBe(500)
        const plain = rows.reduce((sum, row) => sum + row.height + geometry.gap, 0)
        expect(tops.at(-1)).toBe(plain + 50)
      }),
    )
  })

  it('does not stretch the last row before a divider over the width', () => {
    const { rows } = layoutPhotos(10, 200, new Map([[0, shapes(10, 150)]]), geometry, [{ at: 1, height: 50 }])
    expect(rows[0]).toEqual({ start: 0, height: 200, widths: [300] })
  })

  it('finds rows by photo and by offset', () => {
    const layout = layoutPhotos(1000, 200, new Map(), geometry)
    layout.rows.forEach((row, index) => {
      expect(rowOfPhoto(layout.rows, row.start)).toBe(index)
      expect(rowOfPhoto(layout.rows, row.start + row.widths.length - 1)).toBe(index)
      expect(rowAtOffset(layout, layout.tops[index] ?? 0)).toBe(index)
    })
  })

  it('lays out nothing as nothing', () => {
    const layout = layoutPhotos(0, 200, new Map(), geometry)
    expect(layout.rows).toEqual([])
    expect(rowsToRender(rowsInWindow(layout, 0, 800), 0, 0)).toEqual([])
  })
})

describe('what is on screen', () => {
  const layout = layoutPhotos(1000, 200, new Map(), geometry, [{ at: 300, height: 50 }])
  const end = layout.tops.at(-1)!

  it('is every row that the window shows a part of', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Math.floor(end) }), fc.integer({ min: 1, max: 3000 }), (offset, height) => {
        const { first, last } = rowsInWindow(layout, offset, height)
        layout.rows.forEach((row, number) => {
          const top = layout.tops[number]!
          const bottom = top + row.height + (row.above ?? 0)
          if (bottom > offset && top < offset + height) {
            expect(number).toBeGreaterThanOrEqual(first)
            expect(number).toBeLessThanOrEqual(last)
          }
        })
        expect(last - first).toBeLessThanOrEqual(height / 150 + 2)
      }),
    )
  })

  it('is rendered with some rows around it and the row of the cursor, each once and in order', () => {
    expect(rowsToRender({ first: 10, last: 14 }, 12, 100)).toEqual([7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17])
    expect(rowsToRender({ first: 10, last: 11 }, 50, 100)).toEqual([7, 8, 9, 10, 11, 12, 13, 14, 50])
    expect(rowsToRender({ first: 98, last: 99 }, 2, 100)).toEqual([2, 95, 96, 97, 98, 99])
    expect(rowsToRender({ first: 0, last: 1 }, 200, 100)).toEqual([0, 1, 2, 3, 4])
  })

  it('moves no further than a row needs to be seen between the bars', () => {
    const bars = { height: 800, start: 60, end: 40 }
    layout.rows.forEach((row, number) => {
      const top = bars.start + layout.tops[number]!
      const bottom = top + row.height + (row.above ?? 0)
      for (const scrollTop of [0, 500, 2000, end]) {
        const now = scrollTopToShow(layout, number, { ...bars, scrollTop })
        expect(top).toBeGreaterThanOrEqual(now + bars.start)
        expect(bottom).toBeLessThanOrEqual(now + bars.height - bars.end)
        const wasSeen = top >= scrollTop + bars.start && bottom <= scrollTop + bars.height - bars.end
        expect(now === scrollTop).toBe(wasSeen)
      }
    })
  })
})

describe('aspectOf', () => {
  it('crops panoramas and towers', () => {
    expect(aspectOf({ width: 10_000, height: 500 })).toBe(2.8)
    expect(aspectOf({ width: 100, height: 4000 })).toBe(0.5)
    expect(aspectOf({ width: 300, height: 200 })).toBe(1.5)
  })
})
