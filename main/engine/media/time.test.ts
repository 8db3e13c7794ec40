// Times as photos write them: with a zone, without one, in parts, and nonsense.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseExifTime, parseGpsTime, parseXmpTime } from './time'

const local = (...parts: [number, number, number, number, number, number]): number => new Date(...parts).getTime()

describe('parseExifTime', () => {
  it('takes a time without zone as local, and with one as it says', () => {
    const here = { at: local(2019, 6, 21, 15, 4, 5), offset: null }
    expect(parseExifTime('2019:07:21 15:04:05')).toEqual(here)
    expect(parseExifTime('2019:07:21 15:04:05', 'nonsense')).toEqual(here)
    expect(parseExifTime('2019:07:21 15:04:05', '+99:00')).toEqual(here)
    const utc = (hour: number, minute: number): number => Date.UTC(2019, 6, 21, hour, minute, 5)
    expect(parseExifTime('2019:07:21 15:04:05', '+02:00')).toEqual({ at: utc(13, 4), offset: 120 })
    expect(parseExifTime('2019:07:21 15:04:05', '-05:30')).toEqual({ at: utc(20, 34), offset: -330 })
    expect(parseExifTime('2019-07-21T15:04:05', '+00:00')).toEqual({ at: utc(15, 4), offset: 0 })
  })

  it('takes the zone from the time of the satellites where the camera names none', () => {
    const satellites = Date.UTC(2019, 6, 21, 9, 18, 40) // a fix some seconds older
    const nepal = { at: Date.UTC(2019, 6, 21, 9, 19, 5), offset: 345 }
    expect(parseExifTime('2019:07:21 15:04:05', undefined, satellites)).toEqual(nepal)
    expect(parseExifTime('2019:07:21 15:04:05', '+02:00', satellites)?.offset).toBe(120)
    // an hour-old fix, and a camera whose clock is years off
    const [stale, wrong] = [satellites - 3_600_000 * 0.9, Date.UTC(2010, 1, 1)]
    expect(parseExifTime('2019:07:21 15:04:05', undefined, stale)?.offset).toBeNull()
    expect(parseExifTime('2019:07:21 15:04:05', undefined, wrong)?.offset).toBeNull()
  })

  it.each([
    undefined,
    '',
    '0000:00:00 00:00:00',
    '    :  :     :  :  ',
    '2019:13:01 00:00:00',
    '2019:00:10 00:00:00',
    '2019:01:01 25:00:00',
    '1800:01:01 00:00:00',
    '2019:07:21',
    'yesterday',
  ])('%j is no time', (text) => {
    expect(parseExifTime(text)).toBeNull()
    expect(parseExifTime(text, '+01:00', 0)).toBeNull()
  })
})

describe('parseXmpTime', () => {
  it.each([
    ['2019-07-21T15:04:05+02:00', Date.UTC(2019, 6, 21, 13, 4, 5), 120],
    ['2019-07-21T15:04:05.123-05:30', Date.UTC(2019, 6, 21, 20, 34, 5), -330],
    ['2019-07-21T15:04Z', Date.UTC(2019, 6, 21, 15, 4), null],
    ['2019-07-21T15:04:05', local(2019, 6, 21, 15, 4, 5), null],
    ['2019-07-21', local(2019, 6, 21, 12, 0, 0), null],
    ['1965-08', local(1965, 7, 1, 12, 0, 0), null],
    [' 1965 ', local(1965, 0, 1, 12, 0, 0), null],
  ])('%s', (text, at, offset) => {
    expect(parseXmpTime(text)).toEqual({ at, offset })
  })

  it.each([undefined, '', '0000', '2019-13', '21.7.2019', '2019-07-21T', '2019-07-21T15:04:05 CEST'])(
    '%j is no time',
    (text) => {
      expect(parseXmpTime(text)).toBeNull()
    },
  )

  it('reads back any instant that was written with its zone', () => {
    const instant = fc.integer({ min: Date.UTC(1830, 0), max: Date.UTC(2100, 0) }).map((at) => at - (at % 1000))
    fc.assert(
      fc.property(instant, fc.integer({ min: -14 * 4, max: 14 * 4 }), (at, quarters) => {
        const offset = quarters * 15
        const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60]
        const zone = `${offset < 0 ? '-' : '+'}${`${hours}`.padStart(2, '0')}:${`${minutes}`.padStart(2, '0')}`
        const text = new Date(at + offset * 60_000).toISOString().slice(0, 19)
        expect(parseXmpTime(text + zone)).toEqual({ at, offset })
        expect(parseExifTime(text.replaceAll('-', ':').replace('T', ' '), zone)).toEqual({ at, offset })
      }),
    )
  })
})

describe('parseGpsTime', () => {
  it('joins the date and the three numbers of the time', () => {
    expect(parseGpsTime('2019:07:21', [13, 4, 5])).toBe(Date.UTC(2019, 6, 21, 13, 4, 5))
    expect(parseGpsTime(undefined, [13, 4, 5])).toBeNull()
    expect(parseGpsTime('2019:07:21', [])).toBeNull()
    expect(parseGpsTime('2019:07:21', [Number.NaN, 0, 0])).toBeNull()
  })
})
