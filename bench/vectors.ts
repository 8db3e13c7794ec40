/** How fast, how right and how large is Fovea's search of vectors, beside usearch, hnswlib-node and brute force in JavaScript? */
import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Encoder } from '../main/engine/encoder/encoder'
import { resolveHome } from '../main/engine/home'
import { Searcher } from '../main/engine/search/searcher'
import { largest } from '../main/engine/search/scoring/relevance'
import { VectorRows } from '../main/engine/search/vector-rows'
import { maintain, openStoreForReading } from '../main/engine/store/store'
import type { EncoderIdentity } from '../main/engine/store/schema'
import { inferenceThreads } from '../main/engine/threads'
import { fillLargeStore, type LargeStore } from './support/large-store'
import { measure } from './support/measure'
import { readOptions } from './support/options'
import { resources, withTemporaryFolder } from './support/photos'
import { machine, printReport, rounded, table } from './support/report'
import { answerParent, inProcess, installRivals, runRival, type Rivals } from './support/rivals'
import {
  descriptions,
  recallDepth,
  recallTarget,
  searchFigures,
  searchTarget,
  searchTexts,
  spreadOf,
  type SearchFigures,
} from './support/text-searches'

/** As many as a search scores exactly: `exactlyScored` in ranking.ts. */
const exactlyScored = 400
/** Candidates that an index looks at in a search; 0 is its own choice, and the others are tried until it is as right as Fovea must be. */
const efforts = [0, 64, 128, 256, 512, 1024, 2048]
const tolerance = 1e-6
const rowsAtOnce = 10_000

const contestants = [
  { name: 'usearch', library: 'usearch', kind: 'F32' },
  { name: 'usearch, eight bits', library: 'usearch', kind: 'I8' },
  { name: 'hnswlib-node', library: 'hnswlib-node', kind: 'F32' },
] as const

interface Searched {
  effort: number
  ms: number[]
  /** The ten best of each query, by place. */
  found: number[][]
}
interface Built {
  buildMs: number
  built: number
  /** By which the process grew. */
  bytes: number
  runs: Searched[]
}
interface Task {
  home: string
  identity: EncoderIdentity
  vectors: string
  queries: string
  count: number
  dimension: number
}
interface Row {
  name: string
  p50: number
  p95: number
  recall: number
  buildSeconds: number
  memoryMB: number
}

const [role, way, childTask] = process.argv.slice(2)

async function main(): Promise<void> {
  const { json, photos, numbers } = readOptions({ vectors: 100_000, queries: 100, seconds: 1800 })
  const rivals = await installRivals()
  await withTemporaryFolder(async (folder) => {
    const home = resolveHome(join(folder, 'home'))
    const large = await fillLargeStore(home, numbers.vectors, photos)
    const identity = large.store.encoder
    await maintain(large.store)
    large.store.close()
    const files = { vectors: join(folder, 'vectors.f32'), queries: join(folder, 'queries.f32') }
    writeVectors(files.vectors, large.matrix)
    writeVectors(files.queries, await queryVectors(numbers.queries))
    const task: Task = { home: home.root, identity, ...files, count: numbers.vectors, dimension: identity.dimension }

    const rows: Row[] = []
    const notes: string[] = []
    let bandwidth = 0
    let whole: SearchFigures | undefined
    const { others } = await measure(async () => {
      const brute = await inChild(task, 'brute')
      const truth = bestScores(large, files.queries, brute.runs[0]!)
      const row = (name: string, built: Built, run: Searched): Row => ({
        name,
        ...spreadOf(run.ms),
        recall: recallOf(large, files.queries, run, truth),
        buildSeconds: rounded(built.buildMs / 1000, 1),
        memoryMB: rounded(built.bytes / 1e6, 0),
      })
      const ours = await inChild(task, 'fovea')
      bandwidth = ours.bandwidth ?? 0
      rows.push(row('Fovea', ours, ours.runs[0]!), row('brute force in JavaScript', brute, brute.runs[0]!))
      for (const { name, library, kind } of contestants) {
        if (rivals[library] === undefined) {
          notes.push(`${name} is not installed here`)
          continue
        }
        const built = await runRival<Built>('search-vectors.mjs', {
          ...{ ...task, library, kind, efforts, seconds: numbers.seconds, k: recallDepth },
          ...{ threads: inferenceThreads(), scratch: folder },
        })
        if (built.runs.length === 0) {
          const share = `${String(built.built)} of ${String(numbers.vectors)} vectors after ${String(numbers.seconds)} s`
          notes.push(`${name}: NOT SEARCHED, its index had ${share}, when it was given up`)
          continue
        }
        const made = built.runs.map((run) => ({ ...row(name, built, run), effort: run.effort }))
        const right = made.find(({ recall }) => recall >= recallTarget) ?? made.at(-1)!
        rows.push({ ...made[0]!, name: `${name}, as it comes` })
        if (right !== made[0]) rows.push({ ...right, name: `${name}, ${String(right.effort)} candidates` })
      }
      whole = await wholeSearches(large, home.root, numbers.queries)
    })
    report({ rows, notes, whole: whole!, bandwidth, rivals, numbers, task, others, json })
  })
}

