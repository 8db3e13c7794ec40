/** What do two models together find that one does not, and what do they cost? */
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join as joinPath, resolve } from 'node:path'
import { Encoder, type Pixels } from '../main/engine/encoder/encoder'
import { join } from '../main/engine/encoder/pair'
import { normalise } from '../main/engine/encoder/vectors'
import { resolveHome } from '../main/engine/home'
import { decodeForEncoder } from '../main/engine/media/decode'
import { readPhoto } from '../main/engine/media/photo'
import { Models } from '../main/engine/models/models'
import { spreadOf } from '../main/engine/models/together'
import { product } from '../main/engine/search/bridge/matrices'
import { background, cutAt, relevances } from '../main/engine/search/scoring/relevance'
import { readLists } from '../main/engine/search/tags/word-lists'
import { inferenceThreads } from '../main/engine/threads'
import { apply, gaussians, noisyRotation, prefixMatrix, writeDerivedModel } from './support/derived-model'
import { readPhotos } from './support/measure-upgrade'
import { readOptions } from './support/options'
import { resources, root, withTemporaryFolder } from './support/photos'
import { machine, printReport, rounded, table } from './support/report'

const dataSet = resolve(root, '..', 'shared', 'data', 'flickr-1k')
const depths = [1, 5, 10]
const starterWidth = 256
/** As in the benchmark of upgrades. */
const noise = 0.3
/** Length of the error that is added to each vector: either model alone then finds clearly less than the starter. */
const error = 0.9
/** Squeezes all cosines into a fifth of their range, as a model does whose vectors lie in a narrow cone. */
const cone = 2
const bytesANumberOnDisk = 8
const wordStep = 30

const { json, numbers } = readOptions({ photos: 1000 })
const threads = inferenceThreads()

type Change = (vector: Float32Array) => Float32Array

/** A model that errs: each vector by itself, and otherwise than another model with another seed. */
function erring(length: number, seed: number, isNarrow = false): Change {
  const next = gaussians(seed)
  return (vector) => {
    const wrong = normalise(vector.map((value) => value + (length / Math.sqrt(vector.length)) * next()))
    return isNarrow ? normalise(Float32Array.from([...wrong, cone])) : wrong
  }
}

const [turnedOnce, turnedTwice] = [noisyRotation(starterWidth, noise, 1), noisyRotation(starterWidth, noise, 2)]
const first64 = prefixMatrix(64, starterWidth)
const models: Record<string, Change> = {
  starter: (vector) => vector,
  'first 64': (vector) => apply(first64, vector),
  'turned and noisy': (vector) => apply(turnedOnce, vector),
  'another turned and noisy': (vector) => apply(turnedTwice, vector),
  erring: erring(error, 3),
  'erring otherwise': erring(error, 4),
  'erring otherwise, narrow': erring(error, 4, true),
}
const pairs = [
  ['starter', 'first 64'],
  ['starter', 'turned and noisy'],
  ['turned and noisy', 'another turned and noisy'],
  ['starter', 'erring'],
  ['erring', 'erring otherwise'],
  ['erring', 'erring otherwise, narrow'],
] as const

interface Space {
  photos: Float32Array[]
  captions: Float32Array[]
  words: Float32Array[]
}

async function main(): Promise<void> {
  if (!existsSync(dataSet)) throw new Error(`The captioned photos are not there: ${dataSet}`)
  const photos = await readPhotos(dataSet, resources.starterModel, numbers.photos, threads)
  const encoder = await Encoder.open(resources.starterModel, { threads })
  const captions: Float32Array[] = []
  for (const { caption } of photos) captions.push(await encoder.embedText(caption))
  const words: Float32Array[] = []
  const vocabulary = (await readLists([resources.vocabulary])).filter((_, i) => i % wordStep === 0)
  for (const word of vocabulary) words.push(await encoder.embedText(word))
  await encoder.close()
  const starter: Space = { photos: photos.map(({ vector }) => vector), captions, words }

  const spaces = new Map(
    Object.entries(models).map(([name, change]): [string, Space] => [
      name,
      { photos: starter.photos.map(change), captions: captions.map(change), words: words.map(change) },
    ]),
  )
  const rows: { name: string; recall: number[] }[] = []
  for (const [name, space] of spaces) rows.push({ name, recall: recallOf(await scoresOf(space)) })
  for (const [a, b] of pairs) rows.push(...(await measure(`${a} + ${b}`, spaces.get(a)!, spaces.get(b)!)))
  report(photos.length, rows, await costs())
}

