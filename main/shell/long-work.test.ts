// Long work: told once at its end, never for what was short, given up, or only paused.
import { describe, expect, it } from 'vitest'
import type { LibraryStatus } from '../../contract'
import { LongWork } from './long-work'

const status = (phase: LibraryStatus['phase'], done: number, total = 100): LibraryStatus =>
  ({ phase, pausedBy: phase === 'paused' ? ['user'] : [], run: { done, total, failed: 2 } }) as unknown as LibraryStatus

describe('LongWork', () => {
  it('says once what more than a minute of indexing has done', () => {
    const work = new LongWork()
    expect(work.observe(status('indexing', 0), 0)).toEqual({ progress: 0, isPaused: false })
    expect(work.observe(status('indexing', 50), 40_000).progress).toBe(0.5)
    expect(work.observe(status('idle', 100), 70_000)).toEqual({
      progress: null,
      isPaused: false,
      finished: { count: 98, failed: 2 },
    })
    expect(work.observe(status('idle', 100), 80_000).finished).toBeUndefined()
  })

  it('says nothing of what took less', () => {
    const work = new LongWork()
    work.observe(status('indexing', 0), 0)
    expect(work.observe(status('idle', 100), 59_000).finished).toBeUndefined()
    work.observe(status('indexing', 0), 500_000)
    expect(work.observe(status('idle', 100), 520_000).finished).toBeUndefined()
  })

  it('is one run over a pause and a look at the disk', () => {
    const work = new LongWork()
    work.observe(status('indexing', 0), 0)
    expect(work.observe(status('paused', 10), 20_000)).toEqual({ progress: 0.1, isPaused: true })
    expect(work.observe(status('scanning', 10), 30_000).finished).toBeUndefined()
    work.observe(status('indexing', 20), 40_000)
    expect(work.observe(status('idle', 100), 61_000).finished).toEqual({ count: 98, failed: 2 })
  })

  it('says nothing when it ended in a failure', () => {
    const work = new LongWork()
    work.observe(status('indexing', 0), 0)
    expect(work.observe(status('failed', 10), 90_000).finished).toBeUndefined()
  })

  it('is not at work while nothing was begun', () => {
    const work = new LongWork()
    expect(work.observe(status('paused', 0, 0), 0)).toEqual({ progress: null, isPaused: false })
    expect(work.observe(status('idle', 0, 0), 100_000).finished).toBeUndefined()
  })
})
