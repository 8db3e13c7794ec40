// Completions while a query is typed.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Completer } from './suggest'
import { fold } from './word-lists'

const concepts = [
  'dog',
  'dog house',
  'doll',
  'golden retriever',
  'golden hour',
  'gold',
  'retriever',
  'rosé wine',
  't-shirt',
]
const completer = new Completer(concepts)
const none = new Uint32Array(concepts.length)
const counts = (of: Record<string, number>): number[] => concepts.map((concept) => of[concept] ?? 0)
const names = (typed: string, presence: ArrayLike<number> = none, count = 10): string[] =>
  completer.suggest(typed, presence, count).map(({ concept }) => concept)

describe('suggest', () => {
  it('completes the last word, shorter concepts first', () => {
    expect(names('a photo of a do')).toEqual(['dog', 'doll', 'dog house'])
  })

  it('puts first what the library shows most', () => {
    expect(names('do', counts({ doll: 7, 'dog house': 2 }))).toEqual(['doll', 'dog house', 'dog'])
  })

  it('completes several words, before those that continue the last one only', () => {
    expect(names('my golden re', counts({ retriever: 100 }))).toEqual(['golden retriever', 'retriever'])
    expect(names('golden ')).toEqual(['golden hour', 'golden retriever'])
  })

  it('ignores case, diacritics and what stands before the word', () => {
    expect(names('ROSE W')).toEqual(['rosé wine'])
    expect(names('beach -DÖ')).toEqual(['dog', 'doll', 'dog house'])
    expect(names('"t-sh')).toEqual(['t-shirt'])
  })

  it('says what it replaces', () => {
    expect(completer.suggest('my golden re', none, 1)).toEqual([{ concept: 'golden retriever', start: 3 }])
    expect(completer.suggest('beach -do', none, 1)).toEqual([{ concept: 'dog', start: 7 }])
  })

  it('has nothing for no word, one letter, a finished word or one that continues nothing', () => {
    for (const typed of ['', '  ', 'a d', '-', 'doll', 'xyz', 'dog, ']) expect(names(typed), typed).toEqual([])
  })

  it('gives at most as many as asked for', () => {
    expect(names('do', none, 2)).toEqual(['dog', 'doll'])
    expect(names('do', none, 0)).toEqual([])
  })

  it('always continues what was typed, each concept once', () => {
    const typed = fc.stringMatching(/^[dogletrihsu ,"é-]{0,12}$/)
    fc.assert(
      fc.property(typed, (text) => {
        const found = completer.suggest(text, none, 10)
        expect(new Set(found.map(({ concept }) => concept)).size).toBe(found.length)
        for (const { concept, start } of found) expect(fold(concept).startsWith(fold(text.slice(start)))).toBe(true)
      }),
    )
  })
})
