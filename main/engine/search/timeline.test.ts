/** Tests of days and of the order of photos by time. */
import { describe, expect, it } from 'vitest'
import { batchTimes, countDays, isDated, sortTime } from './timeline'

const at = (year: number, month: number, day: number, hour = 12) => new Date(year, month - 1, day, hour).getTime()

describe('countDays', () => {
  it('counts photos by the day of the place where Fovea runs, newest first', () => {
    const times = [at(2019, 7, 21, 0), at(2020, 1, 1), at(2019, 7, 21, 23), at(1969, 7, 20), at(2019, 7, 22, 0)]
    expect(countDays(times)).toEqual({
      days: [
        { day: 20200101, count: 1 },
        { day: 20190722, count: 1 },
        { day: 20190721, count: 2 },
        { day: 19690720, count: 1 },
      ],
      undated: 0,
    })
  })

  it('puts what has no date after everything else', () => {
    expect(countDays([0, at(1950, 5, 5), 3_600_000, at(1601, 1, 1)])).toEqual({
      days: [{ day: 19500505, count: 1 }],
      undated: 3,
    })
    expect([0, at(1950, 5, 5)].sort((a, b) => sortTime(b) - sortTime(a))).toEqual([at(1950, 5, 5), 0])
    expect(isDated(at(1970, 1, 10))).toBe(true)
  })

  it('has no days where there are no photos', () => {
    expect(countDays([])).toEqual({ days: [], undated: 0 })
  })
})

describe('batchTimes', () => {
  it('takes photos that came one after the other as one batch', () => {
    const minute = 60_000
    const times = batchTimes(
      new Map([
        ['old', 0],
        ['a', 100 * minute],
        ['c', 114 * minute],
        ['b', 107 * minute],
        ['new', 200 * minute],
      ]),
    )
    expect(times.get('a')).toBe(times.get('c'))
    expect(times.get('b')).toBe(times.get('c'))
    expect(times.get('old')! < times.get('a')! && times.get('a')! < times.get('new')!).toBe(true)
  })
})
