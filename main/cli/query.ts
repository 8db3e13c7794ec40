/** What the command line looks for: words in the query language, and picture files that must match as well. */
import { resolve } from 'node:path'
import { FoveaError, type Expression, type ParsedQuery, type Query, type QueryProblem } from '../../contract'
import { readQuery } from '../engine/search/understanding'

/** A text that cannot be read as a query; `pointer` is for people: the text with carets under the place. */
export class UnreadableQuery extends FoveaError {
  readonly pointer: string

  constructor(text: string, { at, length, message }: QueryProblem) {
    super('QUERY_INVALID', message, { at })
    // Carets are counted in characters, places in UTF-16 units.
    const columns = (part: string): number => Array.from(part).length
    const carets = '^'.repeat(Math.max(1, columns(text.slice(at, at + length))))
    this.pointer = `  ${text}\n  ${' '.repeat(columns(text.slice(0, at)))}${carets}`
  }
}

/** `saved`: beside what a saved search asks for. Throws QUERY_INVALID, and INVALID_INPUT when there is nothing to look for. */
export function queryFor(words: string, images: readonly string[] = [], saved?: string): Query {
  const text = words.trim()
  if (text === '' && images.length === 0 && saved === undefined) {
    throw new FoveaError('INVALID_INPUT', 'Say what to look for: fovea search "a dog on grass".')
  }
  const query = withImages(parsed(text), images)
  return { kind: 'parsed', query: saved === undefined ? query : both(parsed(saved), query) }
}

function parsed(text: string): ParsedQuery {
  const read = readQuery(text)
  if ('problem' in read) throw new UnreadableQuery(text, read.problem)
  return read.query
}

function both(one: ParsedQuery, other: ParsedQuery): ParsedQuery {
  const match =
    one.match && other.match ? { op: 'and' as const, of: [one.match, other.match] } : (one.match ?? other.match)
  const where =
    one.where && other.where ? { op: 'all' as const, of: [one.where, other.where] } : (one.where ?? other.where)
  return { ...(match && { match }), ...(where && { where }) }
}

/** A picture file as the whole query. */
export function pictureQuery(file: string): Query {
  return { kind: 'parsed', query: withImages({}, [file]) }
}

function withImages({ match, where }: ParsedQuery, images: readonly string[]): ParsedQuery {
  const pictures = images.map((file): Expression => ({ op: 'term', term: { kind: 'file', path: resolve(file) } }))
  const all = [...pictures, ...(match ? (match.op === 'and' ? match.of : [match]) : [])]
  const whole = all.length > 1 ? ({ op: 'and', of: all } as const) : all[0]
  return { ...(whole && { match: whole }), ...(where && { where }) }
}
