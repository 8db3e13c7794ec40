/** Does any of thousands of damaged and hostile files harm the app, and are the good ones among them found? */
import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { resolveHome } from '../main/engine/home'
import { Searcher } from '../main/engine/search/searcher'
import { writeCorpus } from '../test/integration/support/fuzz/corpus'
import { indexNoting } from '../test/integration/support/fuzz/indexing'
import { indexThroughCrashes, judge, type Run, type Verdict } from '../test/integration/support/fuzz/run'
import { readOptions } from './support/options'
import { resources, root, withTemporaryFolder } from './support/photos'
import { machine, printReport, rounded, table } from './support/report'

/** Where a file that fails the run is kept, to be looked at. */
const kept = join(root, 'out', 'fuzz')
const maximumSeconds = 10
/** A picture of 200 megapixels is in memory whole, besides what indexing takes anyway. */
const maximumMb = 2048
/** Files that the decoder of Electron on Linux reads: it is three times as slow. */
const wasmShare = 0.2

const [role, childHome, childPhotos, childLog, childDecoder] = process.argv.slice(2)

function child(home: string, photos: string, log: string, decoder: string): Promise<void> {
  if (decoder === 'wasm') {
    // How the engine knows that it runs in Electron on Linux. See: [Note: sharp in Electron on Linux]
    Object.defineProperty(process, 'versions', { value: { ...process.versions, electron: '0' } })
    Object.defineProperty(process, 'platform', { value: 'linux' })
  }
  const { starterModel: modelFolder, gazetteer } = resources
  return indexNoting({ home: resolveHome(home), photos, modelFolder, gazetteer, log })
}

interface Part extends Run, Verdict {
  total: number
  good: number
  seconds: number
}

async function part(folder: string, decoder: string, files: number, seed: number): Promise<Part> {
  const photos = join(folder, 'photos')
  const samples = (await readdir(resources.samples)).filter((name) => name.endsWith('.jpg')).sort()
  const { good, total } = await writeCorpus(photos, files, seed, {
    samples: samples.map((name) => join(resources.samples, name)),
    fixtures: join(root, 'test', 'fixtures'),
  })
  const [home, log] = [join(folder, 'home'), join(folder, 'log')]
  const began = performance.now()
  const run = await indexThroughCrashes(() => fork(__filename, ['child', home, photos, log, decoder]), log)
  const seconds = (performance.now() - began) / 1000
  const searcher = await Searcher.open({
    home: resolveHome(home),
    modelFolder: resources.starterModel,
    resources,
    pictureFiles: 'anywhere',
  })
  const verdict = await judge(searcher, good)
  await searcher.close()
  const suspects = [
    ...run.files.filter((file) => file.seconds > maximumSeconds).map(({ file }) => join(photos, file)),
    ...verdict.failed.filter(({ code }) => code === 'crashed').map(({ path }) => path),
    ...verdict.goodNotFound,
  ]
  for (const path of suspects) if (existsSync(path)) await cp(path, join(kept, basename(path)))
  return { ...run, ...verdict, total, good: good.length, seconds }
}

async function main(): Promise<void> {
  const { json, numbers } = readOptions({ files: 10_000, seed: 1 })
  const { files, seed } = numbers
  const parts: Record<string, Part> = {}
  const forWasm = Math.round((files * wasmShare) / 10) * 10
  await withTemporaryFolder(async (folder) => {
    parts['native'] = await part(join(folder, 'native'), 'native', files - forWasm, seed)
    parts['WebAssembly'] = await part(join(folder, 'wasm'), 'wasm', forWasm, seed + 1)
  })
  const all = Object.values(parts)
  const reasons = new Map<string, number>()
  for (const { code } of all.flatMap(({ failed }) => failed)) reasons.set(code, (reasons.get(code) ?? 0) + 1)
  const slowest = all.flatMap(({ files }) => files).sort((a, b) => b.seconds - a.seconds)
  const isRight = all.every(
    ({ counts, total, crashes, goodNotFound, peakMb, failed }) =>
      counts.ready + counts.failed === total &&
      counts.pending === 0 &&
      crashes.length === 0 &&
      goodNotFound.length === 0 &&
      peakMb <= maximumMb &&
      failed.length === counts.failed,
  )
  const rows = Object.entries(parts).map(
    ([name, { counts, total, good, goodNotFound, crashes, files, peakMb, blockedMs, seconds }]) => [
      name,
      String(total),
      String(counts.ready),
      String(counts.failed),
      String(counts.pending),
      `${String(good - goodNotFound.length)} of ${String(good)}`,
      String(crashes.length),
      rounded(files[0]?.seconds ?? 0, 1).toFixed(1),
      rounded(peakMb, 0).toString(),
      rounded(blockedMs / 1000, 1).toFixed(1),
      rounded(seconds, 0).toString(),
    ],
  )
  printReport(
    {
      benchmark: 'fuzz',
      ...machine(),
      files,
      seed,
      parts: Object.fromEntries(
        Object.entries(parts).map(
          ([name, { counts, total, good, goodNotFound, crashes, files, peakMb, blockedMs, decoder }]) => [
            name,
            {
              decoder,
              total,
              ...counts,
              good,
              goodNotFound,
              crashes,
              slowestSeconds: files[0]?.seconds,
              peakMb,
              blockedMs,
            },
          ],
        ),
      ),
      reasons: Object.fromEntries(reasons),
      slowest: slowest.slice(0, 10),
    },
    [
      `${String(files)} files of seed ${String(seed)}`,
      '',
      ...table([
        [
          'decoder',
          'files',
          'ready',
          'failed',
          'pending',
          'good found',
          'crashes',
          'slowest s',
          'peak MB',
          'blocked s',
          'all s',
        ],
        ...rows,
      ]),
      '',
      `failed: ${[...reasons].map(([code, count]) => `${String(count)} ${code}`).join(', ')}`,
      `crashes: ${all.flatMap(({ crashes }) => crashes).join(', ') || 'none'}; at most ${String(maximumSeconds)} s a file and ${String(maximumMb)} MB`,
      ...slowest.slice(0, 10).map(({ file, seconds }) => `  ${seconds.toFixed(2)} s  ${JSON.stringify(file)}`),
      ...all.flatMap(({ goodNotFound }) => goodNotFound.map((path) => `  not found: ${JSON.stringify(path)}`)),
      ...all.flatMap(({ failed }) =>
        failed.filter(({ code }) => code === 'crashed').map(({ path }) => `  crashed: ${JSON.stringify(path)}`),
      ),
    ],
    json,
  )
  if (!isRight || (slowest[0]?.seconds ?? 0) > maximumSeconds) process.exitCode = 1
}

const work =
  role === 'child' &&
  childHome !== undefined &&
  childPhotos !== undefined &&
  childLog !== undefined &&
  childDecoder !== undefined
    ? child(childHome, childPhotos, childLog, childDecoder)
    : main()
work.catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
