/** A heat map's few cells as a smooth field, and the lines around its warm parts. */
import type { HeatMap } from '../../../contract'

export interface Field {
  columns: number
  rows: number
  /** Row by row from the top left, 0 to 1. */
  values: Float32Array
}

/** Samples `columns` × `rows` points, each cell's value standing at its middle, with smooth steps between them. */
export function sampleField(map: HeatMap, columns: number, rows: number): Field {
  const values = new Float32Array(columns * rows)
  for (let row = 0; row < rows; row++) {
    const [above, below, down] = between(row, rows, map.rows)
    for (let column = 0; column < columns; column++) {
      const [left, right, across] = between(column, columns, map.columns)
      const at = (r: number, c: number) => map.values[r * map.columns + c] ?? 0
      const top = mix(at(above, left), at(above, right), across)
      const bottom = mix(at(below, left), at(below, right), across)
      values[row * columns + column] = mix(top, bottom, down)
    }
  }
  return { columns, rows, values }
}

/** The two cells around a point, and how far it is from the first to the second. */
function between(index: number, count: number, cells: number): [first: number, second: number, share: number] {
  const position = Math.min(cells - 1, Math.max(0, ((index + 0.5) / count) * cells - 0.5))
  const first = Math.floor(position)
  const share = position - first
  return [first, Math.min(cells - 1, first + 1), share * share * (3 - 2 * share)]
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share
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
