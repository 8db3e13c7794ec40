// Every example of docs/query-language.md means what the page says.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { flags } from '../../../../contract'
import { filterKeys, termKeys } from './keys'
import { parseQuery } from './parser'
import { printQuery } from './printer'

const page = readFileSync(join(import.meta.dirname, '../../../../docs/query-language.md'), 'utf8')
/** The day the page names as today. */
const today = new Date(2026, 9, 14)

function read(text: string): string {
  const result = parseQuery(text, { today })
  return 'query' in result ? printQuery(result.query) : `${result.problem.at}: ${result.problem.message}`
}

/** The rows of all tables under a heading row, as the text of their cells. */
function rowsUnder(...heading: readonly string[]): [string, string][] {
  return tables
    .filter(([head]) => head!.join('|') === heading.join('|'))
    .flatMap((rows) => rows.slice(2))
    .map((cells) => [code(cells[0]!), cells[1]!])
}

const tables = [...page.matchAll(/(?:^\|.*\|\n)+/gm)].map(([table]) =>
  table
    .trimEnd()
    .split('\n')
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    ),
)

/** The text of a cell that is code and nothing else. */
function code(cell: string): string {
  expect(cell).toMatch(/^`[^`]+`$/)
  return cell.slice(1, -1)
}

const examples = rowsUnder('You type', 'Fovea looks for')
const terms = rowsUnder('term', 'looks like')
const filters = rowsUnder('filter', 'photos')
const errors = [...page.matchAll(/^```\n(.*?)^```\n/gms)].map(([, block]) => block!.trimEnd().split('\n'))

describe('docs/query-language.md', () => {
  it('has no table that is not checked here', () => {
    const checked = examples.length + terms.length + filters.length
    expect(checked).toBe(tables.reduce((sum, rows) => sum + rows.length - 2, 0))
    expect(examples.length).toBeGreaterThan(50)
    expect(errors.length).toBeGreaterThan(10)
    expect(page).toContain('today is Wednesday, 14 October 2026')
    expect(today.getDay()).toBe(3)
  })

  it.each(examples)('%s', (typed, cell) => {
    expect(read(typed)).toBe(code(cell))
    expect(read(code(cell))).toBe(code(cell))
  })

  it.each(terms)('%s is a term', (typed) => {
    const result = parseQuery(typed, { today })
    expect(result).toMatchObject({ query: { match: { op: 'term', term: {} } } })
    expect(result).not.toHaveProperty('query.where')
    expect(read(typed)).toBe(typed)
  })

  it.each(filters)('%s is a filter', (typed) => {
    const result = parseQuery(typed, { today })
    expect(result).toMatchObject({ query: { where: { op: 'filter', filter: {} } } })
    expect(result).not.toHaveProperty('query.match')
    expect(read(typed)).toBe(typed)
  })

  it('knows every term, filter and flag of the language', () => {
    const typed = [...terms, ...filters].map(([text]) => text)
    for (const key of [...termKeys, ...filterKeys])
      expect(
        typed.some((text) => text.startsWith(`${key}:`)),
        key,
      ).toBe(true)
    for (const flag of flags) expect(typed).toContain(`is:${flag}`)
  })

  it.each(errors)('%s', (typed, pointer, ...more) => {
    expect(more).toEqual([])
    const [, before, carets, message] = /^( *)(\^+) (.*)$/.exec(pointer)!
    expect(parseQuery(typed, { today })).toMatchObject({
      problem: { at: before!.length, length: carets!.length, message },
    })
  })
})
