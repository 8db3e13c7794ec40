/** Lays tiles over a photo: the overlapping parts of it that are embedded on their own. */
import type { Rectangle } from '../../media/crops'
import type { ImageSize } from '../../media/decode'

export interface TilePlace extends Rectangle {
  /** One of the small tiles, which find small things. The coarse ones see things with what is around them. */
  fine: boolean
}

/**
 * Sides of a tile as parts of the photo's. Tried on photos with another one pasted in, of 12 to 40 % of the side: fine
 * tiles of a fifth rank best; the coarse ones keep ordinary searches from losing. See docs/quality.md.
 */
const coarseSide = 0.4
const fineSide = 0.2
/** Towers squeeze tiles into a square. A panorama is cut into more columns rather than squeezed further than this. */
const maximumAspect = 1.5
/** Bounds the work for extreme panoramas: at 12 columns, those longer than 3.6:1 are squeezed further after all. */
const maximumCount = 12
/** Smaller pictures are icons: a tile of one shows nothing. */
const smallestSide = 128

/** The tiles of an upright photo of this size, the coarse ones first. */
export function layTiles({ width, height }: ImageSize): TilePlace[] {
  if (Math.min(width, height) < smallestSide) return []
  const aspect = width / height
  return [coarseSide, fineSide].flatMap((side) => {
    const [w, h] = [tileSide(side, aspect), tileSide(side, 1 / aspect)]
    const [columns, rows] = [evenly(w), evenly(h)]
    const fine = side === fineSide
    const grid = (xs: number[], ys: number[]): TilePlace[] => ys.flatMap((y) => xs.map((x) => ({ x, y, w, h, fine })))
    // A second grid between the fine tiles: what lies on the corner of four is in the middle of a fifth.
    return fine ? [...grid(columns, rows), ...grid(between(columns), between(rows))] : grid(columns, rows)
  })
}

/** `aspect`: the photo's extent in this direction through that in the other. */
function tileSide(side: number, aspect: number): number {
  return Math.max(side * Math.min(1, maximumAspect / aspect), 1 / maximumCount)
}

/** Where tiles of this side start so that they cover all of 0 to 1, as few as can. */
function evenly(side: number): number[] {
  const count = Math.ceil(1 / side - 1e-6)
  return Array.from({ length: count }, (_, i) => (i * (1 - side)) / (count - 1))
}

function between(starts: readonly number[]): number[] {
  return starts.slice(1).map((start, i) => (start + (starts[i] ?? 0)) / 2)
}
