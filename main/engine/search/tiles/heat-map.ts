/** Shows where in a photo a term matches, from the relevance of its overlapping tiles. */
import { relevance, type Tile } from './tile'

export interface HeatMap {
  columns: number
  rows: number
  /** 0 to 1, row by row from the top left; all 0 where the photo does not show it. */
  values: number[]
}

/** Cells along the side of the smallest tile: their overlaps tell places apart that one tile cannot. */
const cellsPerTile = 4
/**
 * How far the best tile must stand out from the mean of the photo's tiles to be warm at all, and to be fully hot, in
 * spreads. Measured on things that are not in a photo, 1 to 3 % of the maps get hotter than the middle of the two, and on
 * things of 12 to 20 % of the side that are, 53 to 78 %.
 */
const coolest = 1.8
const hottest = 3.6
/** Weight of the mean coverage against a cell's own: without it, cells at the rim that few tiles cover win by chance. */
const coveragePrior = 3

export function heatMap(tiles: readonly Tile[], term: Float32Array): HeatMap {
  const fine = tiles.filter((tile) => tile.fine)
  if (fine.length === 0) return { columns: 1, rows: 1, values: [0] }
  const columns = Math.round(cellsPerTile / Math.min(...fine.map(({ w }) => w)))
  const rows = Math.round(cellsPerTile / Math.min(...fine.map(({ h }) => h)))
  const scores = fine.map((tile) => relevance(tile, term))
  const usual = mean(scores)
  const sums = new Float64Array(columns * rows)
  const coverage = new Float64Array(columns * rows)
  fine.forEach((tile, i) => {
    const contrast = Math.max(0, (scores[i] ?? 0) - usual)
    for (let row = 0; row < rows; row++) {
      const down = nearness((row + 0.5) / rows, tile.y, tile.h)
      if (down === 0) continue
      for (let column = 0; column < columns; column++) {
        const weight = down * nearness((column + 0.5) / columns, tile.x, tile.w)
        const cell = row * columns + column
        sums[cell] = (sums[cell] ?? 0) + weight * contrast
        coverage[cell] = (coverage[cell] ?? 0) + weight
      }
    }
  })
  const prior = coveragePrior * mean(Array.from(coverage))
  const heat = Array.from(sums, (sum, cell) => sum / ((coverage[cell] ?? 0) + prior))
  const scale = strength(fine, scores, usual) / (Math.max(...heat) || 1)
  return { columns, rows, values: heat.map((value) => value * scale) }
}

/** 0 to 1: how sure it is that the term is somewhere in the photo and not all over it or nowhere. */
function strength(tiles: readonly Tile[], scores: readonly number[], usual: number): number {
  const best = Math.max(...scores)
  if (best <= 0) return 0 // no nearer than texts in general
  const own = Math.sqrt(mean(scores.map((score) => (score - usual) ** 2)))
  const spread = mean(tiles.map((tile) => tile.spread)) || own
  const prominence = spread > 0 ? (best - usual) / spread : 0
  return Math.min(1, Math.max(0, (prominence - coolest) / (hottest - coolest)))
}

/** 1 in the middle of a tile, falling to 0 at its edges. */
function nearness(at: number, start: number, length: number): number {
  const inside = (at - start) / length
  return inside <= 0 || inside >= 1 ? 0 : Math.sin(Math.PI * inside) ** 2
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
