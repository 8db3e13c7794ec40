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

/** In the map's own units, from 0 to 1. */
export function toPaths({ arcs, countries }: PackedOutlines): Outlines {
  const projected = arcs.map((arc) => arc.map(([x, y]) => project(x / 100, y / 100)))
  const [land, lines] = [new Path2D(), new Path2D()]
  for (const arc of projected) arc.forEach(({ x, y }, i) => (i === 0 ? lines.moveTo(x, y) : lines.lineTo(x, y)))
  for (const rings of countries) {
    for (const ring of rings) {
      const points = ring.flatMap((arc) => (arc < 0 ? [...projected[~arc]!].reverse() : projected[arc]!))
      points.forEach(({ x, y }, i) => (i === 0 ? land.moveTo(x, y) : land.lineTo(x, y)))
      land.closePath()
    }
  }
  return { land, lines }
}
