/** Tests of values in quotes and without. */
import { describe, expect, it } from 'vitest'
import { quotedValue, unquoted } from './filterValue'

describe('a value', () => {
  it.each([
    ['Canon', 'Canon'],
    ['Canon EOS', '"Canon EOS"'],
    ['12" vinyl', '"12"" vinyl"'],
    ['>=4', '>=4'],
  ])('%s is written %s, and read back', (value, written) => {
    expect(quotedValue(value)).toBe(written)
    expect(unquoted(written)).toBe(value)
  })
})
