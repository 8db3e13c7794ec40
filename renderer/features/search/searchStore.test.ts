/** Tests of what a search asks the engine. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Folder } from '../../../contract'
import { anyDate } from './dateFilter'
import { clearQuery, hasFilters, moreLike, submit, toRequest, type, useSearch } from './searchStore'

const today = new Date(2025, 5, 15)
const id = '0'.repeat(32)
const item = { id, hash: id + id, name: 'a.jpg', width: 3, height: 2, date: 0, score: null }
const folder = (path: string): Folder => ({ rootId: '0123456789abcdef', path, name: 'x', count: 1 })

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  clearQuery()
  vi.useRealTimers()
})

describe('typing', () => {
  it('searches when the user stops, or at once on Enter', () => {
    type('a dog')
    vi.advanceTimersByTime(150)
    type('a dog at the sea')
    vi.advanceTimersByTime(150)
    expect(useSearch.getState().text).toBe('')
    vi.advanceTimersByTime(60)
    expect(useSearch.getState().text).toBe('a dog at the sea')
    type('snow ')
    submit()
    expect(useSearch.getState().text).toBe('snow')
  })

  it('replaces an example, and an example replaces words', () => {
    moreLike(item)
    type('snow')
    submit()
    expect(useSearch.getState().example).toBeNull()
    moreLike(item)
    expect(useSearch.getState()).toMatchObject({ draft: '', text: '', example: { kind: 'item' } })
    vi.advanceTimersByTime(1000)
    expect(useSearch.getState().example).not.toBeNull()
  })
})

describe('toRequest', () => {
  const nothing = { text: '', example: null, folder: null, date: anyDate }

  it('asks for everything when nothing is given', () => {
    expect(toRequest(nothing, today)).toEqual({ query: { kind: 'all' }, filters: {} })
  })

  it('asks by words or by example', () => {
    expect(toRequest({ ...nothing, text: 'snow' }, today).query).toEqual({ kind: 'text', text: 'snow' })
    expect(toRequest({ ...nothing, example: { kind: 'item', item } }, today).query).toEqual({
      kind: 'item',
      itemId: id,
    })
  })

  it('filters by a folder, or by its root when it is the root', () => {
    expect(toRequest({ ...nothing, folder: folder('2024/Trip') }, today).filters).toEqual({
      folder: { rootId: '0123456789abcdef', path: '2024/Trip' },
    })
    expect(toRequest({ ...nothing, folder: folder('') }, today).filters).toEqual({ rootIds: ['0123456789abcdef'] })
    expect(hasFilters({ ...nothing, folder: folder('') })).toBe(true)
    expect(hasFilters(nothing)).toBe(false)
  })
})
