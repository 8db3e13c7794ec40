/** The text vectors of the concepts, embedded once and kept on disk. */
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { cancelled } from '../../../../contract'
import type { Encoder } from '../../encoder/encoder'
import type { EncoderIdentity } from '../../store/schema'
import { readLists } from './word-lists'

export type TextEncoder = Pick<Encoder, 'identity' | 'embedText'>

/** Texts embedded in one go: about 10 ms with the starter model, so that a search that comes in between hardly waits. */
const textsBetweenPauses = 4

/** Where vectors of concepts lie. */
export interface VectorFolders {
  /** Those of all lists together; made where they are missing. */
  cache: string
  /** A folder of lists with their vectors beside them, which spare an encoder that they were made with the work. */
  shipped?: string | undefined
}

/**
 * One unit vector of `dimension` numbers a concept, row by row. Read where these concepts were embedded by this encoder
 * before, else embedded, as far as they are not shipped, and kept. Throws CANCELLED, and what the encoder throws.
 *
 * The bare word is embedded: templates ("a photo of a …", and means of three and five) gave no better tags on captioned
 * photos, for up to five times the work.
 */
export async function conceptVectors(
  concepts: readonly string[],
  encoder: TextEncoder,
  { cache, shipped }: VectorFolders,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const file = fileOf(encoder, concepts)
  const length = concepts.length * encoder.identity.dimension
  const known = await readVectors(join(cache, file), length)
  if (known) return known
  const vectors = await embed(concepts, encoder, await readShipped(shipped, encoder), signal)
  // Where the disk is full the vectors are good all the same: the next start embeds again.
  await keep(cache, file, vectors).catch(() => undefined)
  return vectors
}

/** Vectors by concept; empty where the lists or the encoder are others than those the vectors were made with. */
async function readShipped(folder: string | undefined, encoder: TextEncoder): Promise<Map<string, Float32Array>> {
  if (folder === undefined) return new Map()
  const concepts = await readLists([folder])
  const { dimension } = encoder.identity
  const vectors = await readVectors(join(folder, fileOf(encoder, concepts)), concepts.length * dimension)
  if (!vectors) return new Map()
  return new Map(concepts.map((concept, i) => [concept, vectors.subarray(i * dimension, (i + 1) * dimension)]))
}

async function embed(
  concepts: readonly string[],
  encoder: TextEncoder,
  known: ReadonlyMap<string, Float32Array>,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const { dimension } = encoder.identity
  const vectors = new Float32Array(concepts.length * dimension)
  for (const [row, concept] of concepts.entries()) {
    if (row % textsBetweenPauses === 0) await setImmediate()
    if (signal?.aborted) throw cancelled()
    vectors.set(known.get(concept) ?? (await encoder.embedText(concept)), row * dimension)
  }
  return vectors
}

/** The name tells the encoder, up to its first point, and the concepts. */
function fileOf({ identity }: TextEncoder, concepts: readonly string[]): string {
  return `${shortHash(JSON.stringify(identity))}.${shortHash(JSON.stringify(concepts))}.f32`
}

/** Vectors of the same concepts by two encoders, of the lists that both have embedded: row by row, one after the other. */
export async function conceptsOfBoth(
  cacheFolder: string,
  encoders: readonly [EncoderIdentity, EncoderIdentity],
): Promise<[Float32Array, Float32Array] | undefined> {
  const [one, other] = encoders.map((encoder) => `${shortHash(JSON.stringify(encoder))}.`) as [string, string]
  const names = await readdir(cacheFolder).catch((): string[] => [])
  for (const name of names) {
    const twin = name.replace(one, other)
    if (!name.startsWith(one) || !names.includes(twin)) continue
    const [a, b] = [await readVectors(join(cacheFolder, name)), await readVectors(join(cacheFolder, twin))]
    if (a && b) return [a, b]
  }
  return undefined
}

/** Whether there are vectors of concepts by this encoder. */
export async function hasConcepts(cacheFolder: string, encoder: EncoderIdentity): Promise<boolean> {
  const names = await readdir(cacheFolder).catch((): string[] => [])
  return names.some((name) => name.startsWith(`${shortHash(JSON.stringify(encoder))}.`))
}

/** Undefined where there is no such file, or it is not what was written. */
async function readVectors(path: string, length?: number): Promise<Float32Array | undefined> {
  const bytes = await readFile(path).catch(() => undefined)
  if (!bytes || bytes.byteLength < checkBytes) return undefined
  const end = bytes.byteLength - checkBytes
  if (end !== (length ?? end / 4) * 4) return undefined
  const payload = bytes.subarray(0, end)
  if (!checksum(payload).equals(bytes.subarray(end))) return undefined
  // Copied, because a Buffer may begin where a Float32Array cannot.
  return new Float32Array(Uint8Array.from(payload).buffer)
}

/**
 * Written aside and renamed: a reader sees a whole file or none. Vectors of the lists as they were before are removed;
 * another encoder's stay, as two are in use while one takes over from the other.
 */
async function keep(folder: string, file: string, vectors: Float32Array): Promise<void> {
  const payload = Buffer.from(vectors.buffer, vectors.byteOffset, vectors.byteLength)
  const path = join(folder, file)
  const aside = `${path}.${randomBytes(4).toString('hex')}.part`
  await mkdir(folder, { recursive: true })
  try {
    await writeFile(aside, Buffer.concat([payload, checksum(payload)]))
    await rename(aside, path)
  } catch (error) {
    await rm(aside, { force: true })
    throw error
  }
  for (const name of await readdir(folder)) {
    if (name.startsWith(file.slice(0, file.indexOf('.') + 1)) && name !== file)
      await rm(join(folder, name), { force: true })
  }
}

/** The file ends with the SHA-256 of its vectors: a damaged one is embedded anew instead of giving odd tags. */
const checkBytes = 32

function checksum(payload: Uint8Array): Buffer {
  return createHash('sha256').update(payload).digest()
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
