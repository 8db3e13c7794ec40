// Photos are scored by the whole and by their tiles; what is only in a tile counts, missing tiles do no harm.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { closerScores, type CloserCandidate } from './closer'
import type { Tile } from './tile'

const term = Float32Array.of(1, 0)

/** A tile that scores this with the term. */
function tile(score: number, fine = true): Tile {
  const vector = Float32Array.of(score, Math.sqrt(1 - score * score))
  return { x: 0, y: 0, w: 0.2, h: 0.2, fine, vector, hubness: 0, spread: 0.1 }
}

/** 21 photos whose best tiles are a little better than the whole, as they usually are. */
function usual(): CloserCandidate[] {
  return Array.from({ length: 21 }, (_, i) => ({ score: i / 100, tiles: [tile(0.1 + i / 100), tile(0.05, false)] }))
}

function order(candidates: readonly CloserCandidate[]): number[] {
  const scores = closerScores(term, candidates)
  return scores.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]!)
}

describe('closerScores', () => {
  it('keeps the order where the tiles say the same as the whole', () => {
    expect(order(usual())).toEqual(Array.from({ length: 21 }, (_, i) => 20 - i))
  })

  it('puts a photo first that shows the thing in one small tile only', () => {
    const candidates = usual()
    candidates[3] = { score: 0.03, tiles: [tile(0.9), tile(0.05, false)] }
    expect(order(candidates)[0]).toBe(3)
  })

  it('leaves a photo whose tiles are missing where it was', () => {
    const candidates = usual()
    candidates[15] = { score: 0.15, tiles: [] }
    expect(order(candidates).indexOf(15)).toBe(5)
    expect(order(usual().map(({ score }) => ({ score, tiles: [] })))).toEqual(order(usual()))
  })

  it('takes hubness off', () => {
    const candidates = usual()
    candidates[3] = { score: 0.03, tiles: [{ ...tile(0.9), hubness: 0.8 }] }
    expect(order(candidates).indexOf(3)).toBeGreaterThan(10)
  })

  it('gives a number to every candidate, however few and alike they are', () => {
    const candidate = fc.record({
      score: fc.constantFrom(-0.1, 0, 0.2),
      tiles: fc.constantFrom([], [tile(0), tile(0, false)], [tile(0.3), tile(0.3, false)], [tile(0), tile(0.3, false)]),
    })
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 8 }), (candidates) => {
        const scores = closerScores(term, candidates)
        expect(scores).toHaveLength(candidates.length)
        // -Infinity or NaN would make the order depend on the sort.
        for (const score of scores) expect(Number.isFinite(score)).toBe(true)
      }),
    )
  })
})
