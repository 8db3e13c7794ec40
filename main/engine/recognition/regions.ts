/** Finds the pieces of text in the detector's map, which says of each pixel how likely it belongs to one. */
import { grown, smallestAround, type Point, type TurnedRectangle } from './rectangle'

export interface TextMap {
  /** Likelihoods from 0 to 1, row by row. */
  values: Float32Array
  width: number
  height: number
}

/** From this likelihood on a pixel belongs to a text; what the network was trained with. */
const pixelFrom = 0.3
/** The network marks the core of a text, shrunk by a share of area to circumference: this undoes it. */
const growth = 1.6
/** Thinner ones are specks and lines. */
const thinnest = 3
/** No page holds more; a picture of grain or of a fence would take minutes. */
const mostRegions = 600

/**
 * Connected areas of likely pixels that are likely enough as a whole, the largest if there are too many. In pixels of the
 * map, with the margin that the detector leaves out.
 */
export function findRegions(map: TextMap, likelyFrom: number): TurnedRectangle[] {
  const regions: TurnedRectangle[] = []
  const isSeen = new Uint8Array(map.values.length)
  for (let at = 0; at < map.values.length; at++) {
    if (isSeen[at] === 1 || map.values[at]! < pixelFrom) continue
    const { edge, likelihood } = follow(map, at, isSeen)
    if (likelihood < likelyFrom) continue
    const core = smallestAround(edge)
    if (Math.min(core.width, core.height) < thinnest) continue
    regions.push(grown(core, (core.width * core.height * growth) / (2 * (core.width + core.height))))
  }
  if (regions.length <= mostRegions) return regions
  const area = ({ width, height }: TurnedRectangle): number => width * height
  return regions.sort((a, b) => area(b) - area(a)).slice(0, mostRegions)
}

/** The outermost pixels of an area, row by row, and its mean likelihood. */
function follow({ values, width, height }: TextMap, start: number, isSeen: Uint8Array) {
  const rows = new Map<number, { left: number; right: number }>()
  const open = [start]
  isSeen[start] = 1
  let [sum, count] = [0, 0]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    sum += values[at]!
    count++
    const [x, y] = [at % width, Math.floor(at / width)]
    const row = rows.get(y)
    if (!row) rows.set(y, { left: x, right: x })
    else if (x < row.left) row.left = x
    else if (x > row.right) row.right = x
    for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
      for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
        const next = ny * width + nx
        if (isSeen[next] === 1 || values[next]! < pixelFrom) continue
        isSeen[next] = 1
        open.push(next)
      }
    }
  }
  // Pixels have a width: an area of one row is one pixel high.
  const edge: Point[] = [...rows].flatMap(([y, { left, right }]) => [
    { x: left, y },
    { x: right + 1, y },
    { x: left, y: y + 1 },
    { x: right + 1, y: y + 1 },
  ])
  return { edge, likelihood: sum / count }
}
