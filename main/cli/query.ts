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

/** Throws QUERY_INVALID, and INVALID_INPUT when there is nothing to look for. */
export function queryFor(words: string, images: readonly string[] = []): Query {
  const text = words.trim()
  if (text === '' && images.length === 0) {
    throw new FoveaError('INVALID_INPUT', 'Say what to look for: fovea search "a dog on grass".')
  }
  const read = readQuery(text)
  if ('problem' in read) throw new UnreadableQuery(text, read.problem)
  return { kind: 'parsed', query: withImages(read.query, images) }
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
