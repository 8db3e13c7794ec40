/** Tests of taking queries apart into chips and putting them together. */
import { describe, expect, it } from 'vitest'
import type { Condition, Expression, ParsedQuery } from '../../../contract'
import {
  compose,
  conditionsOf,
  fromSingleTerm,
  partsOf,
  singleTerm,
  someTerm,
  withCondition,
  withPart,
} from './queryParts'

const words = (text: string, weight?: number): Expression => ({
  op: 'term',
  term: { kind: 'text', text },
  ...(weight !== undefined && { weight }),
})
const filter = (text: string): Condition => ({ op: 'filter', filter: { field: 'place', text } })
const either: Expression = { op: 'or', of: [words('dog'), words('cat')] }
const query: ParsedQuery = {
  match: { op: 'and', of: [words('red', 2), { op: 'not', of: words('car') }, either] },
  where: { op: 'all', of: [filter('Lisbon'), { op: 'not', of: filter('Porto') }] },
}

describe('parts of a query', () => {
  it('are what stands side by side', () => {
    expect(partsOf(query)).toHaveLength(3)
    expect(conditionsOf(query)).toHaveLength(2)
    expect(partsOf({ match: either })).toEqual([either])
    expect(partsOf({})).toEqual([])
  })

  it('are changed and taken away one by one, down to nothing', () => {
    const changed = withPart(query, 0, words('blue'))
    expect(partsOf(changed)).toEqual([words('blue'), ...partsOf(query).slice(1)])
    expect(changed.where).toEqual(query.where)
    const fewer = withCondition(withPart(withPart(query, 0, null), 0, null), 0, null)
    expect(fewer).toEqual({ match: either, where: { op: 'not', of: filter('Porto') } })
    expect(withCondition(withPart(fewer, 0, null), 0, null)).toEqual({})
  })

  it('are followed by examples', () => {
    expect(compose({ match: either }, [words('x')])).toEqual({ match: { op: 'and', of: [either, words('x')] } })
    expect(compose({ where: filter('a') }, [words('x')])).toEqual({ match: words('x'), where: filter('a') })
    expect(compose({}, [])).toEqual({})
  })
})

describe('a term with sign and weight', () => {
  it('is read and written without loss', () => {
    for (const part of [words('a'), words('a', 2), { op: 'not', of: words('a', 0.5) } satisfies Expression]) {
      const single = singleTerm(part)
      expect(single && fromSingleTerm(single)).toEqual(part)
    }
    expect(singleTerm(words('a'))).toEqual({ term: { kind: 'text', text: 'a' }, isAvoided: false, weight: 1 })
  })

  it('is not what a group is', () => {
    expect(singleTerm(either)).toBeNull()
    expect(singleTerm({ op: 'not', of: either })).toBeNull()
  })
})

it('finds a kind of term however deep it stands', () => {
  const isText = ({ kind }: { kind: string }) => kind === 'text'
  expect(someTerm({ op: 'not', of: either }, isText)).toBe(true)
  expect(someTerm({ op: 'term', term: { kind: 'picture', imageId: '0'.repeat(32) } }, isText)).toBe(false)
})
