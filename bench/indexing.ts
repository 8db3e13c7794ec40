/** How long do photos take until they can be searched, beside embedding them with @huggingface/transformers? */
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { preprocessingVersion } from '../main/engine/encoder/encoder'
import { readManifest } from '../main/engine/encoder/manifest'
import { resolveHome, type Home } from '../main/engine/home'
import { decoderName } from '../main/engine/media/sharp'
import { openStoreForReading } from '../main/engine/store/store'
import { inferenceThreads } from '../main/engine/threads'
import { enlargePhotos } from './support/camera-photos'
import { openLibrary } from './support/library'
import { measure } from './support/measure'
import { readOptions } from './support/options'
import { copyPhotos, findPhotos, resources, root, withTemporaryFolder } from './support/photos'
import { machine, printReport, rounded, table } from './support/report'
import { answerParent, inProcess, installRivals, runRival } from './support/rivals'
import { median } from './support/statistics'

/** Photos a second of Fovea's whole indexing over those of the other's embedding alone. */
const target = 3
/** Photos that are indexed before anything is measured: the first ones load libraries and grow buffers. */
const warmUpPhotos = 24
/** Different photos of a camera's size that are made; more of them have other bytes after their end. */
const cameraPhotos = 12
const batches = [1, 4, 8, 16]
const neighbours = 10
const ways = ['fovea', 'rival', 'rivalBest', 'foveaWasm'] as const
type Way = (typeof ways)[number]

/** How the decoder of the window on Linux is had without a window. */
const asElectron = ['--require', join(root, 'bench', 'support', 'as-electron.cjs')]

interface Run {
  wall: number
  cpu: number
  /** Of the whole process, from its start. */
  totalCpu: number
  /** Bytes, at most. */
  rss: number
  names: string[]
  vectors: ArrayLike<number>[]
}
interface Result extends Run {
  /** Cores that other processes kept busy meanwhile. */
  others: number
  batch: number
}
interface Place {
  warmUp: string
  photos: string
  models: string
  scratch: string
}

const [role, ...childArguments] = process.argv.slice(2)

async function main(): Promise<void> {
  const { json, photos: asked, numbers } = readOptions({ count: 400, camera: 60, rounds: 3 })
  const rivals = await installRivals()
  const all: Record<string, unknown> = {}
  const lines: string[] = []
  let ratios: number[] = []
  await withTemporaryFolder(async (folder) => {
    const models = await describeModel(join(folder, 'models'))
    const small = await findPhotos(asked)
    const sets = [{ name: asked === undefined ? 'small' : 'own', photos: small, count: numbers.count }]
    if (asked === undefined) {
      const photos = await enlargePhotos(await findPhotos(resources.samples), cameraPhotos, join(folder, 'enlarged'))
      sets.push({ name: 'camera', photos, count: numbers.camera })
    }
    for (const { name, photos, count } of sets) {
      const place = { models, warmUp: join(folder, `${name}-first`), photos: join(folder, name), scratch: folder }
      const first = Math.min(warmUpPhotos, Math.ceil(count / 4))
      await copyPhotos(photos, 0, first, place.warmUp)
      await copyPhotos(photos, first, count, place.photos)
      const results = await rounds(place, numbers.rounds)
      const figures = figuresOf(results)
      all[name] = figures
      ratios = [...ratios, figures.ratio]
      lines.push(
        `${String(count)} photos: ${photos.folder === join(folder, 'enlarged') ? '4,032 x 3,024 pixels, made of the sample photos' : photos.folder}`,
        '',
      )
      lines.push(...linesOf(figures), '')
    }
  })
  const isMet = ratios.every((ratio) => ratio >= target)
  printReport(
    { benchmark: 'indexing', ...machine(), ...numbers, threads: inferenceThreads(), rivals, ...all, target, isMet },
    [
      ...lines,
      `Fovea       scan, read, hash, metadata, decode, thumbnail, perceptual hash, tower, store: until every photo can be searched; ${decoderName()}`,
      `the other   load_image, AutoProcessor, CLIPVisionModelWithProjection of @huggingface/transformers ${rivals['@huggingface/transformers'] ?? '?'}: vectors in memory, nothing kept`,
      `both        the same weights and photos, ${String(inferenceThreads())} threads, up to ${String(warmUpPhotos)} photos before, medians of ${String(numbers.rounds)} rounds in turns`,
      `ratio       photos a second of Fovea / of the other, one photo at a time as its documentation shows it; target at least ${String(target)}: ${isMet ? 'met' : 'MISSED'}`,
    ],
    json,
  )
  if (!isMet) process.exitCode = 1
}

