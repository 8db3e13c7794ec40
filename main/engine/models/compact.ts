/** Compact variants of a model: shorter vectors for less disk and memory, and what they would cost in what is found. */
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, linkSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { FoveaError, type CompactChoice, type CompactChoices } from '../../../contract'
import { rowsOf, shrinkBy, type Shrink } from '../encoder/compact'
import { preprocessingVersion } from '../encoder/encoder'
import { loadBank } from '../encoder/hubness'
import { filesOf, readManifest, type Manifest, type SingleManifest } from '../encoder/manifest'
import { writeStamps } from '../encoder/stamps'
import { dot } from '../encoder/vectors'
import type { Home } from '../home'
import { product } from '../search/bridge/matrices'
import { largest } from '../search/scoring/relevance'
import { bytesInMemory } from '../search/vector-rows'
import type { EncoderIdentity } from '../store/schema'
import { openStoreForReading } from '../store/store'
import { vectorsOf } from '../store/vector-batch'
import { principalDirections } from './principal'
import { install, newStaging } from './workshop'

/** Numbers a vector that are offered where a model has no prefixes of its own. */
const usualWidths = [64, 128, 256]
/** Photos and queries that recall is measured with. */
const photosMeasured = 4000
const queriesMeasured = 200
const depth = 10
/** Of a photo in the store and its backup: 4 bytes a number each. */
export const bytesANumber = 8

/**
 * [Note: compact] A compact variant is a model like any other, with a folder and a manifest of its own whose files are links to those of
 * the full one: so choosing it, going back, and deleting the vectors it makes superfluous are what they are for all models. Its
 * vectors are made of those in the store, nothing is embedded for it. A model trained for prefixes (Matryoshka) keeps one of them; of any
 * other, the directions are kept in which this library's photos differ most (principal components, not centred, as dot products are
 * what is to be kept).
 */
export interface FullModel {
  manifest: Manifest
  folder: string
  /** Bytes on disk of this library's vectors by it, and how many. */
  stored: { rows: number; bytes: number }
}

export const identityOf = ({ id, revision, dimension }: SingleManifest): EncoderIdentity => ({
  id,
  revision,
  dimension,
  preprocessing: preprocessingVersion,
})

const compactId = (id: string, numbers: number): string => `${id}-${String(numbers)}`

/** What there is to choose from, the full vectors first. */
export async function compactChoices(
  home: Home,
  { manifest, folder, stored }: FullModel,
  inUse: number,
): Promise<CompactChoices> {
  const photos = await sampleOf(home, manifest)
  const queries = await queriesOf(manifest, folder, photos)
  const { dimension } = manifest
  const truth = await bestTen(queries, photos)
  const choices: CompactChoice[] = []
  for (const numbers of [dimension, ...widthsOf(manifest).reverse()]) {
    const isPrefix = manifest.matryoshka?.includes(numbers) ?? false
    const isKnown = numbers !== dimension && (isPrefix || photos.length >= numbers)
    const shrink = isKnown ? shrinkBy(isPrefix ? numbers : await principalDirections(photos, numbers)) : undefined
    choices.push({
      numbers,
      kind: numbers === dimension ? 'full' : isPrefix ? 'prefix' : 'pca',
      isInUse: numbers === inUse,
      diskBytes: Math.max(0, stored.bytes - stored.rows * (dimension - numbers) * bytesANumber),
      memoryBytes: bytesInMemory(stored.rows, numbers),
      recall: shrink && photos.length > depth ? await recallOf(queries, photos, truth, shrink) : null,
    })
  }
  return { model: manifest.id, name: manifest.name, photos: stored.rows, choices }
}

