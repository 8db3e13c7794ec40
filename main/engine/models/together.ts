/** Puts two models together: measures how far each one's scores lie apart, and writes a model of both. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join as joinPath } from 'node:path'
import { FoveaError } from '../../../contract'
import { Encoder } from '../encoder/encoder'
import { loadBank } from '../encoder/hubness'
import {
  filesOf,
  Preprocessing,
  readManifest,
  type Manifest,
  type Pair,
  type SingleManifest,
} from '../encoder/manifest'
import { join } from '../encoder/pair'
import { writeStamps } from '../encoder/stamps'
import type { Home } from '../home'
import { decodeForEncoder } from '../media/decode'
import { normaliseExposure } from '../media/exposure'
import { readPhoto } from '../media/photo'
import type { Resources } from '../resources'
import { product } from '../search/bridge/matrices'
import type { PresenceCalibration } from '../search/scoring/presence'
import { readLists } from '../search/tags/word-lists'
import { linkOrCopy, sampleOf } from './compact'
import { install, newStaging } from './workshop'

export interface MadePart {
  manifest: Manifest
  folder: string
}

export interface Workplace {
  home: Home
  resources: Pick<Resources, 'vocabulary' | 'samples'>
  threads: number
}

export type PairManifest = Manifest & { pair: Pair }

/** Enough for a deviation that two measurements agree on within a few hundredths. */
const wordsMeasured = 100
/** With fewer photos by both in the library, those that come with Fovea are looked at. */
const fewestPhotos = 20
const mostNumbers = 4096

/** Made anew only where it is not there yet. Throws INVALID_INPUT, and what encoders throw. */
export async function makePair(
  one: MadePart,
  other: MadePart,
  workplace: Workplace,
): Promise<{ manifest: PairManifest; folder: string }> {
  const { home } = workplace
  const [first, second] = [one.manifest, other.manifest]
  refuseWhatIsNone(first, second)
  for (const id of [pairId(first.id, second.id), pairId(second.id, first.id)]) {
    const folder = joinPath(home.models, id)
    if (!existsSync(joinPath(folder, 'manifest.json'))) continue
    const manifest = await readManifest(folder)
    const revisions = manifest.pair && [manifest.pair.first, manifest.pair.second].map(nameOf).sort()
    if (isPair(manifest) && String(revisions) === String([first, second].map(nameOf).sort())) {
      return { manifest, folder }
    }
    throw new FoveaError('INVALID_INPUT', `“${id}” is another model, or of other versions of these. Remove it first.`)
  }
  const [ofFirst, ofSecond] = await measure(one, other, workplace)
  const spreads: [number, number] = [ofFirst.spread, ofSecond.spread]
  const weight = spreads[1] / (spreads[0] + spreads[1])
  const staging = newStaging(home)
  const inFolder = { first: inFolderOf(first, 'first'), second: inFolderOf(second, 'second') }
  for (const [part, { folder }] of [['first', one] as const, ['second', other] as const]) {
    for (const { file } of filesOf(inFolder[part])) {
      mkdirSync(dirname(joinPath(staging, file)), { recursive: true })
      linkOrCopy(joinPath(folder, file.slice(part.length + 1)), joinPath(staging, file))
    }
  }
  const bank = joinedBank(
    [await loadBank(one.folder, first), await loadBank(other.folder, second)],
    [first.dimension, second.dimension],
    weight,
  )
  const calibration = joinedCalibration(first, second, [ofFirst, ofSecond], weight)
  const manifest: PairManifest = {
    schema: 1,
    id: pairId(first.id, second.id),
    revision: shortHash(JSON.stringify([nameOf(first), nameOf(second), weight])),
    name: `${first.name} + ${second.name}`,
    licence: first.licence === second.licence ? first.licence : `${first.licence}; ${second.licence}`,
    dimension: first.dimension + second.dimension,
    similarity: 'cosine',
    normalised: true,
    languages: commonLanguages(first.languages, second.languages),
    image: { ...inFolder.first.image, second: Preprocessing.parse(second.image) },
    text: inFolder.first.text,
    tokenizer: inFolder.first.tokenizer,
    ...(bank.length > 0 ? { bank: { ...writeRows(staging, 'bank.f32', bank), dtype: 'float32le' as const } } : {}),
    ...(calibration ? { calibration } : {}),
    pair: { ...inFolder, weight, spreads },
  }
  writeFileSync(joinPath(staging, 'manifest.json'), JSON.stringify(manifest))
  await writeStamps(staging, filesOf(manifest))
  install(home, staging, manifest.id)
  return { manifest, folder: joinPath(home.models, manifest.id) }
}

