/** The problem that stops the reading of a query, thrown inside the parser and caught by `parseQuery` alone. */
import type { QueryProblem } from '../../../../contract'

export interface Span {
  at: number
  length: number
}

export class Problem extends Error {
  readonly span: Span
  readonly expected: readonly string[]

  constructor(span: Span, message: string, expected: readonly string[] = []) {
    super(message)
    this.span = span
    this.expected = expected
  }

  toShape(): QueryProblem {
    const { at, length } = this.span
    return { at, length, message: this.message, expected: [...this.expected] }
  }
}
