/** What do towers of half precision and of eight bits win, and what do they find less? */
import { existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { eightBits, makeEightBits } from '../main/engine/encoder/eight-bits/made'
import { Encoder, type Pixels } from '../main/engine/encoder/encoder'
import { readManifest } from '../main/engine/encoder/manifest'
import { dot } from '../main/engine/encoder/vectors'
import { decodeForEncoder } from '../main/engine/media/decode'
import { normaliseExposure } from '../main/engine/media/exposure'
import { product } from '../main/engine/search/bridge/matrices'
import { largest } from '../main/engine/search/scoring/relevance'
import { inferenceThreads } from '../main/engine/threads'
import type { Provider } from '../contract'
import { resources, root, withTemporaryFolder } from './support/photos'
import { machine, printReport, rounded, table } from './support/report'

const dataSet = resolve(root, '..', 'shared', 'data', 'flickr-1k')
const depth = 10
const batch = 4

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    model: { type: 'string' },
    photos: { type: 'string', default: '300' },
  },
})
const folder = values.model === undefined ? resources.starterModel : resolve(values.model)

interface Way {
  name: string
  bytes: number
  encoder: Encoder
  vectors: Float32Array[]
  /** Milliseconds of each round. */
  times: number[]
}

async function main(): Promise<void> {
  if (!existsSync(dataSet)) throw new Error(`The captioned photos are not there: ${dataSet}`)
  await withTemporaryFolder(async (towers) => {
    const threads = inferenceThreads()
    const { image } = await readManifest(folder)
    const ways: Way[] = []
    const add = async (name: string, path: string, provider: Provider): Promise<void> => {
      const encoder = await Encoder.open(folder, { threads, provider, madeTowers: towers, isOnTrial: true })
      ways.push({ name, bytes: statSync(path).size, encoder, vectors: [], times: [] })
    }
    await add('as it comes', join(folder, image.file), 'cpu')
    for (const provider of eightBits)
      await add(provider, await makeEightBits(towers, folder, image, provider), provider)
    const lines = (await readFile(join(dataSet, 'pairs.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .slice(0, Number(values.photos))
    const queries: Float32Array[] = []
    for (let at = 0; at < lines.length; at += batch) {
      const pixels: Pixels[] = []
      for (const line of lines.slice(at, at + batch)) {
        const { image: file, captions } = JSON.parse(line) as { image: string; captions: [string] }
        pixels.push(normaliseExposure(await decodeForEncoder(await readFile(join(dataSet, file)), image)))
        queries.push(await ways[0]!.encoder.embedText(captions[0]))
      }
      // Side by side, so that whatever else the machine does falls on all alike; the first round warms up.
      for (const way of ways) {
        const startedAt = performance.now()
        way.vectors.push(...(await way.encoder.embedImages(pixels)))
        if (at > 0 && pixels.length === batch) way.times.push(performance.now() - startedAt)
      }
    }
    await report(ways, queries)
    for (const { encoder } of ways) await encoder.close()
  })
}

async function report(ways: readonly Way[], queries: readonly Float32Array[]): Promise<void> {
  const [whole] = ways as [Way]
  const truth = await best(queries, whole.vectors)
  const rows = []
  for (const { name, bytes, vectors, times } of ways) {
    const found = await best(queries, vectors)
    const cosines = vectors.map((vector, i) => dot(vector, whole.vectors[i]!))
    const within = (count: number): number =>
      rounded(found.filter((ids, i) => ids.slice(0, count).includes(i)).length / found.length, 4)
    rows.push({
      name,
      bytes,
      photosPerSecond: rounded((1000 * batch) / median(times), 1),
      speedup: rounded(median(whole.times) / median(times), 2),
      leastCosine: rounded(Math.min(...cosines), 5),
      meanCosine: rounded(cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length, 5),
      recall1: within(1),
      recall5: within(5),
      recall10: within(10),
      sameTen: rounded(
        found.reduce((sum, ids, i) => sum + ids.filter((id) => truth[i]!.includes(id)).length, 0) /
          (depth * found.length),
        4,
      ),
    })
  }
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`
  const text = [
    `${String(queries.length)} photos and captions, ${folder === resources.starterModel ? 'the starter model' : folder}`,
    '',
    ...table([
      ['image tower', 'MB', 'photos/s', 'times as fast', 'least cosine', 'mean', 'R@1', 'R@5', 'R@10', 'same ten best'],
      ...rows.map((row) => [
        ...[row.name, (row.bytes / 1e6).toFixed(1), row.photosPerSecond.toFixed(1), row.speedup.toFixed(2)],
        ...[row.leastCosine.toFixed(5), row.meanCosine.toFixed(5)],
        ...[row.recall1, row.recall5, row.recall10, row.sameTen].map(percent),
      ]),
    ]),
  ]
  printReport({ benchmark: 'precision', machine: machine(), photos: queries.length, rows }, text, values.json)
}

async function best(queries: readonly Float32Array[], vectors: readonly Float32Array[]): Promise<number[][]> {
  return (await product(queries, vectors)).map((scores) =>
    [...largest(scores, depth)].sort((a, b) => scores[b]! - scores[a]!),
  )
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
