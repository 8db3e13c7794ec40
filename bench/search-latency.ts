/** How long does a text search take in a library of 10,000 photos, beside comparing every vector in JavaScript? */
import { resolveHome } from '../main/engine/home'
import { Searcher } from '../main/engine/search/searcher'
import { inferenceThreads } from '../main/engine/threads'
import { measure } from './support/measure'
import { readOptions } from './support/options'
import { resources, withTemporaryFolder } from './support/photos'
import { machine, printReport, rounded, table } from './support/report'
import { percentile } from './support/statistics'
import { fillStore, type SyntheticLibrary } from './support/synthetic-library'

const pageSize = 50
const recallDepth = 10
const warmUpQueries = 20
/** Scores closer than this are equal: the two sides add up in different orders. */
const tolerance = 1e-6

const { json, photos: asked, numbers } = readOptions({ vectors: 10_000, queries: 200 })
const threads = inferenceThreads()

async function main(): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const home = resolveHome(folder)
    const library = await fillStore(home, { photos: asked, vectors: numbers.vectors, threads })
    const searcher = await Searcher.open({
      home,
      modelFolder: resources.starterModel,
      resources,
      threads,
      pictureFiles: 'anywhere',
    })
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

/** One search, and the same by brute force with the vector already there. All texts are descriptions: [Note: hubness]. */
async function ask(searcher: Searcher, library: SyntheticLibrary, text: string): Promise<Answer> {
  const started = performance.now()
  const query = { kind: 'text', text } as const
  const page = await searcher.search({ query, filters: {}, weak: true, offset: 0, limit: pageSize })
  const total = performance.now() - started

  const vector = await searcher.encoder.embedText(text)
  const compared = performance.now()
  const scores = compareAll(library, vector)
  const sorted = scores.slice().sort()
  const bruteForce = performance.now() - compared

  const depth = Math.min(recallDepth, sorted.length)
  const least = sorted[sorted.length - depth]! - tolerance
  const found = page.items
    .slice(0, recallDepth)
    .filter(({ id }) => (scores[library.places.get(id) ?? -1] ?? -1) >= least)
  return { total, ...page.timings, bruteForce, recall: found.length / depth }
}

function compareAll({ matrix, hubs }: SyntheticLibrary, vector: Float32Array): Float32Array {
  const scores = new Float32Array(matrix.length / vector.length)
  for (let row = 0, at = 0; row < scores.length; row++) {
    let sum = 0
    for (let i = 0; i < vector.length; i++, at++) sum += matrix[at]! * vector[i]!
    scores[row] = sum - hubs[row]!
  }
  return scores
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

function report({ places }: SyntheticLibrary, answers: Answer[], others: number): void {
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
