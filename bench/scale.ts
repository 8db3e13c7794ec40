/** What do searches among a million photos cost, beside LanceDB's index, and do both stay right while photos change? */
import { Index, type Table, VectorQuery } from '@lancedb/lancedb'
import { resolveHome } from '../main/engine/home'
import { Searcher } from '../main/engine/search/searcher'
import { maintain } from '../main/engine/store/store'
import { inferenceThreads } from '../main/engine/threads'
import { fillLargeStore, type LargeStore } from './support/large-store'
import { measure } from './support/measure'
import { readOptions } from './support/options'
import { resources, withTemporaryFolder } from './support/photos'
import { machine, printReport, rounded, table } from './support/report'
import { percentile } from './support/statistics'
import { folderOf, folders, randomNumbers, rootId } from './support/synthetic-library'

const recallDepth = 10
const pageSize = 50
/** Photos edited in one commit. */
const editsAtOnce = 500
/** Of LanceDB's index: as many lists as reach its recall, and candidates that are compared exactly. */
const probes = 40
const refine = 10
/** The first texts of each round are not counted. */
const warmUp = 3
/** More than the scans that the searcher keeps. */
const leastQueries = 30
const tolerance = 1e-6
const least = 0.99

const { json, photos, numbers } = readOptions({ vectors: 200_000, queries: 40, updates: 5000 })

interface Figures {
  p50: number
  p95: number
  recall: number
  narrowP50: number
  narrowRecall: number
}

/** Answers ids, best first. */
type Ask = (query: { text: string; vector: Float32Array }, folder: string | undefined) => Promise<string[]>

async function main(): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const home = resolveHome(folder)
    const large = await fillLargeStore(home, numbers.vectors, photos)
    await maintain(large.store)
    const open = (): Promise<Searcher> =>
      Searcher.open({
        home,
        modelFolder: resources.starterModel,
        resources,
        threads: inferenceThreads(),
        pictureFiles: 'anywhere',
      })
    const searcher = await open()
    const queries: { text: string; vector: Float32Array }[] = []
    for (const text of texts(warmUp + Math.max(leastQueries, numbers.queries)))
      queries.push({ text, vector: await searcher.encoder.embedText(text) })

    const before = held()
    const [loadMs] = await timed(() => searcher.warmUp())
    const memory = held() - before
    const rows: [string, Figures][] = []
    const figures = async (name: string, ask: Ask, withHubs: boolean): Promise<void> => {
      rows.push([name, await measured(large, queries, ask, withHubs)])
    }
    const { others } = await measure(async () => {
      await figures('Fovea', fovea(searcher), true)
      const { vectors } = large.store
      const [buildMs] = await timed(() =>
        vectors.createIndex('vector', { config: Index.ivfRq({ distanceType: 'dot' }) }),
      )
      await figures('LanceDB, IVF_RQ', lance(vectors), false)

      const random = randomNumbers(3)
      const edited = Array.from({ length: numbers.updates }, () => Math.floor(random() * numbers.vectors))
      for (let from = 0; from < edited.length; from += editsAtOnce)
        await large.replace([...new Set(edited.slice(from, from + editsAtOnce))])
      const [refreshMs] = await timed(() => fovea(searcher)(queries[0]!, undefined))
      const name = `${String(numbers.updates)} edits later`
      await figures(`Fovea, ${name}`, fovea(searcher), true)
      await figures(`LanceDB, ${name}`, lance(vectors), false)
      const [keptMs] = await timed(() => vectors.optimize())
      await figures('LanceDB, its index updated', lance(vectors), false)
      await searcher.close()
      const again = await open()
      await again.warmUp()
      await figures('Fovea, opened anew', fovea(again), true)
      await again.close()
      await timed(() => vectors.createIndex('vector', { config: Index.ivfRq({ distanceType: 'dot' }), replace: true }))
      await figures('LanceDB, its index rebuilt', lance(vectors), false)
      report(rows, { loadMs, memory, buildMs, refreshMs, keptMs })
    })
    large.store.close()
    if (others > 0.2) process.stdout.write(`noise: other processes used ${others.toFixed(2)} cores meanwhile\n`)
  })
}

function fovea(searcher: Searcher): Ask {
  return async ({ text }, folder) => {
    const filters = folder === undefined ? {} : { folder: { rootId, path: folder } }
    const query = { kind: 'text', text } as const
    const { items } = await searcher.search({ query, filters, weak: true, offset: 0, limit: pageSize })
    return items.map(({ id }) => id)
  }
}

function lance(vectors: Table): Ask {
  return async ({ vector }, folder) => {
    const nearest = vectors.vectorSearch(vector)
    if (!(nearest instanceof VectorQuery)) throw new Error('a search of vectors is expected')
    const all = nearest.distanceType('dot').nprobes(probes).refineFactor(refine)
    const search = folder === undefined ? all : all.where(`folder = '${folder}'`)
    const rows = (await search.limit(pageSize).select(['id', '_distance']).toArray()) as { id: string }[]
    return rows.map(({ id }) => id)
  }
}

