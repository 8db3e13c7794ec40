/** Where the arrow keys take the selection in a grid of rows that are not aligned. */
import { rowOfPhoto } from './layout'
import type { Row } from './layout'

/** The photo that `key` leads to from photo `index`; null when the key does not move the selection. */
export function moveCursor(key: string, index: number, rows: readonly Row[], rowsPerScreen: number): number | null {
  const last = rows.at(-1)
  if (!last) return null
  const end = last.start + last.widths.length - 1
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, index - 1)
    case 'ArrowRight':
      return Math.min(end, index + 1)
    case 'ArrowUp':
      return moveRows(index, rows, -1)
    case 'ArrowDown':
      return moveRows(index, rows, 1)
    case 'PageUp':
      return moveRows(index, rows, -Math.max(1, rowsPerScreen))
    case 'PageDown':
      return moveRows(index, rows, Math.max(1, rowsPerScreen))
    case 'Home':
      return 0
    case 'End':
      return end
    default:
      return null
  }
}

/** To the photo most directly above or below. */
function moveRows(index: number, rows: readonly Row[], by: number): number {
  const from = rowOfPhoto(rows, index)
  const to = Math.min(rows.length - 1, Math.max(0, from + by))
  const [fromRow, toRow] = [rows[from], rows[to]]
  if (!fromRow || !toRow || from === to) return index
  const x = centreOf(fromRow, index - fromRow.start)
  let best = 0
  toRow.widths.forEach((_, column) => {
    if (Math.abs(centreOf(toRow, column) - x) < Math.abs(centreOf(toRow, best) - x)) best = column
  })
  return toRow.start + best
}

function centreOf(row: Row, column: number): number {
  const left = row.widths.slice(0, column).reduce((sum, width) => sum + width, 0)
  return left + (row.widths[column] ?? 0) / 2
}