/** One sentence on what a model is made of; empty of one that is no pair. */
export function noteOf({ pair }: Manifest): string {
  if (!pair) return ''
  const share = (weight: number): string => `${(100 * weight).toFixed(0)} %`
  return `Two models together: ${pair.first.id} (${share(pair.weight)}) and ${pair.second.id} (${share(1 - pair.weight)}).`
}

function isPair(manifest: Manifest): manifest is PairManifest {
  return manifest.pair !== undefined
}

function refuseWhatIsNone(first: Manifest, second: Manifest): void {
  const refused = (why: string): FoveaError => new FoveaError('INVALID_INPUT', why)
  if (first.id === second.id) throw refused('Two different models are needed to search with both together.')
  const pair = [first, second].find(isPair)
  if (pair) throw refused(`“${pair.id}” is two models already. Name two that are one each.`)
  const numbers = first.dimension + second.dimension
  if (numbers > mostNumbers) {
    throw refused(`Together they have ${String(numbers)} numbers a photo, and Fovea can keep ${String(mostNumbers)}.`)
  }
}

const nameOf = ({ id, revision, dimension }: SingleManifest): string => `${id}@${revision}:${String(dimension)}`

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 10)

/** Within what the name of a model's folder may be. */
function pairId(first: string, second: string): string {
  const plain = `${first}-with-${second}`
  return plain.length <= 64 ? plain : `${first.slice(0, 24)}-with-${second.slice(0, 22)}-${shortHash(plain)}`
}

function commonLanguages(first: readonly string[], second: readonly string[]): string[] {
  if (first.includes('mul')) return [...second]
  return second.includes('mul') ? [...first] : first.filter((language) => second.includes(language))
}

/** As it is in a folder of its own within the pair; what is measured for the pair as a whole is left out. */
function inFolderOf(manifest: SingleManifest, folder: string): SingleManifest {
  const moved = <F extends { file: string }>(file: F): F => ({ ...file, file: `${folder}/${file.file}` })
  const tower = <T extends { file: string; data?: { file: string; bytes: number; sha256: string }[] | undefined }>(
    its: T,
  ): T => ({ ...moved(its), ...(its.data ? { data: its.data.map(moved) } : {}) })
  const { bank: _bank, calibration: _calibration, matryoshka: _prefixes, compact, ...rest } = manifest
  const { projection } = compact ?? {}
  return {
    ...rest,
    image: tower(manifest.image),
    text: tower(manifest.text),
    tokenizer: moved(manifest.tokenizer),
    ...(compact ? { compact: { ...compact, ...(projection ? { projection: moved(projection) } : {}) } } : {}),
  }
}

interface Measured {
  /** Standard deviation of the cosines of one word and photos. */
  spread: number
  photos: readonly Float32Array[]
  words: readonly Float32Array[]
}

async function measure(one: MadePart, other: MadePart, workplace: Workplace): Promise<[Measured, Measured]> {
  const { home, resources, threads } = workplace
  const concepts = await readLists([resources.vocabulary])
  const step = Math.max(1, Math.floor(concepts.length / wordsMeasured))
  const words = concepts.filter((_, i) => i % step === 0)
  const stored = [await sampleOf(home, one.manifest), await sampleOf(home, other.manifest)]
  const isEnough = stored.every((photos) => photos.length >= fewestPhotos)
  const measured: Measured[] = []
  for (const [i, { folder }] of [one, other].entries()) {
    const encoder = await Encoder.open(folder, { threads })
    try {
      const vectors: Float32Array[] = []
      for (const word of words) vectors.push(await encoder.embedText(word))
      const photos = isEnough ? stored[i]! : await embedSamples(encoder, resources.samples)
      measured.push({ spread: await spreadOf(vectors, photos), photos, words: vectors })
    } finally {
      await encoder.close()
    }
  }
  return measured as [Measured, Measured]
}

