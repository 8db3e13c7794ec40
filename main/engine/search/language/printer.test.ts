// Every query can be written as text and read again: the search bar's chips and its text are two views of one tree.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  comparisons,
  flags,
  ParsedQuery as ParsedQuerySchema,
  type Condition,
  type Expression,
  type Filter,
  type ParsedQuery,
  type Term,
} from '../../../../contract'
import { normalise } from './normalise'
import { parseQuery } from './parser'
import { printQuery } from './printer'

const id = fc.string({ unit: fc.constantFrom('0', '7', '9', 'a', 'e', 'f'), minLength: 32, maxLength: 32 })
const words = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          'dog',
          'AND',
          'OR',
          'NOT',
          'no',
          'not',
          'without',
          'a',
          'in',
          '2019',
          'last',
          'summer',
          'and',
          ':)',
          '-',
          '+',
        ],
        ...[
          '-x',
          '+x',
          '"',
          '“',
          '(',
          ')',
          'x^2',
          '^_^',
          'date:2019',
          'dates:1',
          'foo:',
          '12:30',
          ',',
          'dog,',
          '😀',
          '',
          '\n',
        ],
        ...['May', '3', 'yesterday', 'from', 'to', 'with', 'but', 'except', '--', 'is:x', '^', "'", '\\', '""'],
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map((parts) => parts.join(' ')),
)
const text = words.filter((value) => value.trim() !== '')
const fraction = fc.double({ min: 0, max: 1, noNaN: true })
const part = fc
  .record({ x: fraction, y: fraction, w: fraction, h: fraction })
  .filter(({ x, y, w, h }) => w > 0 && h > 0 && x + w <= 1 && y + h <= 1)
const term: fc.Arbitrary<Term> = fc.oneof(
  { weight: 4, arbitrary: text.map((value): Term => ({ kind: 'text', text: value })) },
  words.map((path): Term => ({ kind: 'file', path: `${path}.jpg` })),
  id.map((imageId): Term => ({ kind: 'picture', imageId })),
  fc.record({ kind: fc.constant('picture' as const), imageId: id, part }),
  id.map((itemId): Term => ({ kind: 'like', itemId })),
  fc.tuple(id, part).map(([itemId, box]): Term => ({ kind: 'region', itemId, ...box })),
)
const weight = fc.oneof(fc.constant(undefined), fc.constant(1), fc.double({ min: 0.1, max: 10, noNaN: true }))

const pad = (value: number): string => String(value).padStart(2, '0')
const day = fc
  .tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([year, month, date]) => `${String(year).padStart(4, '0')}-${pad(month)}-${pad(date)}`)
const date = fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([full, length]) => full.slice(0, length))
const range = fc.tuple(day, day, fc.constantFrom(4, 7, 10), fc.constantFrom(4, 7, 10)).map(([one, other, a, b]) => {
  const [from, to] = one < other ? [one, other] : [other, one]
  return { from: from.slice(0, a), to: to.slice(0, b) }
})
const name = words.filter((value) => value !== '')
const filter: fc.Arbitrary<Filter> = fc.oneof(
  range.map(({ from, to }): Filter => ({ field: 'date', from, to })),
  date.map((from): Filter => ({ field: 'date', from })),
  date.map((to): Filter => ({ field: 'date', to })),
  fc.record({ field: fc.constantFrom('before' as const, 'after' as const), date }),
  name.map((folder): Filter => ({ field: 'in', folder })),
  fc
    .string({ unit: fc.constantFrom('a', 'j', 'p', 'z', '0', '3', '9'), minLength: 1, maxLength: 10 })
    .map((type): Filter => ({ field: 'type', type })),
  fc.record({ field: fc.constantFrom('camera' as const, 'lens' as const, 'place' as const), text: name }),
  fc.record({
    field: fc.constant('near' as const),
    latitude: fc.double({ min: -90, max: 90, noNaN: true }),
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    km: fc.double({ min: 0, minExcluded: true, max: 20_100, noNaN: true }),
  }),
  fc.record({
    field: fc.constant('rating' as const),
    is: fc.constantFrom(...comparisons),
    stars: fc.integer({ min: 0, max: 5 }),
  }),
  fc.record({ field: fc.constant('is' as const), flag: fc.constantFrom(...flags) }),
  fc.record({
    field: fc.constant('size' as const),
    is: fc.constantFrom(...comparisons),
    bytes: fc.oneof(
      fc.maxSafeNat(),
      fc.nat(5000).map((mb) => mb * 1e6),
    ),
  }),
)

const { expression, condition } = fc.letrec<{ expression: Expression; condition: Condition }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    fc.record({ op: fc.constant('term' as const), term, weight }),
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const),
      of: fc.array(tie('expression'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ op: fc.constant('not' as const), of: tie('expression') }),
  ),
  condition: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    fc.record({ op: fc.constant('filter' as const), filter }),
    fc.record({
      op: fc.constantFrom('all' as const, 'any' as const),
      of: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ op: fc.constant('not' as const), of: tie('condition') }),
  ),
}))
const query = fc.record({ match: expression, where: condition }, { requiredKeys: [] }) as fc.Arbitrary<ParsedQuery>

describe('printQuery', () => {
  it('writes what parses to the same query, whatever the query and the day', () => {
    let compared = 0
    fc.assert(
      fc.property(query, fc.date({ noInvalidDate: true }), (any, today) => {
        const printed = printQuery(any)
        const result = parseQuery(printed, { today })
        if (printed.length > 2000 || /64 parts/.test(JSON.stringify(result))) return
        expect(result, printed).toEqual({ query: normalise(ParsedQuerySchema.parse(any)) })
        compared++
      }),
      { numRuns: 4000, seed: 7 },
    )
    expect(compared).toBeGreaterThan(3500)
  })

  it('writes nothing for everything', () => {
    expect(printQuery({})).toBe('')
  })

  it.each([
    ['dog', 'dog'],
    ['a dog in the snow', 'a dog in the snow'],
    ['SALT AND PEPPER', '"SALT AND PEPPER"'],
    ['-5 degrees', '"-5 degrees"'],
    ['beach without people', '"beach without people"'],
    ['in 2019', '"in 2019"'],
    ['date:2019', '"date:2019"'],
    ['say "cheese"', '"say ""cheese"""'],
    ['two  spaces', '"two  spaces"'],
    ['photo (1)', '"photo (1)"'],
  ])('puts %j into quotes only where it would be read otherwise', (value, expected) => {
    expect(printQuery({ match: { op: 'term', term: { kind: 'text', text: value } } })).toBe(expected)
  })
})

describe('normalise', () => {
  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(query, (any) => {
        expect(normalise(normalise(any))).toEqual(normalise(any))
      }),
      { seed: 3 },
    )
  })
})
