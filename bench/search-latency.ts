/** How long does a text search take in a library of 10,000 photos, beside comparing every vector in JavaScript? */
import { createHash } from 'node:crypto'
import { Encoder } from '../main/engine/encoder/encoder'
import { normalise } from '../main/engine/encoder/vectors'
import { resolveHome, type Home } from '../main/engine/home'
import { decodeForEncoder } from '../main/engine/media/decode'
import { readPhoto } from '../main/engine/media/photo'
import { Searcher } from '../main/engine/search/searcher'
import type { ItemRow } from '../main/engine/store/schema'
import { maintain, openStoreForWriting } from '../main/engine/store/store'
import { StoreWriter } from '../main/engine/store/writer'
import { inferenceThreads } from '../main/engine/threads'
import { measure } from './support/measure'
import { readOptions } from './support/options'
import { findPhotos, resources, withTemporaryFolder } from './support/photos'
import { machine, printReport, rounded, table } from './support/report'
import { percentile } from './support/statistics'

const pageSize = 50
const recallDepth = 10
/** Real photos whose vectors the others are made from. */
const realVectors = 200
const commitRows = 1000
const warmUpQueries = 20
/** Scores closer than this are equal: the two sides add up in different orders. */
const tolerance = 1e-6

const { json, photos: asked, numbers } = readOptions({ vectors: 10_000, queries: 200 })
const threads = inferenceThreads()

interface Library {
  /** Where an item's vector stands. */
  places: Map<string, number>
  /** All vectors one after the other. */
  matrix: Float32Array
}

async function main(): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const home = resolveHome(folder)
    const library = await fillStore(home)
    const searcher = await Searcher.open({ home, modelFolder: resources.starterModel, threads })
    try {
      await searcher.warmUp()
      const texts = queries(warmUpQueries + numbers.queries)
      for (const text of texts.splice(0, warmUpQueries)) await ask(searcher, library, text)
      const answers: Answer[] = []
      const { others } = await measure(async () => {
        for (const text of texts) answers.push(await ask(searcher, library, text))
      })
      report(library, answers, others)
    } finally {
      await searcher.close()
    }
  })
}

interface Answer {
  total: number
  embed: number
  search: number
  fetch: number
  bruteForce: number
  recall: number
}

/** One search, and the same by brute force with the vector already there. */
async function ask(searcher: Searcher, library: Library, text: string): Promise<Answer> {
  const started = performance.now()
  const page = await searcher.search({ query: { kind: 'text', text }, filters: {}, offset: 0, limit: pageSize })
  const total = performance.now() - started

  const vector = await searcher.encoder.embedText(text)
  const compared = performance.now()
  const scores = compareAll(library.matrix, vector)
  const sorted = scores.slice().sort()
  const bruteForce = performance.now() - compared

  const depth = Math.min(recallDepth, sorted.length)
  const least = sorted[sorted.length - depth]! - tolerance
  const found = page.items
    .slice(0, recallDepth)
    .filter(({ id }) => (scores[library.places.get(id) ?? -1] ?? -1) >= least)
  return { total, ...page.timings, bruteForce, recall: found.length / depth }
}

function compareAll(matrix: Float32Array, vector: Float32Array): Float32Array {
  const scores = new Float32Array(matrix.length / vector.length)
  for (let row = 0, at = 0; row < scores.length; row++) {
    let sum = 0
    for (let i = 0; i < vector.length; i++, at++) sum += matrix[at]! * vector[i]!
    scores[row] = sum
  }
  return scores
}

/** Vectors of real photos, each many times with noise on it, written through the same writer as in the app. */
async function fillStore(home: Home): Promise<Library> {
  const encoder = await Encoder.open(resources.starterModel, { threads })
  const real: Float32Array[] = []
  for (const path of (await findPhotos(asked)).paths.slice(0, realVectors)) {
    const { bytes } = await readPhoto(path)
    real.push(...(await encoder.embedImages([await decodeForEncoder(bytes, encoder.manifest.image)])))
  }
  const { identity } = encoder
  await encoder.close()

  const random = randomNumbers(1)
  const store = await openStoreForWriting(home.store, identity)
  const writer = new StoreWriter(store, {
    folder: home.root,
    onOrphan: (item) => {
      throw new Error(`${item.name} has no vector`)
    },
  })
  const places = new Map<string, number>()
  const matrix = new Float32Array(numbers.vectors * identity.dimension)
  for (let i = 0; i < numbers.vectors; i++) {
    const vector = withNoise(real[i % real.length]!, random)
    matrix.set(vector, i * identity.dimension)
    const item = itemOf(i)
    places.set(item.id, i)
    writer.put(item, vector)
    if (writer.waiting >= commitRows) await writer.flush()
  }
  await writer.flush()
  await maintain(store)
  store.close()
  return { places, matrix }
}

