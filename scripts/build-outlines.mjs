/**
 * Makes resources/outlines/world.bin, the coasts and borders that the map of places draws, from the npm package
 * world-atlas (ISC), which carries Natural Earth's countries at 1:50 million (public domain). Run it where that is
 * installed, in a folder of its own:
 *
 *   mkdir atlas && cd atlas && npm install world-atlas@2.0.2
 *   node <checkout>/scripts/build-outlines.mjs .
 *
 * resources/outlines/README.md describes the format.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'

/** Hundredths of a degree: about a kilometre. */
const perDegree = 100
/** Points nearer than this to the line between their neighbours are left out. */
const tolerance = 1.2
/** Rings smaller than this in both directions are left out, unless nothing else is left of a country. */
const smallest = 4

const require = createRequire(join(resolve(process.argv[2] ?? '.'), 'package.json'))
const topology = require('world-atlas/countries-50m.json')
const {
  scale: [scaleX, scaleY],
  translate: [left, bottom],
} = topology.transform

const arcs = topology.arcs.map((deltas) => {
  let [x, y] = [0, 0]
  const points = deltas.map(([dx, dy]) => {
    x += dx
    y += dy
    return [Math.round((x * scaleX + left) * perDegree), Math.round((y * scaleY + bottom) * perDegree)]
  })
  return simplified(points)
})

/** Douglas and Peucker's; a ring (both ends the same) keeps the point furthest from its end as well. */
function simplified(points) {
  const keep = new Set([0, points.length - 1])
  const look = (from, to) => {
    let [furthest, distance] = [-1, tolerance]
    for (let i = from + 1; i < to; i++) {
      const d = distanceTo(points[i], points[from], points[to])
      if (d > distance) [furthest, distance] = [i, d]
    }
    if (furthest === -1) return
    keep.add(furthest)
    look(from, furthest)
    look(furthest, to)
  }
  look(0, points.length - 1)
  return points.filter((_, i) => keep.has(i))
}

function distanceTo([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length))
  return Math.hypot(x - ax - along * dx, y - ay - along * dy)
}

const countries = topology.objects.countries.geometries
  .map(({ type, arcs: own }) => (type === 'Polygon' ? own : own.flat()))
  .map((rings) => {
    const large = rings.filter((ring) => sideOf(ring) >= smallest)
    return large.length > 0 ? large : rings
  })

function sideOf(ring) {
  const points = ring.flatMap((arc) => arcs[arc < 0 ? ~arc : arc])
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  return Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys))
}

// Arcs of rings that were left out go, and the others are numbered anew.
const used = [...new Set(countries.flat(2).map((arc) => (arc < 0 ? ~arc : arc)))].sort((a, b) => a - b)
const numbers = new Map(used.map((arc, i) => [arc, i]))

const bytes = []
const number = (value) => {
  let rest = value
  while (rest > 127) {
    bytes.push((rest & 127) | 128)
    rest >>>= 7
  }
  bytes.push(rest)
}
/** Small numbers of either sign in few bytes. */
const signed = (value) => number(value < 0 ? -2 * value - 1 : 2 * value)

number(used.length)
for (const arc of used) {
  number(arcs[arc].length)
  let [x, y] = [0, 0]
  for (const [nextX, nextY] of arcs[arc]) {
    signed(nextX - x)
    signed(nextY - y)
    ;[x, y] = [nextX, nextY]
  }
}
number(countries.length)
for (const rings of countries) {
  number(rings.length)
  for (const ring of rings) {
    number(ring.length)
    for (const arc of ring) signed(arc < 0 ? ~numbers.get(~arc) : numbers.get(arc))
  }
}

const folder = join(import.meta.dirname, '..', 'resources', 'outlines')
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'world.bin'), Uint8Array.from(bytes))
const points = used.reduce((sum, arc) => sum + arcs[arc].length, 0)
console.log(`${countries.length} countries, ${used.length} arcs, ${points} points, ${bytes.length} bytes`)
