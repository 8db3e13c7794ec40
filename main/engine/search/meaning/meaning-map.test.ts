/** Tests of the map of meaning on made-up vectors: what belongs together lies together, always in the same place. */
import { describe, expect, it } from 'vitest'
import { findClusters } from './clusters'
import { layout } from './layout'
import { isInside } from './meaning-map'
import { nameClusters } from './names'
import { nearest } from './neighbours'
import { Pace, seeded } from './pace'
import { principal } from './principal'

/** `groups` bunches of unit vectors, `each` in a bunch, in turn. */
function bunches(groups: number, each: number, dimension: number): Float32Array {
  const random = seeded(7)
  const middles = Array.from({ length: groups }, () => Array.from({ length: dimension }, () => random() - 0.5))
  const rows = new Float32Array(groups * each * dimension)
  for (let row = 0; row < groups * each; row++) {
    for (let i = 0; i < dimension; i++) rows[row * dimension + i] = middles[row % groups]![i]! + (random() - 0.5) * 0.2
  }
  return rows
}

async function mapOf(rows: Float32Array, dimension: number): Promise<Float32Array> {
  const pace = new Pace()
  const neighbours = await nearest(rows, rows, dimension, 8, pace, true)
  const start = Float32Array.from(
    { length: (rows.length / dimension) * 2 },
    (_, i) => rows[Math.floor(i / 2) * dimension + (i % 2)]!,
  )
  return layout(neighbours, start, pace)
}

describe('the map of meaning', () => {
  it('keeps together what belongs together', async () => {
    const [groups, each] = [4, 20]
    const positions = await mapOf(bunches(groups, each, 16), 16)
    const { of } = await findClusters(positions, groups, new Pace())
    for (let group = 0; group < groups; group++) {
      const own = Array.from({ length: each }, (_, i) => of[i * groups + group])
      expect(new Set(own).size).toBe(1)
    }
    expect(new Set(of).size).toBe(groups)
  })

  it('is the same each time', async () => {
    const rows = bunches(3, 15, 8)
    expect(await mapOf(rows, 8)).toEqual(await mapOf(rows, 8))
  })

  it('copes with few points and with copies', async () => {
    for (const rows of [new Float32Array(8).fill(1), new Float32Array(24).fill(1), bunches(1, 2, 8)]) {
      const positions = await mapOf(rows, 8)
      expect([...positions].every(Number.isFinite)).toBe(true)
      const { of } = await findClusters(positions, 3, new Pace())
      expect(of).toHaveLength(rows.length / 8)
    }
  })
})

describe('principal components', () => {
  it('find the directions in which points differ most', async () => {
    const random = seeded(9)
    const rows = Float32Array.from({ length: 300 * 3 }, (_, i) => (random() - 0.5) * [10, 1, 0.1][i % 3]! + 4)
    const { mean, directions } = await principal(rows, 3, 2, new Pace())
    expect(Math.abs(directions[0]![0]!)).toBeCloseTo(1, 2)
    expect(Math.abs(directions[1]![1]!)).toBeCloseTo(1, 2)
    expect([...mean].every((value) => Math.abs(value - 4) < 0.5)).toBe(true)
  })
})

describe('names of clusters', () => {
  const tags = (...concepts: string[]) => concepts.map((concept) => ({ concept, relevance: 0.8 }))

  it('say what a cluster shows and others do not', () => {
    const photos = [
      ...Array.from({ length: 10 }, () => ({ cluster: 0, tags: tags('outdoors', 'dog') })),
      ...Array.from({ length: 10 }, () => ({ cluster: 1, tags: tags('outdoors', 'mountain', 'snow') })),
      ...Array.from({ length: 10 }, () => ({ cluster: 2, tags: [] })),
    ]
    const [dogs, mountains, nothing] = nameClusters(photos, 3)
    expect(dogs![0]).toBe('dog')
    expect(mountains!.slice().sort()).toEqual(['mountain', 'snow'])
    expect(nothing).toEqual([])
  })

  it('do not say the same twice', () => {
    const photos = [0, 1].flatMap((cluster) =>
      [1, 2, 3].map(() => ({ cluster, tags: tags('dog', 'brown dog', 'cat') })),
    )
    const names = nameClusters(photos, 2)
    expect(names[0]![0]).not.toBe(names[1]![0])
    for (const own of names) expect(own.filter((concept) => concept.includes('dog')).length).toBeLessThan(2)
  })
})

describe('a polygon', () => {
  it('holds what is inside, also where it turns in', () => {
    const corner: [number, number][] = [
      [0, 0],
      [4, 0],
      [4, 4],
      [2, 4],
      [2, 2],
      [0, 2],
    ]
    expect(isInside(1, 1, corner)).toBe(true)
    expect(isInside(3, 3, corner)).toBe(true)
    expect(isInside(1, 3, corner)).toBe(false)
    expect(isInside(-1, 1, corner)).toBe(false)
  })
})
