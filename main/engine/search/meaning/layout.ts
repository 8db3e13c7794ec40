/**
 * Places points in the plane so that neighbours stay neighbours.
 *
 * [Note: map of meaning] The idea is UMAP's (McInnes, Healy and Melville, 2018): how strongly two points belong together
 * is told by their distance compared with that of their nearest neighbours; points that belong together attract each
 * other, random others repel. It begins from the two principal components, so that the whole keeps its shape, and from a
 * seed, so that the same library gives the same map.
 */
import type { Neighbours } from './neighbours'
import { seeded } from './pace'
import type { Pace } from './pace'

const rounds = 220
/** Random points that repel, for each that attracts. */
const repelling = 4
/** The curve 1 / (1 + a d^2b) is near 1 up to a tenth and falls off over the distance of one. */
const [a, b] = [1.577, 0.895]
/** The most a point moves at once. */
const longestStep = 4

/** Positions, x and y in turn. `start`: where points begin. */
export async function layout(neighbours: Neighbours, start: Float32Array, pace: Pace): Promise<Float32Array> {
  const { from, to, weights } = edges(neighbours)
  const count = start.length / 2
  const positions = spread(start)
  const random = seeded(2)
  const move = (point: number, dx: number, dy: number, by: number) => {
    const limit = (value: number): number => Math.min(longestStep, Math.max(-longestStep, value))
    positions[2 * point] = positions[2 * point]! + limit(dx) * by
    positions[2 * point + 1] = positions[2 * point + 1]! + limit(dy) * by
  }
  for (let round = 0; round < rounds; round++) {
    const step = 1 - round / rounds
    for (let edge = 0; edge < from.length; edge++) {
      // An edge is as often looked at as it is strong.
      if (random() > weights[edge]!) continue
      const [i, j] = [from[edge]!, to[edge]!]
      attract(positions, i, j, step, move)
      for (let n = 0; n < repelling; n++) {
        const other = Math.floor(random() * count)
        if (other !== i) repel(positions, i, other, step, move)
      }
      if (edge % 256 === 0) await pace.rest()
    }
  }
  return positions
}

type Move = (point: number, dx: number, dy: number, by: number) => void

function attract(positions: Float32Array, i: number, j: number, step: number, move: Move): void {
  const [dx, dy] = between(positions, i, j)
  const square = dx * dx + dy * dy
  if (square === 0) return
  const pull = (-2 * a * b * Math.pow(square, b - 1)) / (1 + a * Math.pow(square, b))
  move(i, pull * dx, pull * dy, step)
  move(j, -pull * dx, -pull * dy, step)
}

function repel(positions: Float32Array, i: number, j: number, step: number, move: Move): void {
  const [dx, dy] = between(positions, i, j)
  const square = dx * dx + dy * dy
  const push = (2 * b) / ((0.001 + square) * (1 + a * Math.pow(square, b)))
  move(i, push * dx, push * dy, step)
}

function between(positions: Float32Array, i: number, j: number): [number, number] {
  return [positions[2 * i]! - positions[2 * j]!, positions[2 * i + 1]! - positions[2 * j + 1]!]
}

/** Over twenty units, where the forces work well; points in one place are parted a little. */
function spread(start: Float32Array): Float32Array {
  const random = seeded(3)
  let largest = 0
  for (const value of start) largest = Math.max(largest, Math.abs(value))
  return start.map((value) => (10 * value) / (largest || 1) + (random() - 0.5) * 0.02)
}

interface Edges {
  from: Int32Array
  to: Int32Array
  /** 0 to 1. */
  weights: Float32Array
}

function edges({ indices, distances, perPoint }: Neighbours): Edges {
  const count = perPoint === 0 ? 0 : indices.length / perPoint
  const strengths = new Map<number, number>()
  for (let point = 0; point < count; point++) {
    const own = distances.subarray(point * perPoint, (point + 1) * perPoint)
    const nearestOne = own.find((distance) => distance > 0) ?? 0
    const width = widthFor(own, nearestOne)
    own.forEach((distance, i) => {
      const other = indices[point * perPoint + i]!
      const strength = Math.exp(-Math.max(0, distance - nearestOne) / width)
      const key = Math.min(point, other) * count + Math.max(point, other)
      const known = strengths.get(key) ?? 0
      // As sure as that one or the other of the two is right.
      strengths.set(key, known + strength - known * strength)
    })
  }
  const keys = [...strengths.keys()]
  return {
    from: Int32Array.from(keys, (key) => Math.floor(key / count)),
    to: Int32Array.from(keys, (key) => key % count),
    weights: Float32Array.from(keys, (key) => strengths.get(key)!),
  }
}

/** So wide that the strengths of a point's neighbours sum up to the logarithm of how many there are. */
function widthFor(distances: Float32Array, nearestOne: number): number {
  const target = Math.log2(Math.max(2, distances.length))
  let [low, high, width] = [0, Infinity, 1]
  for (let i = 0; i < 40; i++) {
    let sum = 0
    for (const distance of distances) sum += Math.exp(-Math.max(0, distance - nearestOne) / width)
    if (sum > target) high = width
    else low = width
    width = high === Infinity ? width * 2 : (low + high) / 2
  }
  return Math.max(width, 1e-6)
}
