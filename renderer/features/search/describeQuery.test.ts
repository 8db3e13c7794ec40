/** Tests of the words on the chips. */
import { describe, expect, it } from 'vitest'
import type { Expression, Filter } from '../../../contract'
import { describeCondition, describeExpression, describeFilter } from './describeQuery'

const words = (text: string): Expression => ({ op: 'term', term: { kind: 'text', text } })

describe('a group', () => {
  it('is one line that says what belongs together', () => {
    expect(
      describeExpression({
        op: 'or',
        of: [
          { op: 'and', of: [words('dog'), { op: 'not', of: words('cat') }] },
          { ...words('bird'), weight: 2 } as Expression,
        ],
      }),
    ).toBe('(dog and not cat) or bird ×2')
  })
})

describe('a filter', () => {
  it('is said in words', () => {
    const cases: [Filter, string][] = [
      [{ field: 'date', from: '2019', to: '2019' }, '2019'],
      [{ field: 'date', from: '2019-06', to: '2019-08' }, 'June 2019 – August 2019'],
      [{ field: 'date', from: '2019-03-05' }, 'Since Mar 5, 2019'],
      [{ field: 'date', to: '2019' }, 'Until 2019'],
      [{ field: 'before', date: '2019-12' }, 'Before December 2019'],
      [{ field: 'in', folder: 'Trips' }, 'In Trips'],
      [{ field: 'type', type: 'raw' }, 'RAW'],
      [{ field: 'rating', is: '>=', stars: 4 }, 'Rating at least 4'],
      [{ field: 'rating', is: '=', stars: 5 }, 'Rating 5'],
      [{ field: 'size', is: '>', bytes: 5_000_000 }, 'Size over 5.0 MB'],
      [{ field: 'is', flag: 'favorite' }, 'Favourites'],
    ]
    for (const [filter, text] of cases) expect(describeFilter(filter)).toBe(text)
  })

  it('may be negated and combined', () => {
    expect(
      describeCondition({
        op: 'not',
        of: {
          op: 'any',
          of: [
            { op: 'filter', filter: { field: 'is', flag: 'screenshot' } },
            { op: 'filter', filter: { field: 'type', type: 'gif' } },
          ],
        },
      }),
    ).toBe('not (Screenshots or GIF)')
  })
})