/**
 * [Note: weights of two models] Cosines of two models cannot be added as they are: one's lie between 0.1 and 0.4, another's between 0.0 and 0.1, and the
 * first would decide alone. So each is measured: the standard deviation of the cosines of a word with photos, over words of the vocabulary, on the
 * person's own photos. The weights are as 1 to these deviations, so that a photo which stands out by one of them counts alike by either model. That one
 * model's cosines are higher than the other's adds the same to all photos of a query, and moves none of them.
 */
export async function spreadOf(words: readonly Float32Array[], photos: readonly Float32Array[]): Promise<number> {
  const variances = (await product(words, photos)).map((scores) => {
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
    return scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length
  })
  return Math.max(1e-4, Math.sqrt(variances.reduce((sum, variance) => sum + variance, 0) / variances.length))
}

async function embedSamples(encoder: Encoder, folder: string): Promise<Float32Array[]> {
  const { image } = encoder.manifest
  const vectors: Float32Array[] = []
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.jpg'))) {
    const { bytes } = await readPhoto(joinPath(folder, name))
    vectors.push(...(await encoder.embedImages([normaliseExposure(await decodeForEncoder(bytes, image), image)])))
  }
  return vectors
}

/**
 * Captions that hubness is measured with. Banks of as many rows are of the same captions, as they come with Fovea's own models. A model without one has
 * none taken off its share of the score.
 */
function joinedBank(
  [first, second]: [Float32Array[], Float32Array[]],
  [width, otherWidth]: [number, number],
  weight: number,
): Float32Array[] {
  if (first.length > 0) {
    const nothing = new Float32Array(otherWidth)
    const isSame = first.length === second.length
    return first.map((row, i) => join(row, isSame ? second[i]! : nothing, weight))
  }
  return second.map((row) => join(new Float32Array(width), row, weight))
}

/** Where one model has means, those of the other are measured here; where neither has, neither has the pair. */
function joinedCalibration(
  first: Manifest,
  second: Manifest,
  [ofFirst, ofSecond]: [Measured, Measured],
  weight: number,
): Manifest['calibration'] {
  const [one, other] = [first.calibration, second.calibration]
  if (!one && !other) return undefined
  const joined = (mean: 'imageMean' | 'textMean', vectors: 'photos' | 'words'): number[] => {
    const [a, b] = [one?.[mean] ?? meanOf(ofFirst[vectors]), other?.[mean] ?? meanOf(ofSecond[vectors])]
    return [...join(Float32Array.from(a), Float32Array.from(b), weight)]
  }
  const [here, there] = [one?.presence, other?.presence]
  const mix = (name: keyof PresenceCalibration): number => weight * here![name] + (1 - weight) * there![name]
  // The rule is a sum of cosines. See: [Note: presence]
  const presence = here &&
    there && { fifthWeight: mix('fifthWeight'), threshold: mix('threshold'), certain: mix('certain') }
  return {
    imageMean: joined('imageMean', 'photos'),
    textMean: joined('textMean', 'words'),
    afterCentring: null,
    ...(presence ? { presence } : {}),
  }
}

function meanOf(vectors: readonly Float32Array[]): number[] {
  return Array.from(vectors[0]!, (_, i) => vectors.reduce((sum, vector) => sum + vector[i]!, 0) / vectors.length)
}

function writeRows(
  folder: string,
  file: string,
  rows: readonly Float32Array[],
): { file: string; bytes: number; sha256: string; rows: number } {
  const bytes = Buffer.concat(rows.map((row) => Buffer.from(row.buffer, row.byteOffset, row.byteLength)))
  writeFileSync(joinPath(folder, file), bytes)
  return { file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), rows: rows.length }
}
