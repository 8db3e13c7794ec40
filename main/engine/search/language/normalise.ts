/** Brings queries that mean the same by their structure into one form: the one that text is parsed into. */
import type { Condition, Expression, Filter, ParsedQuery, Term } from '../../../../contract'

/** Nested ANDs and ORs become one, NOT NOT goes away, and so does a weight of 1. The order of parts stays. */
export function normalise(query: ParsedQuery): ParsedQuery {
  return {
    ...(query.match === undefined ? {} : { match: normaliseExpression(query.match) }),
    ...(query.where === undefined ? {} : { where: normaliseCondition(query.where) }),
  }
}

function normaliseExpression(expression: Expression): Expression {
  if (expression.op === 'term') {
    const { weight } = expression
    const term = normaliseTerm(expression.term)
    return weight === undefined || weight === 1 ? { op: 'term', term } : { op: 'term', term, weight }
  }
  if (expression.op === 'not') {
    const of = normaliseExpression(expression.of)
    return of.op === 'not' ? of.of : { op: 'not', of }
  }
  const { op } = expression
  const of = expression.of.map(normaliseExpression).flatMap((part) => (part.op === op ? part.of : [part]))
  return { op, of }
}

function normaliseCondition(condition: Condition): Condition {
  if (condition.op === 'filter') return { op: 'filter', filter: normaliseFilter(condition.filter) }
  if (condition.op === 'not') {
    const of = normaliseCondition(condition.of)
    return of.op === 'not' ? of.of : { op: 'not', of }
  }
  const { op } = condition
  const of = condition.of.map(normaliseCondition).flatMap((part) => (part.op === op ? part.of : [part]))
  return { op, of }
}

function normaliseTerm(term: Term): Term {
  if (term.kind === 'text') return { kind: 'text', text: term.text.trim() }
  if (term.kind === 'region') return { ...term, x: term.x + 0, y: term.y + 0 } // -0 becomes 0
  if (term.kind !== 'picture') return term
  const { imageId, part } = term
  return { kind: 'picture', imageId, ...(part && { part: { ...part, x: part.x + 0, y: part.y + 0 } }) }
}

function normaliseFilter(filter: Filter): Filter {
  if (filter.field === 'near') return { ...filter, latitude: filter.latitude + 0, longitude: filter.longitude + 0 }
  if (filter.field !== 'date') return filter
  const { from, to } = filter
  return { field: 'date', ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}
