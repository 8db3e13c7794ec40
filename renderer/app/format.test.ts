/** Tests of the words for numbers, sizes and times. */
import { describe, expect, it } from 'vitest'
import { formatBytes, formatCoordinates, formatDimensions, formatRate, formatTimeLeft } from './format'

describe('format', () => {
  it('names sizes with the unit a person expects', () => {
    expect(formatBytes(0)).toBe('0 bytes')
    expect(formatBytes(999)).toBe('999 bytes')
    expect(formatBytes(1000)).toBe('1.0 KB')
    expect(formatBytes(2_345_678)).toBe('2.3 MB')
    expect(formatBytes(999_990)).toBe('1.0 MB')
    expect(formatBytes(68_000_000_000)).toBe('68 GB')
  })

  it('says how long is left without false precision', () => {
    expect(formatTimeLeft(12)).toBe('less than a minute left')
    expect(formatTimeLeft(61)).toBe('about 1 minute left')
    expect(formatTimeLeft(59 * 60)).toBe('about 59 minutes left')
    expect(formatTimeLeft(3 * 3600 + 100)).toBe('about 3 hours left')
    expect(formatTimeLeft(5 * 86_400)).toBe('about 5 days left')
  })

  it('gives the rate a decimal only below ten', () => {
    expect(formatRate(3.14)).toBe('3.1 a second')
    expect(formatRate(84.6)).toBe('85 a second')
  })

  it('gives megapixels only where there are some', () => {
    expect(formatDimensions(4000, 3000)).toBe('4,000 × 3,000 (12.0 megapixels)')
    expect(formatDimensions(64, 64)).toBe('64 × 64')
  })

  it('names the sides of the globe', () => {
    expect(formatCoordinates(48.858_37, 2.294_481)).toBe('48.85837° N, 2.29448° E')
    expect(formatCoordinates(-33.8568, -70.5)).toBe('33.85680° S, 70.50000° W')
  })
})
