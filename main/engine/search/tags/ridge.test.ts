// The solver of regularised equations.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { RidgeSolver } from './ridge'

it('finds what solves the equations, also where the square alone has no inverse', () => {
  const number = fc.double({ min: -3, max: 3, noNaN: true })
  fc.assert(
    fc.property(
      fc.array(number, { minLength: 4, maxLength: 8 }),
      fc.array(number, { minLength: 4, maxLength: 4 }),
      (a, b) => {
        // One or two outer products of four numbers: symmetric, and far from full rank.
        const rows = a.length < 8 ? [a.slice(0, 4)] : [a.slice(0, 4), a.slice(4)]
        const square = Float64Array.from({ length: 16 }, (_, at) =>
          rows.reduce((sum, row) => sum + row[Math.floor(at / 4)]! * row[at % 4]!, 0),
        )
        const x = new RidgeSolver(square, 4, 0.5).solve(b)
        for (let row = 0; row < 4; row++) {
          const left = x.reduce((sum, value, i) => sum + (square[row * 4 + i]! + (row === i ? 0.5 : 0)) * value, 0)
          expect(left).toBeCloseTo(b[row]!, 3)
        }
      },
    ),
  )
})