/** The starter's image tower as @huggingface/transformers expects a model on disk. */
async function describeModel(folder: string): Promise<string> {
  const { image } = await readManifest(resources.starterModel)
  await mkdir(join(folder, 'starter', 'onnx'), { recursive: true })
  await copyFile(join(resources.starterModel, image.file), join(folder, 'starter', 'onnx', 'vision_model.onnx'))
  const write = (name: string, what: object): Promise<void> =>
    writeFile(join(folder, 'starter', name), JSON.stringify(what))
  await write('config.json', { model_type: 'clip_vision_model', architectures: ['CLIPVisionModelWithProjection'] })
  await write('preprocessor_config.json', {
    image_processor_type: 'CLIPImageProcessor',
    do_convert_rgb: true,
    do_resize: true,
    size: { width: image.width, height: image.height },
    resample: 3, // bicubic
    do_center_crop: false,
    do_rescale: true,
    rescale_factor: 1 / 255,
    do_normalize: true,
    image_mean: image.mean,
    image_std: image.std,
  })
  return folder
}

/** Every way in each round, in another order, so that a slow spell does not always hit the same one. */
async function rounds(place: Place, count: number): Promise<Record<Way, Result[]>> {
  const results: Record<Way, Result[]> = { fovea: [], rival: [], rivalBest: [], foveaWasm: [] }
  const tried: Result[] = []
  for (const batch of batches) tried.push(await run('rivalBest', place, batch))
  const best = tried.reduce((a, b) => (b.wall < a.wall ? b : a)).batch
  for (let round = 0; round < count; round++) {
    for (let turn = 0; turn < ways.length; turn++) {
      const way = ways[(round + turn) % ways.length]!
      results[way].push(await run(way, place, way === 'rivalBest' ? best : 1))
    }
    const rate = (way: Way): string => perSecond(results[way].at(-1)!).toFixed(1)
    process.stderr.write(
      `round ${String(round + 1)} of ${String(count)}: ${rate('fovea')} and ${rate('rival')} photos/s\n`,
    )
  }
  return results
}

async function run(way: Way, place: Place, batch: number): Promise<Result> {
  let done: Run | undefined
  const all = await measure(async () => {
    done =
      way === 'fovea' || way === 'foveaWasm'
        ? await inProcess<Run>(__filename, ['child', way, JSON.stringify(place)], way === 'foveaWasm' ? asElectron : [])
        : await runRival<Run>('embed-photos.mjs', {
            ...{ models: place.models, model: 'starter', warmUp: place.warmUp, photos: place.photos },
            ...{ batch, threads: inferenceThreads() },
          })
  })
  return { ...done!, batch, others: Math.max(0, all.others - done!.totalCpu / all.wall) }
}

/** A whole run of the indexer: from handing over a folder until every photo in it can be searched. */
async function index(way: string, { warmUp, photos, scratch }: Place): Promise<Run> {
  const home = resolveHome(join(scratch, `${way}-${String(process.pid)}`))
  const library = await openLibrary(home)
  await library.addFolder(warmUp)
  await library.settled()
  const { wall, cpu } = await measure(async () => {
    await library.addFolder(photos)
    await library.settled()
  })
  const { found, indexed } = library.summary([photos])
  if (indexed !== found) throw new Error(`only ${String(indexed)} of ${String(found)} photos can be searched`)
  await library.close()
  if (decoderName().includes('WebAssembly') !== (way === 'foveaWasm')) throw new Error(`decoded by ${decoderName()}`)
  const rss = process.resourceUsage().maxRSS * 1024
  return { wall, cpu, totalCpu: cpuSoFar(), rss, ...(await storedVectors(home, photos)) }
}

