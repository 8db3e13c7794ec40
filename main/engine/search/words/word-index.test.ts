/** Tests of the full-text index of what pictures say. */
import { describe, expect, it } from 'vitest'
import { hasWordOf, WordIndex } from './word-index'

function indexOf(texts: Record<string, string>): WordIndex {
  const index = new WordIndex()
  for (const [hash, text] of Object.entries(texts)) index.set(hash, text)
  return index
}

const index = indexOf({
  bill: 'Invoice 48213\nHarbour Furniture\nthank you',
  menu: 'Harbour Grill\nopening hours 10-22',
  street: 'Potsdamer StraBe',
  card: 'thank you for the flowers',
})

describe('havingPhrase', () => {
  it('finds whole words side by side, over the end of a line too', () => {
    expect(index.havingPhrase('harbour')).toEqual(['bill', 'menu'])
    expect(index.havingPhrase('harbour furniture')).toEqual(['bill'])
    expect(index.havingPhrase('48213 harbour')).toEqual(['bill'])
    expect(index.havingPhrase('furniture harbour')).toEqual([])
    expect(index.havingPhrase('harb')).toEqual([])
  })

  it('does not mind case, accents, and how the recogniser spells ß', () => {
    expect(index.havingPhrase('POTSDAMER Straße')).toEqual(['street'])
    expect(indexOf({ a: 'Muller' }).havingPhrase('Müller')).toEqual(['a'])
    expect(indexOf({ a: 'Chere Madame Lefevre' }).havingPhrase('Chère Madame')).toEqual(['a'])
  })

  it('forgets what a picture said before, and what was deleted', () => {
    const changing = indexOf({ a: 'old words' })
    changing.set('a', 'new words')
    expect(changing.havingPhrase('old')).toEqual([])
    expect(changing.havingPhrase('words')).toEqual(['a'])
    changing.delete('a')
    expect(changing.havingPhrase('new')).toEqual([])
  })
})

describe('strengths', () => {
  it('is all but certain of a picture that says everything asked for', () => {
    expect(index.strengths('an invoice').get('bill')).toBeCloseTo(0.95)
    expect(index.strengths('harbour invoice 48213').get('bill')).toBeCloseTo(0.95)
    expect(index.strengths('flower').get('card')).toBeGreaterThan(0.5) // a form of it
  })

  it('counts little of it for little, and words that say nothing for nothing', () => {
    expect(index.strengths('invoice of a zebra in the savannah').get('bill')).toBeLessThan(0.2)
    expect(index.strengths('you and the').size).toBe(0)
    expect(index.strengths('for a 10').get('menu')).toBeCloseTo(0.95)
    expect(index.strengths('').size).toBe(0)
    expect(index.strengths('zebra').size).toBe(0)
  })
})

describe('hasWordOf', () => {
  it('says which lines have a word of the search', () => {
    expect(hasWordOf('Harbour Furniture', 'furniture')).toBe(true)
    expect(hasWordOf('Potsdamer StraBe', 'straße')).toBe(true)
    expect(hasWordOf('thank you', 'the furniture')).toBe(false)
  })
})
