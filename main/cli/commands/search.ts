/** `fovea search` and `fovea similar`. */
import { resolve } from 'node:path'
import { FoveaError, type Explanation, type Filters, type ItemKind, type Query } from '../../../contract'
import { viewOptions } from '../../engine/curation/search-view'
import { readLibraryFile } from '../../engine/library/library-file'
import { isWithin, toRelative } from '../../engine/library/paths'
import { bringShared } from '../../engine/library/shared'
import { Searcher } from '../../engine/search/searcher'
import { inferenceThreads } from '../../engine/threads'
import { print, type Context } from '../context'
import { ProgressBar } from '../progress-bar'
import { pictureQuery, queryFor } from '../query'
import { savedSearch } from './searches'

export interface FilterOptions {
  limit: number
  folder?: string
  from?: number
  to?: number
}

export interface SearchOptions extends FilterOptions {
  image?: string[]
  /** Name of a saved search. */
  saved?: string
  weak?: boolean
  group?: boolean
  closer?: boolean
  explain?: boolean
}

/** Characters of a passage on a screen. */
const passageShown = 160

interface Result {
  path: string
  /** Null where the order is by date. */
  score: number | null
  relevance: number | null
  kind: ItemKind
  /** Of a note, where it names one. */
  title?: string
  /** What of its text matches best; of a photo only where that matches better than the picture. */
  passage?: string
  /** Of a video: seconds. */
  duration?: number | null
  /** Seconds into the video where it matches best; null where the order is by date. */
  moment?: number | null
  /** Its folder is away. */
  offline?: true
  /** Lines in the picture with words of the search. */
  says?: string[]
  /** Near-duplicates left out behind it, where they are grouped. */
  copies?: number
  explain?: Pick<Explanation, 'concepts'> & { terms: ExplainedTerm[] }
}

type ExplainedTerm = Omit<Explanation['terms'][number], 'heat' | 'moment' | 'passage'> & { passage?: string }

interface Found {
  query: string
  total: number
  matches: number
  weaker: number
  results: Result[]
}

export async function search(context: Context, words: string, options: SearchOptions): Promise<void> {
  const saved = options.saved === undefined ? undefined : savedSearch(context, options.saved)
  const query = queryFor(words, options.image, saved?.text)
  await withSearcher(context, async (searcher) => {
    if (options.closer) await lookCloser(searcher, query, optionsFor(context, options).filters)
    const found = await find(context, searcher, query, options)
    print(context, found, () => describe(found))
  })
}

export async function similar(context: Context, file: string, options: FilterOptions): Promise<void> {
  await withSearcher(context, async (searcher) => {
    const found = await find(context, searcher, pictureQuery(file), { ...options, weak: true })
    print(context, { ...found, query: resolve(file) }, () => describe(found))
  })
}

export async function withSearcher(context: Context, action: (searcher: Searcher) => Promise<void>): Promise<void> {
  const { home, resources } = context
  await bringShared(home)
  const searcher = await Searcher.open({
    home,
    modelFolder: (await context.model()).folder,
    resources,
    threads: inferenceThreads(),
    pictureFiles: 'anywhere',
  })
  try {
    await action(searcher)
  } finally {
    await searcher.close()
  }
}

/** Best first, with absolute paths. */
export async function find(
  context: Context,
  searcher: Searcher,
  query: Query,
  { limit, weak, group, closer, explain, ...options }: SearchOptions,
): Promise<Found> {
  const request = { query, ...optionsFor(context, options), weak, group, closer }
  if (explain) await searcher.prepareConcepts()
  const { items, total, matches, weaker, text } = await searcher.search({ ...request, offset: 0, limit })
  const paths = await searcher.library.paths(items.map(({ id }) => id))
  const says = await searcher.says(items, query)
  const results: Result[] = []
  for (const { id, hash, score, relevance, copies, offline, kind, title, passage, duration, moment } of items) {
    const path = paths.get(id)
    if (path === undefined) continue
    const result: Result = { path, score: rounded(score), relevance: rounded(relevance), kind }
    if (kind === 'video') Object.assign(result, { duration, moment })
    if (title !== null) result.title = title
    if (passage) result.passage = oneLine(passage.text)
    if (offline) result.offline = true
    if (group) result.copies = copies
    const lines = says.get(hash)
    if (lines) result.says = lines
    if (explain) result.explain = await explained(searcher, { ...request, itemId: id })
    results.push(result)
  }
  return { query: text, total, matches, weaker, results }
}

