/** What does a library in a bucket take: bytes a photo, requests, and time beside one on a disk? */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { homeOfStore, resolveHome, type Home } from '../main/engine/home'
import { Searcher } from '../main/engine/search/searcher'
import { maintain } from '../main/engine/store/store'
import { inferenceThreads } from '../main/engine/threads'
import { S3Server, type Traffic } from '../test/integration/support/s3/server'
import { fillLargeStore } from './support/large-store'
import { openLibrary } from './support/library'
import { readOptions } from './support/options'
import { copyPhotos, findPhotos, resources, withTemporaryFolder } from './support/photos'
import { machine, printReport, rounded, table } from './support/report'
import { median } from './support/statistics'

const { json, photos, numbers } = readOptions({ indexed: 500, vectors: 100_000, queries: 20, edits: 500 })
const key = { id: 'bench', secret: 'bench', writes: true }
const server = new S3Server('bench', [key])
const pageSize = 50

type Cost = Traffic & { ms: number }

async function main(): Promise<void> {
  await server.start()
  Object.assign(process.env, server.environment(key))
  try {
    await withTemporaryFolder(async (folder) => {
      const set = join(folder, 'photos')
      await copyPhotos(await findPhotos(photos), 0, numbers.indexed, set)
      const [disk, bucket] = [resolveHome(join(folder, 'disk')), homeIn(folder, 'small')]
      const costs: [string, Cost][] = []
      const cost = async (name: string, work: () => Promise<unknown>): Promise<void> => {
        costs.push([name, await costOf(work)])
      }
      await costOf(() => index(disk, set)) // warms the caches of the system
      const again = resolveHome(join(folder, 'again'))
      await cost(`index ${String(numbers.indexed)} photos, disk`, () => index(again, set))
      await cost(`index ${String(numbers.indexed)} photos, bucket`, () => index(bucket, set))
      await cost('look again, nothing new, bucket', () => index(bucket, set))
      const [onDisk, inBucket] = [resolveHome(join(folder, 'large')), homeIn(folder, 'large')]
      const ms: Record<string, number> = {}
      const bytes = { vectors: 0, items: 0, thumbnails: bytesIn(bucket.thumbnails) / numbers.indexed }
      for (const [place, home] of [
        ['disk', onDisk],
        ['bucket', inBucket],
      ] as const) {
        const large = await fillLargeStore(home, numbers.vectors, resources.samples)
        await maintain(large.store, 0)
        if (place === 'bucket') {
          bytes.vectors = server.bytesUnder('large/vectors') / numbers.vectors
          bytes.items = server.bytesUnder('large/items') / numbers.vectors
        }
        const searcher = await open(home)
        await cost(`open ${String(numbers.vectors)} photos, ${place}`, () => searcher.warmUp())
        const times: number[] = []
        await cost(`${String(numbers.queries)} searches, ${place}`, async () => {
          for (let i = 0; i < numbers.queries; i++) times.push((await costOf(() => ask(searcher, i))).ms)
        })
        ms[place] = rounded(median(times), 1)
        const edited = Array.from({ length: numbers.edits }, (_, i) => i * 7)
        await cost(`write ${String(numbers.edits)} edits, ${place}`, () => large.replace(edited))
        await cost(`a search that takes them in, ${place}`, () => ask(searcher, numbers.queries))
        await searcher.close()
        large.store.close()
      }
      report(costs, bytes, ms as { disk: number; bucket: number })
    })
  } finally {
    await server.stop()
  }
}

function homeIn(folder: string, prefix: string): Home {
  return homeOfStore(resolveHome(join(folder, 'bucket')), `s3://bench/${prefix}`)
}

async function index(home: Home, folder: string): Promise<void> {
  const library = await openLibrary(home)
  await library.addFolder(folder)
  await library.settled()
  await library.close()
}

function open(home: Home): Promise<Searcher> {
  const { starterModel: modelFolder } = resources
  return Searcher.open({ home, modelFolder, resources, threads: inferenceThreads(), pictureFiles: 'anywhere' })
}

function ask(searcher: Searcher, number: number): Promise<unknown> {
  const query = { kind: 'text', text: `a dog on a beach, photo ${String(number)}` } as const
  return searcher.search({ query, filters: {}, weak: true, offset: 0, limit: pageSize })
}

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const before = { ...server.traffic }
  const started = performance.now()
  await work()
  const ms = performance.now() - started
  const { reads, lists, writes, bytesIn: received, bytesOut } = server.traffic
  return {
    ms,
    reads: reads - before.reads,
    lists: lists - before.lists,
    writes: writes - before.writes,
    bytesIn: received - before.bytesIn,
    bytesOut: bytesOut - before.bytesOut,
  }
}

function bytesIn(folder: string): number {
  const paths = readdirSync(folder, { recursive: true }).map((name) => statSync(join(folder, String(name))))
  return paths.reduce((sum, stats) => sum + (stats.isFile() ? stats.size : 0), 0)
}

function report(
  costs: readonly [string, Cost][],
  bytes: { vectors: number; items: number; thumbnails: number },
  ms: { disk: number; bucket: number },
): void {
  const ratio = rounded(ms.bucket / ms.disk, 2)
  const mega = (count: number): string => (count / 1e6).toFixed(1)
  printReport(
    { benchmark: 'bucket', ...machine(), ...numbers, costs: Object.fromEntries(costs), bytes, searchMs: ms, ratio },
    [
      ...table([
        ['', 'ms', 'reads', 'lists', 'writes', 'MB up', 'MB down'],
        ...costs.map(([name, { ms: took, reads, lists, writes, bytesIn: up, bytesOut: down }]) => [
          name,
          took.toFixed(0),
          ...[reads, lists, writes].map(String),
          mega(up),
          mega(down),
        ]),
      ]),
      '',
      `bytes  a photo: ${bytes.vectors.toFixed(0)} of vectors, ${bytes.items.toFixed(0)} of items in the bucket, indexes included; ${bytes.thumbnails.toFixed(0)} of thumbnails on the disk`,
      `ratio  ${ratio.toFixed(2)}  a search in a bucket (${String(ms.bucket)} ms) / on a disk (${String(ms.disk)} ms); the server is on this machine, so each request of a real one adds its latency`,
    ],
    json,
  )
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