/** Makes the variant's folder, where it is not there yet. Throws INVALID_INPUT. */
export async function makeVariant(
  home: Home,
  { manifest, folder }: FullModel,
  numbers: number,
): Promise<{ variant: Manifest; folder: string }> {
  if (!widthsOf(manifest).includes(numbers)) {
    const offered = widthsOf(manifest).map(String).join(', ')
    throw new FoveaError('INVALID_INPUT', `${manifest.id} can be kept with so many numbers a photo: ${offered}.`)
  }
  const id = compactId(manifest.id, numbers)
  const target = join(home.models, id)
  if (existsSync(join(target, 'manifest.json'))) return { variant: await readManifest(target), folder: target }
  const photos = await sampleOf(home, manifest)
  const isPrefix = manifest.matryoshka?.includes(numbers) ?? false
  if (!isPrefix && photos.length < numbers) {
    throw new FoveaError(
      'INVALID_INPUT',
      `At least ${String(numbers)} photos have to be indexed before, to learn from.`,
    )
  }
  const directions = isPrefix ? undefined : await principalDirections(photos, numbers)
  const shrink = shrinkBy(directions ?? numbers)
  const staging = newStaging(home)
  for (const { file } of filesOf(manifest)) {
    if (file === manifest.bank?.file) continue
    mkdirSync(dirname(join(staging, file)), { recursive: true })
    linkOrCopy(join(folder, file), join(staging, file))
  }
  const write = (file: string, rows: readonly Float32Array[]): { file: string; bytes: number; sha256: string } => {
    const bytes = Buffer.concat(rows.map((row) => Buffer.from(row.buffer, row.byteOffset, row.byteLength)))
    writeFileSync(join(staging, file), bytes)
    return { file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
  }
  const bank = (await loadBank(folder, manifest)).map(shrink)
  const projection = directions && { ...write('projection.f32', directions), dtype: 'float32le' as const }
  const { matryoshka: _prefixes, calibration, bank: fullBank, ...rest } = manifest
  const means = calibration && shrunkMeans(calibration, directions ?? numbers)
  const variant: Manifest = {
    ...rest,
    id,
    name: `${manifest.name}, ${String(numbers)} numbers`,
    // Another projection gives other vectors.
    revision: projection ? `${manifest.revision}.${projection.sha256.slice(0, 8)}` : manifest.revision,
    dimension: numbers,
    compact: { of: manifest.id, width: manifest.dimension, ...(projection ? { projection } : {}) },
    ...(fullBank ? { bank: { ...fullBank, ...write('bank.f32', bank) } } : {}),
    ...(calibration && means ? { calibration: { ...calibration, ...means } } : {}),
  }
  writeFileSync(join(staging, 'manifest.json'), JSON.stringify(variant))
  await writeStamps(staging, filesOf(variant))
  install(home, staging, id)
  return { variant, folder: target }
}

/** Means of vectors that are cut; that each was then brought to length 1 is passed over. */
function shrunkMeans(
  { imageMean, textMean }: NonNullable<Manifest['calibration']>,
  to: number | readonly Float32Array[],
): { imageMean: number[]; textMean: number[] } {
  const cut = (mean: readonly number[]): number[] =>
    typeof to === 'number' ? mean.slice(0, to) : to.map((row) => dot(row, Float32Array.from(mean)))
  return { imageMean: cut(imageMean), textMean: cut(textMean) }
}

function widthsOf({ matryoshka, dimension }: Manifest): number[] {
  return (matryoshka ?? usualWidths).filter((width) => width < dimension).sort((a, b) => a - b)
}

/** Vectors of some photos: ids are random, so those written first will do. */
export async function sampleOf(home: Home, manifest: Manifest): Promise<Float32Array[]> {
  const store = await openStoreForReading(home.store, identityOf(manifest))
  if (!store) return []
  try {
    const found: Float32Array[] = []
    for await (const batch of store.vectors.query().where('live = true').select(['vector']).limit(photosMeasured))
      found.push(...rowsOf(vectorsOf(batch).slice(), manifest.dimension))
    return found
  } finally {
    store.close()
  }
}

/** Texts that come with the model, else photos. */
async function queriesOf(
  manifest: Manifest,
  folder: string,
  photos: readonly Float32Array[],
): Promise<readonly Float32Array[]> {
  const bank = await loadBank(folder, manifest)
  return (bank.length > 0 ? bank : photos).slice(0, queriesMeasured)
}

async function bestTen(queries: readonly Float32Array[], photos: readonly Float32Array[]): Promise<Set<number>[]> {
  if (photos.length === 0 || queries.length === 0) return []
  return (await product(queries, photos)).map((scores) => new Set(largest(scores, depth)))
}

/** Share of the ten best by whole vectors that are among the ten best by short ones. */
async function recallOf(
  queries: readonly Float32Array[],
  photos: readonly Float32Array[],
  truth: readonly Set<number>[],
  shrink: Shrink,
): Promise<number> {
  const found = await bestTen(queries.map(shrink), photos.map(shrink))
  const shared = found.reduce((sum, best, i) => sum + [...best].filter((row) => truth[i]!.has(row)).length, 0)
  return shared / (depth * truth.length)
}

export function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to) // another disk, or one that knows no links
  }
}
