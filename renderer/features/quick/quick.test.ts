// The arrow keys of the quick search: down into the photos, about them, and up out of them again.
import { expect, it, vi } from 'vitest'

vi.stubGlobal('navigator', { platform: 'Linux', language: 'en' })
const { nextIndex } = await import('./QuickSearch')

it.each([
  ['ArrowDown', -1, 8, 0],
  ['ArrowDown', 1, 8, 5],
  ['ArrowDown', 5, 8, 5],
  ['ArrowDown', 2, 6, 2], // nothing below
  ['ArrowUp', 5, 8, 1],
  ['ArrowUp', 2, 8, -1],
  ['ArrowRight', 7, 8, 7],
  ['ArrowRight', 0, 8, 1],
  ['ArrowLeft', 0, 8, 0],
  ['ArrowRight', -1, 8, null], // moves among the letters
  ['ArrowUp', -1, 8, null],
  ['ArrowDown', -1, 0, null],
  ['a', 3, 8, null],
])('%s from %i of %i leads to %s', (key, active, count, expected) => {
  expect(nextIndex(key, active, count)).toBe(expected)
})
