/** `fovea search` and `fovea similar`. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { FoveaError, type Filters, type Query } from '../../../contract'
import { readLibraryFile } from '../../engine/library/library-file'
import { isWithin, toRelative } from '../../engine/library/paths'
import { Searcher } from '../../engine/search/searcher'
import { inferenceThreads } from '../../engine/threads'
import { print, type Context } from '../context'

export interface SearchOptions {
  limit: number
  folder?: string
  from?: number
  to?: number
}

interface Found {
  results: { path: string; score: number }[]
  total: number
}

export async function search(context: Context, words: string, options: SearchOptions): Promise<void> {
  if (words.trim() === '') throw new FoveaError('INVALID_INPUT', 'Say what to look for: fovea search "a dog on grass".')
  await withSearcher(context, async (searcher) => {
    const found = await find(context, searcher, { kind: 'text', text: words.trim() }, options)
    print(context, { query: words, ...found }, () => describe(found))
  })
}

export async function similar(context: Context, file: string, options: SearchOptions): Promise<void> {
  const path = resolve(file)
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new FoveaError('FILE_UNREADABLE', `The picture "${path}" cannot be read.`, { cause: error })
  })
  await withSearcher(context, async (searcher) => {
    const { imageId } = await searcher.addImage(path, bytes)
    const found = await find(context, searcher, { kind: 'image', imageId }, options)
    print(context, { query: path, ...found }, () => describe(found))
  })
}

export async function withSearcher(context: Context, action: (searcher: Searcher) => Promise<void>): Promise<void> {
  const { home, resources } = context
  const searcher = await Searcher.open({ home, modelFolder: resources.starterModel, threads: inferenceThreads() })
  try {
    await action(searcher)
  } finally {
    await searcher.close()
  }
}

/** Best first, with absolute paths. */
export async function find(context: Context, searcher: Searcher, query: Query, options: SearchOptions): Promise<Found> {
  const filters = filtersFor(context, options)
  const { items, total } = await searcher.search({ query, filters, offset: 0, limit: options.limit })
  const paths = await searcher.paths(items.map(({ id }) => id))
  const results = items.flatMap(({ id, score }) => {
    const path = paths.get(id)
    return path === undefined ? [] : [{ path, score: Math.round((score ?? 0) * 1e6) / 1e6 }]
  })
  return { results, total }
}

function filtersFor(context: Context, { folder, from, to }: SearchOptions): Filters {
  const dates: Filters = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
  if (folder === undefined) return dates
  const path = resolve(folder)
  const { roots } = readLibraryFile(context.home.libraryFile)
  const around = roots.find((root) => isWithin(path, root.path))
  if (around) return { ...dates, folder: { rootId: around.id, path: toRelative(around.path, path) ?? '' } }
  const inside = roots.filter((root) => toRelative(path, root.path) !== undefined)
  if (inside.length > 0) return { ...dates, rootIds: inside.map((root) => root.id) }
  throw new FoveaError(
    'FOLDER_NOT_FOUND',
    `The folder "${path}" is not in the library. Index it first: fovea index "${path}".`,
  )
}

export function describe({ results, total }: Found): string {
  if (results.length === 0)
    return 'Nothing found: the library is empty (fovea index FOLDER), or the filters leave nothing.'
  const lines = results.map(({ path, score }) => `${score.toFixed(3)}  ${path}`)
  if (total > results.length) lines.push(`(${String(total)} photos ranked, the best ${String(results.length)} shown)`)
  return lines.join('\n')
}
