/** Turned rectangles: the smallest one around some points, and points within it. */

export interface Point {
  x: number
  y: number
}

/** `angle`: of the side called width against the horizontal, in radians, within a quarter turn of it to either side. */
export interface TurnedRectangle {
  centre: Point
  width: number
  height: number
  angle: number
}

/**
 * The rectangle of the smallest area around the points: one of its sides lies along a side of their convex hull. Its
 * width is the side that is nearer to the horizontal.
 */
export function smallestAround(points: readonly Point[]): TurnedRectangle {
  const hull = convexHull(points)
  let best: TurnedRectangle | undefined
  for (const [i, from] of hull.entries()) {
    const to = hull[(i + 1) % hull.length]!
    const rectangle = alongside(hull, Math.atan2(to.y - from.y, to.x - from.x))
    if (!best || rectangle.width * rectangle.height < best.width * best.height) best = rectangle
  }
  return upright(best!)
}

/** The same rectangle with a margin on all sides. */
export function grown(rectangle: TurnedRectangle, margin: number): TurnedRectangle {
  return { ...rectangle, width: rectangle.width + 2 * margin, height: rectangle.height + 2 * margin }
}

export function scaled({ centre, width, height, angle }: TurnedRectangle, by: number): TurnedRectangle {
  return { centre: { x: centre.x * by, y: centre.y * by }, width: width * by, height: height * by, angle }
}

/** The smallest rectangle around it that is not turned: left, top, right, bottom. */
export function bounds({ centre, width, height, angle }: TurnedRectangle): [number, number, number, number] {
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))]
  const [halfWidth, halfHeight] = [(width * cos + height * sin) / 2, (width * sin + height * cos) / 2]
  return [centre.x - halfWidth, centre.y - halfHeight, centre.x + halfWidth, centre.y + halfHeight]
}

function alongside(hull: readonly Point[], angle: number): TurnedRectangle {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const { x, y } of hull) {
    const [along, across] = [x * cos + y * sin, y * cos - x * sin]
    left = Math.min(left, along)
    right = Math.max(right, along)
    top = Math.min(top, across)
    bottom = Math.max(bottom, across)
  }
  const [along, across] = [(left + right) / 2, (top + bottom) / 2]
  const centre = { x: along * cos - across * sin, y: along * sin + across * cos }
  return { centre, width: right - left, height: bottom - top, angle }
}

function upright({ centre, width, height, angle }: TurnedRectangle): TurnedRectangle {
  const quarter = Math.PI / 2
  const turns = Math.round(angle / quarter)
  const turned = turns % 2 !== 0
  return {
    centre,
    width: turned ? height : width,
    height: turned ? width : height,
    angle: angle - turns * quarter,
  }
}

/** Andrew's monotone chain. One or two points are their own hull. */
function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y)
  const half = (from: readonly Point[]): Point[] => {
    const chain: Point[] = []
    for (const point of from) {
      while (chain.length >= 2 && !turnsLeft(chain.at(-2)!, chain.at(-1)!, point)) chain.pop()
      chain.push(point)
    }
    return chain
  }
  const [lower, upper] = [half(sorted), half(sorted.reverse())]
  const hull = [...lower.slice(0, -1), ...upper.slice(0, -1)]
  return hull.length > 0 ? hull : lower
}

function turnsLeft(a: Point, b: Point, c: Point): boolean {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) > 0
}
