/** How close does indexing come to what its parts cost alone? */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import * as ort from '../main/engine/onnxruntime'
import { readManifest } from '../main/engine/encoder/manifest'
import { sessionOptions } from '../main/engine/encoder/towers'
import { resolveHome } from '../main/engine/home'
import { defaultBatch as towerBatch } from '../main/engine/encoder/providers'
import { workerCount } from '../main/engine/library/pipeline'
import { decodeForEncoder, makeThumbnail, readHeader } from '../main/engine/media/decode'
import { readPhoto } from '../main/engine/media/photo'
import { decoderName } from '../main/engine/media/sharp'
import { writeThumbnail } from '../main/engine/media/thumbnails'
import { inferenceThreads } from '../main/engine/threads'
import { openLibrary } from './support/library'
import { measure, type Measured } from './support/measure'
import { readOptions } from './support/options'
import { copyPhotos, findPhotos, resources, withTemporaryFolder } from './support/photos'
import { machine, printReport, rounded, table } from './support/report'
import { median } from './support/statistics'

/** The pipeline's wall time over the CPU time of its parts spread over all cores: 1 would be a perfect overlap. */
const target = 1.15
/** Share of the machine that others may use before a round counts as noisy. */
const quietOthers = 0.1
/** Photos that are indexed before anything is measured: the first ones load libraries and grow buffers. */
const warmUpPhotos = 24

const parts = ['pipeline', 'tower', 'decode'] as const
type Part = (typeof parts)[number]

const { json, photos: asked, numbers } = readOptions({ rounds: 5, count: 400 })
const threads = inferenceThreads()
const cores = availableParallelism()

/** Photos whose tensors are kept ready: enough that they do not stay in the processor's cache. */
const readyPhotos = 32

async function main(): Promise<void> {
  const photos = await findPhotos(asked)
  const tower = await openTower()
  const results: Record<Part, Measured>[] = []
  await withTemporaryFolder(async (folder) => {
    await measurePart('pipeline', await copyPhotos(photos, 0, warmUpPhotos, join(folder, 'warm-up')), folder, tower)
    for (let round = 0; round < numbers.rounds; round++) {
      const from = warmUpPhotos + round * numbers.count
      const paths = await copyPhotos(photos, from, numbers.count, join(folder, `round-${String(round)}`))
      const measured = {} as Record<Part, Measured>
      // Another order each round, so that a slow spell of the machine does not always hit the same part.
      for (let turn = 0; turn < parts.length; turn++) {
        const part = parts[(round + turn) % parts.length]!
        measured[part] = await measurePart(part, paths, folder, tower)
      }
      results.push(measured)
      process.stderr.write(
        `round ${String(round + 1)} of ${String(numbers.rounds)}: ratio ${ratioOf(measured).toFixed(2)}\n`,
      )
    }
  })
  report(photos.folder, results)
}

function measurePart(part: Part, paths: string[], folder: string, tower: Tower): Promise<Measured> {
  const scratch = join(folder, `${part}-${String(performance.now())}`)
  switch (part) {
    case 'pipeline':
      return index(join(paths[0]!, '..'), scratch)
    case 'tower':
      return measure(() => runTower(tower, paths.length))
    case 'decode':
      return measure(() => decodeAll(paths, scratch))
  }
}

/** The whole pipeline: from handing over a folder until every photo in it is committed. */
async function index(folder: string, home: string): Promise<Measured> {
  const library = await openLibrary(resolveHome(home))
  try {
    const measured = await measure(async () => {
      await library.addFolder(folder)
      await library.settled()
    })
    const { found, embedded } = library.summary()
    if (embedded !== found) throw new Error(`only ${String(embedded)} of ${String(found)} photos were embedded`)
    return measured
  } finally {
    await library.close()
  }
}

interface Tower {
  session: ort.InferenceSession
  input: string
  /** Batches of the size the pipeline uses, ready to run. */
  batches: ort.Tensor[]
}

