/** Tests of the words for a query's terms. */
import { describe, expect, it } from 'vitest'
import { matchWord, termLabel } from './terms'

describe('termLabel', () => {
  it.each([
    ['snow', 'snow'],
    ['"a red car"', 'a red car'],
    ['"a \\"real\\" car"', 'a "real" car'],
    ['like:00ff', 'Like the photo'],
    ['region:00ff@0,0,0.5,0.5', 'Like the part of a photo'],
    ['picture:00ff', 'Like the picture'],
    ['image:"a.jpg"', 'Like the picture'],
  ])('%s is shown as %s', (term, label) => {
    expect(termLabel(term)).toBe(label)
  })
})

describe('matchWord', () => {
  it('calls a match what the results call one', () => {
    expect([0.95, 0.5, 0.49, 0].map(matchWord)).toEqual(['clearly', 'yes', 'hardly', 'no'])
  })
})