function writeVectors(file: string, numbers: Float32Array): void {
  const handle = openSync(file, 'w')
  const bytes = Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength)
  for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at, Math.min(2 ** 26, bytes.length - at))
  closeSync(handle)
}

async function queryVectors(count: number): Promise<Float32Array> {
  const encoder = await Encoder.open(resources.starterModel, { threads: inferenceThreads() })
  const { dimension } = encoder.identity
  const numbers = new Float32Array(count * dimension)
  for (const [i, text] of descriptions(count).entries()) numbers.set(await encoder.embedText(text), i * dimension)
  await encoder.close()
  return numbers
}

/** Whole text searches, the page included, as the window asks for them. */
async function wholeSearches(large: LargeStore, home: string, queries: number): Promise<SearchFigures> {
  const searcher = await Searcher.open({
    home: resolveHome(home),
    modelFolder: resources.starterModel,
    resources,
    threads: inferenceThreads(),
    pictureFiles: 'anywhere',
  })
  try {
    return searchFigures(await searchTexts(searcher, large, queries))
  } finally {
    await searcher.close()
  }
}

/** The tenth best score of each query. */
function bestScores(large: LargeStore, queries: string, { found }: Searched): number[] {
  return rowsOf(queries, large).map((query, i) => Math.min(...found[i]!.map((place) => scoreOf(large, query, place))))
}

function recallOf(large: LargeStore, queries: string, { found }: Searched, truth: readonly number[]): number {
  let right = 0
  rowsOf(queries, large).forEach((query, i) => {
    for (const place of found[i]!) right += Number(scoreOf(large, query, place) >= truth[i]! - tolerance)
  })
  return rounded(right / (truth.length * recallDepth), 4)
}

function rowsOf(file: string, { store }: Pick<LargeStore, 'store'>): Float32Array[] {
  return split(readNumbers(file), store.encoder.dimension)
}

function scoreOf({ matrix }: LargeStore, query: Float32Array, place: number): number {
  let sum = 0
  for (let i = 0, at = place * query.length; i < query.length; i++, at++) sum += matrix[at]! * query[i]!
  return sum
}

function readNumbers(file: string): Float32Array {
  return new Float32Array(Uint8Array.from(readFileSync(file)).buffer)
}

function split(numbers: Float32Array, dimension: number): Float32Array[] {
  return Array.from({ length: numbers.length / dimension }, (_, i) =>
    numbers.subarray(i * dimension, (i + 1) * dimension),
  )
}

type Own = Built & { bandwidth?: number }

function inChild(task: Task, which: string): Promise<Own> {
  return inProcess<Own>(__filename, ['child', which, JSON.stringify(task)])
}

/** The searcher's own copy of the vectors, read from the store, and what it does with them in a search. */
async function fovea({ home, identity, queries, dimension }: Task): Promise<Own> {
  const store = await openStoreForReading(resolveHome(home).store, identity)
  const before = process.memoryUsage.rss()
  const started = performance.now()
  const options = { dimension, mean: undefined, where: 'live = true', columns: ['name'] }
  const rows = new VectorRows(store!.vectors, options)
  await rows.refresh()
  const buildMs = performance.now() - started
  const bytes = process.memoryUsage.rss() - before
  const names = rows.columns['name'] as string[]
  const search = async (vector: Float32Array): Promise<number[]> => {
    const probe = { vector, isCentred: false, hub: 0 }
    const [scores] = rows.scores([probe])
    if (rows.isExact) return best(scores!, largest(scores!, recallDepth))
    const near = largest(scores!, exactlyScored)
    const [exact] = await rows.exactScores(near, [probe])
    return best(exact!, largest(exact!, recallDepth)).map((at) => near[at]!)
  }
  const run = await searched(queries, dimension, search)
  const found = run.found.map((all) => all.map((row) => placeOf(names[row]!)))
  store!.close()
  return { buildMs, built: rows.count, bytes, runs: [{ ...run, found }], bandwidth: memoryBandwidth() }
}

