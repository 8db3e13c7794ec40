/** Coasts and borders for the map, from the packed file that resources/outlines/README.md describes. */
import { project } from './mercator'

export interface Outlines {
  /** Filled, one path a country. */
  land: Path2D
  /** Coasts and borders, each once. */
  lines: Path2D
}

/** Lines of longitude and latitude in hundredths of a degree, and rings of arcs. */
export interface PackedOutlines {
  arcs: [x: number, y: number][][]
  countries: number[][][]
}

export function unpack(bytes: Uint8Array): PackedOutlines {
  let at = 0
  const number = (): number => {
    let [value, shift] = [0, 0]
    for (;;) {
      const byte = bytes[at++] ?? 0
      value |= (byte & 127) << shift
      if (byte < 128) return value
      shift += 7
    }
  }
  const signed = (): number => {
    const value = number()
    return value & 1 ? -(value + 1) / 2 : value / 2
  }
  const list = <T>(one: () => T): T[] => Array.from({ length: number() }, one)
  const arcs = list(() => {
    let [x, y] = [0, 0]
    return list((): [number, number] => {
      x += signed()
      y += signed()
      return [x, y]
    })
  })
  return { arcs, countries: list(() => list(() => list(signed))) }
}

/** Hundredths of a degree once around. */
const around = 36_000

/**
 * Makes the parts of a line continuous that lie on both sides of the date line: positions go on beyond 180 degrees. A
 * ring around a pole, which then does not end where it began, is closed through the pole.
 */
export function unrolled(points: readonly [x: number, y: number][], isRing: boolean): [x: number, y: number][] {
  let [shift, before] = [0, points[0]?.[0] ?? 0]
  const line = points.map(([x, y]): [number, number] => {
    if (x - before > around / 2) shift -= around
    else if (before - x > around / 2) shift += around
    before = x
    return [x + shift, y]
  })
  const [first, last] = [line[0], line.at(-1)]
  if (!isRing || !first || !last || Math.abs(last[0] - first[0]) < around / 2) return line
  const pole = last[1] < 0 ? -9000 : 9000
  return [...line, [last[0], pole], [first[0], pole]]
}

/** In the map's own units, from 0 to 1; what lies across the date line is drawn on both sides and beyond the map's edges. */
export function toPaths({ arcs, countries }: PackedOutlines): Outlines {
  const [land, lines] = [new Path2D(), new Path2D()]
  const draw = (path: Path2D, points: readonly [x: number, y: number][], isRing: boolean) => {
    const line = unrolled(points, isRing)
    const xs = line.map(([x]) => x)
    const shifts = [
      0,
      ...(Math.min(...xs) < -around / 2 ? [around] : []),
      ...(Math.max(...xs) > around / 2 ? [-around] : []),
    ]
    for (const shift of shifts) {
      line.forEach(([x, y], i) => {
        const at = project((x + shift) / 100, y / 100)
        if (i === 0) path.moveTo(at.x, at.y)
        else path.lineTo(at.x, at.y)
      })
      if (isRing) path.closePath()
    }
  }
  for (const arc of arcs) draw(lines, arc, false)
  for (const rings of countries) {
    for (const ring of rings) {
      const points = ring.flatMap((arc) => (arc < 0 ? [...arcs[~arc]!].reverse() : arcs[arc]!))
      draw(land, points, true)
    }
  }
  return { land, lines }
}
