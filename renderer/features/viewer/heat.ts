/** A heat map's few cells as a smooth field, and the lines around its warm parts. */
import type { HeatMap } from '../../../contract'

export interface Field {
  columns: number
  rows: number
  /** Row by row from the top left, 0 to 1. */
  values: Float32Array
}

/**
 * Samples `columns` × `rows` points with a cubic B-spline over the cells. It rounds single cells off instead of running
 * through each: a cell is an estimate, and lines drawn through every one would show the grid rather than the photo.
 */
export function sampleField(map: HeatMap, columns: number, rows: number): Field {
  const values = new Float32Array(columns * rows)
  const across = Array.from({ length: columns }, (_, column) => influences(column, columns, map.columns))
  for (let row = 0; row < rows; row++) {
    const down = influences(row, rows, map.rows)
    across.forEach((cells, column) => {
      let sum = 0
      for (const [r, weight] of down) {
        for (const [c, share] of cells) sum += weight * share * (map.values[r * map.columns + c] ?? 0)
      }
      values[row * columns + column] = sum
    })
  }
  return { columns, rows, values }
}

/** The cells around a point and their weights, which add up to 1. Beyond the rim the outermost cells go on. */
function influences(index: number, count: number, cells: number): [cell: number, weight: number][] {
  const position = ((index + 0.5) / count) * cells - 0.5
  const first = Math.floor(position)
  const t = position - first
  const weights = [(1 - t) ** 3, 3 * t ** 3 - 6 * t ** 2 + 4, 1 + 3 * t + 3 * t ** 2 - 3 * t ** 3, t ** 3]
  return weights.map((weight, i) => [Math.min(cells - 1, Math.max(0, first - 1 + i)), weight / 6])
}

/** Ends of a line in fractions of the field's width and height. */
export type Line = readonly [x1: number, y1: number, x2: number, y2: number]

/** The lines where the field crosses `level` (marching squares). What is warm at the rim stays open there. */
export function contourLines({ columns, rows, values }: Field, level: number): Line[] {
  const lines: Line[] = []
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const corners = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ] as const
      const heights = corners.map(([x, y]) => values[y * columns + x] ?? 0)
      const crossings: [number, number][] = []
      corners.forEach(([x, y], i) => {
        const next = corners[(i + 1) % 4]!
        const [a, b] = [heights[i]!, heights[(i + 1) % 4]!]
        if (a >= level === b >= level) return
        const share = (level - a) / (b - a)
        crossings.push([(x + (next[0] - x) * share + 0.5) / columns, (y + (next[1] - y) * share + 0.5) / rows])
      })
      for (let i = 0; i + 1 < crossings.length; i += 2) lines.push([...crossings[i]!, ...crossings[i + 1]!])
    }
  }
  return lines
}

/** Below this nothing is shown as warm: a map without any such cell says that the term is in no place in particular. */
export const coolestShown = 0.15

export function hasHeat(map: HeatMap | null): boolean {
  return map !== null && map.values.some((value) => value >= coolestShown)
}
