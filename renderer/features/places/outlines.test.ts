/** Tests of coasts that lie on both sides of the date line, and of the packed form. */
import { describe, expect, it } from 'vitest'
import { unpack, unrolled } from './outlines'

describe('unpack', () => {
  it('reads numbers of any length and sign', () => {
    // One arc of two points: (1, -1), then 100 further east; one country of one ring that walks it backwards.
    const bytes = Uint8Array.of(1, 2, 2, 1, 200, 1, 0, 1, 1, 1, 1)
    expect(unpack(bytes)).toEqual({
      arcs: [
        [
          [1, -1],
          [101, -1],
        ],
      ],
      countries: [[[-1]]],
    })
  })
})

describe('unrolled', () => {
  it('goes on beyond the date line instead of around the world', () => {
    const line: [number, number][] = [
      [17_900, 100],
      [-17_900, 100],
      [-17_900, 200],
      [17_900, 200],
    ]
    expect(unrolled(line, true)).toEqual([
      [17_900, 100],
      [18_100, 100],
      [18_100, 200],
      [17_900, 200],
    ])
  })

  it('closes a ring around a pole through the pole', () => {
    const ring: [number, number][] = [-18_000, -9000, 0, 9000, 18_000].map((x) => [x, -7000])
    expect(unrolled(ring, true).slice(-2)).toEqual([
      [18_000, -9000],
      [-18_000, -9000],
    ])
    expect(unrolled(ring, false)).toEqual(ring)
  })
})
