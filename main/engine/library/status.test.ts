// Progress that only grows, estimates that wait until they mean something, at most four snapshots a second.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LibraryStatus } from '../../../contract'
import { newRoot } from './library-file'
import { Progress, StatusFeed, statusWithoutLibrary } from './status'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('Progress', () => {
  it('counts what files came to, and starts anew only after everything was done', () => {
    const progress = new Progress()
    progress.add(3, true)
    progress.settle('embedded')
    progress.settle('reused')
    progress.add(2, true) // idle for an instant, but not done
    expect(progress.run).toEqual({ done: 2, total: 5, embedded: 1, reused: 1, failed: 0 })
    progress.settle('failed')
    progress.settle('vanished')
    progress.settle('embedded')
    expect(progress.run).toEqual({ done: 5, total: 5, embedded: 2, reused: 1, failed: 1 })
    progress.add(1, true)
    expect(progress.run).toEqual({ done: 0, total: 1, embedded: 0, reused: 0, failed: 0 })
    expect(progress.sinceOpened).toEqual({ embedded: 2, reused: 1 })
  })

  it('gives no estimate before ten seconds, and then a sensible one', () => {
    const progress = new Progress()
    progress.add(1000, true)
    for (let second = 1; second <= 20; second++) {
      vi.advanceTimersByTime(1000)
      for (let i = 0; i < 10; i++) progress.settle('embedded')
      const { rate, etaSeconds } = progress.speed()
      expect(rate).toBeCloseTo(10, 1)
      if (second < 10) expect(etaSeconds).toBeNull()
      else expect(etaSeconds).toBeCloseTo((1000 - second * 10) / 10, 0)
    }
  })

  it('says nothing of speed when nothing is left', () => {
    const progress = new Progress()
    progress.add(1, true)
    vi.advanceTimersByTime(20_000)
    progress.settle('embedded')
    expect(progress.speed()).toEqual({ rate: 0, etaSeconds: null })
  })
})

describe('statusWithoutLibrary', () => {
  it('names the folders of a library that is being opened, and none of one that cannot be', () => {
    const status = statusWithoutLibrary(undefined, [newRoot('/home/me/photos', false)])
    expect(LibraryStatus.parse(status)).toMatchObject({
      phase: 'starting',
      roots: [{ path: '/home/me/photos', name: 'photos', state: 'scanning', ready: 0 }],
    })
    const failed = statusWithoutLibrary({ code: 'STORE_NEWER', message: 'newer' })
    expect(LibraryStatus.parse(failed)).toMatchObject({ phase: 'failed', roots: [] })
  })
})

describe('StatusFeed', () => {
  const snapshot = statusWithoutLibrary({ code: 'INTERNAL', message: 'x' })

  it('calls a new listener at once', () => {
    const listener = vi.fn()
    new StatusFeed(() => snapshot).subscribe(listener)
    expect(listener).toHaveBeenCalledExactlyOnceWith(snapshot)
  })

  it('sends at most four a second however often it is touched, and always the last state', () => {
    let revision = 0
    const seen: { at: number; revision: number }[] = []
    const feed = new StatusFeed(() => ({ ...snapshot, revision }))
    feed.subscribe((status) => seen.push({ at: performance.now(), revision: status.revision }))
    seen.length = 0
    for (let ms = 0; ms < 2000; ms++) {
      revision++
      feed.touch()
      vi.advanceTimersByTime(1)
    }
    vi.advanceTimersByTime(1000)
    expect(seen.length).toBeGreaterThanOrEqual(7)
    expect(seen.length).toBeLessThanOrEqual(9)
    for (let i = 1; i < seen.length; i++) expect(seen[i]!.at - seen[i - 1]!.at).toBeGreaterThanOrEqual(250)
    expect(seen.at(-1)?.revision).toBe(2000)
  })

  it('is silent while nothing changes, after the listener left, and after it was closed', () => {
    const feed = new StatusFeed(() => snapshot)
    const [one, other] = [vi.fn(), vi.fn()]
    const leave = feed.subscribe(one)
    feed.subscribe(other)
    vi.advanceTimersByTime(5000)
    expect(one).toHaveBeenCalledTimes(1)
    leave()
    feed.touch()
    vi.advanceTimersByTime(1000)
    expect([one.mock.calls.length, other.mock.calls.length]).toEqual([1, 2])
    feed.touch()
    feed.close()
    vi.advanceTimersByTime(1000)
    expect(other).toHaveBeenCalledTimes(2)
  })
})
