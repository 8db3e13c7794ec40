/** A model's manifest: what its towers read and write, and which bytes its files must have. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { FoveaError } from '../../../contract'
import { isShortage } from '../media/unreadable'
import { isStamped } from './stamps'

/** A file name, perhaps in folders: a manifest cannot point out of its own folder, nor at hidden files. */
export const FileName = z.string().regex(/^(?:[A-Za-z0-9_][A-Za-z0-9._-]*\/){0,4}[A-Za-z0-9_][A-Za-z0-9._-]*$/)
export const ModelFile = z.object({
  file: FileName,
  bytes: z.number().int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type ModelFile = z.infer<typeof ModelFile>
const Vector = z.array(z.number())
const Rgb = z.tuple([z.number(), z.number(), z.number()])

/** An input of the graph that this tower does not use, fed with ones: both towers of some models are one graph. */
export const Placeholder = z.object({
  input: z.string(),
  dtype: z.enum(['float32', 'int64', 'int32']),
  shape: z.array(z.number().int().positive()).max(8),
})
export type Placeholder = z.infer<typeof Placeholder>

const Tower = ModelFile.extend({
  /** Files beside it that hold its weights (ONNX external data). */
  data: z.array(ModelFile).optional(),
  output: z.string(),
  placeholders: z.array(Placeholder).optional(),
})

/** How a photo becomes the input of the image tower. Pixels are divided by 255, then normalised a channel. */
export const Preprocessing = z.object({
  width: z.number().int().min(16).max(2048),
  height: z.number().int().min(16).max(2048),
  /** squash: both sides at once, whatever the shape. crop: the shorter side, then what is in the middle. */
  resize: z.enum(['squash', 'crop']),
  /** For crop: the length the shorter side is brought to; the input's own size if absent. */
  shortest: z.number().int().min(16).max(4096).optional(),
  /** Antialiased in both cases. */
  interpolation: z.enum(['bicubic', 'bilinear']),
  colour: z.literal('RGB'),
  mean: Rgb,
  std: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]),
})
export type Preprocessing = z.infer<typeof Preprocessing>

/** How a text becomes the input of the text tower. */
export const TextPreparation = z.object({
  maxTokens: z.number().int().min(4).max(4096),
  /** max: always `maxTokens` long. SigLIP reads its padding and gives nonsense without it. */
  padding: z.enum(['none', 'max']),
  /** The token that fills up; needed for `max`. */
  padId: z.number().int().min(0).optional(),
  /** For models trained on lower-case text whose tokenizer file does not see to it. */
  lowercase: z.boolean().optional(),
  /** A token that ends every text, for tokenizer files that do not add it. */
  closingId: z.number().int().min(0).optional(),
})
export type TextPreparation = z.infer<typeof TextPreparation>

const Fields = z.object({
  schema: z.literal(1),
  id: z.string().min(1),
  revision: z.string().min(1),
  name: z.string().min(1),
  licence: z.string(),
  dimension: z.number().int().min(8).max(4096),
  /** Prefix lengths that are vectors of their own once renormalised (Matryoshka training). */
  matryoshka: z.array(z.number().int().positive()).optional(),
  similarity: z.literal('cosine'),
  normalised: z.boolean(),
  languages: z.array(z.string()),
  image: Tower.extend({
    input: z.string(),
    layout: z.literal('NCHW'),
    dtype: z.literal('float32'),
    /** Set where the graph takes exactly so many photos at once. */
    batch: z.literal(1).optional(),
    ...Preprocessing.shape,
    /** Of two models together: what the second one takes. */
    second: Preprocessing.optional(),
  }),
  text: Tower.extend({
    inputs: z.object({ ids: z.string(), mask: z.string().optional() }),
    dtype: z.enum(['int64', 'int32']),
    ...TextPreparation.shape,
  }),
  tokenizer: ModelFile.extend({ kind: z.enum(['wordpiece', 'bpe', 'unigram']), format: z.literal('huggingface') }),
  /**
   * Set in a compact variant of another model: its towers give vectors of `width` numbers, of which the first are kept, or which
   * are multiplied with a matrix, row by row. See: main/engine/models/compact.ts
   */
  compact: z
    .object({
      of: z.string().min(1),
      width: z.number().int().min(8).max(4096),
      projection: ModelFile.extend({ dtype: z.literal('float32le') }).optional(),
    })
    .optional(),
  /** Where the files came from, for models that did not come with Fovea. */
  source: z.object({ repository: z.string(), revision: z.string() }).optional(),
  /** Text vectors of everyday captions, row after row. See: [Note: hubness] */
  bank: ModelFile.extend({ rows: z.number().int().positive(), dtype: z.literal('float32le') }).optional(),
  /** What vectors and scores of this model are like on average, measured on photos and captions it was not trained on. */
  calibration: z
    .object({
      imageMean: Vector,
      textMean: Vector,
      afterCentring: z.unknown(),
      /** See: [Note: presence] */
      presence: z.object({ fifthWeight: z.number(), threshold: z.number(), certain: z.number() }).optional(),
    })
    .optional(),
})

/** What fields say of each other. */
function sound<T extends z.ZodType<z.infer<typeof Fields>>>(schema: T): T {
  return schema
    .refine(
      (m) => (m.matryoshka ?? []).every((prefix) => prefix <= m.dimension),
      'a Matryoshka prefix exceeds the dimension',
    )
    .refine(({ text }) => text.padding === 'none' || text.padId !== undefined, {
      path: ['text', 'padId'],
      error: 'a text that is filled up needs a token to fill up with',
    })
    .refine(({ bank, dimension }) => !bank || bank.bytes === bank.rows * dimension * Float32Array.BYTES_PER_ELEMENT, {
      path: ['bank'],
      error: 'the size of the bank is not that of its rows',
    })
    .refine(
      ({ calibration, dimension }) =>
        !calibration || (calibration.imageMean.length === dimension && calibration.textMean.length === dimension),
      { path: ['calibration'], error: 'a mean vector has another length than the dimension' },
    )
}

