// Presence: whether anything matches, and which words are never answered with nothing.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CommonWords, isPresent } from './presence'

const calibration = { fifthWeight: 2, threshold: 0.77, certain: 0.55 }

describe('isPresent', () => {
  const spread = (top: number, others: number): Float32Array =>
    Float32Array.from({ length: 100 }, (_, i) => (i === 0 ? top : i < 20 ? others : 0))

  it('asks for good photos and for a library to which the text belongs', () => {
    expect(isPresent(spread(0.45, 0.25), 0.45, calibration)).toBe(true)
    expect(isPresent(spread(0.3, 0.15), 0.3, calibration)).toBe(false)
  })

  it('is certain of one photo that matches very well', () => {
    expect(isPresent(spread(0.1, 0.1), 0.6, calibration)).toBe(true)
  })

  it('holds for a library of one photo', () => {
    expect(isPresent(Float32Array.of(0.3), 0.3, calibration)).toBe(true)
    expect(isPresent(Float32Array.of(0.2), 0.2, calibration)).toBe(false)
  })
})

describe('common words', () => {
  const common = CommonWords.read(join(import.meta.dirname, '../../../../resources/common-words.txt'))

  it.each([
    'people',
    'a person',
    'two women',
    'red shirts',
    'the background',
    'Trees',
    'a picture',
    'a table and chairs',
  ])('know %j', (text) => {
    expect(common.areAllOf(text)).toBe(true)
  })

  it.each(['a zebra', 'a red submarine', 'pizza on a table', '', 'the', '日本'])('do not take %j for one', (text) => {
    expect(common.areAllOf(text)).toBe(false)
  })
})