async function measured(
  large: LargeStore,
  queries: readonly { text: string; vector: Float32Array }[],
  ask: Ask,
  withHubs: boolean,
): Promise<Figures> {
  const ones = async (folderFor: (i: number) => string | undefined): Promise<{ ms: number[]; recall: number }> => {
    const figures = { ms: [] as number[], recall: 0 }
    for (const [i, query] of queries.entries()) {
      const folder = folderFor(i)
      const started = performance.now()
      const ids = await ask(query, folder)
      if (i < warmUp) continue
      figures.ms.push(performance.now() - started)
      figures.recall += recallOf(ids, large, query.vector, folder, withHubs) / (queries.length - warmUp)
    }
    return figures
  }
  // One after the other: what a search of all leaves behind must not serve the same one in a folder.
  const all = await ones(() => undefined)
  const narrow = await ones((i) => folderOf(i % folders))
  return {
    p50: rounded(percentile(all.ms, 0.5), 1),
    p95: rounded(percentile(all.ms, 0.95), 1),
    recall: rounded(all.recall, 4),
    narrowP50: rounded(percentile(narrow.ms, 0.5), 1),
    narrowRecall: rounded(narrow.recall, 4),
  }
}

/** Share of the first ten that are among the ten best of all, each compared. */
function recallOf(
  ids: readonly string[],
  { matrix, hubs, places }: LargeStore,
  vector: Float32Array,
  folder: string | undefined,
  withHubs: boolean,
): number {
  const dimension = vector.length
  const score = (place: number): number => {
    let sum = withHubs ? -hubs[place]! : 0
    for (let i = 0, at = place * dimension; i < dimension; i++, at++) sum += matrix[at]! * vector[i]!
    return sum
  }
  const best: number[] = []
  for (let place = 0; place < hubs.length; place++) {
    if (folder !== undefined && folderOf(place) !== folder) continue
    const value = score(place)
    if (best.length === recallDepth && value <= best[0]!) continue
    best.push(value)
    best.sort((a, b) => a - b)
    if (best.length > recallDepth) best.shift()
  }
  const enough = best[0]! - tolerance
  return ids.slice(0, best.length).filter((id) => score(places.get(id)!) >= enough).length / best.length
}

/** Bytes outside the heap, where the vectors are. */
function held(): number {
  const { external, heapUsed } = process.memoryUsage()
  return external + heapUsed
}

async function timed(work: () => Promise<unknown>): Promise<[number]> {
  const started = performance.now()
  await work()
  return [performance.now() - started]
}

function texts(count: number): string[] {
  const who = ['a dog', 'two children', 'an old man', 'a red car', 'a cat', 'a climber', 'a girl in a hat', 'a horse']
  const where = ['on a beach', 'in the snow', 'in a busy street', 'beside a lake', 'on green grass', 'at night']
  const all = who.flatMap((a) => where.map((b) => `${a} ${b}`))
  return Array.from(
    { length: count },
    (_, i) => `${all[i % all.length]!}${i < all.length ? '' : `, photo ${String(i)}`}`,
  )
}

function report(
  rows: readonly [string, Figures][],
  {
    loadMs,
    memory,
    buildMs,
    refreshMs,
    keptMs,
  }: { loadMs: number; memory: number; buildMs: number; refreshMs: number; keptMs: number },
): void {
  const figures = Object.fromEntries(rows)
  const ratio = rounded(figures['Fovea']!.p50 / figures['LanceDB, IVF_RQ']!.p50, 2)
  const own = rows.filter(([name]) => name.startsWith('Fovea'))
  const isMet = own.every(([, { recall, narrowRecall }]) => Math.min(recall, narrowRecall) >= least)
  printReport(
    {
      benchmark: 'scale',
      ...machine(),
      ...numbers,
      figures,
      ratio,
      loadMs: rounded(loadMs, 0),
      memoryMB: rounded(memory / 1e6, 0),
      buildMs: rounded(buildMs, 0),
      refreshMs: rounded(refreshMs, 0),
      keptMs: rounded(keptMs, 0),
      isMet,
    },
    [
      `${String(numbers.queries)} texts, first ${String(pageSize)} of ${String(numbers.vectors)} photos; narrow: in one of ${String(folders)} folders`,
      '',
      ...table([
        ['', 'p50 ms', 'p95', 'recall@10', 'narrow p50', 'recall@10'],
        ...rows.map(([name, { p50, p95, recall, narrowP50, narrowRecall }]) => [
          name,
          ...[p50, p95].map((ms) => ms.toFixed(1)),
          recall.toFixed(4),
          narrowP50.toFixed(1),
          narrowRecall.toFixed(4),
        ]),
      ]),
      '',
      `Fovea    ${(memory / 1e6).toFixed(0)} MB and ${(loadMs / 1000).toFixed(1)} s to open; ${String(numbers.updates)} edits were taken in within ${refreshMs.toFixed(0)} ms, the search included`,
      `LanceDB  ${(buildMs / 1000).toFixed(1)} s to build its index, ${(keptMs / 1000).toFixed(1)} s to bring it up to date; its search alone, without calibration and page`,
      `ratio    ${ratio.toFixed(2)}  a whole search of Fovea's / a search of the index`,
      `target   recall@10 of Fovea's at least ${String(least)}, also after edits: ${isMet ? 'met' : 'MISSED'}`,
    ],
    json,
  )
  if (!isMet) process.exitCode = 1
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
