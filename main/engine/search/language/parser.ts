/** Parses the text of a search into its syntax tree. docs/query-language.md is the reference of the language. */
import type { Condition, Expression, ParsedQuery, QueryProblem } from '../../../../contract'
import { tokenize, type Operator, type Token } from './lexer'
import { normalise } from './normalise'
import { toTerms, type Atom } from './atoms'
import { readPlainLanguage } from './plain-language'
import { Problem, type Span } from './problem'
import { isTermToken, readFilter, readTerm, type KeyToken } from './values'

/** What a text term may hold; no query of a person is longer, and pasted documents are refused early. */
const longestQuery = 2000
/** Deeper than anybody thinks, and shallow enough for the database. See: [Note: nesting in SQL] in store/conditions.ts */
const deepestNesting = 32
/** Each term costs a pass over the photos; also the most parts the contract lets one AND have. */
const mostParts = 64

/** A part of the query: something to match, a condition, or both, which is only possible in an AND. */
interface Node {
  match?: Expression
  where?: Condition
  /** Where its first filter stands, to point at. */
  filterSpan?: Span
}

export function parseQuery(text: string, context: { today: Date }): { query: ParsedQuery } | { problem: QueryProblem } {
  try {
    if (text.length > longestQuery) {
      const tooMuch = { at: longestQuery, length: text.length - longestQuery }
      throw new Problem(tooMuch, `A search can have at most ${longestQuery} letters.`)
    }
    return { query: new Parser(tokenize(text), context.today).parse() }
  } catch (error) {
    if (error instanceof Problem) return { problem: error.toShape() }
    throw error
  }
}

const operandExpected = ['a word', 'a phrase in quotes', 'a filter', '(']

class Parser {
  readonly #tokens: readonly Token[]
  readonly #today: Date
  #next = 0
  #parts = 0
  /** The innermost parenthesis so far. */
  #innermost: { depth: number; token: Token } | undefined

  constructor(tokens: readonly Token[], today: Date) {
    this.#tokens = tokens
    this.#today = today
  }

