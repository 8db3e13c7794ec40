// Filter expressions: no string from outside ever ends the literal it is put into.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filterCondition, inFolder, isOneOf, quote } from './filters'

/** What a SQL parser makes of a literal, or undefined when there is anything outside it. */
function parse(sql: string): string | undefined {
  if (!/^'(?:[^']|'')*'$/s.test(sql)) return undefined
  return sql.slice(1, -1).replaceAll("''", "'")
}

describe('quote', () => {
  it.each(["it's", "'", "''", "'; DROP TABLE items; --", '\\', "\\'", '%_', '', 'a\nb', '日本 😀'])('%j', (text) => {
    expect(parse(quote(text))).toBe(text)
  })

  it('gives exactly one literal for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parse(quote(text))).toBe(text)
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", '\\', '"', ';', '-', 'a') }), (text) => {
        expect(parse(quote(text))).toBe(text)
      }),
    )
  })
})

describe('isOneOf', () => {
  it('lists literals', () => {
    expect(isOneOf('id', ['a', "b'c"])).toBe("id IN ('a', 'b''c')")
  })
})

describe('inFolder', () => {
  /** Evaluates the condition as the store does: strings compared by code point. */
  const holds = (condition: string, folder: string): boolean => {
    if (condition === 'true') return true
    const literals = [...condition.matchAll(/'((?:[^']|'')*)'/gs)].map(([, text]) => (text ?? '').replaceAll("''", "'"))
    const [exact, from, below] = literals
    expect(condition.replaceAll(/'(?:[^']|'')*'/gs, '?')).toBe('(folder = ? OR (folder >= ? AND folder < ?))')
    const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
    return folder === exact || (compare(folder, from!) >= 0 && compare(folder, below!) < 0)
  }

  it.each([
    ['a', 'a', true],
    ['a', 'a/b', true],
    ['a', 'a/b/c', true],
    ['a', 'ab', false],
    ['a', 'a b', false],
    ['a', 'a0', false],
    ['a', 'a-b', false],
    ['a', '', false],
    ['a/b', 'a', false],
    ['100%', '100x', false],
    ['a_b', 'axb', false],
    ["it's", "it's/inner", true],
    ['', 'anything', true],
  ])('%j holds %j: %s', (folder, other, expected) => {
    expect(holds(inFolder(folder), other)).toBe(expected)
  })

  it('is "the folder itself or below it" for any two folders', () => {
    const name = fc.string({
      unit: fc.constantFrom('a', 'b', "'", '%', '_', '0', '.', '-', 'é', '😀'),
      minLength: 1,
      maxLength: 3,
    })
    const folder = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'))
    fc.assert(
      fc.property(folder, folder, (one, other) => {
        expect(holds(inFolder(one), other)).toBe(other === one || other.startsWith(`${one}/`))
      }),
      { numRuns: 1000 },
    )
  })
})

describe('filterCondition', () => {
  it('asks for nothing when no filter is set', () => {
    expect(filterCondition({})).toBeUndefined()
    expect(filterCondition({ rootIds: [] })).toBeUndefined()
  })

  it('joins all parts, with dates as floats', () => {
    const condition = filterCondition({
      rootIds: ['r1', 'r2'],
      folder: { rootId: 'r1', path: "it's" },
      from: -1000,
      to: 8.64e15,
    })
    expect(condition).toBe(
      "root IN ('r1', 'r2') AND root = 'r1' AND (folder = 'it''s' OR (folder >= 'it''s/' AND folder < 'it''s0')) AND date >= -1000.0 AND date <= 8640000000000000.0",
    )
  })
})
