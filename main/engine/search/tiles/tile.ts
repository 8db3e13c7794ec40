/** What is kept of one tile of a photo. */
import { hubness } from '../../encoder/hubness'
import { dot } from '../../encoder/vectors'
import type { TilePlace } from './layout'

export interface Tile extends TilePlace {
  vector: Float32Array
  /** What any text scores with this tile. See: [Note: hubness] */
  hubness: number
  /** Standard deviation of what the texts of the bank score with this tile: the scale of its scores. 0 without a bank. */
  spread: number
}

export function makeTile(place: TilePlace, vector: Float32Array, bank: readonly Float32Array[]): Tile {
  return { ...place, vector, hubness: hubness(vector, bank), spread: spread(vector, bank) }
}

/** Cosine of a term and a tile, less the tile's hubness. */
export function relevance(tile: Tile, term: Float32Array): number {
  return dot(tile.vector, term) - tile.hubness
}

function spread(vector: Float32Array, bank: readonly Float32Array[]): number {
  let [sum, squares] = [0, 0]
  for (const text of bank) {
    const score = dot(vector, text)
    sum += score
    squares += score * score
  }
  return bank.length === 0 ? 0 : Math.sqrt(Math.max(0, squares / bank.length - (sum / bank.length) ** 2))
}
