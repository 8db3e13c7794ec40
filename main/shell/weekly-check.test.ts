// Once a week, and only where it was asked for.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isDue, WeeklyCheck } from './weekly-check'

const day = 24 * 60 * 60 * 1000
const now = Date.UTC(2026, 0, 31)

describe('isDue', () => {
  it('is a week after the last answer', () => {
    expect(isDue({ checkedAt: null, triedAt: null }, now)).toBe(true)
    expect(isDue({ checkedAt: now - 7 * day + 1, triedAt: now - 7 * day + 1 }, now)).toBe(false)
    expect(isDue({ checkedAt: now - 7 * day, triedAt: now - 7 * day }, now)).toBe(true)
  })

  it('is a day after a try that had no answer', () => {
    expect(isDue({ checkedAt: null, triedAt: now - day + 1 }, now)).toBe(false)
    expect(isDue({ checkedAt: now - 8 * day, triedAt: now - day }, now)).toBe(true)
  })

  it('does not wait for years because the clock was wrong', () => {
    expect(isDue({ checkedAt: now + 999 * day, triedAt: now + 999 * day }, now)).toBe(true)
  })
})

describe('WeeklyCheck', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const started = (isOn: boolean) => {
    const checks: { checkedAt: number | null; triedAt: number | null } = { checkedAt: null, triedAt: null }
    const check = vi.fn(() => {
      checks.checkedAt = checks.triedAt = Date.now()
      return Promise.resolve()
    })
    new WeeklyCheck({ checks, check }, () => isOn).start()
    return check
  }

  it('never asks while the setting is off', () => {
    const check = started(false)
    vi.advanceTimersByTime(100 * day)
    expect(check).not.toHaveBeenCalled()
  })

  it('asks after the start and then once a week while it is on', () => {
    const check = started(true)
    vi.advanceTimersByTime(20_000)
    expect(check).not.toHaveBeenCalled()
    vi.advanceTimersByTime(6 * day)
    expect(check).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(23 * day)
    expect(check).toHaveBeenCalledTimes(5)
  })
})
