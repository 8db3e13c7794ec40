/** Completes what somebody types: concepts the library shows, folders, cameras, places, dates and filters. */
import { flags, type Folder, type Suggestion } from '../../../contract'
import type { Vocabulary } from './tags/vocabulary'

/** Of one kind, among others and where only that kind fits. */
const mostOfKind = 3
const mostConcepts = 5
const mostAlone = 12
/** A name may have several words; longer ones are found by their first. */
const mostWords = 4

const filterKeys = [
  'date:',
  'before:',
  'after:',
  'in:',
  'type:',
  'camera:',
  'lens:',
  'place:',
  'text:',
  'near:',
  'rating:>=',
  'is:',
  'size:>',
]

/** Values that are the same in every library; those of folders, cameras, lenses, places and dates are its own. */
const fixedValues: Readonly<Record<string, readonly string[]>> = {
  is: flags,
  type: ['photo', 'video', 'note', 'raw', 'jpg', 'png', 'heic', 'webp', 'gif', 'tiff'],
  rating: ['>=1', '>=2', '>=3', '>=4', '5', '0'],
  size: ['>1mb', '>5mb', '>20mb', '<1mb'],
}

export interface SuggestionSources {
  /** Undefined while it is being read. */
  vocabulary: Vocabulary | undefined
  facets: () => Promise<{ cameras: string[]; lenses: string[]; places: string[] }>
  folders: () => Promise<Folder[]>
  /** Months that have photos, newest first, as "2019-07". */
  months: () => readonly string[]
}

type Named = 'folder' | 'camera' | 'lens' | 'place'
const keyOf = { folder: 'in', camera: 'camera', lens: 'lens', place: 'place' } as const satisfies Record<Named, string>
const kindOf: Readonly<Record<string, Named>> = { in: 'folder', camera: 'camera', lens: 'lens', place: 'place' }

/** By kind: concepts, folders, cameras, lenses, places, dates and filters; what is typed behind a filter's colon completes that. */
export async function suggestions(typed: string, sources: SuggestionSources): Promise<Suggestion[]> {
  const inFilter = /(^|\s)([-+(]*)([a-z]+):("[^"]*|\S*)$/i.exec(typed)
  if (inFilter) {
    const [all, space = '', sign = '', key = '', value = ''] = inFilter
    const before = typed.slice(0, typed.length - all.length) + space
    return (await valuesOf(key.toLowerCase(), value.replace(/^"/, ''), sources)).map((found) => ({
      ...found,
      text: `${before}${sign}${found.label} `,
    }))
  }
  const last = /(\S*)$/.exec(typed)?.[1] ?? ''
  if (last === '') return []
  const concepts = (sources.vocabulary?.suggest(typed, mostConcepts) ?? []).map(({ concept, start }): Suggestion => ({
    text: `${typed.slice(0, start)}${concept}`,
    label: concept,
    kind: 'concept',
  }))
  const [sign = ''] = /^[-+(]*/.exec(last) ?? []
  const word = last.slice(sign.length)
  const before = typed.slice(0, typed.length - word.length)
  const filters = filterKeys
    .filter((name) => word !== '' && name.startsWith(word.toLowerCase()))
    .map((name): Suggestion => ({ text: `${before}${name}`, label: name, kind: 'filter' }))
  if (word.length < 2) return [...concepts, ...(filters.length === filterKeys.length ? [] : filters)]
  const names = await namesOf(sources)
  const named = (kind: Named): Suggestion[] => continuing(typed, kind, names[kind]).slice(0, mostOfKind)
  const dates = datesFor(word, sources.months())
    .slice(0, mostOfKind)
    .map((date) => ({ text: `${before}date:${date} `, label: `date:${date}`, kind: 'date' as const }))
  return [
    ...concepts,
    ...named('folder'),
    ...named('camera'),
    ...named('lens'),
    ...named('place'),
    ...dates,
    ...filters,
  ]
}

async function valuesOf(
  key: string,
  begin: string,
  sources: SuggestionSources,
): Promise<Pick<Suggestion, 'label' | 'kind'>[]> {
  const kind = kindOf[key]
  if (kind) {
    const names = (await namesOf(sources))[kind].filter((name) => matches(name, begin))
    return names.slice(0, mostAlone).map((name) => ({ label: `${key}:${quoted(name)}`, kind }))
  }
  if (key === 'date' || key === 'before' || key === 'after') {
    const months = sources.months()
    const dates = [...yearsOf(months), ...(begin.length < 4 ? [] : months)].filter((date) => date.startsWith(begin))
    return dates.slice(0, mostAlone).map((date) => ({ label: `${key}:${date}`, kind: 'date' }))
  }
  const values = (fixedValues[key] ?? []).filter((value) => value.startsWith(begin.toLowerCase()))
  return values.map((value) => ({ label: `${key}:${value}`, kind: 'filter' }))
}

/** Names that continue the last word or the last few, those that continue more of them first. */
function continuing(typed: string, kind: Named, names: readonly string[]): Suggestion[] {
  const starts = [...typed.matchAll(/(?<=^|\s)[-+(]*/g)].map(({ index, 0: sign }) => index + sign.length)
  const found = new Map<string, Suggestion>()
  for (const start of starts.filter((each) => each < typed.length).slice(-mostWords)) {
    const begin = typed.slice(start)
    if (begin.length < 2) continue
    for (const name of names) {
      if (found.has(name) || !matches(name, begin)) continue
      const label = `${keyOf[kind]}:${quoted(name)}`
      found.set(name, { text: `${typed.slice(0, start)}${label} `, label, kind })
    }
  }
  return [...found.values()]
}

/** The name, or a word of it, begins so. */
function matches(name: string, begin: string): boolean {
  const [whole, wanted] = [plain(name), plain(begin)]
  return whole.startsWith(wanted) || whole.includes(` ${wanted}`)
}

function plain(text: string): string {
  return text.normalize('NFC').toLocaleLowerCase()
}

/** Years and months that have photos: by the digits of the year, or by the month's name in one of Fovea's languages. */
function datesFor(word: string, months: readonly string[]): string[] {
  if (/^\d{2,4}(-\d{0,2})?$/.test(word)) {
    const dates = word.length < 4 ? yearsOf(months) : [...yearsOf(months), ...months]
    return dates.filter((date) => date.startsWith(word))
  }
  if (word.length < 3) return []
  const numbers = monthNames.flatMap((names) => names.flatMap((name, i) => (matches(name, word) ? [i + 1] : [])))
  return months.filter((month) => numbers.includes(Number(month.slice(5))))
}

function yearsOf(months: readonly string[]): string[] {
  return [...new Set(months.map((month) => month.slice(0, 4)))]
}

const monthNames = ['en', 'de'].map((locale) => {
  const name = new Intl.DateTimeFormat(locale, { month: 'long' })
  return Array.from({ length: 12 }, (_, month) => name.format(new Date(2000, month, 1)))
})

function quoted(name: string): string {
  return /^[\p{L}\p{N}_.-]+$/u.test(name) ? name : `"${name.replaceAll('"', '')}"`
}

async function namesOf({ facets, folders }: SuggestionSources): Promise<Record<Named, readonly string[]>> {
  const [{ cameras, lenses, places }, all] = await Promise.all([facets(), folders()])
  const sorted = [...all].sort((a, b) => b.count - a.count)
  const folder = [...new Set(sorted.map(({ name }) => name).filter((name) => name !== ''))]
  return { folder, camera: cameras, lens: lenses, place: places }
}
