// Raw values from files: cleaned, cut to length, and dropped when they make no sense.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cameraName,
  exposureText,
  keywordList,
  oneLine,
  paragraphs,
  positionOf,
  starsOf,
  starsOfPercent,
} from './facts'

describe('text', () => {
  it('loses control characters and surrounding space, and keeps all else', () => {
    expect(oneLine(' It\'s\u0000 a "test";\u0007 -- drop\r\n table\t ')).toBe('It\'s a "test"; -- drop table')
    expect(paragraphs('one\r\ntwo\u0000\n\n\u001B[31mthree ')).toBe('one\ntwo\n\n[31mthree')
    expect(oneLine('नमस्ते 👩‍👩‍👧 ًا')).toBe('नमस्ते 👩‍👩‍👧 ًا')
  })

  it.each([undefined, null, 5, {}, '', '  \n', '\u0000\u0000'])('%j is none', (value) => {
    expect(oneLine(value)).toBeNull()
    expect(paragraphs(value)).toBeNull()
  })

  it('is cut to a sensible length, never in the middle of a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), fc.integer({ min: 0, max: 3000 }), (unit, times) => {
        const text = paragraphs(unit.repeat(times))
        if (text === null) return
        expect(text.length).toBeLessThanOrEqual(5000)
        expect(text).toBe(text.trim())
        expect(text).not.toMatch(/[\uD800-\uDBFF]$/)
        expect(text).not.toMatch(/[^\P{Cc}\n\t]/u)
      }),
    )
    expect(paragraphs(`x${'😀'.repeat(5000)}`)).toBe(`x${'😀'.repeat(2499)}`)
    expect(oneLine('a'.repeat(100_000), 'title')).toHaveLength(500)
  })

  it('as keywords has no line breaks in it, nothing twice, and an end', () => {
    expect(keywordList(['sea', ' sea ', 'two\nlines', '', undefined])).toEqual(['sea', 'two lines'])
    expect(keywordList(Array.from({ length: 10_000 }, (_, i) => `word ${i}`))).toHaveLength(200)
  })
})

describe('cameraName', () => {
  it.each([
    ['Canon', 'Canon EOS R6', 'Canon EOS R6'],
    ['NIKON CORPORATION', 'NIKON D90', 'NIKON CORPORATION NIKON D90'],
    ['Apple', 'iPhone 12', 'Apple iPhone 12'],
    ['Apple', undefined, 'Apple'],
    [undefined, 'iPhone 12', 'iPhone 12'],
    ['Canon\0\0', ' EOS \0', 'Canon EOS'],
    ['', '  ', null],
    [undefined, undefined, null],
  ])('%j and %j give %j', (make, model, expected) => {
    expect(cameraName(make, model)).toBe(expected)
  })

  it('is never longer than is good for a list', () => {
    expect(cameraName('x'.repeat(5000), 'y')).toHaveLength(200)
  })
})

describe('exposureText', () => {
  it.each([
    [1 / 250, 2.8, 400, '1/250 s, f/2.8, ISO 400'],
    [0.5, 16, Number.NaN, '0.5 s, f/16'],
    [30, 0, 100, '30 s, ISO 100'],
    [1 / 3, 1.78, 64, '0.3 s, f/1.8, ISO 64'],
    [1 / 8000, Infinity, -1, '1/8000 s'],
    [Number.NaN, Number.NaN, Number.NaN, null],
    [0, 0, 0, null],
  ])('%d s, f/%d, ISO %d: %s', (seconds, aperture, iso, expected) => {
    expect(exposureText(seconds, aperture, iso)).toBe(expected)
  })
})

describe('positionOf', () => {
  it('takes what is on earth and no more', () => {
    expect(positionOf(48.85, 2.29)).toEqual({ latitude: 48.85, longitude: 2.29 })
    expect(positionOf(-90, 180)).toEqual({ latitude: -90, longitude: 180 })
    expect(positionOf(0, 2)).toEqual({ latitude: 0, longitude: 2 })
    for (const [latitude, longitude] of [
      [0, 0],
      [90.1, 0],
      [0, -180.1],
      [Number.NaN, 5],
      [Infinity, 5],
      ['48', 2],
      [48, undefined],
    ])
      expect(positionOf(latitude, longitude)).toBeNull()
  })
})

describe('stars', () => {
  it.each([
    [3, 3],
    ['4', 4],
    ['5.0', 5],
    [0, 0],
    [-1, null],
    [6, null],
    ['', null],
    ['many', null],
    [undefined, null],
  ])('%j is %j', (value, expected) => {
    expect(starsOf(value)).toBe(expected)
  })

  it.each([
    [0, 0],
    [1, 1],
    ['25', 2],
    [50, 3],
    [75, 4],
    [99, 5],
    [100, 5],
    [101, null],
    ['', null],
    [undefined, null],
  ])('%j percent is %j', (value, expected) => {
    expect(starsOfPercent(value)).toBe(expected)
  })
})
