/** Completes what somebody types: concepts the library shows, folders, cameras, places and filters. */
import { flags, type Folder, type Suggestion } from '../../../contract'
import type { Vocabulary } from './tags/vocabulary'

const most = 8
const mostConcepts = 5

const filterKeys = [
  'date:',
  'before:',
  'after:',
  'in:',
  'type:',
  'camera:',
  'lens:',
  'place:',
  'near:',
  'rating:>=',
  'is:',
  'size:>',
]

export interface SuggestionSources {
  /** Undefined while it is being read. */
  vocabulary: Vocabulary | undefined
  facets: () => Promise<{ cameras: string[]; places: string[] }>
  folders: () => Promise<Folder[]>
}

/** At most eight, those that continue a filter first, then concepts, then names that begin as the last word does. */
export async function suggestions(typed: string, sources: SuggestionSources): Promise<Suggestion[]> {
  const last = /(\S*)$/.exec(typed)?.[1] ?? ''
  if (last === '') return []
  const before = typed.slice(0, typed.length - last.length)
  const [, sign = '', key, value = ''] = /^([-+]?)([a-z]+):"?(.*)$/i.exec(last) ?? [undefined, /^[-+]?/.exec(last)?.[0]]
  const take = (kind: Suggestion['kind'], key: string, values: readonly string[], begin: string): Suggestion[] =>
    values
      .filter((name) => beginsWith(name, begin))
      .map((name) => ({ text: `${before}${sign}${key}:${quoted(name)} `, label: `${key}:${quoted(name)}`, kind }))
  if (key !== undefined) {
    if (key === 'in') return take('folder', 'in', namesOf(await sources.folders()), value).slice(0, most)
    if (key === 'is') return take('filter', 'is', flags, value)
    if (key !== 'camera' && key !== 'place') return []
    const { cameras, places } = await sources.facets()
    return take(key, key, key === 'camera' ? cameras : places, value).slice(0, most)
  }
  const found = (sources.vocabulary?.suggest(typed, mostConcepts) ?? []).map(({ concept, start }): Suggestion => ({
    text: `${typed.slice(0, start)}${concept}`,
    label: concept,
    kind: 'concept',
  }))
  if (last.length < 2) return found
  const word = last.replace(/^[-+]/, '')
  const filters = filterKeys
    .filter((name) => name.startsWith(word.toLowerCase()))
    .map((name): Suggestion => ({ text: `${before}${sign}${name}`, label: name, kind: 'filter' }))
  const { cameras, places } = await sources.facets()
  return [
    ...filters,
    ...found,
    ...take('folder', 'in', namesOf(await sources.folders()), word).slice(0, 2),
    ...take('place', 'place', places, word).slice(0, 2),
    ...take('camera', 'camera', cameras, word).slice(0, 2),
  ].slice(0, most)
}

function beginsWith(name: string, begin: string): boolean {
  return name.toLocaleLowerCase().startsWith(begin.toLocaleLowerCase())
}

function quoted(name: string): string {
  return /^[\p{L}\p{N}_.-]+$/u.test(name) ? name : `"${name.replaceAll('"', '')}"`
}

function namesOf(folders: readonly Folder[]): string[] {
  const sorted = [...folders].sort((a, b) => b.count - a.count)
  return [...new Set(sorted.map(({ name }) => name).filter((name) => name !== ''))]
}
