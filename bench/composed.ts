/** How long does a search of three terms take among 100,000 photos, and does it find what comparing all of them finds? */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Expression, Filters, SearchPage } from '../contract'
import { resolveHome } from '../main/engine/home'
import { Searcher } from '../main/engine/search/searcher'
import { parseList } from '../main/engine/search/tags/word-lists'
import { inferenceThreads } from '../main/engine/threads'
import { ExactSearch, type ExactAnswer } from './support/exact-search'
import { measure } from './support/measure'
import { readOptions } from './support/options'
import { resources, withTemporaryFolder } from './support/photos'
import { machine, printReport, rounded, table } from './support/report'
import { percentile } from './support/statistics'
import { fillStore, folderOf, folders, randomNumbers, rootId, type SyntheticLibrary } from './support/synthetic-library'

const pageSize = 50
const recallDepth = 10
/** More than the searcher keeps compiled queries (32), fewer than it keeps texts (512, and here four a query). */
const leastQueries = 40
const warmUpQueries = 5
/** What people do not notice; and what the figures must hold. */
const targets = { p50: 40, p95: 100, recall: 0.99 }
/** Relevances closer than this are equal: the two sides add up in different orders. */
const tolerance = 1e-6

const { json, photos, numbers } = readOptions({ vectors: 100_000, queries: 100 })
const threads = inferenceThreads()
const queries = Math.max(leastQueries, numbers.queries)

interface Kind {
  name: string
  match: (words: readonly [string, string, string]) => Expression
  isNarrow: boolean
}

const kinds = [
  { name: 'one text', match: ([a]) => text(a), isNarrow: false },
  {
    name: 'three terms',
    match: ([a, b, c]) => ({ op: 'and', of: [text(a), text(b), { op: 'not', of: text(c) }] }),
    isNarrow: false,
  },
  {
    name: 'three terms in a folder',
    match: ([a, b, c]) => ({ op: 'and', of: [text(a), text(b), { op: 'not', of: text(c) }] }),
    isNarrow: true,
  },
] as const satisfies readonly Kind[]

interface Timed {
  cold: number[]
  warm: number[]
  bruteForce: number[]
  recall: number[]
}

async function main(): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const home = resolveHome(folder)
    const library = await fillStore(home, { photos, vectors: numbers.vectors, threads })
    const searcher = await Searcher.open({
      home,
      modelFolder: resources.starterModel,
      resources,
      threads,
      pictureFiles: 'anywhere',
    })
    try {
      const opened = performance.now()
      await searcher.warmUp()
      const loadMs = performance.now() - opened
      const exact = await ExactSearch.open(library, searcher.encoder)
      const words = wordTriples(queries + warmUpQueries)
      const results: Record<string, Timed> = {}
      const { others } = await measure(async () => {
        for (const kind of kinds) results[kind.name] = await timeKind(kind, words, { searcher, exact, library })
      })
      report(library, results, { loadMs, others })
    } finally {
      await searcher.close()
    }
  })
}

/** Each query twice: first with new words, then, when its ranking is forgotten, with words whose vectors are kept. */
async function timeKind(
  kind: Kind,
  words: readonly (readonly [string, string, string])[],
  { searcher, exact, library }: { searcher: Searcher; exact: ExactSearch; library: SyntheticLibrary },
): Promise<Timed> {
  const timed: Timed = { cold: [], warm: [], bruteForce: [], recall: [] }
  const ask = async (i: number): Promise<{ page: SearchPage; ms: number }> => {
    const filters: Filters = kind.isNarrow ? { folder: { rootId, path: folderOf(i % folders) } } : {}
    const query = { kind: 'parsed', query: { match: kind.match(words[i]!) } } as const
    const started = performance.now()
    const page = await searcher.search({ query, filters, weak: true, offset: 0, limit: pageSize })
    return { page, ms: performance.now() - started }
  }
  for (let i = 0; i < words.length; i++) {
    const { ms } = await ask(i)
    if (i >= warmUpQueries) timed.cold.push(ms)
  }
  const pages: SearchPage[] = []
  for (let i = warmUpQueries; i < words.length; i++) {
    const { page, ms } = await ask(i)
    timed.warm.push(ms)
    pages.push(page)
  }
  // Afterwards, so that it does not drive the searcher's vectors out of the processor's cache.
  for (const [at, page] of pages.entries()) {
    const i = at + warmUpQueries
    const answer = await exact.ask(kind.match(words[i]!))
    timed.bruteForce.push(answer.ms)
    timed.recall.push(recallOf(page, answer, library, kind.isNarrow ? folderOf(i % folders) : undefined))
  }
  return timed
}

