/** A model's manifest: what its towers read and write, and which bytes its files must have. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { FoveaError } from '../../../contract'

/** A plain file name: a manifest cannot point out of its own folder. */
const FileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
const ModelFile = z.object({
  file: FileName,
  bytes: z.number().int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type ModelFile = z.infer<typeof ModelFile>
const Vector = z.array(z.number())
const Rgb = z.tuple([z.number(), z.number(), z.number()])

export const Manifest = z
  .object({
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
    image: ModelFile.extend({
      input: z.string(),
      output: z.string(),
      layout: z.literal('NCHW'),
      dtype: z.literal('float32'),
      width: z.number().int().min(16).max(2048),
      height: z.number().int().min(16).max(2048),
      resize: z.literal('squash'),
      interpolation: z.literal('bicubic'),
      colour: z.literal('RGB'),
      mean: Rgb,
      std: Rgb,
    }),
    text: ModelFile.extend({
      inputs: z.object({ ids: z.string(), mask: z.string().optional() }),
      dtype: z.literal('int64'),
      output: z.string(),
      maxTokens: z.number().int().min(4).max(4096),
      padding: z.literal('none'),
    }),
    tokenizer: ModelFile.extend({ kind: z.literal('wordpiece'), format: z.literal('huggingface') }),
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
  .refine(
    (m) => (m.matryoshka ?? []).every((prefix) => prefix <= m.dimension),
    'a Matryoshka prefix exceeds the dimension',
  )
  .refine(({ bank, dimension }) => !bank || bank.bytes === bank.rows * dimension * Float32Array.BYTES_PER_ELEMENT, {
    path: ['bank'],
    error: 'the size of the bank is not that of its rows',
  })
  .refine(
    ({ calibration, dimension }) =>
      !calibration || (calibration.imageMean.length === dimension && calibration.textMean.length === dimension),
    { path: ['calibration'], error: 'a mean vector has another length than the dimension' },
  )
export type Manifest = z.infer<typeof Manifest>

/** Reads a model folder's manifest. Throws MODEL_DAMAGED (unreadable) or MODEL_UNSUPPORTED (asks for what we cannot do). */
export async function readManifest(folder: string): Promise<Manifest> {
  let value: unknown
  try {
    value = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))
  } catch (error) {
    throw damaged('manifest.json cannot be read', error)
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

/** Checks one file's size, then its SHA-256. Throws MODEL_DAMAGED, naming the file. */
export async function verifyFile(folder: string, expected: ModelFile): Promise<string> {
  const path = join(folder, expected.file)
  const size = await stat(path).then(
    (found) => found.size,
    (error: unknown) => {
      throw damaged(`${expected.file} is missing`, error)
    },
  )
  if (size !== expected.bytes) {
    throw damaged(`${expected.file} has ${String(size)} bytes instead of ${String(expected.bytes)}`)
  }
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  if (hash.digest('hex') !== expected.sha256) throw damaged(`${expected.file} does not have the bytes it should have`)
  return path
}

function damaged(what: string, cause?: unknown): FoveaError {
  return new FoveaError('MODEL_DAMAGED', `The search model is damaged: ${what}. Install Fovea again to repair it.`, {
    retry: 'reinstall',
    cause,
  })
}
