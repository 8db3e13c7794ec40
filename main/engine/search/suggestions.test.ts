// What is offered while somebody types: of every kind, by any word of a name, and what a filter can be.
import { describe, expect, it } from 'vitest'
import type { Folder } from '../../../contract'
import { suggestions, type SuggestionSources } from './suggestions'
import type { Vocabulary } from './tags/vocabulary'

const folder = (name: string, count: number): Folder => ({ rootId: '0'.repeat(16), path: name, name, count })
const sources: SuggestionSources = {
  vocabulary: {
    suggest: (typed: string) => (typed.endsWith('ca') ? [{ concept: 'cat', start: typed.length - 2 }] : []),
  } as unknown as Vocabulary,
  facets: () =>
    Promise.resolve({
      cameras: ['Canon EOS 5D', 'Pixel 7'],
      lenses: ['EF 50mm f/1.8'],
      places: ['New York', 'Canada', 'Lisbon'],
    }),
  folders: () => Promise.resolve([folder('Camping', 3), folder('Summer 2019', 9), folder('', 12)]),
  months: () => ['2021-05', '2020-03', '2019-07'],
}
const labels = async (typed: string) => (await suggestions(typed, sources)).map(({ label }) => label)
const texts = async (typed: string) => (await suggestions(typed, sources)).map(({ text }) => text)

describe('while typing', () => {
  it('every kind is offered, those of one kind together', async () => {
    expect((await suggestions('a red ca', sources)).map(({ kind, label }) => `${kind} ${label}`)).toEqual([
      'concept cat',
      'folder in:Camping',
      'camera camera:"Canon EOS 5D"',
      'place place:Canada',
      'filter camera:',
    ])
    expect(await labels('ef')).toEqual(['lens:"EF 50mm f/1.8"'])
  })

  it('a name is found by any of its words, and takes the place of all of them that were typed', async () => {
    expect(await texts('boats new yo')).toEqual(['boats place:"New York" '])
    expect(await texts('boats -york')).toEqual(['boats -place:"New York" '])
    expect(await texts('eos')).toEqual(['camera:"Canon EOS 5D" '])
    expect(await labels('20')).toEqual(['in:"Summer 2019"', 'date:2021', 'date:2020', 'date:2019'])
  })

  it('years and months are offered where there are photos of them, in both languages', async () => {
    expect(await texts('beach 2019')).toEqual(['beach in:"Summer 2019" ', 'beach date:2019 ', 'beach date:2019-07 '])
    expect(await texts('beach mar')).toEqual(['beach date:2020-03 '])
    expect(await labels('mär')).toEqual(['date:2020-03'])
    expect(await labels('july')).toEqual(['date:2019-07'])
    expect(await labels('2018')).toEqual([])
  })

  it('nothing is offered behind a space or for one letter that begins everything', async () => {
    expect(await labels('beach ')).toEqual([])
    expect(await labels('')).toEqual([])
    expect(await labels('b')).toEqual(['before:'])
  })
})

describe('behind the colon of a filter', () => {
  it.each([
    ['in:', ['in:"Summer 2019"', 'in:Camping']],
    ['in:"summer 20', ['in:"Summer 2019"']],
    ['place:yo', ['place:"New York"']],
    ['lens:', ['lens:"EF 50mm f/1.8"']],
    ['date:', ['date:2021', 'date:2020', 'date:2019']],
    ['after:2019', ['after:2019', 'after:2019-07']],
    ['is:f', ['is:favorite']],
    ['type:p', ['type:photo', 'type:png']],
    ['rating:>', ['rating:>=1', 'rating:>=2', 'rating:>=3', 'rating:>=4']],
    ['near:', []],
  ])('%s', async (typed, expected) => {
    expect(await labels(typed)).toEqual(expected)
  })

  it('the rest of the text stays', async () => {
    expect(await texts('a dog -(in:"summer')).toEqual(['a dog -(in:"Summer 2019" '])
  })
})
