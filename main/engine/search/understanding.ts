/** Turns what a caller asks for into a parsed query, and its conditions and filters into one condition for the store. */
import {
  FoveaError,
  type Condition,
  type Expression,
  type Filters,
  type ParsedQuery,
  type Query,
  type ReadQuery,
} from '../../../contract'
import { conditionToSql } from '../store/conditions'
import { filterCondition } from '../store/filters'
import { parseQuery } from './language/parser'
import { printQuery } from './language/printer'

/** Throws QUERY_INVALID with the place of the problem. A tree passes through its text, whose limits hold for it too. */
export function understand(query: Query): ParsedQuery {
  if (query.kind === 'all') return {}
  const text = query.kind === 'parsed' ? printQuery(query.query) : query.text
  if (text === '') return {}
  const read = parseQuery(text, { today: new Date() })
  if ('query' in read) return read.query
  const { at, message } = read.problem
  throw new FoveaError('QUERY_INVALID', message, { at })
}

/** A query for a text as it stands: one description, in which no word has a special meaning. */
export function asDescription(text: string): Query {
  return { kind: 'parsed', query: { match: textTerm(text) } }
}

/** A text as a term of a query. */
export function textTerm(text: string): Expression {
  return { op: 'term', term: { kind: 'text', text } }
}

export function readQuery(text: string): ReadQuery {
  const read = parseQuery(text, { today: new Date() })
  return 'query' in read ? { query: read.query, text: printQuery(read.query) } : read
}

/** A condition on the vectors table, or undefined when all photos are looked at. */
export function whereOf(
  query: ParsedQuery,
  filters: Filters,
  roots: readonly { id: string; path: string; isOffline: boolean }[],
  saying: (text: string) => readonly string[],
): string | undefined {
  const parts = [query.where && conditionToSql(query.where, { roots, saying }), filterCondition(filters)]
  const asked = parts.filter((part) => part !== undefined)
  return asked.length > 0 ? asked.map((part) => `(${part})`).join(' AND ') : undefined
}

/** Photos given as examples: they are not results of their own search. */
export function likedIn(match: Expression): string[] {
  if (match.op === 'not') return []
  if (match.op === 'term') return match.term.kind === 'like' ? [match.term.itemId] : []
  return match.of.flatMap(likedIn)
}

/** Ids of pictures that were handed over. */
export function picturesIn({ match }: ParsedQuery): string[] {
  const inside = (part: Expression): string[] => {
    if (part.op === 'not') return inside(part.of)
    if (part.op === 'term') return part.term.kind === 'picture' ? [part.term.imageId] : []
    return part.of.flatMap(inside)
  }
  return match ? inside(match) : []
}

/** What words in a picture are a reason for it: texts to match, not those to avoid, and `text:` conditions. */
export function saidIn({ match, where }: ParsedQuery): string[] {
  const inMatch = (part: Expression): string[] => {
    if (part.op === 'not') return []
    if (part.op === 'term') return part.term.kind === 'text' ? [part.term.text] : []
    return part.of.flatMap(inMatch)
  }
  const inWhere = (part: Condition): string[] => {
    if (part.op === 'not') return []
    if (part.op === 'filter') return part.filter.field === 'text' ? [part.filter.text] : []
    return part.of.flatMap(inWhere)
  }
  return [...(match ? inMatch(match) : []), ...(where ? inWhere(where) : [])]
}

/** Looking at which drives are there takes a moment: only where a condition is about folders or drives. */
export function needsRoots({ where }: ParsedQuery): boolean {
  return where !== undefined && /"field":"in"|"flag":"offline"/.test(JSON.stringify(where))
}
