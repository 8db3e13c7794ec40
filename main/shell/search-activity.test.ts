// When a person is taken to be searching.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { SearchActivity } from './search-activity'

let told: boolean[]
let activity: SearchActivity

beforeEach(() => {
  vi.useFakeTimers()
  told = []
  activity = new SearchActivity((isSearching) => told.push(isSearching))
})
afterEach(() => {
  vi.useRealTimers()
})

it('is said at once, and taken back a moment after the last search has ended', async () => {
  const ends: (() => void)[] = []
  const search = (): Promise<void> =>
    activity.during('search.run', {}, () => new Promise<void>((resolve) => ends.push(resolve)))
  const first = search()
  expect(told).toEqual([true])
  const second = search()
  ends[0]!()
  await first
  await vi.advanceTimersByTimeAsync(5000)
  expect(told).toEqual([true])
  ends[1]!()
  await second
  expect(told).toEqual([true])
  await vi.advanceTimersByTimeAsync(5000)
  expect(told).toEqual([true, false])
})

it('holds from one search to the next', async () => {
  for (let i = 0; i < 5; i++) {
    await activity.during('search.suggest', {}, () => Promise.resolve())
    await vi.advanceTimersByTimeAsync(300)
  }
  expect(told).toEqual([true])
})

it('is not said of calls that nobody waits for, nor of the same search again', async () => {
  expect(await activity.during('library.folders', undefined, () => Promise.resolve(1))).toBe(1)
  await activity.during('search.run', { isRefresh: true }, () => Promise.resolve())
  expect(told).toEqual([])
})

it('ends also when the search fails', async () => {
  await expect(activity.during('search.run', {}, () => Promise.reject(new Error('down')))).rejects.toThrow('down')
  await vi.advanceTimersByTimeAsync(5000)
  expect(told).toEqual([true, false])
})
