import { describe, expect, it } from 'vitest'
import { dot, normalise } from '../../encoder/vectors'
import { cross, fitCrossing, type Pairs } from './crossing'

function numbers(seed: number): () => number {
  let state = seed
  const uniform = (): number => {
    state = (state * 1664525 + 1013904223) % 2 ** 32
    return (state + 0.5) / 2 ** 32
  }
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}

const next = numbers(7)
const vector = (width: number): Float32Array => Float32Array.from({ length: width }, next)

/** Rows that are a random rotation, by Gram and Schmidt's method. */
function rotation(width: number): Float32Array[] {
  const rows: Float32Array[] = []
  while (rows.length < width) {
    const row = vector(width)
    for (const other of rows) {
      const share = dot(row, other)
      row.forEach((value, i) => (row[i] = value - share * other[i]!))
    }
    rows.push(normalise(row))
  }
  return rows
}

const width = 24
const turn = rotation(width)
const mean = { image: vector(width), text: vector(width) }
/** A thing of a modality by two encoders: the one before turned it. */
function thing(modality: 'image' | 'text', noise = 0): { now: Float32Array; before: Float32Array } {
  const now = normalise(vector(width).map((value, i) => value + mean[modality][i]!))
  const before = normalise(Float32Array.from(turn, (row) => dot(row, now) + noise * next()))
  return { now, before }
}

function pairs(count: number, modality: 'image' | 'text', noise: number): Pairs {
  const things = Array.from({ length: count }, () => thing(modality, noise))
  return { now: things.map(({ now }) => now), before: things.map(({ before }) => before) }
}

const nothing: Pairs = { now: [], before: [] }

/** Mean cosine of what crossed with what the encoder before says itself, less the mean of its modality there. */
function agreement(crossing: NonNullable<Awaited<ReturnType<typeof fitCrossing>>>, modality: 'image' | 'text'): number {
  const many = Array.from({ length: 300 }, () => thing(modality))
  const centre = new Float32Array(many[0]!.before.length)
  for (const { before } of many) before.forEach((value, i) => (centre[i] = centre[i]! + value / many.length))
  const cosines = many.map(({ now, before }) =>
    dot(cross(now, modality, crossing), normalise(before.map((value, i) => value - centre[i]!))),
  )
  return cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length
}

describe('a map fitted on things that both encoders know', () => {
  it('finds the rotation between them, for photos and texts', async () => {
    const crossing = (await fitCrossing(pairs(400, 'image', 0.02), pairs(400, 'text', 0.02)))!
    expect(agreement(crossing, 'image')).toBeGreaterThan(0.97)
    expect(agreement(crossing, 'text')).toBeGreaterThan(0.97)
    // It turns and does not stretch.
    const lengths = crossing.matrix.map((row) => Math.sqrt(dot(row, row)))
    expect(Math.max(...lengths) / Math.min(...lengths)).toBeLessThan(1.02)
    for (const row of crossing.matrix.slice(1)) expect(dot(row, crossing.matrix[0]!)).toBeCloseTo(0, 1)
  })

  it('grows with the pairs, and is no worse than nothing from a few', async () => {
    const some = (await fitCrossing(pairs(12, 'image', 0.02), nothing))!
    const more = (await fitCrossing(pairs(100, 'image', 0.02), nothing))!
    expect(agreement(some, 'image')).toBeGreaterThan(0.3)
    expect(agreement(more, 'image')).toBeGreaterThan(agreement(some, 'image'))
    expect(await fitCrossing(nothing, nothing)).toBeUndefined()
  })

  it('goes through anchors where the widths differ', async () => {
    const narrow = 16
    const cut = (pair: Pairs): Pairs => ({
      now: pair.now,
      before: pair.before.map((row) => normalise(row.slice(0, narrow))),
    })
    const crossing = (await fitCrossing(cut(pairs(400, 'image', 0.02)), nothing))!
    expect(crossing.matrix).toHaveLength(narrow)
    const many = Array.from({ length: 100 }, () => thing('image'))
    const cosines = many.map(({ now }) => cross(now, 'image', crossing))
    expect(cosines.every((row) => Math.abs(dot(row, row) - 1) < 1e-3)).toBe(true)
    const befores = cut({ now: many.map(({ now }) => now), before: many.map(({ before }) => before) }).before
    const nearest = cosines.map((row) => {
      const scores = befores.map((other) => dot(row, other))
      return scores.indexOf(Math.max(...scores))
    })
    expect(nearest.filter((found, i) => found === i).length).toBeGreaterThan(80)
  })
})