/** What nothing but JavaScript does: every vector, one number at a time. */
async function brute({ vectors, queries, count, dimension }: Task): Promise<Own> {
  const before = process.memoryUsage.rss()
  const started = performance.now()
  const matrix = new Float32Array(count * dimension)
  const file = openSync(vectors, 'r')
  for (let row = 0; row < count; row += rowsAtOnce)
    readSync(file, matrix, row * dimension * 4, Math.min(rowsAtOnce, count - row) * dimension * 4, null)
  closeSync(file)
  const buildMs = performance.now() - started
  const bytes = process.memoryUsage.rss() - before
  const search = async (query: Float32Array): Promise<number[]> => {
    const scores = new Float32Array(count)
    for (let row = 0, at = 0; row < count; row++) {
      let sum = 0
      for (let i = 0; i < dimension; i++, at++) sum += matrix[at]! * query[i]!
      scores[row] = sum
    }
    return best(scores, largest(scores, recallDepth))
  }
  return { buildMs, built: count, bytes, runs: [await searched(queries, dimension, search)] }
}

async function searched(
  queries: string,
  dimension: number,
  search: (query: Float32Array) => Promise<number[]>,
): Promise<Searched> {
  const all = split(readNumbers(queries), dimension)
  for (const query of all) await search(query) // until everything is compiled
  const run: Searched = { effort: 0, ms: [], found: [] }
  for (const query of all) {
    const started = performance.now()
    const found = await search(query)
    run.ms.push(performance.now() - started)
    run.found.push(found)
  }
  return run
}

function best(scores: Float32Array, at: Int32Array): number[] {
  return Array.from(at).sort((a, b) => scores[b]! - scores[a]!)
}

/** See `itemOf`. */
const placeOf = (name: string): number => Number(/\d+/.exec(name)?.[0])

/** Bytes a millisecond that this machine reads from memory: the quickest of some comparisons of two large blocks. */
function memoryBandwidth(): number {
  const [a, b] = [Buffer.alloc(2 ** 27, 1), Buffer.alloc(2 ** 27, 1)]
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now()
    a.compare(b)
    return performance.now() - started
  })
  return (a.length + b.length) / Math.min(...times)
}

interface Findings {
  rows: readonly Row[]
  notes: readonly string[]
  whole: SearchFigures
  bandwidth: number
  rivals: Rivals
  numbers: { vectors: number; queries: number; seconds: number }
  task: Task
  others: number
  json: boolean
}

function report({ rows, notes, whole, bandwidth, rivals, numbers, task, others, json }: Findings): void {
  const [ours] = rows as [Row]
  const isExact = ours.memoryMB * 1e6 > task.count * task.dimension * 3
  const bound = rounded((task.count * task.dimension * (isExact ? 4 : 1)) / bandwidth, 1)
  const target = searchTarget(numbers.vectors)
  const isMet = whole.recall >= recallTarget && ours.recall >= recallTarget && whole.total.p50 <= (target ?? Infinity)
  const ratio = (value: number, own: number): string => (value / own).toFixed(2)
  printReport(
    {
      benchmark: 'vectors',
      ...machine(),
      ...numbers,
      dimension: task.dimension,
      rivals,
      rows,
      notes,
      boundMs: bound,
      whole,
      target,
      isMet,
      others: rounded(others, 2),
    },
    [
      `${String(numbers.vectors)} vectors of ${String(task.dimension)} numbers, ${String(numbers.queries)} texts, the ten nearest`,
      '',
      ...table([
        ['', 'p50 ms', 'p95 ms', 'recall@10', 'build s', 'MB', 'ms : Fovea', 'MB : Fovea'],
        ...rows.map(({ name, p50, p95, recall, buildSeconds, memoryMB }) => [
          name,
          ...[p50, p95].map((ms) => ms.toFixed(2)),
          recall.toFixed(4),
          ...[buildSeconds.toFixed(1), String(memoryMB)],
          ...[ratio(p50, ours.p50), ratio(memoryMB, ours.memoryMB)],
        ]),
      ]),
      '',
      ...notes,
      `bound   ${bound.toFixed(1)} ms: reading Fovea's vectors once, at the ${(bandwidth / 1e6).toFixed(1)} GB/s that memory gives here`,
      `whole   text search of Fovea's, first page included: p50 ${whole.total.p50.toFixed(1)} ms, p95 ${whole.total.p95.toFixed(1)} ms, recall@10 ${whole.recall.toFixed(4)}`,
      `target  p50 at most ${String(target ?? '?')} ms, recall at least ${String(recallTarget)}: ${isMet ? 'met' : 'MISSED'}`,
      `noise   those measured and all others used ${others.toFixed(2)} of ${String(machine().cores)} cores`,
    ],
    json,
  )
  if (!isMet) process.exitCode = 1
}

async function start(): Promise<void> {
  if (role !== 'child' || childTask === undefined) await main()
  else await answerParent(await (way === 'fovea' ? fovea : brute)(JSON.parse(childTask) as Task))
}

start().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
