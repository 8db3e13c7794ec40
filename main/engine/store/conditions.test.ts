// Conditions as filter expressions: calendar borders in local time, and text that never leaves its literal.
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { Condition, Filter } from '../../../contract'
import { conditionToSql } from './conditions'

const roots = [
  { id: 'r1', path: '/home/me/Pictures', isOffline: false },
  { id: "r'2", path: 'D:\\Trips', isOffline: true },
]

function sql(filter: Filter, context = { roots }): string {
  return conditionToSql({ op: 'filter', filter }, context)
}

describe('dates', () => {
  const zone = process.env.TZ
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  })

  /** The numbers that dates are compared with, as ISO times. */
  const borders = (filter: Filter): string[] =>
    [...sql(filter).matchAll(/date (>=|<) \(?(-?[\d.]+)/g)].map(
      ([, sign, time]) => `${sign!} ${new Date(Number(time)).toISOString()}`,
    )

  it.each<[Filter, string[]]>([
    [{ field: 'date', from: '2019', to: '2019' }, ['>= 2018-12-31T23:00:00.000Z', '< 2019-12-31T23:00:00.000Z']],
    [{ field: 'date', from: '2019-12', to: '2020-02' }, ['>= 2019-11-30T23:00:00.000Z', '< 2020-02-29T23:00:00.000Z']],
    [
      { field: 'date', from: '2020-02-29', to: '2020-02-29' },
      ['>= 2020-02-28T23:00:00.000Z', '< 2020-02-29T23:00:00.000Z'],
    ],
    [{ field: 'date', from: '2019' }, ['>= 2018-12-31T23:00:00.000Z']],
    [{ field: 'date', to: '2019-12-31' }, ['< 2019-12-31T23:00:00.000Z']],
    [{ field: 'before', date: '2019' }, ['< 2018-12-31T23:00:00.000Z']],
    [{ field: 'after', date: '2019' }, ['>= 2019-12-31T23:00:00.000Z']],
    // The day that summer time begins has 23 hours.
    [
      { field: 'date', from: '2021-03-28', to: '2021-03-28' },
      ['>= 2021-03-27T23:00:00.000Z', '< 2021-03-28T22:00:00.000Z'],
    ],
  ])('%j', (filter, expected) => {
    process.env.TZ = 'Europe/Vienna'
    expect(borders(filter)).toEqual(expected)
  })

  it('take a year for itself, not for one of the last century', () => {
    process.env.TZ = 'UTC'
    expect(borders({ field: 'before', date: '0019' })).toEqual(['< 0019-01-01T00:00:00.000Z'])
  })
})

describe('structure', () => {
  const png: Condition = { op: 'filter', filter: { field: 'type', type: 'png' } }
  const landscape: Condition = { op: 'filter', filter: { field: 'is', flag: 'landscape' } }

  it('merges groups that join the same way, with NOT at the conditions', () => {
    const condition: Condition = { op: 'any', of: [{ op: 'not', of: { op: 'all', of: [png, landscape] } }, landscape] }
    expect(conditionToSql(condition, { roots })).toBe(
      "((NOT ends_with(lower(name), '.png')) OR (NOT (width > height)) OR (width > height))",
    )
  })

  it('finds nothing offline where nothing is', () => {
    expect(sql({ field: 'is', flag: 'offline' }, { roots: [] })).toBe('false')
    expect(sql({ field: 'is', flag: 'offline' })).toBe("(root IN ('r''2'))")
  })
})

describe('text', () => {
  const literal = /'(?:[^']|'')*'/gs
  const skeleton = (text: string): string => text.replace(literal, '?')

  it('never ends the literal it stands in', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.string({ unit: fc.constantFrom("'", '"', '\\', ';', '-', '%', '_', '/', ')', ' OR true'), minLength: 1 }),
    )
    fc.assert(
      fc.property(hostile, fc.constantFrom('camera' as const, 'lens' as const, 'place' as const), (text, field) => {
        const comparison = `contains(lower(${field}), lower(?))`
        const forms = new Set([text, text.normalize('NFC'), text.normalize('NFD')]).size
        const any = Array.from({ length: forms }, () => comparison).join(' OR ')
        expect(skeleton(sql({ field, text }))).toBe(`(${field} IS NOT NULL AND (${any}))`)
      }),
      { seed: 5, numRuns: 1000 },
    )
    fc.assert(
      fc.property(hostile, (folder) => {
        expect(skeleton(sql({ field: 'in', folder }))).toMatch(
          /^(false|\((contains\(lower\(concat\(\?, folder, \?\)\), lower\(\?\)\)|starts_with\(lower\(concat\(\?, folder, \?\)\), lower\(\?\)\)|root = \?|root IN \(\?(, \?)*\)| OR | AND |[()])+\))$/,
        )
      }),
      { seed: 6, numRuns: 1000 },
    )
  })
})
