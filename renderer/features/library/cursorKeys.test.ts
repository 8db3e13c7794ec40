/** Tests of moving the selection with the keyboard. */
import { describe, expect, it } from 'vitest'
import { moveCursor } from './cursorKeys'
import type { Row } from './layout'

const rows: Row[] = [
  { start: 0, height: 100, widths: [100, 200, 100] },
  { start: 3, height: 100, widths: [200, 200] },
  { start: 5, height: 100, widths: [100, 100, 100, 100] },
  { start: 9, height: 100, widths: [100] },
]

describe('moveCursor', () => {
  it('goes left and right through all photos and stops at the ends', () => {
    expect(moveCursor('ArrowRight', 2, rows, 2)).toBe(3)
    expect(moveCursor('ArrowLeft', 3, rows, 2)).toBe(2)
    expect(moveCursor('ArrowLeft', 0, rows, 2)).toBe(0)
    expect(moveCursor('ArrowRight', 9, rows, 2)).toBe(9)
  })

  it('goes up and down to the photo that lies nearest', () => {
    expect(moveCursor('ArrowDown', 2, rows, 2)).toBe(4)
    expect(moveCursor('ArrowUp', 4, rows, 2)).toBe(2)
    expect(moveCursor('ArrowDown', 8, rows, 2)).toBe(9)
    expect(moveCursor('ArrowUp', 1, rows, 2)).toBe(1)
    expect(moveCursor('ArrowDown', 9, rows, 2)).toBe(9)
  })

  it('goes by screens and to the ends', () => {
    expect(moveCursor('PageDown', 0, rows, 2)).toBe(5)
    expect(moveCursor('PageUp', 9, rows, 2)).toBe(3)
    expect(moveCursor('PageDown', 8, rows, 2)).toBe(9)
    expect(moveCursor('Home', 7, rows, 2)).toBe(0)
    expect(moveCursor('End', 0, rows, 2)).toBe(9)
  })

  it('leaves other keys and an empty grid alone', () => {
    expect(moveCursor('a', 0, rows, 2)).toBeNull()
    expect(moveCursor('End', 0, [], 2)).toBeNull()
  })
})
