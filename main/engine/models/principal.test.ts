import { describe, expect, it } from 'vitest'
import { dot, normalise } from '../encoder/vectors'
import { principalDirections } from './principal'

/** Numbers between -1 and 1 from a seed. */
function numbers(seed: number): () => number {
  let state = seed
  return () => ((state = (state * 1664525 + 1013904223) % 2 ** 32) / 2 ** 32) * 2 - 1
}

describe('principal directions', () => {
  it('are orthonormal, and keep what differs', async () => {
    const next = numbers(3)
    // Eight numbers that matter, 24 that hardly do.
    const vectors = Array.from({ length: 400 }, () =>
      normalise(Float32Array.from({ length: 32 }, (_, i) => next() * (i % 4 === 0 ? 1 : 0.05))),
    )
    const directions = await principalDirections(vectors, 8)
    directions.forEach((one, i) => {
      directions.forEach((other, k) => {
        expect(dot(one, other)).toBeCloseTo(Number(i === k), 4)
      })
    })
    const [a, b] = [vectors[0]!, vectors[1]!]
    const short = (vector: Float32Array): Float32Array => Float32Array.from(directions, (row) => dot(row, vector))
    expect(Math.abs(dot(short(a), short(b)) - dot(a, b))).toBeLessThan(0.02)
  })
})
