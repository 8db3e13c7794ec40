/** Tests of how the timeline is parted, and of the stops of its scrubber. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markAt, monthMarks, sectionsOf, yearLabels } from './sections'

const day = (day: number, count: number) => ({ day, count })

describe('sectionsOf', () => {
  it('parts by day where days fill rows, else by month, and puts small years together', () => {
    const days = [
      day(20240712, 9),
      day(20240711, 7),
      day(20240620, 2),
      day(20240603, 3),
      day(20190102, 1),
      day(20180301, 1),
    ]
    expect(sectionsOf({ days, undated: 4 }, 6)).toEqual([
      { at: 0, count: 9, newest: 20240712, oldest: 20240712, unit: 'day' },
      { at: 9, count: 7, newest: 20240711, oldest: 20240711, unit: 'day' },
      { at: 16, count: 5, newest: 20240620, oldest: 20240603, unit: 'month' },
      { at: 21, count: 2, newest: 20190102, oldest: 20180301, unit: 'years' },
      { at: 23, count: 4, newest: null, oldest: null, unit: 'undated' },
    ])
  })

  it('is finer the more photos a row is filled by: larger thumbnails show days', () => {
    const days = [day(20240712, 9), day(20240711, 7)]
    expect(sectionsOf({ days, undated: 0 }, 4).map(({ unit }) => unit)).toEqual(['day', 'day'])
    expect(sectionsOf({ days, undated: 0 }, 8).map(({ unit }) => unit)).toEqual(['day', 'day'])
    expect(sectionsOf({ days, undated: 0 }, 20).map(({ unit }) => unit)).toEqual(['year'])
  })

  it('covers every photo once, whatever the days', () => {
    const someDays = fc.uniqueArray(
      fc.record({
        day: fc
          .record({
            y: fc.integer({ min: 1990, max: 2030 }),
            m: fc.integer({ min: 1, max: 12 }),
            d: fc.integer({ min: 1, max: 28 }),
          })
          .map(({ y, m, d }) => y * 10_000 + m * 100 + d),
        count: fc.integer({ min: 1, max: 300 }),
      }),
      { selector: (each) => each.day, maxLength: 80 },
    )
    fc.assert(
      fc.property(someDays, fc.nat(50), fc.integer({ min: 1, max: 20 }), (list, undated, perRow) => {
        const days = list.sort((a, b) => b.day - a.day)
        const sections = sectionsOf({ days, undated }, perRow)
        let at = 0
        for (const section of sections) {
          expect(section.at).toBe(at)
          expect(section.count).toBeGreaterThan(0)
          at += section.count
        }
        expect(at).toBe(days.reduce((total, { count }) => total + count, undated))
      }),
    )
  })
})

describe('the scrubber', () => {
  const marks = monthMarks({
    days: [day(20240712, 9), day(20240711, 7), day(20240620, 2), day(20190102, 82)],
    undated: 5,
  })

  it('stops at each month and at what has no date', () => {
    expect(marks).toEqual([
      { at: 0, month: 202407 },
      { at: 16, month: 202406 },
      { at: 18, month: 201901 },
      { at: 100, month: null },
    ])
    expect([0, 15, 16, 17, 99, 100, 104].map((photo) => markAt(marks, photo))).toEqual([0, 0, 1, 1, 2, 3, 3])
  })

  it('writes years where there is room', () => {
    expect(yearLabels(marks, 105, 0.05)).toEqual([
      { year: 2024, share: 0 },
      { year: 2019, share: 18 / 105 },
    ])
    expect(yearLabels(marks, 105, 0.2)).toEqual([{ year: 2024, share: 0 }])
  })
})
