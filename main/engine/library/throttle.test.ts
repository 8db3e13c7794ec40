// What holds indexing up: the person, the battery, the disk, a search; each alone and together.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CpuBudget } from './cpu-budget'
import { Throttle, type Wish } from './throttle'

const free: Wish = { paused: false, pausedUntil: null, cpuShare: 100 }
const hour = 3_600_000
const battery = (level: number | null) => ({ onBattery: true, level })

let onChange: ReturnType<typeof vi.fn<() => void>>

beforeEach(() => {
  vi.useFakeTimers()
  onChange = vi.fn<() => void>()
})
afterEach(() => {
  vi.useRealTimers()
})

function throttleWith(wish: Partial<Wish> = {}): Throttle {
  return new Throttle({ wish: { ...free, ...wish }, onChange })
}

/** Whether work may begin within so many milliseconds. */
async function mayBegin(throttle: Throttle, ms: number): Promise<boolean> {
  let began = false
  void throttle.turn().then(() => (began = true))
  await vi.advanceTimersByTimeAsync(ms)
  return began
}

describe('pausing', () => {
  it('for an hour ends after an hour, by itself', async () => {
    const throttle = throttleWith()
    throttle.pause(Date.now() + hour)
    expect(throttle.pausedBy).toEqual(['until'])
    await vi.advanceTimersByTimeAsync(hour - 1000)
    expect(throttle.isPaused).toBe(true)
    onChange.mockClear()
    await vi.advanceTimersByTimeAsync(1000)
    expect(throttle.pausedBy).toEqual([])
    expect(onChange).toHaveBeenCalledOnce()
  })

  it('until a time goes on after a restart, and is over when the time has passed meanwhile', async () => {
    const throttle = throttleWith({ pausedUntil: Date.now() + 5000 })
    expect(throttle.pausedBy).toEqual(['until'])
    await vi.advanceTimersByTimeAsync(5000)
    expect(throttle.isPaused).toBe(false)
    expect(throttleWith({ pausedUntil: Date.now() - 1 }).isPaused).toBe(false)
  })

  it('for an hour lasts an hour, also when the clock is set back or the computer sleeps meanwhile', async () => {
    const throttle = throttleWith()
    throttle.pause(Date.now() + hour)
    vi.setSystemTime(Date.now() - 24 * hour)
    await vi.advanceTimersByTimeAsync(hour - 20_000)
    expect(throttle.isPaused).toBe(true)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(throttle.isPaused).toBe(false)

    throttle.pause(Date.now() + hour)
    vi.setSystemTime(Date.now() + hour)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(throttle.isPaused).toBe(false)
  })

  it('until a time beyond a week, as a clock set back has it after a restart, lasts a week at most', async () => {
    const throttle = throttleWith({ pausedUntil: Date.now() + 365 * 24 * hour })
    await vi.advanceTimersByTimeAsync(7 * 24 * hour)
    expect(throttle.isPaused).toBe(false)
  })

  it('until further notice replaces pausing for an hour, and resuming ends both', async () => {
    const throttle = throttleWith()
    throttle.pause(Date.now() + hour)
    throttle.pause(null)
    await vi.advanceTimersByTimeAsync(2 * hour)
    expect(throttle.pausedBy).toEqual(['user'])
    throttle.resume()
    expect(throttle.wish).toEqual(free)
  })
})

describe('a battery', () => {
  it('halves the share, and under 20 % stops indexing', () => {
    const throttle = throttleWith({ cpuShare: 50 })
    throttle.setPower(battery(0.2))
    expect(throttle).toMatchObject({ pausedBy: [], slowedBy: ['battery', 'share'], share: 0.25 })
    throttle.setPower(battery(0.19))
    expect(throttle.pausedBy).toEqual(['battery-low'])
    throttle.setPower({ onBattery: false, level: 0.1 })
    expect(throttle).toMatchObject({ pausedBy: [], slowedBy: ['share'], share: 0.5 })
  })

  it('whose level is not known only slows', () => {
    const throttle = throttleWith()
    throttle.setPower(battery(null))
    expect(throttle).toMatchObject({ pausedBy: [], slowedBy: ['battery'] })
  })

  it('that is low is waited out, unlike a pause by hand', async () => {
    const throttle = throttleWith()
    throttle.setPower(battery(0.1))
    let isOver = false
    void throttle.obstaclesGone().then(() => (isOver = true))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(isOver).toBe(false)
    throttle.setPower(battery(0.5))
    await vi.advanceTimersByTimeAsync(0)
    expect(isOver).toBe(true)
    throttle.pause(null)
    await throttle.obstaclesGone()
  })
})

it('names all reasons at once', () => {
  const throttle = throttleWith({ paused: true, cpuShare: 25 })
  throttle.setPower(battery(0.05))
  throttle.setDiskFull(true)
  throttle.setSearching(true)
  expect(throttle.pausedBy).toEqual(['user', 'battery-low', 'disk-full'])
  expect(throttle.slowedBy).toEqual(['searching', 'battery', 'share'])
})

describe('a turn', () => {
  it('waits while somebody searches, and no longer', async () => {
    const throttle = throttleWith()
    throttle.setSearching(true)
    const began = mayBegin(throttle, 5000)
    expect(await began).toBe(false)
    throttle.setSearching(false)
    expect(await mayBegin(throttle, 0)).toBe(true)
  })

  it('does not wait for ever for a search whose end nobody reports', async () => {
    const throttle = throttleWith()
    throttle.setSearching(true)
    expect(await mayBegin(throttle, 20_000)).toBe(true)
    expect(throttle.slowedBy).toEqual([])
  })

  it('rests for the share, and goes on at once when there is more of it', async () => {
    let used = 0
    const budget = new CpuBudget({ now: () => Date.now(), used: () => used, cores: 1 })
    const throttle = new Throttle({ wish: { ...free, cpuShare: 25 }, onChange, budget })
    used = 1000
    expect(await mayBegin(throttle, 2000)).toBe(false)
    throttle.setShare(100)
    expect(await mayBegin(throttle, 100)).toBe(true)
  })

  it('comes at once when the library is closed', async () => {
    const throttle = throttleWith()
    throttle.setSearching(true)
    const began = mayBegin(throttle, 0)
    throttle.close()
    expect(await began).toBe(true)
  })
})

it('says nothing when nothing has changed', () => {
  const throttle = throttleWith()
  throttle.setPower({ onBattery: false, level: 1 })
  throttle.setSearching(false)
  expect(onChange).not.toHaveBeenCalled()
})