/** Share of the first ten that are among the ten best of all. */
function recallOf(
  { items }: SearchPage,
  { values }: ExactAnswer,
  { places }: SyntheticLibrary,
  folder: string | undefined,
): number {
  const allowed = folder === undefined ? values : values.filter((_, place) => folderOf(place) === folder)
  const best = allowed.slice().sort()
  const depth = Math.min(recallDepth, best.length)
  const least = best[best.length - depth]! - tolerance
  const found = items.slice(0, depth).filter(({ id }) => (values[places.get(id) ?? -1] ?? -1) >= least)
  return found.length / depth
}

function text(words: string): Expression {
  return { op: 'term', term: { kind: 'text', text: words } }
}

/** Things that photos show, all different, in a seeded order. */
function wordTriples(count: number): [string, string, string][] {
  const random = randomNumbers(7)
  const all = readdirSync(resources.vocabulary)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .flatMap((name) => parseList(readFileSync(join(resources.vocabulary, name), 'utf8')))
    .map((word) => ({ word, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ word }) => word)
  return Array.from({ length: count }, (_, i) => [all[3 * i]!, all[3 * i + 1]!, all[3 * i + 2]!])
}

function report(
  { ids }: SyntheticLibrary,
  results: Readonly<Record<string, Timed>>,
  { loadMs, others }: { loadMs: number; others: number },
): void {
  const figures = Object.fromEntries(
    Object.entries(results).map(([name, timed]) => {
      const of = (values: readonly number[]) => ({
        p50: rounded(percentile(values, 0.5), 2),
        p95: rounded(percentile(values, 0.95), 2),
      })
      const [cold, warm, bruteForce] = [of(timed.cold), of(timed.warm), of(timed.bruteForce)]
      const recall = rounded(timed.recall.reduce((sum, value) => sum + value, 0) / timed.recall.length, 4)
      return [name, { cold, warm, bruteForce, ratio: rounded(warm.p50 / bruteForce.p50, 2), recallAt10: recall }]
    }),
  )
  const all = Object.entries(figures)
  const composed = all.filter(([name]) => name !== 'one text').map(([, figure]) => figure)
  const isMet =
    composed.every(({ warm }) => warm.p50 <= targets.p50 && warm.p95 <= targets.p95) &&
    all.every(([, { recallAt10 }]) => recallAt10 >= targets.recall)
  const { cores } = machine()
  printReport(
    {
      benchmark: 'composed',
      ...machine(),
      vectors: ids.length,
      queries,
      page: pageSize,
      loadMs: rounded(loadMs, 0),
      figures,
      targets,
      isMet,
      others: rounded(others, 2),
    },
    [
      `${String(queries)} different queries of each kind, first ${String(pageSize)} of ${String(ids.length)} photos, ${String(cores)} cores`,
      '',
      ...table([
        ['', 'warm p50', 'p95', 'cold p50', 'p95', 'brute force p50', 'ratio', 'recall@10'],
        ...all.map(([name, { warm, cold, bruteForce, ratio, recallAt10 }]) => [
          name,
          ...[warm.p50, warm.p95, cold.p50, cold.p95, bruteForce.p50].map((ms) => ms.toFixed(1)),
          ratio.toFixed(2),
          recallAt10.toFixed(4),
        ]),
      ]),
      '',
      `milliseconds; warm: the words were searched for before, cold: they are embedded first`,
      `ratio   a warm search, page and all / the same formula over every whole vector in JavaScript, medians`,
      `target  warm p50 at most ${String(targets.p50)}, p95 at most ${String(targets.p95)}, recall@10 at least ${String(targets.recall)}: ${isMet ? 'met' : 'MISSED'}`,
      `load    ${rounded(loadMs, 0).toFixed(0)} ms for the text tower and all vectors, once`,
      `noise   other processes used ${others.toFixed(2)} of ${String(cores)} cores meanwhile${others > 0.1 * cores ? ': TOO MANY, measure again' : ''}`,
    ],
    json,
  )
  if (!isMet) process.exitCode = 1
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
