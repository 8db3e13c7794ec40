/** Solves (S + r·I) x = b for a fixed, symmetric S, by Cholesky's factorisation. */

export class RidgeSolver {
  readonly #dimension: number
  /** Lower triangle, row by row, in a full square. */
  readonly #factor: Float64Array

  /** `square`: `dimension` squared numbers of which the lower triangle is read, positive semi-definite. `ridge` is above zero. */
  constructor(square: Float64Array, dimension: number, ridge: number) {
    const factor = new Float64Array(dimension * dimension)
    for (let row = 0; row < dimension; row++) {
      for (let column = 0; column <= row; column++) {
        let rest = (square[row * dimension + column] ?? 0) + (row === column ? ridge : 0)
        for (let i = 0; i < column; i++) {
          rest -= (factor[row * dimension + i] ?? 0) * (factor[column * dimension + i] ?? 0)
        }
        factor[row * dimension + column] =
          row === column ? Math.sqrt(rest) : rest / (factor[column * dimension + column] ?? 1)
      }
    }
    this.#dimension = dimension
    this.#factor = factor
  }

  solve(right: ArrayLike<number>): Float32Array {
    const dimension = this.#dimension
    const factor = this.#factor
    const x = new Float64Array(dimension)
    for (let row = 0; row < dimension; row++) {
      let rest = right[row] ?? 0
      for (let i = 0; i < row; i++) rest -= (factor[row * dimension + i] ?? 0) * (x[i] ?? 0)
      x[row] = rest / (factor[row * dimension + row] ?? 1)
    }
    for (let row = dimension - 1; row >= 0; row--) {
      let rest = x[row] ?? 0
      for (let i = row + 1; i < dimension; i++) rest -= (factor[i * dimension + row] ?? 0) * (x[i] ?? 0)
      x[row] = rest / (factor[row * dimension + row] ?? 1)
    }
    return Float32Array.from(x)
  }
}