function cpuSoFar(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** What searches will read, in the order of the names. */
async function storedVectors(home: Home, photos: string): Promise<Pick<Run, 'names' | 'vectors'>> {
  const names = (await readdir(photos)).sort()
  const { id, revision, dimension } = await readManifest(resources.starterModel)
  const store = await openStoreForReading(home.store, { id, revision, dimension, preprocessing: preprocessingVersion })
  const rows = (await store!.vectors.query().where('live = true').select(['name', 'vector']).toArray()) as {
    name: string
    vector: Iterable<number>
  }[]
  store!.close()
  const known = new Map(rows.map(({ name, vector }) => [name, Float32Array.from(vector)]))
  return { names, vectors: names.map((name) => known.get(name)!) }
}

interface Figures {
  ways: Record<Way, { photosPerSecond: number; cpuMs: number; peakMB: number }>
  batch: number
  ratio: number
  ratioToBest: number
  ratioOfWasm: number
  agreement: { meanCosine: number; leastCosine: number; sameNearest: number }
  others: number
}

const perSecond = ({ names, wall }: Run): number => (1000 * names.length) / wall

function figuresOf(results: Record<Way, Result[]>): Figures {
  const of = (way: Way, what: (result: Result) => number): number => median(results[way].map(what))
  const figures = Object.fromEntries(
    ways.map((way) => [
      way,
      {
        photosPerSecond: rounded(of(way, perSecond), 1),
        cpuMs: rounded(
          of(way, ({ cpu, names }) => cpu / names.length),
          1,
        ),
        peakMB: rounded(of(way, ({ rss }) => rss) / 1e6, 0),
      },
    ]),
  ) as Figures['ways']
  // Of each round: what slows a spell of the machine slows both.
  const ratio = (way: Way, other: Way): number =>
    rounded(median(results[way].map((result, i) => perSecond(result) / perSecond(results[other][i]!))), 2)
  return {
    ways: figures,
    batch: results.rivalBest[0]!.batch,
    ratio: ratio('fovea', 'rival'),
    ratioToBest: ratio('fovea', 'rivalBest'),
    ratioOfWasm: ratio('foveaWasm', 'rival'),
    agreement: agreement(results.fovea[0]!, results.rival[0]!),
    others: rounded(Math.max(...ways.flatMap((way) => results[way].map(({ others }) => others))), 2),
  }
}

/** How alike the vectors of the two are, and how many of the nearest photos of each photo are the same. */
function agreement(ours: Run, theirs: Run): Figures['agreement'] {
  if (ours.names.join() !== theirs.names.join()) throw new Error('the two embedded other photos')
  const cosines = ours.vectors.map((vector, i) => cosine(vector, theirs.vectors[i]!))
  const nearest = (vectors: readonly ArrayLike<number>[], i: number): Set<number> => {
    const scores = vectors.map((vector, j) => (i === j ? -1 : cosine(vectors[i]!, vector)))
    return new Set([...scores.keys()].sort((a, b) => scores[b]! - scores[a]!).slice(0, neighbours))
  }
  let same = 0
  for (const i of ours.names.keys()) {
    const expected = nearest(theirs.vectors, i)
    for (const found of nearest(ours.vectors, i)) same += Number(expected.has(found))
  }
  return {
    meanCosine: rounded(cosines.reduce((sum, value) => sum + value, 0) / cosines.length, 4),
    leastCosine: rounded(Math.min(...cosines), 4),
    sameNearest: rounded(same / (ours.names.length * Math.min(neighbours, ours.names.length - 1)), 3),
  }
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [dot, aa, bb] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!
    aa += a[i]! ** 2
    bb += b[i]! ** 2
  }
  return dot / Math.sqrt(aa * bb)
}

function linesOf({ ways: figures, batch, ratio, ratioToBest, ratioOfWasm, agreement, others }: Figures): string[] {
  const names: Record<Way, string> = {
    fovea: 'Fovea, whole indexing',
    rival: '@huggingface/transformers, one at a time',
    rivalBest: `@huggingface/transformers, ${String(batch)} at a time (its best)`,
    foveaWasm: 'Fovea with the decoder of its window on Linux',
  }
  return [
    ...table([
      ['', 'photos/s', 'CPU ms/photo', 'MB at most'],
      ...ways.map((way) => {
        const { photosPerSecond, cpuMs, peakMB } = figures[way]
        return [names[way], photosPerSecond.toFixed(1), cpuMs.toFixed(1), String(peakMB)]
      }),
    ]),
    '',
    `ratio  ${ratio.toFixed(2)}; to its best ${ratioToBest.toFixed(2)}; with the decoder of the window on Linux ${ratioOfWasm.toFixed(2)}`,
    `same   cosine of the vectors ${agreement.meanCosine.toFixed(4)} (least ${agreement.leastCosine.toFixed(4)}), ${(100 * agreement.sameNearest).toFixed(1)} % of each photo's ${String(neighbours)} nearest`,
    `noise  other processes used up to ${others.toFixed(2)} of ${String(machine().cores)} cores`,
  ]
}

async function start(): Promise<void> {
  const [way, place] = childArguments
  if (role !== 'child' || way === undefined || place === undefined) await main()
  else await answerParent(await index(way, JSON.parse(place) as Place))
}

start().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