/** A neighbour of a photo in the vector space: between almost the same (cosine 0.95) and another scene (0.6). */
function withNoise(vector: Float32Array, random: () => number): Float32Array {
  const amount = 0.02 + random() * 0.06
  // The sum of three uniform numbers is close enough to a normal one of variance 1.
  const noise = (): number => (random() + random() + random() - 1.5) * 2
  return normalise(vector.map((value) => value + amount * noise()))
}

function itemOf(i: number): ItemRow {
  const hash = createHash('sha256').update(String(i)).digest('hex')
  const folder = `${String(2000 + (i % 25))}/${String(i % 250)}`
  const name = `IMG_${String(i).padStart(5, '0')}.jpg`
  const taken = Date.UTC(2000 + (i % 25), i % 12, 1 + (i % 28), 12)
  return {
    id: hash.slice(0, 32),
    root: '0123456789abcdef',
    path: `${folder}/${name}`,
    folder,
    name,
    kind: 'image',
    size: 4_000_000 + i,
    mtime: taken,
    hash,
    width: 4000,
    height: 3000,
    takenAt: taken,
    camera: 'Benchmark',
    date: taken,
    state: 'ready',
    failure: null,
    addedAt: taken,
    goneAt: null,
  }
}

/** Different descriptions, so that no vector of a text comes from the cache. */
function queries(count: number): string[] {
  const who = ['a dog', 'two children', 'an old man', 'a red car', 'a cat', 'a climber', 'a girl in a hat', 'a horse']
  const what = ['running', 'resting', 'jumping', 'in the distance', 'close up']
  const where = ['on a beach', 'in the snow', 'in a busy street', 'beside a lake', 'on green grass', 'at night']
  const all = who.flatMap((a) => what.flatMap((b) => where.map((c) => `${a} ${b} ${c}`)))
  return Array.from({ length: count }, (_, i) => {
    const lap = Math.floor(i / all.length)
    return lap === 0 ? all[i]! : `${all[i % all.length]!}, photo ${String(lap)}`
  })
}

/** The same numbers on every run (xorshift). */
function randomNumbers(seed: number): () => number {
  let state = seed | 0
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

function report({ places }: Library, answers: Answer[], others: number): void {
  const of = (part: (answer: Answer) => number): { p50: number; p95: number } => {
    const values = answers.map(part)
    return { p50: rounded(percentile(values, 0.5), 2), p95: rounded(percentile(values, 0.95), 2) }
  }
  const figures = {
    total: of(({ total }) => total),
    embed: of(({ embed }) => embed),
    search: of(({ search }) => search),
    fetch: of(({ fetch }) => fetch),
    bruteForce: of(({ bruteForce }) => bruteForce),
  }
  const ratio = rounded(figures.search.p50 / figures.bruteForce.p50, 2)
  const recall = rounded(answers.reduce((sum, answer) => sum + answer.recall, 0) / answers.length, 4)
  const { cores } = machine()
  printReport(
    {
      benchmark: 'search-latency',
      ...machine(),
      vectors: places.size,
      queries: answers.length,
      page: pageSize,
      ...figures,
      ratio,
      recallAt10: recall,
      others: rounded(others, 2),
    },
    [
      `${String(answers.length)} different texts, first ${String(pageSize)} of ${String(places.size)} photos, ${String(cores)} cores`,
      '',
      ...table([
        ['', 'p50 ms', 'p95 ms'],
        ['text search', ...cells(figures.total)],
        ['  embed the text', ...cells(figures.embed)],
        ['  search vectors', ...cells(figures.search)],
        ['  fetch the page', ...cells(figures.fetch)],
        ['brute force in JavaScript', ...cells(figures.bruteForce)],
      ]),
      '',
      `ratio   ${ratio.toFixed(2)}  vector search / brute force, medians`,
      `recall  ${recall.toFixed(3)}  of the ${String(recallDepth)} nearest by brute force`,
      `noise   other processes used ${others.toFixed(2)} of ${String(cores)} cores meanwhile${others > 0.1 * cores ? ': TOO MANY, measure again' : ''}`,
    ],
    json,
  )
  if (recall < 1) process.exitCode = 1
}

function cells({ p50, p95 }: { p50: number; p95: number }): string[] {
  return [p50.toFixed(2), p95.toFixed(2)]
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
