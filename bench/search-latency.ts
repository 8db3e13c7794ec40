/** How long does a text search take in a library of 10,000 photos, beside comparing every vector in JavaScript? */
import { resolveHome } from '../main/engine/home'
import { Searcher } from '../main/engine/search/searcher'
import { maintain } from '../main/engine/store/store'
import { inferenceThreads } from '../main/engine/threads'
import { fillLargeStore } from './support/large-store'
import { measure } from './support/measure'
import { readOptions } from './support/options'
import { resources, withTemporaryFolder } from './support/photos'
import { machine, printReport, rounded, table } from './support/report'
import {
  pageSize,
  recallDepth,
  recallTarget,
  searchFigures,
  searchTarget,
  searchTexts,
  type Spread,
  type TextSearch,
} from './support/text-searches'

const { json, photos: asked, numbers } = readOptions({ vectors: 10_000, queries: 200 })

async function main(): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const home = resolveHome(folder)
    const library = await fillLargeStore(home, numbers.vectors, asked)
    await maintain(library.store)
    library.store.close()
    const searcher = await Searcher.open({
      home,
      modelFolder: resources.starterModel,
      resources,
      threads: inferenceThreads(),
      pictureFiles: 'anywhere',
    })
    try {
      let answers: TextSearch[] = []
      const { others } = await measure(async () => {
        answers = await searchTexts(searcher, library, numbers.queries)
      })
      report(answers, others)
    } finally {
      await searcher.close()
    }
  })
}

function report(answers: TextSearch[], others: number): void {
  const { recall, ...figures } = searchFigures(answers)
  const ratio = rounded(figures.search.p50 / figures.bruteForce.p50, 2)
  const target = searchTarget(numbers.vectors)
  const isMet = recall >= recallTarget && figures.total.p50 <= (target ?? Infinity)
  const { cores } = machine()
  printReport(
    {
      benchmark: 'search-latency',
      ...machine(),
      vectors: numbers.vectors,
      queries: answers.length,
      page: pageSize,
      ...figures,
      ratio,
      recallAt10: recall,
      isMet,
      others: rounded(others, 2),
    },
    [
      `${String(answers.length)} different texts, first ${String(pageSize)} of ${String(numbers.vectors)} photos, ${String(cores)} cores`,
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
      `target  p50 at most ${String(target ?? '?')} ms, recall at least ${String(recallTarget)}: ${isMet ? 'met' : 'MISSED'}`,
      `noise   other processes used ${others.toFixed(2)} of ${String(cores)} cores meanwhile${others > 0.1 * cores ? ': TOO MANY, measure again' : ''}`,
    ],
    json,
  )
  if (!isMet) process.exitCode = 1
}

function cells({ p50, p95 }: Spread): string[] {
  return [p50.toFixed(2), p95.toFixed(2)]
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
