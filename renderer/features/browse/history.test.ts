/** Tests of which spots are remembered, and so of where back leads. */
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { nothingAsked } from '../search/searchStore'
import type * as History from './history'

let remembered: typeof History.remembered
beforeAll(async () => {
  vi.stubGlobal('navigator', { platform: 'Linux' })
  ;({ remembered } = await import('./history'))
})

const spot = (search: Partial<typeof nothingAsked> = {}, screen: 'photos' | 'places' = 'photos') => ({
  screen,
  search: { ...nothingAsked, ...search },
})
const favourites = spot({ scope: { kind: 'favourites' } })

describe('remembered', () => {
  it('adds a view behind the one before', () => {
    const after = remembered({ spots: [spot()], at: 0 }, favourites)
    expect(after.spots).toHaveLength(2)
    expect(after.at).toBe(1)
  })

  it('does not add what is shown already', () => {
    const before = { spots: [spot(), favourites], at: 1 }
    expect(remembered(before, spot({ scope: { kind: 'favourites' }, draft: 'cat' }))).toEqual(before)
  })

  it('takes words that are typed one after the other for one search', () => {
    const typed = ['c', 'ca', 'cat'].reduce(
      (history, text) => remembered(history, spot({ text })),
      remembered({ spots: [spot()], at: 0 }, favourites),
    )
    expect(typed.spots.map(({ search }) => search.text)).toEqual(['', '', 'cat'])
  })

  it('forgets what lay ahead when another way is taken', () => {
    const after = remembered({ spots: [spot(), favourites, spot({ text: 'cat' })], at: 0 }, spot({}, 'places'))
    expect(after.spots.map(({ screen }) => screen)).toEqual(['photos', 'places'])
  })
})
