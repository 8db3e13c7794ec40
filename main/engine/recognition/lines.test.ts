/** Tests of putting pieces of text into lines. */
import { describe, expect, it } from 'vitest'
import { toLines, type Piece } from './lines'
import type { Turn } from './strip'

function piece(
  text: string,
  [x, y, width, height]: [number, number, number, number],
  angle = 0,
  turn: Turn = 'none',
): Piece {
  return { text, part: { centre: { x: x + width / 2, y: y + height / 2 }, width, height, angle }, turn }
}

const texts = (...pieces: Piece[]): string[] => toLines(pieces).map(({ text }) => text)

describe('toLines', () => {
  it('joins what stands side by side, and keeps columns apart', () => {
    expect(texts(piece('hours', [130, 12, 100, 20]), piece('opening', [10, 10, 110, 22]))).toEqual(['opening hours'])
    expect(texts(piece('left', [10, 10, 100, 20]), piece('right', [400, 10, 100, 20]))).toEqual(['left', 'right'])
    expect(texts(piece('LARGE', [10, 10, 200, 90]), piece('small', [215, 40, 60, 20]))).toEqual(['LARGE', 'small'])
  })

  it('gives lines from top to bottom with the box around all their pieces', () => {
    const lines = toLines([
      piece('third', [10, 90, 80, 20]),
      piece('first', [10, 10, 80, 20]),
      piece('second', [10, 50, 80, 20]),
      piece('half', [95, 52, 60, 20]),
    ])
    expect(lines.map(({ text }) => text)).toEqual(['first', 'second half', 'third'])
    expect(lines[1]!.box.map(Math.round)).toEqual([10, 50, 155, 72])
  })

  it('reads a page that lies upside down or on its side along its own lines', () => {
    const down = [piece('last', [10, 10, 80, 20], 0, 'around'), piece('first', [10, 90, 80, 20], 0, 'around')]
    expect(texts(...down)).toEqual(['first', 'last'])
    const side = [piece('last', [10, 10, 20, 80], 0, 'left'), piece('first', [90, 10, 20, 80], 0, 'left')]
    expect(texts(...side)).toEqual(['first', 'last'])
  })

  it('has nothing to say of nothing', () => {
    expect(toLines([])).toEqual([])
  })
})
