// Simpler searches: the telling words of a longer one.
import { expect, it } from 'vitest'
import { simplerSearches } from './simpler'

it.each([
  ['my grandmother in the garden', ['grandmother', 'garden']],
  ['a red car, a red house and the snow on a mountain', ['mountain', 'house', 'snow']],
  ['zebra', []],
  ['the zebra', []],
  ['zebra -horse', []],
  ['before:2020 zebra foal', []],
  ['"zebra foal" OR lion', []],
  ['', []],
])('%s: %j', (text, expected) => {
  expect(simplerSearches(text)).toEqual(expected)
})
