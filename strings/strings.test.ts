/** Tests of the messages: both languages say all of it, with the same parameters, in the right form. */
import { afterEach, describe, expect, it } from 'vitest'
import { catalogues, currentLanguage, setLanguage, t } from './index'
import type { Message } from './messages'

afterEach(() => {
  setLanguage('en', 'en')
})

function messagesOf(catalogue: object): Map<string, Message> {
  return new Map(
    Object.entries(catalogue).flatMap(([area, messages]) =>
      Object.entries(messages as Record<string, Message>).map(
        ([name, message]) => [`${area}.${name}`, message] as const,
      ),
    ),
  )
}

function parametersOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w*)\}/g)].map((match) => match[1] ?? ''))].sort()
}

describe('the catalogues', () => {
  const [english, german] = [messagesOf(catalogues.en), messagesOf(catalogues.de)]

  it('have the same keys', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort())
    expect(english.size).toBeGreaterThan(200)
  })

  it('take the same parameters, and have plural forms in the same places', () => {
    for (const [key, message] of english) {
      const other = german.get(key)
      if (typeof message === 'string') expect(parametersOf(other as string), key).toEqual(parametersOf(message))
      else {
        const { one, other: many } = other as { one: string; other: string }
        expect(parametersOf(many), key).toEqual(parametersOf(message.other))
        expect([...parametersOf(one), 'count'], key).toEqual(expect.arrayContaining(parametersOf(message.one)))
      }
    }
  })

  it('are written, and translated', () => {
    const said = (message: Message | undefined): string =>
      typeof message === 'string' ? message : `${message?.one ?? ''} ${message?.other ?? ''}`
    const words = (text: string): string => text.replaceAll(/\{\w+\}/g, '')
    for (const [key, message] of [...english, ...german]) {
      const text = said(message)
      expect(text.trim(), key).not.toBe('')
      expect(text, `${key} uses a straight quote`).not.toMatch(/["]|\.\.\./)
    }
    // Long sentences are never the same in two languages.
    for (const [key, message] of english) {
      if (words(said(message)).length > 30) expect(said(german.get(key)), key).not.toBe(said(message))
    }
  })
})

describe('t', () => {
  it('fills in parameters and chooses the form for the count', () => {
    expect(t('count.photos', { count: 1 })).toBe('1 photo')
    expect(t('count.photos', { count: 0 })).toBe('0 photos')
    expect(t('library.weakerShown', { matches: '3 matches', count: 12_345 })).toBe(
      '3 matches, 12,345 weaker matches shown',
    )
  })

  it('writes numbers and plurals as the language does', () => {
    setLanguage('de', 'en-GB')
    expect(t('count.photos', { count: 1 })).toBe('1 Foto')
    expect(t('count.photos', { count: 12_345 })).toBe('12.345 Fotos')
  })

  it('leaves braces in a name alone', () => {
    expect(t('search.searchesIn', { name: '{count} $& {name}' })).toBe('Searches in {count} $& {name}')
  })
})

describe('the language', () => {
  it('is that of the system where Fovea speaks it, else English', () => {
    for (const [system, language] of [
      ['de', 'de'],
      ['de-AT', 'de'],
      ['en-GB', 'en'],
      ['fr', 'en'],
      ['', 'en'],
    ] as const) {
      setLanguage('system', system)
      expect(currentLanguage(), system).toBe(language)
    }
  })

  it('is the chosen one, whatever the system speaks', () => {
    setLanguage('de', 'en-US')
    expect(currentLanguage()).toBe('de')
  })
})