const SingleManifest = sound(Fields)
/** Of a model that is not a pair. */
export type SingleManifest = z.infer<typeof SingleManifest>

/**
 * Set in two models together: what their manifests say, with files in folders of the pair's own. What the pair's manifest says itself of towers
 * is what the first's says. See: [Note: two models together]
 */
const Pair = z.object({
  first: SingleManifest,
  second: SingleManifest,
  /** Of the first model's cosine; the rest is that of the second's. */
  weight: z.number().min(0).max(1),
  /** How far cosines of photos and words lay apart for each when it was made, as a standard deviation. */
  spreads: z.tuple([z.number().positive(), z.number().positive()]),
})
export type Pair = z.infer<typeof Pair>

/** The manifests of a model's towers: its own, or those of the two that it is made of. */
export function partsOf(manifest: Manifest): SingleManifest[] {
  return manifest.pair ? [manifest.pair.first, manifest.pair.second] : [manifest]
}

/** What a model folder's manifest.json says. `schema` stays 1 while older manifests mean what they meant. */
export const Manifest = sound(Fields.extend({ pair: Pair.optional() }))
export type Manifest = z.infer<typeof Manifest>

/** Reads a model folder's manifest. Throws MODEL_DAMAGED (unreadable) or MODEL_UNSUPPORTED (asks for what we cannot do). */
export async function readManifest(folder: string): Promise<Manifest> {
  let value: unknown
  try {
    value = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))
  } catch (error) {
    throw isShortage(error) ? unreachable(error) : damaged('manifest.json cannot be read', error)
  }
  const parsed = Manifest.safeParse(value)
  if (parsed.success) return parsed.data
  const where = parsed.error.issues[0]
  throw new FoveaError(
    'MODEL_UNSUPPORTED',
    `The search model's manifest is not one this Fovea understands (${where ? `${where.path.join('.')}: ${where.message}` : 'unknown'}).`,
    { retry: 'update-app' },
  )
}

/** Every file a model is made of, the manifest apart. */
export function filesOf({
  image,
  text,
  tokenizer,
  bank,
  compact,
  pair,
}: SingleManifest & { pair?: Pair | undefined }): ModelFile[] {
  const towers = [image, ...(image.data ?? []), text, ...(text.data ?? []), tokenizer]
  const parts = pair ? [...filesOf(pair.first), ...filesOf(pair.second)] : []
  const all = [...towers, ...parts, ...(bank ? [bank] : []), ...(compact?.projection ? [compact.projection] : [])]
  return [...new Map(all.map(({ file, bytes, sha256 }) => [file, { file, bytes, sha256 }])).values()]
}

/** Checks one file's size, then its SHA-256. Answers what is wrong, as the end of a sentence, or undefined. */
export async function faultOf(folder: string, expected: ModelFile): Promise<string | undefined> {
  const path = join(folder, expected.file)
  const size = await stat(path).then(
    (found) => (found.isFile() ? found.size : undefined),
    (error: unknown) => {
      if (isShortage(error)) throw unreachable(error)
    },
  )
  if (size === undefined) return `${expected.file} is missing`
  if (size !== expected.bytes) return `${expected.file} has ${String(size)} bytes instead of ${String(expected.bytes)}`
  const sha256 = await sha256Of(path).catch((error: unknown) => {
    throw isShortage(error) ? unreachable(error) : error
  })
  if (sha256 !== expected.sha256) return `${expected.file} does not have the bytes it should have`
  return undefined
}

/** Lower-case hex. Throws what the file system throws. */
export function sha256Of(path: string, signal?: AbortSignal): Promise<string> {
  return digestOf(path, 'sha256', signal)
}

/** Lower-case hex. Throws what the file system throws. */
export async function digestOf(path: string, algorithm: 'sha256' | 'sha512', signal?: AbortSignal): Promise<string> {
  const hash = createHash(algorithm)
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash, { ...(signal ? { signal } : {}) })
  return hash.digest('hex')
}

/** Throws MODEL_DAMAGED, naming the file. Files that were verified before and have not changed are not read again. */
export async function verifyFile(folder: string, expected: ModelFile): Promise<string> {
  const fault = (await isStamped(folder, expected)) ? undefined : await faultOf(folder, expected)
  if (fault !== undefined) throw damaged(fault)
  return join(folder, expected.file)
}

/** A tower with the files beside it: answers its path. Throws MODEL_DAMAGED. */
export async function verifyTower(
  folder: string,
  tower: ModelFile & { data?: ModelFile[] | undefined },
): Promise<string> {
  const path = await verifyFile(folder, tower)
  for (const data of tower.data ?? []) await verifyFile(folder, data)
  return path
}

/** Too many open files: that is no fault of the model, and passes. */
function unreachable(cause: unknown): FoveaError {
  return new FoveaError(
    'FILE_UNREADABLE',
    'The search model cannot be read just now: too many files are open. Try again.',
    {
      retry: 'try-again',
      cause,
    },
  )
}

function damaged(what: string, cause?: unknown): FoveaError {
  return new FoveaError('MODEL_DAMAGED', `The search model is damaged: ${what}. Install Fovea again to repair it.`, {
    retry: 'reinstall',
    cause,
  })
}
