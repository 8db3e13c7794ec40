// Versions: the order of semver.org, and nothing that is none.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareVersions, isVersion } from './version'

describe('isVersion', () => {
  it.each(['0.0.0', '0.1.0', '10.20.30', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-0.3.7', '1.0.0-x-y.z'])(
    '%s is one',
    (text) => {
      expect(isVersion(text)).toBe(true)
    },
  )

  it.each(['', '1', '1.0', '01.0.0', '1.0.0.0', 'v1.0.0', '1.0.0+build', '1.0.0-', '1.0.0-a..b', '1.0.0-01', ' 1.0.0'])(
    '"%s" is none',
    (text) => {
      expect(isVersion(text)).toBe(false)
    },
  )

  it('is short', () => {
    expect(isVersion(`1.0.0-${'a'.repeat(100)}`)).toBe(false)
    expect(isVersion(`1.0.${'9'.repeat(30)}`)).toBe(false)
  })
})

describe('compareVersions', () => {
  const rising = [
    ...['0.0.9', '0.1.0-alpha', '0.1.0', '0.1.1', '0.10.0', '1.0.0-1', '1.0.0-2', '1.0.0-11', '1.0.0-alpha'],
    ...['1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta', '1.0.0-beta.2', '1.0.0-beta.11', '1.0.0-rc.1', '1.0.0'],
    ...['2.0.0', '10.0.0'],
  ]

  it('has the order of semver.org', () => {
    for (const [index, one] of rising.entries())
      for (const [otherIndex, other] of rising.entries())
        expect(Math.sign(compareVersions(one, other)), `${one} ${other}`).toBe(Math.sign(index - otherIndex))
  })

  it('is an order', () => {
    const number = fc.integer({ min: 0, max: 3 })
    const part = fc.oneof(number.map(String), fc.constantFrom('a', 'b', 'a-1', '99999999999999999999'))
    const version = fc
      .tuple(number, number, number, fc.array(part, { maxLength: 3 }))
      .map(([a, b, c, pre]) => `${a}.${b}.${c}${pre.length > 0 ? `-${pre.join('.')}` : ''}`)
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(isVersion(a)).toBe(true)
        expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0)
        expect(compareVersions(a, b) === 0).toBe(a === b)
        if (compareVersions(a, b) > 0 && compareVersions(b, c) > 0) expect(compareVersions(a, c)).toBeGreaterThan(0)
      }),
    )
  })
})
