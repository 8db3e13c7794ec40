// The real engine for tests: a library of its own in a temporary folder, with the starter model.
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Filters, Query, ResultItem, SearchPage, Term } from '../../../contract'
import type { Home } from '../../../main/engine/home'
import { Library, type IndexSummary, type LibraryOptions } from '../../../main/engine/library/library'
import { modelInUse } from '../../../main/engine/models/choice'
import { resourcesIn } from '../../../main/engine/resources'
import { Searcher, type SearcherOptions } from '../../../main/engine/search/searcher'

export const repository = resolve(import.meta.dirname, '../../..')
export const resources = resourcesIn(join(repository, 'resources'))
export const sampleNames = readdirSync(resources.samples).filter((name) => name.endsWith('.jpg'))

export function samplePath(name: string): string {
  return join(resources.samples, name)
}

/** Copies a sample photo to a path, making its folder. */
export function copySample(name: string, to: string): string {
  mkdirSync(dirname(to), { recursive: true })
  copyFileSync(samplePath(name), to)
  return to
}

/** Copies sample photos (all of them unless named) into a folder. */
export function copySamples(folder: string, names: readonly string[] = sampleNames): void {
  for (const name of names) copySample(name, join(folder, name))
}

export function openLibrary(home: Home, options: Partial<LibraryOptions> = {}): Promise<Library> {
  const { starterModel, gazetteer } = resources
  return Library.open({
    home,
    modelFolder: starterModel,
    starterModel,
    gazetteer,
    onDiskFull: 'fail',
    threads: 2,
    ...options,
  })
}

export function openSearcher(home: Home, options: Partial<SearcherOptions> = {}): Promise<Searcher> {
  const { starterModel: modelFolder } = resources
  return Searcher.open({ home, modelFolder, resources, threads: 2, pictureFiles: 'anywhere', ...options })
}

/** What makes a library and a searcher use the model that was chosen, as the app does. */
export async function withModelInUse(home: Home): Promise<{ modelFolder: string }> {
  return { modelFolder: (await modelInUse(home, resources)).folder }
}

/** One whole run over folders, as the command line does it. */
export async function indexFolders(
  home: Home,
  folders: readonly string[],
  options: Partial<LibraryOptions> = {},
): Promise<IndexSummary> {
  const library = await openLibrary(home, options)
  try {
    for (const folder of folders) await library.addFolder(folder)
    await library.settled()
    return library.summary(folders)
  } finally {
    await library.close()
  }
}

/** Opens a searcher for as long as `use` takes. */
export async function withSearcher<T>(home: Home, use: (searcher: Searcher) => Promise<T>): Promise<T> {
  const searcher = await openSearcher(home)
  try {
    return await use(searcher)
  } finally {
    await searcher.close()
  }
}

export function text(words: string): Query {
  return { kind: 'text', text: words }
}

/** A query of one term. */
export function term(one: Term): Query {
  return { kind: 'parsed', query: { match: { op: 'term', term: one } } }
}

/** The whole ranking, the weaker results too. */
export function run(
  searcher: Searcher,
  query: Query,
  { offset = 0, limit = 1000, ...filters }: Filters & { offset?: number; limit?: number } = {},
): Promise<SearchPage> {
  return searcher.search({ query, filters, offset, limit, weak: true })
}

/** Everything in the library, newest first. */
export async function everything(searcher: Searcher, filters: Filters = {}): Promise<ResultItem[]> {
  return (await run(searcher, { kind: 'all' }, filters)).items
}

export function namesOf(items: readonly ResultItem[]): string[] {
  return items.map(({ name }) => name)
}

/** Calls `look` until it is true. Rejects after `limitMs`, saying what was waited for. Resolves to the ms it took. */
export async function until(what: string, look: () => boolean | Promise<boolean>, limitMs = 20_000): Promise<number> {
  const started = performance.now()
  while (!(await look())) {
    if (performance.now() - started > limitMs) throw new Error(`waited ${limitMs} ms in vain for: ${what}`)
    await new Promise((wake) => setTimeout(wake, 25))
  }
  return performance.now() - started
}