async function explained(
  searcher: Searcher,
  request: Parameters<Searcher['explain']>[0],
): Promise<NonNullable<Result['explain']>> {
  const { terms, concepts } = await searcher.explain({ ...request, heat: false })
  return {
    terms: terms.map(({ term, isAvoided, score, relevance, passage }) => ({
      term,
      isAvoided,
      score: rounded(score),
      relevance: rounded(relevance),
      ...(passage ? { passage: oneLine(passage.text) } : {}),
    })),
    concepts: concepts.map(({ concept, relevance }) => ({ concept, relevance: rounded(relevance) })),
  }
}

/** Makes the tiles of the best photos; those that were made before are not made again. */
async function lookCloser(searcher: Searcher, query: Query, filters: Filters): Promise<void> {
  const bar = new ProgressBar()
  try {
    for (let before = -1; ;) {
      const { done, total } = await searcher.lookCloser({ query, filters })
      bar.say(`Looking closer at ${String(done)} of ${String(total)} photos`)
      // Photos that cannot be read now never get their tiles: the rest does without.
      if (done >= total || done === before) return
      before = done
    }
  } finally {
    bar.clear()
  }
}

/** Filters given here go before those of the saved search's view, which the window has one of at a time. */
function optionsFor(
  context: Context,
  { saved, ...options }: Omit<SearchOptions, 'limit'>,
): ReturnType<typeof viewOptions> {
  const { filters, ...rest } = viewOptions(saved === undefined ? null : savedSearch(context, saved).view)
  return { ...rest, filters: { ...filters, ...filtersFor(context, options) } }
}

function filtersFor(context: Context, { folder, from, to }: Omit<FilterOptions, 'limit'>): Filters {
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

function describe({ query, results, total, matches, weaker }: Found): string {
  if (total === 0 && weaker === 0)
    return 'Nothing found: the library is empty (fovea index FOLDER), or the filters leave nothing.'
  if (total === 0) return `Nothing in the library matches ${query}. With --weak the nearest photos are shown.`
  const lines = results.flatMap((result) => [line(result), ...saidLines(result), ...explanationLines(result)])
  if (total > results.length) lines.push(`(the best ${String(results.length)} of ${String(total)} are shown)`)
  if (matches < total) lines.push(`(${String(matches)} match; the others are the nearest of what does not)`)
  return lines.join('\n')
}

function line({ path, score, moment, copies, offline, passage }: Result): string {
  const figure = score === null ? '' : `${score.toFixed(3)}  `
  const when = moment == null ? '' : ` (at ${clock(moment)})`
  const said = passage === undefined ? '' : `\n       “${shortened(passage)}”`
  return `${figure}${path}${when}${copies ? ` (and ${String(copies)} like it)` : ''}${offline ? ' (offline)' : ''}${said}`
}

/** "1:05" */
function clock(seconds: number): string {
  const whole = Math.round(seconds)
  return `${String(Math.floor(whole / 60))}:${String(whole % 60).padStart(2, '0')}`
}

function saidLines({ says }: Result): string[] {
  return says ? [`       the picture says: ${says.map((said) => `“${said}”`).join(', ')}`] : []
}

/** Passages have their line breaks in the JSON of the window only. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function shortened(text: string): string {
  return text.length <= passageShown
    ? text
    : `${text.slice(0, text.lastIndexOf(' ', passageShown) + 1 || passageShown)}…`
}

function explanationLines({ explain }: Result): string[] {
  if (!explain) return []
  const terms = explain.terms.map(
    ({ term, isAvoided, relevance }) =>
      `${isAvoided ? 'without ' : ''}${term} ${String(Math.round(100 * relevance))} %`,
  )
  const concepts = explain.concepts.map(({ concept }) => concept)
  return [`       ${terms.join(', ')}${concepts.length > 0 ? `; shows ${concepts.join(', ')}` : ''}`]
}

/** Six digits: what is behind them differs from machine to machine. */
export function rounded(value: number): number
export function rounded(value: number | null): number | null
export function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e6) / 1e6
}
