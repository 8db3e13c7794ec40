/** Tests of the whole of a search: what stands beside the words becomes part of the query, and what cannot stays a view. */
import { describe, expect, it } from 'vitest'
import { anyDate } from './dateFilter'
import { splitExamples } from './queryParts'
import { nothingAsked } from './searchStore'
import { chosenConditions, fromView, viewOf, wholeQuery } from './wholeQuery'

const today = new Date(2025, 5, 15)
const id = '0'.repeat(32)
const text = { op: 'term', term: { kind: 'text', text: 'beach' } } as const
const like = { op: 'not', of: { op: 'term', term: { kind: 'like', itemId: id }, weight: 2 } } as const
const folder = { rootId: '0'.repeat(16), path: 'Trips/Rome', name: 'Rome', count: 3 }

describe('the whole of a search', () => {
  it('has words, examples, folder and date', () => {
    const search = {
      ...nothingAsked,
      query: { match: text },
      examples: [like],
      folder,
      date: { preset: 'last-year' },
    } as const
    expect(wholeQuery(search, today)).toEqual({
      match: { op: 'and', of: [text, like] },
      where: {
        op: 'all',
        of: [
          { op: 'filter', filter: { field: 'in', folder: 'Trips/Rome' } },
          { op: 'filter', filter: { field: 'date', from: '2024', to: '2024' } },
        ],
      },
    })
    expect(splitExamples(wholeQuery(search, today))).toMatchObject({ query: { match: text }, examples: [like] })
  })

  it('takes spans of days in either order and with an open end, and a root by its name', () => {
    const dates = (from: string, to: string) =>
      chosenConditions({ folder: null, date: { preset: 'custom', from, to } }, today)
    expect(dates('2020-05-02', '2019-01-01')).toMatchObject([{ filter: { from: '2019-01-01', to: '2020-05-02' } }])
    expect(dates('', '2019-01-01')).toEqual([{ op: 'filter', filter: { field: 'date', to: '2019-01-01' } }])
    expect(dates('', '')).toEqual([])
    expect(chosenConditions({ folder: { ...folder, path: '', name: 'Photos' }, date: anyDate }, today)).toEqual([
      { op: 'filter', filter: { field: 'in', folder: 'Photos' } },
    ])
  })

  it('leaves an album or a part of a map beside it', () => {
    const album = { id: '1'.repeat(16), name: 'Best' }
    expect(viewOf({ album, scope: null })).toEqual({ kind: 'album', ...album })
    expect(fromView(viewOf({ album, scope: null }))).toEqual({ album, scope: null })
    const scope = { kind: 'place', name: 'Rome', filter: { place: 'Rome, Italy' } } as const
    expect(fromView(viewOf({ album: null, scope }))).toEqual({ album: null, scope })
  })
})