/** Both together as Fovea does it, and in other ways. */
async function measure(name: string, a: Space, b: Space): Promise<{ name: string; recall: number[] }[]> {
  const [spread, other] = [await spreadOf(a.words, a.photos), await spreadOf(b.words, b.photos)]
  const joined = (weight: number): Space => {
    const both = (of: keyof Space): Float32Array[] => a[of].map((vector, i) => join(vector, b[of][i]!, weight))
    return { photos: both('photos'), captions: both('captions'), words: [] }
  }
  const weight = other / (spread + other)
  const [first, second] = [await scoresOf(a), await scoresOf(b)]
  const fused = (fuse: (scores: Float32Array) => ArrayLike<number>): ArrayLike<number>[] =>
    first.map((scores, i) => {
      const [one, two] = [fuse(scores), fuse(second[i]!)]
      return Float64Array.from(one, (value, photo) => value + two[photo]!)
    })
  const usual = (scores: Float32Array) => background(scores, scores)
  return [
    { name: `${name}: joined, ${(100 * weight).toFixed(0)} %`, recall: recallOf(await scoresOf(joined(weight))) },
    { name: `${name}: joined, half each`, recall: recallOf(await scoresOf(joined(0.5))) },
    { name: `${name}: relevances`, recall: recallOf(fused((scores) => relevances(scores, usual(scores), cutAt))) },
    { name: `${name}: scores by each query's spread`, recall: recallOf(fused((scores) => standardised(scores))) },
    { name: `${name}: ranks`, recall: recallOf(fused((scores) => reciprocalRanks(scores))) },
  ]
}

async function scoresOf({ captions, photos }: Space): Promise<Float32Array[]> {
  return product(captions, photos)
}

function standardised(scores: Float32Array): Float32Array {
  const { mean, deviation } = background(scores, scores)
  return scores.map((score) => (score - mean) / deviation)
}

/** Reciprocal rank fusion, with its usual constant. */
function reciprocalRanks(scores: Float32Array): Float64Array {
  const order = Int32Array.from(scores, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!)
  const ranks = new Float64Array(scores.length)
  order.forEach((photo, rank) => (ranks[photo] = 1 / (60 + rank)))
  return ranks
}

/** Shares of captions whose own photo is among the first so many; equal scores, as sums of ranks often are, stand before it. */
function recallOf(scores: readonly ArrayLike<number>[]): number[] {
  const ranks = scores.map((row, own) => Array.from(row).filter((score) => score >= row[own]!).length - 1)
  return depths.map((depth) => ranks.filter((rank) => rank < depth).length / ranks.length)
}

/** With real files: what a photo takes in the towers of one model, and of a pair. */
async function costs(): Promise<{ one: number; two: number }> {
  return withTemporaryFolder(async (folder) => {
    const home = resolveHome(joinPath(folder, 'home'))
    mkdirSync(home.models, { recursive: true })
    writeDerivedModel(resources.starterModel, joinPath(home.models, 'turned'), 'turned', turnedOnce)
    const { id } = await new Models({ home, resources, threads }).together('fovea-starter', 'turned')
    const folders = [resources.starterModel, joinPath(home.models, id)]
    const encoders = await Promise.all(folders.map((at) => Encoder.open(at, { threads })))
    const [path] = readdirSync(resources.samples).filter((name) => name.endsWith('.jpg'))
    const { bytes } = await readPhoto(joinPath(resources.samples, path!))
    const times: number[][] = [[], []]
    for (let round = 0; round < 6; round++) {
      for (const [i, encoder] of encoders.entries()) {
        const pixels: Pixels = await decodeForEncoder(bytes, encoder.manifest.image)
        const startedAt = performance.now()
        await encoder.embedImages([pixels, pixels, pixels, pixels])
        if (round > 0) times[i]!.push((performance.now() - startedAt) / 4)
      }
    }
    for (const encoder of encoders) await encoder.close()
    return { one: Math.min(...times[0]!), two: Math.min(...times[1]!) }
  })
}

function report(
  photos: number,
  rows: readonly { name: string; recall: number[] }[],
  { one, two }: { one: number; two: number },
): void {
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`
  const lines = [
    `${String(photos)} photos, a caption of each: how often its own photo is among the first.`,
    '',
    ...table([
      ['', ...depths.map((depth) => `recall@${String(depth)}`)],
      ...rows.map(({ name, recall }) => [name, ...recall.map(percent)]),
    ]),
    '',
    `A photo takes ${two.toFixed(1)} ms in the towers of two, ${one.toFixed(1)} ms in those of one (${(two / one).toFixed(2)} times as long),`,
    `and ${String(2 * starterWidth * bytesANumberOnDisk)} bytes on disk with the backup, ${String(starterWidth * bytesANumberOnDisk)} by one.`,
  ]
  const roundedRows = rows.map(({ name, recall }) => ({ name, recall: recall.map((value) => rounded(value, 4)) }))
  const cost = { msByOne: rounded(one, 2), msByTwo: rounded(two, 2) }
  printReport({ benchmark: 'together', machine: machine(), photos, rows: roundedRows, ...cost }, lines, json)
}

main().catch((thrown: unknown) => {
  console.error(thrown)
  process.exitCode = 1
})
