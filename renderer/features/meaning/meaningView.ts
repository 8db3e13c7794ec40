/** From places on the map of meaning (-1 to 1) to pixels and back; the map is a square of one unit to what moves it. */
import type { Point, Size, View } from '../places/mercator'

/** The whole map with some room for names at its edges. */
export function fittedMap({ width, height }: Size): View {
  return { x: 0.5, y: 0.5, scale: Math.max(256, Math.min(width - 120, height - 60)) }
}

export function onScreen({ x, y }: Point, view: View, { width, height }: Size): Point {
  return {
    x: ((x + 1) / 2 - view.x) * view.scale + width / 2,
    y: ((y + 1) / 2 - view.y) * view.scale + height / 2,
  }
}

export function toMap({ x, y }: Point, view: View, { width, height }: Size): [x: number, y: number] {
  const place = (pixel: number, length: number, middle: number): number =>
    2 * ((pixel - length / 2) / view.scale + middle) - 1
  return [place(x, width, view.x), place(y, height, view.y)]
}

/** The points on screen. */
export function visiblePoints({ xs, ys }: { xs: Float32Array; ys: Float32Array }, view: View, size: Size): number[] {
  const [left, top] = toMap({ x: 0, y: 0 }, view, size)
  const [right, bottom] = toMap({ x: size.width, y: size.height }, view, size)
  const points: number[] = []
  for (let i = 0; i < xs.length; i++) {
    if (xs[i]! >= left && xs[i]! <= right && ys[i]! >= top && ys[i]! <= bottom) points.push(i)
  }
  return points
}

/** Of these points, as many as fit without covering each other, `side` pixels apart. */
export function withRoom(
  points: readonly number[],
  { xs, ys }: { xs: Float32Array; ys: Float32Array },
  view: View,
  size: Size,
  side: number,
  most: number,
): number[] {
  const taken = new Set<string>()
  const chosen: number[] = []
  for (const point of points) {
    if (chosen.length === most) break
    const { x, y } = onScreen({ x: xs[point]!, y: ys[point]! }, view, size)
    const cell = [Math.floor(x / side), Math.floor(y / side)] as const
    const around = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => `${cell[0] + dx} ${cell[1] + dy}`))
    if (around.some((key) => taken.has(key))) continue
    taken.add(`${cell[0]} ${cell[1]}`)
    chosen.push(point)
  }
  return chosen
}
