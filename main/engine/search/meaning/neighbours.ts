/** Nearest neighbours among points, by looking at all of them. */
import type { Pace } from './pace'

export interface Neighbours {
  /** `perPoint` indices a point, nearest first. */
  indices: Int32Array
  distances: Float32Array
  perPoint: number
}

/** The nearest of `among` for each of `points`, both rows of `width` numbers. `isSame`: a point is not its own neighbour. */
export async function nearest(
  points: Float32Array,
  among: Float32Array,
  width: number,
  wanted: number,
  pace: Pace,
  isSame = false,
): Promise<Neighbours> {
  const [count, others] = [points.length / width, among.length / width]
  const perPoint = Math.min(wanted, others - Number(isSame))
  const indices = new Int32Array(count * perPoint)
  const distances = new Float32Array(count * perPoint)
  const best = new Float64Array(perPoint)
  const at = new Int32Array(perPoint)
  for (let point = 0; point < count; point++) {
    best.fill(Infinity)
    for (let other = 0; other < others; other++) {
      if (isSame && other === point) continue
      let distance = 0
      for (let i = 0; i < width; i++) {
        const difference = points[point * width + i]! - among[other * width + i]!
        distance += difference * difference
      }
      if (distance >= best[perPoint - 1]!) continue
      let place = perPoint - 1
      while (place > 0 && best[place - 1]! > distance) {
        best[place] = best[place - 1]!
        at[place] = at[place - 1]!
        place--
      }
      best[place] = distance
      at[place] = other
    }
    for (let i = 0; i < perPoint; i++) {
      indices[point * perPoint + i] = at[i]!
      distances[point * perPoint + i] = Math.sqrt(best[i]!)
    }
    await pace.rest()
  }
  return { indices, distances, perPoint }
}