async function openTower(): Promise<Tower> {
  const { image } = await readManifest(resources.starterModel)
  const session = await ort.InferenceSession.create(join(resources.starterModel, image.file), sessionOptions(threads))
  const size = 3 * image.height * image.width
  const batches = Array.from({ length: readyPhotos / towerBatch }, () => {
    const data = Float32Array.from({ length: towerBatch * size }, () => Math.random() * 2 - 1)
    return new ort.Tensor('float32', data, [towerBatch, 3, image.height, image.width])
  })
  return { session, input: image.input, batches }
}

async function runTower({ session, input, batches }: Tower, photos: number): Promise<void> {
  for (let run = 0; run * towerBatch < photos; run++) await session.run({ [input]: batches[run % batches.length]! })
}

/** Everything the pipeline does to a photo besides the tower and the store, with as many at once. */
async function decodeAll(paths: string[], thumbnails: string): Promise<void> {
  const { image } = await readManifest(resources.starterModel)
  const waiting = [...paths]
  const work = async (): Promise<void> => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const { bytes, hash } = await readPhoto(path)
      await readHeader(bytes)
      const [, thumbnail] = await Promise.all([decodeForEncoder(bytes, image), makeThumbnail(bytes)])
      await writeThumbnail(thumbnails, hash, thumbnail)
    }
  }
  await Promise.all(Array.from({ length: workerCount() }, work))
}

function ratioOf({ pipeline, tower, decode }: Record<Part, Measured>): number {
  return pipeline.wall / ((decode.cpu + tower.cpu) / cores)
}

function othersOf(round: Record<Part, Measured>): number {
  return Math.max(...parts.map((part) => round[part].others))
}

function report(folder: string, all: Record<Part, Measured>[]): void {
  // A round that had to share the machine says more about the others than about us.
  const quiet = all.filter((round) => othersOf(round) <= quietOthers * cores)
  const results = quiet.length > 0 ? quiet : all
  const perPhoto = (part: Part, what: 'wall' | 'cpu'): number =>
    median(results.map((round) => round[part][what])) / numbers.count
  const figures = Object.fromEntries(
    parts.map((part) => [
      part,
      {
        imagesPerSecond: rounded(1000 / perPhoto(part, 'wall'), 1),
        wallMs: rounded(perPhoto(part, 'wall'), 2),
        cpuMs: rounded(perPhoto(part, 'cpu'), 2),
      },
    ]),
  ) as Record<Part, { imagesPerSecond: number; wallMs: number; cpuMs: number }>
  const ratios = all.map(ratioOf)
  const ratio = rounded(median(results.map(ratioOf)), 3)
  const others = rounded(Math.max(...all.map(othersOf)), 2)
  const names: Record<Part, string> = {
    pipeline: 'whole pipeline',
    tower: 'image tower alone',
    decode: 'decoding alone',
  }
  printReport(
    {
      benchmark: 'index-throughput',
      ...machine(),
      decoder: decoderName(),
      photos: numbers.count,
      rounds: numbers.rounds,
      quietRounds: quiet.length,
      threads,
      towerBatch,
      workers: workerCount(),
      ...figures,
      ratio,
      ratios: ratios.map((value) => rounded(value, 3)),
      target,
      others,
    },
    [
      `${String(numbers.rounds)} rounds of ${String(numbers.count)} photos from ${folder}; medians of the quiet ones`,
      `${String(cores)} cores, ${String(threads)} threads a run of the tower, ${String(towerBatch)} photos a batch, ${String(workerCount())} workers, ${decoderName()}`,
      '',
      ...table([
        ['', 'photos/s', 'wall ms/photo', 'CPU ms/photo'],
        ...parts.map((part) => {
          const { imagesPerSecond, wallMs, cpuMs } = figures[part]
          return [names[part], imagesPerSecond.toFixed(1), wallMs.toFixed(2), cpuMs.toFixed(2)]
        }),
      ]),
      '',
      `ratio  ${ratio.toFixed(2)}  pipeline wall / ((decode CPU + tower CPU) / ${String(cores)} cores); target at most ${String(target)}`,
      `rounds ${ratios.map((value) => value.toFixed(2)).join(', ')}`,
      `noise  other processes used up to ${others.toFixed(2)} of ${String(cores)} cores; ${quiet.length > 0 ? `${String(quiet.length)} rounds were quiet` : 'NO ROUND WAS QUIET, measure again'}`,
    ],
    json,
  )
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
