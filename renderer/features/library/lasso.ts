/** Which photos a rectangle over the grid covers. Lengths are pixels of the scrolled content. */
import { rowAtOffset } from './layout'
import type { PhotoLayout } from './layout'

export interface Rectangle {
  left: number
  top: number
  right: number
  bottom: number
}

export interface Point {
  x: number
  y: number
}

export function rectangleOf(a: Point, b: Point): Rectangle {
  return { left: Math.min(a.x, b.x), top: Math.min(a.y, b.y), right: Math.max(a.x, b.x), bottom: Math.max(a.y, b.y) }
}

/** Indices in order. `origin`: upper left corner of the first photo. */
export function photosIn(rectangle: Rectangle, layout: PhotoLayout, gap: number, origin: Point): number[] {
  const { rows, tops } = layout
  const [left, right] = [rectangle.left - origin.x, rectangle.right - origin.x]
  const [top, bottom] = [rectangle.top - origin.y, rectangle.bottom - origin.y]
  const found: number[] = []
  for (let number = rowAtOffset(layout, Math.max(0, top)); number < rows.length; number++) {
    const row = rows[number]!
    const rowTop = (tops[number] ?? 0) + (row.above ?? 0)
    if (rowTop > bottom) break
    if (rowTop + row.height < top) continue
    let x = 0
    row.widths.forEach((width, column) => {
      if (x <= right && x + width >= left) found.push(row.start + column)
      x += width + gap
    })
  }
  return found
}

/** Pixels from the edge in which the grid scrolls by itself, and how far at most in a frame. */
const edge = 48
const fastest = 28

/** How far to scroll in this frame while the pointer is at `y` of a window of that height. */
export function scrollAt(y: number, start: number, end: number): number {
  const above = start + edge - y
  const below = y - (end - edge)
  if (above > 0) return -Math.min(fastest, Math.ceil(above / 3))
  return below > 0 ? Math.min(fastest, Math.ceil(below / 3)) : 0
}
