/** The parts of a query that chips stand for: taken from the syntax tree, changed, and put together again. */
import type { Condition, Expression, Filter, ParsedQuery, Term } from '../../../contract'

/** What is looked for, side by side; a group that is more than one thing to look for is one part. */
export function partsOf({ match }: ParsedQuery): Expression[] {
  if (!match) return []
  return match.op === 'and' ? match.of : [match]
}

export function conditionsOf({ where }: ParsedQuery): Condition[] {
  if (!where) return []
  return where.op === 'all' ? where.of : [where]
}

export function fromParts(parts: Expression[], conditions: Condition[]): ParsedQuery {
  const [match, ...otherParts] = parts
  const [where, ...otherConditions] = conditions
  return {
    ...(match && { match: otherParts.length > 0 ? { op: 'and', of: parts } : match }),
    ...(where && { where: otherConditions.length > 0 ? { op: 'all', of: conditions } : where }),
  }
}

/** What is written and the examples beside it, as one query. */
export function compose(query: ParsedQuery, examples: readonly Expression[]): ParsedQuery {
  return fromParts([...partsOf(query), ...examples], conditionsOf(query))
}

/** `part` null takes the part away. */
export function withPart(query: ParsedQuery, index: number, part: Expression | null): ParsedQuery {
  return fromParts(replaced(partsOf(query), index, part), conditionsOf(query))
}

/** `condition` null takes the condition away. */
export function withCondition(query: ParsedQuery, index: number, condition: Condition | null): ParsedQuery {
  return fromParts(partsOf(query), replaced(conditionsOf(query), index, condition))
}

/** Pictures and photos that stand for themselves, apart from the rest. */
export function splitExamples(query: ParsedQuery): { query: ParsedQuery; examples: Expression[] } {
  const isExample = (part: Expression): boolean => {
    const kind = singleTerm(part)?.term.kind
    return kind === 'picture' || kind === 'like' || kind === 'region'
  }
  const parts = partsOf(query)
  const rest = parts.filter((part) => !isExample(part))
  return { query: fromParts(rest, conditionsOf(query)), examples: parts.filter(isExample) }
}

export interface SingleFilter {
  filter: Filter
  isAvoided: boolean
}

/** Null for a group. */
export function singleFilter(condition: Condition): SingleFilter | null {
  if (condition.op === 'filter') return { filter: condition.filter, isAvoided: false }
  if (condition.op === 'not' && condition.of.op === 'filter') return { filter: condition.of.filter, isAvoided: true }
  return null
}

export function fromSingleFilter({ filter, isAvoided }: SingleFilter): Condition {
  const wanted: Condition = { op: 'filter', filter }
  return isAvoided ? { op: 'not', of: wanted } : wanted
}

export function replaced<T>(list: readonly T[], index: number, value: T | null): T[] {
  const before = list.slice(0, index)
  const after = list.slice(index + 1)
  return value === null ? [...before, ...after] : [...before, value, ...after]
}

export interface SingleTerm {
  term: Term
  isAvoided: boolean
  weight: number
}

/** Null for a group, which one chip with a sign and a weight cannot show. */
export function singleTerm(part: Expression): SingleTerm | null {
  if (part.op === 'term') return { term: part.term, isAvoided: false, weight: part.weight ?? 1 }
  if (part.op === 'not' && part.of.op === 'term') return { ...singleTerm(part.of)!, isAvoided: true }
  return null
}

export function fromSingleTerm({ term, isAvoided, weight }: SingleTerm): Expression {
  const wanted: Expression = { op: 'term', term, ...(weight !== 1 && { weight }) }
  return isAvoided ? { op: 'not', of: wanted } : wanted
}

export function someTerm(expression: Expression, holds: (term: Term) => boolean): boolean {
  switch (expression.op) {
    case 'term':
      return holds(expression.term)
    case 'not':
      return someTerm(expression.of, holds)
    case 'and':
    case 'or':
      return expression.of.some((part) => someTerm(part, holds))
  }
}
