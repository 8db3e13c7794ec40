/** Groups points of the plane: k-means from well-spread beginnings (Arthur and Vassilvitskii, k-means++, 2007). */
import type { Pace } from './pace'
import { seeded } from './pace'

const rounds = 40

export interface Clusters {
  /** The group of each point. */
  of: Uint16Array
  /** x and y of each group's middle. */
  middles: Float32Array
}

/** About as many as there is room for names on a screen; small libraries have few. */
export function clusterCount(points: number): number {
  return Math.min(24, Math.max(1, Math.round(Math.sqrt(points) / 1.1)))
}

export async function findClusters(positions: Float32Array, count: number, pace: Pace): Promise<Clusters> {
  const points = positions.length / 2
  const middles = beginnings(positions, Math.min(count, points))
  const of = new Uint16Array(points)
  for (let round = 0; round < rounds; round++) {
    let changed = 0
    for (let point = 0; point < points; point++) {
      const cluster = nearestMiddle(positions[2 * point]!, positions[2 * point + 1]!, middles)
      if (cluster !== of[point]) changed++
      of[point] = cluster
      if (point % 512 === 0) await pace.rest()
    }
    if (round > 0 && changed === 0) break
    toMeans(positions, of, middles)
  }
  return { of, middles }
}

function beginnings(positions: Float32Array, count: number): Float32Array {
  const random = seeded(4)
  const points = positions.length / 2
  const middles = new Float32Array(count * 2)
  const distances = new Float64Array(points).fill(Infinity)
  let chosen = 0
  for (let cluster = 0; cluster < count; cluster++) {
    const [x, y] = [positions[2 * chosen]!, positions[2 * chosen + 1]!]
    middles.set([x, y], 2 * cluster)
    let sum = 0
    for (let point = 0; point < points; point++) {
      const square = (positions[2 * point]! - x) ** 2 + (positions[2 * point + 1]! - y) ** 2
      distances[point] = Math.min(distances[point]!, square)
      sum += distances[point]!
    }
    let left = random() * sum
    chosen = 0
    while (chosen < points - 1 && (left -= distances[chosen]!) > 0) chosen++
  }
  return middles
}

function nearestMiddle(x: number, y: number, middles: Float32Array): number {
  let [best, least] = [0, Infinity]
  for (let cluster = 0; cluster < middles.length / 2; cluster++) {
    const square = (middles[2 * cluster]! - x) ** 2 + (middles[2 * cluster + 1]! - y) ** 2
    if (square < least) [best, least] = [cluster, square]
  }
  return best
}

/** A group that lost all its points stays where it is. */
function toMeans(positions: Float32Array, of: Uint16Array, middles: Float32Array): void {
  const sums = new Float64Array(middles.length)
  const counts = new Uint32Array(middles.length / 2)
  of.forEach((cluster, point) => {
    counts[cluster]!++
    sums[2 * cluster] = sums[2 * cluster]! + positions[2 * point]!
    sums[2 * cluster + 1] = sums[2 * cluster + 1]! + positions[2 * point + 1]!
  })
  counts.forEach((count, cluster) => {
    if (count > 0) middles.set([sums[2 * cluster]! / count, sums[2 * cluster + 1]! / count], 2 * cluster)
  })
}
