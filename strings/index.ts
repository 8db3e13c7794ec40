/** What Fovea says, in the language of the person: `t('area.name', { parameters })`. CONTRIBUTING.md has how to add a text. */
import * as de from './de'
import * as en from './en'
import type { Arguments, Catalogue, Key, Message } from './messages'

export type { Key, PlainKey } from './messages'

const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

export const catalogues: Readonly<Record<Language, Catalogue>> = { en, de }

let language: Language = 'en'
/** A language with its region, which decides how dates and numbers are written. */
let locale = 'en'

/** `system` is the system's locale, such as "de-AT". */
export function setLanguage(wanted: Language | 'system', system: string): void {
  const systemLanguage = system.split('-')[0] as Language
  language = wanted !== 'system' ? wanted : languages.includes(systemLanguage) ? systemLanguage : 'en'
  locale = systemLanguage === language ? system : language
}

export function currentLanguage(): Language {
  return language
}

/** A formatter or the like, made once for each locale it is asked in. */
export function perLocale<T>(make: (locale: string) => T): () => T {
  const made = new Map<string, T>()
  return () => {
    const known = made.get(locale) ?? make(locale)
    made.set(locale, known)
    return known
  }
}

const numbers = perLocale((tag) => new Intl.NumberFormat(tag))
const plurals = perLocale((tag) => new Intl.PluralRules(tag))

export function t<K extends Key>(key: K, ...[parameters]: Arguments<K>): string {
  const [area, name] = key.split('.') as [keyof Catalogue, string]
  const message = (catalogues[language][area] as Readonly<Record<string, Message>>)[name] ?? key
  return fill(message, parameters ?? {})
}

function fill(message: Message, parameters: Readonly<Record<string, string | number>>): string {
  const text = typeof message === 'string' ? message : message[formFor(Number(parameters['count']))]
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = parameters[name] ?? ''
    return typeof value === 'number' ? numbers().format(value) : value
  })
}

/** Both languages have two forms. */
function formFor(count: number): 'one' | 'other' {
  return plurals().select(count) === 'one' ? 'one' : 'other'
}
