/** Tests of the date filter. */
import { describe, expect, it } from 'vitest'
import { dateLabel, isAnyDate, parseDay, toSpan } from './dateFilter'

const today = new Date(2025, 5, 15, 12)

describe('parseDay', () => {
  it('reads days as local midnight', () => {
    expect(parseDay('2024-02-29')).toEqual(new Date(2024, 1, 29))
    expect(parseDay('0045-03-15')?.getFullYear()).toBe(45)
  })

  it('refuses what is no day', () => {
    for (const text of ['', '2023-02-29', '2024-13-01', '2024-1-1', 'yesterday']) expect(parseDay(text)).toBeNull()
  })
})

describe('toSpan', () => {
  it('covers whole years', () => {
    expect(toSpan({ preset: 'any' }, today)).toEqual({})
    expect(toSpan({ preset: 'this-year' }, today)).toEqual({
      from: new Date(2025, 0, 1).getTime(),
      to: new Date(2026, 0, 1).getTime() - 1,
    })
    expect(toSpan({ preset: 'last-year' }, today).from).toBe(new Date(2024, 0, 1).getTime())
  })

  it('covers custom days to their last moment, also when given backwards or half open', () => {
    const from = new Date(2020, 0, 2).getTime()
    const to = new Date(2020, 0, 4).getTime() - 1
    expect(toSpan({ preset: 'custom', from: '2020-01-02', to: '2020-01-03' }, today)).toEqual({ from, to })
    expect(toSpan({ preset: 'custom', from: '2020-01-03', to: '2020-01-02' }, today)).toEqual({ from, to })
    expect(toSpan({ preset: 'custom', from: '2020-01-02', to: '' }, today)).toEqual({ from })
    expect(toSpan({ preset: 'custom', from: '', to: '' }, today)).toEqual({})
  })
})

describe('dateLabel', () => {
  it('names the span', () => {
    expect(dateLabel({ preset: 'any' })).toBe('Any time')
    expect(dateLabel({ preset: 'custom', from: '2020-01-02', to: '' })).toBe('Since Jan 2, 2020')
    expect(dateLabel({ preset: 'custom', from: '', to: '2020-01-02' })).toBe('Until Jan 2, 2020')
    expect(dateLabel({ preset: 'custom', from: '2020-03-05', to: '2020-01-02' })).toMatch(/^Jan 2\s–\sMar 5, 2020$/)
  })

  it('knows when it filters nothing', () => {
    expect(isAnyDate({ preset: 'custom', from: '', to: '' })).toBe(true)
    expect(isAnyDate({ preset: 'custom', from: '', to: '2020-01-02' })).toBe(false)
  })
})
