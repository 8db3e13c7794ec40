/** What do shorter vectors save, and what do they find less? */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { shrinkBy, type Shrink } from '../main/engine/encoder/compact'
import { Encoder } from '../main/engine/encoder/encoder'
import { principalDirections } from '../main/engine/models/principal'
import { product } from '../main/engine/search/bridge/matrices'
import { largest } from '../main/engine/search/scoring/relevance'
import { CodedBlock } from '../main/engine/search/scoring/coded-block'
import { bytesInMemory } from '../main/engine/search/vector-rows'
import { inferenceThreads } from '../main/engine/threads'
import { readPhotos } from './support/measure-upgrade'
import { readOptions } from './support/options'
import { resources, root } from './support/photos'
import { machine, printReport, rounded, table } from './support/report'

const dataSet = resolve(root, '..', 'shared', 'data', 'flickr-1k')
const depth = 10
/** That disk and memory are told for. */
const photosTold = 100_000
const bytesANumberOnDisk = 8

const { json, numbers } = readOptions({ photos: 500 })

async function main(): Promise<void> {
  if (!existsSync(dataSet)) throw new Error(`The captioned photos are not there: ${dataSet}`)
  const threads = inferenceThreads()
  const photos = await readPhotos(dataSet, resources.starterModel, numbers.photos, threads)
  const encoder = await Encoder.open(resources.starterModel, { threads })
  const queries: Float32Array[] = []
  for (const { caption } of photos) queries.push(await encoder.embedText(caption))
  await encoder.close()
  const vectors = photos.map(({ vector }) => vector)
  const { dimension, matryoshka = [] } = encoder.manifest
  const whole = await best(queries, vectors)
  const rows: { name: string; numbers: number; recall: number; captions: number; disk: number; memory: number }[] = []
  const measure = async (name: string, width: number, shrink: Shrink): Promise<void> => {
    const [shortQueries, shortVectors] = [queries.map(shrink), vectors.map(shrink)]
    const ways = [
      { suffix: '', found: await best(shortQueries, shortVectors), memory: photosTold * width * 4 },
      { suffix: ', eight bits', found: bestCoded(shortQueries, shortVectors), memory: photosTold * (width + 4) },
    ]
    for (const { suffix, found, memory } of ways) {
      const same = found.reduce((sum, ids, i) => sum + ids.filter((id) => whole[i]!.includes(id)).length, 0)
      const captions = found.filter((ids, i) => ids.includes(i)).length / found.length
      const disk = photosTold * width * bytesANumberOnDisk
      rows.push({ name: name + suffix, numbers: width, recall: same / (depth * found.length), captions, disk, memory })
    }
  }
  await measure('whole', dimension, (vector) => vector)
  for (const width of matryoshka.filter((each) => each < dimension).sort((a, b) => b - a)) {
    await measure('prefix', width, shrinkBy(width))
    await measure('principal components', width, shrinkBy(await principalDirections(vectors, width)))
  }
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0)
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`
  const lines = [
    `${String(photos.length)} photos and captions; disk (with backup) and memory for ${photosTold.toLocaleString('en')} photos, ${megabytes(bytesInMemory(photosTold, dimension))} MB as they are kept now.`,
    '',
    ...table([
      ['vectors', 'numbers', 'disk MB', 'memory MB', 'same ten best', 'caption finds its photo in ten'],
      ...rows.map(({ name, numbers: width, disk, memory, recall, captions }) => [
        ...[name, String(width), megabytes(disk), megabytes(memory), percent(recall), percent(captions)],
      ]),
    ]),
  ]
  const rounding = rows.map((row) => ({ ...row, recall: rounded(row.recall, 4), captions: rounded(row.captions, 4) }))
  printReport({ benchmark: 'compact', machine: machine(), photos: photos.length, rows: rounding }, lines, json)
}

async function best(queries: readonly Float32Array[], vectors: readonly Float32Array[]): Promise<number[][]> {
  return (await product(queries, vectors)).map((scores) => [...largest(scores, depth)])
}

/** As a large library is scanned; the best are then scored exactly, which is not done here. */
function bestCoded(queries: readonly Float32Array[], vectors: readonly Float32Array[]): number[][] {
  const block = new CodedBlock(vectors[0]!.length)
  block.reserve(vectors.length)
  vectors.forEach((vector, row) => {
    block.set(row, vector)
  })
  return block.dots(vectors.length, queries).map((scores) => [...largest(scores, depth)])
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