  parse(): ParsedQuery {
    if (this.#tokens.length === 0) return {}
    const { match, where } = this.#sequence(0)
    const left = this.#tokens[this.#next]
    if (left) throw new Problem(left, 'No parenthesis is open that this one could close.', ['('])
    const query = normalise({ ...(match && { match }), ...(where && { where }) })
    const isTooDeep = [query.match, query.where].some((part) => part && levels(part) > deepestNesting)
    // AND within OR and OR within AND are levels too, and the canonical text has parentheses for each.
    if (isTooDeep) throw tooDeep(this.#innermost!.token)
    return query
  }

  /** Parts side by side: all of them hold. Binds least, so that `dog OR cat is:favorite` asks for favourites only. */
  #sequence(depth: number): Node {
    const nodes: Node[] = []
    do nodes.push(this.#or(depth))
    while (this.#next < this.#tokens.length && !this.#isAt('close'))
    return both(nodes)
  }

  #or(depth: number): Node {
    const nodes = [this.#and(depth)]
    while (this.#takes('or')) nodes.push(this.#and(depth))
    return nodes.length === 1 ? nodes[0]! : either(nodes)
  }

  #and(depth: number): Node {
    const nodes = [this.#negatable(depth)]
    while (this.#takes('and')) nodes.push(this.#negatable(depth))
    return both(nodes)
  }

  #negatable(depth: number): Node {
    let isNegated = false
    let touching = false
    for (let token = this.#tokens[this.#next]; token; token = this.#tokens[this.#next]) {
      if (token.kind !== 'not' && token.kind !== 'plus' && token.kind !== 'minus') break
      if (token.kind !== 'plus') isNegated = !isNegated
      touching = token.kind !== 'not'
      this.#next++
    }
    const node = this.#operand(depth, touching)
    return isNegated ? negated(node) : node
  }

  /** `touching`: behind + and -, which take the one word they touch and not the whole run. */
  #operand(depth: number, touching: boolean): Node {
    const token = this.#tokens[this.#next]
    switch (token?.kind) {
      case 'open':
        return this.#group(token, depth + 1)
      case 'key':
        this.#next++
        return this.#keyed(token)
      case 'word':
      case 'phrase':
        return touching ? this.#word() : this.#run()
      default:
        throw this.#missingOperand(token)
    }
  }

  #group(open: Token, depth: number): Node {
    if (depth > deepestNesting) throw tooDeep(open)
    if (depth > (this.#innermost?.depth ?? 0)) this.#innermost = { depth, token: open }
    this.#next++
    if (this.#isAt('close')) {
      const close = this.#tokens[this.#next]!
      throw new Problem(spanOf(open, close), 'There is nothing between these parentheses.', operandExpected)
    }
    if (this.#next === this.#tokens.length) throw unclosed(open)
    const node = this.#sequence(depth)
    if (!this.#takes('close')) throw unclosed(open)
    return node
  }

  #keyed(token: KeyToken): Node {
    this.#count(1, token)
    if (isTermToken(token)) {
      const term = readTerm(token)
      return { match: { op: 'term', term, ...(token.weight === undefined ? {} : { weight: token.weight }) } }
    }
    const filter = readFilter(token)
    if (token.weightSpan) {
      const message =
        'A filter has no weight: a photo fulfils it or does not. A “^” in a name needs quotes around the name.'
      throw new Problem(token.weightSpan, message)
    }
    return { where: { op: 'filter', filter }, filterSpan: token }
  }

  #word(): Node {
    const token = this.#tokens[this.#next]!
    const [match] = toTerms([toAtom(token)!])
    this.#count(1, token)
    this.#next++
    return { match: match! }
  }

  /** Words and phrases side by side, read as plain language where they can be. */
  #run(): Node {
    const first = this.#tokens[this.#next]!
    let last = first
    const atoms: Atom[] = []
    for (let token: Token | undefined = first; token; token = this.#tokens[this.#next]) {
      const atom = toAtom(token)
      if (!atom) break
      atoms.push(atom)
      last = token
      this.#next++
    }
    const reading = readPlainLanguage(atoms, this.#today)
    const span = spanOf(first, last)
    this.#count(countParts([...reading.match, ...reading.where]), span)
    return both([
      ...reading.match.map((match) => ({ match })),
      ...reading.where.map((where) => ({ where, filterSpan: span })),
    ])
  }

  #count(parts: number, span: Span): void {
    this.#parts += parts
    if (this.#parts > mostParts) throw new Problem(span, `A search can have at most ${mostParts} parts.`)
  }

  #isAt(kind: Operator): boolean {
    return this.#tokens[this.#next]?.kind === kind
  }

  #takes(kind: Operator): boolean {
    const isThere = this.#isAt(kind)
    if (isThere) this.#next++
    return isThere
  }

  /** Points at the operator that waits for something, or at the one that stands where something should. */
  #missingOperand(token: Token | undefined): Problem {
    const before = this.#tokens[this.#next - 1]
    const waiting = before && before.kind !== 'open' && before.kind !== 'close' ? nameOf(before) : undefined
    if (before && waiting !== undefined && (!token || token.kind === 'close' || nameOf(token) !== undefined)) {
      return new Problem(before, `Something to look for is missing behind ${waiting}.`, operandExpected)
    }
    const name = token && nameOf(token)
    const message =
      name === undefined
        ? 'No parenthesis is open that this one could close.'
        : `Something to look for is missing before ${name}.`
    return new Problem(token ?? before!, message, name === undefined ? ['('] : operandExpected)
  }
}

function nameOf(token: Token): string | undefined {
  switch (token.kind) {
    case 'and':
    case 'or':
    case 'not':
      return token.kind.toUpperCase()
    case 'plus':
      return '“+”'
    case 'minus':
      return '“-”'
    default:
      return undefined
  }
}

function toAtom(token: Token): Atom | undefined {
  if (token.kind !== 'word' && token.kind !== 'phrase') return undefined
  const { text, weight } = token
  return { text, literal: token.kind === 'phrase' || weight !== undefined, ...(weight === undefined ? {} : { weight }) }
}

function countParts(parts: readonly (Expression | Condition)[]): number {
  return parts.reduce((sum, part) => {
    if (part.op === 'term' || part.op === 'filter') return sum + 1
    return sum + countParts(part.op === 'not' ? [part.of] : part.of)
  }, 0)
}

/** How many ANDs and ORs lie within each other. */
function levels(part: Expression | Condition): number {
  if (part.op === 'term' || part.op === 'filter') return 0
  if (part.op === 'not') return levels(part.of)
  return 1 + Math.max(...part.of.map(levels))
}

function tooDeep(token: Token): Problem {
  return new Problem(token, `A search can be nested ${deepestNesting} levels deep at most.`)
}

function both(nodes: readonly Node[]): Node {
  const match = nodes.flatMap((node) => node.match ?? [])
  const where = nodes.flatMap((node) => node.where ?? [])
  const filterSpan = nodes.find((node) => node.filterSpan)?.filterSpan
  return {
    ...(match.length > 0 && { match: match.length === 1 ? match[0]! : { op: 'and', of: match } }),
    ...(where.length > 0 && { where: where.length === 1 ? where[0]! : { op: 'all', of: where } }),
    ...(filterSpan && { filterSpan }),
  }
}

function either(nodes: readonly Node[]): Node {
  const match = nodes.flatMap((node) => node.match ?? [])
  const where = nodes.flatMap((node) => node.where ?? [])
  if (where.length === 0) return { match: { op: 'or', of: match } }
  const filterSpan = nodes.find((node) => node.filterSpan)!.filterSpan!
  if (match.length === 0) return { where: { op: 'any', of: where }, filterSpan }
  throw new Problem(
    filterSpan,
    'A filter holds for the whole search, so OR cannot choose between it and something to look for.',
    ['only filters, or no filter, on the sides of OR'],
  )
}

function negated({ match, where, filterSpan }: Node): Node {
  if (!where) return { match: { op: 'not', of: match! } }
  if (!match) return { where: { op: 'not', of: where }, filterSpan: filterSpan! }
  throw new Problem(
    filterSpan!,
    'A filter holds for the whole search, so it cannot be negated together with something to look for.',
    ['only filters, or no filter, in what NOT applies to'],
  )
}

function unclosed(open: Token): Problem {
  return new Problem({ at: open.at, length: 1 }, 'This parenthesis is never closed.', [')'])
}

function spanOf(first: Span, last: Span): Span {
  return { at: first.at, length: last.at + last.length - first.at }
}
