/** Tries out a new model before it may be chosen: both towers run, and tell photos and texts apart. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as ort from '../onnxruntime'
import { FoveaError } from '../../../contract'
import { Encoder } from '../encoder/encoder'
import { filesOf, type Manifest } from '../encoder/manifest'
import { writeStamps } from '../encoder/stamps'
import { sessionOptions } from '../encoder/towers'
import { completeManifest, type Draft } from './describe'
import { refused } from './layout'
import { writeTrialSpeed } from './speeds'

const texts = ['a cat', 'a mountain lake at sunrise, seen from the shore, with a wooden boat'] as const

/**
 * Writes the manifest into the folder. Where a graph takes less than it says (several photos at once, short texts),
 * the manifest is made to say so. Throws MODEL_UNSUPPORTED with the reason.
 */
export async function tryOut(folder: string, draft: Draft, threads: number, signal?: AbortSignal): Promise<Manifest> {
  const dimension = await dimensionOf(folder, draft)
  const { image, text } = draft.manifest
  const first = await completeManifest(folder, draft, dimension, signal)
  const alternatives: Draft['manifest'][] = [
    draft.manifest,
    ...(image.batch === undefined ? [{ ...draft.manifest, image: { ...image, batch: 1 as const } }] : []),
  ]
  let problem: unknown
  for (const manifest of alternatives) {
    const paddings = text.padding === 'none' ? [text, { ...text, padding: 'max' as const }] : [text]
    for (const asText of paddings) {
      const changed = { ...draft, manifest: { ...manifest, text: asText } }
      const isFirst = changed.manifest.image === image && asText === text
      const candidate = isFirst ? first : await completeManifest(folder, changed, dimension, signal)
      signal?.throwIfAborted()
      try {
        await writeManifest(folder, candidate)
        await use(folder, threads)
        return candidate
      } catch (error) {
        problem = error
        if (!(error instanceof TowerFailure)) throw error
        if (error.tower === 'image') break // another length of texts will not mend it
      }
    }
  }
  throw problem instanceof TowerFailure ? refused(problem.message) : problem
}

/** Every file must have been verified just now. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  await writeStamps(folder, filesOf(manifest))
}

/** Loads and runs the model in a folder. Throws TowerFailure with what does not work, as the end of a sentence. */
export async function use(folder: string, threads: number): Promise<void> {
  const encoder = await Encoder.open(folder, { threads })
  try {
    const { width, height } = encoder.manifest.image
    const [flat, striped] = await attempt('image', () => encoder.embedImages(testPhotos(width, height)))
    requireDistinct('image', flat, striped)
    const startedAt = performance.now() // the first time is that of a cold graph
    await encoder.embedImages(testPhotos(width, height))
    writeTrialSpeed(folder, (performance.now() - startedAt) / 2)
    const vectors = []
    for (const text of texts) vectors.push(await attempt('text', () => encoder.embedText(text)))
    requireDistinct('text', vectors[0], vectors[1])
  } finally {
    await encoder.close()
  }
}

class TowerFailure extends Error {
  readonly tower: 'image' | 'text'

  constructor(tower: 'image' | 'text', why: string, cause?: unknown) {
    super(`has ${tower === 'image' ? 'an image' : 'a text'} tower that ${why}`, { cause })
    this.tower = tower
  }
}

async function attempt<T>(tower: 'image' | 'text', run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    const inner = error instanceof FoveaError && error.cause instanceof Error ? error.cause : error
    const [line = ''] = (inner instanceof Error ? inner.message : String(inner)).split('\n')
    throw new TowerFailure(tower, `does not run (${line.slice(0, 200)})`, error)
  }
}

function requireDistinct(tower: 'image' | 'text', a?: Float32Array, b?: Float32Array): void {
  if (!a || !b || [...a, ...b].some((value) => !Number.isFinite(value))) {
    throw new TowerFailure(tower, 'gives vectors with numbers that are none')
  }
  if (a.every((value) => value === 0) || a.every((value, at) => value === b[at])) {
    throw new TowerFailure(tower, 'gives the same vector for everything')
  }
}

/** One grey, one with stripes of colour. */
function testPhotos(width: number, height: number): Uint8Array[] {
  const grey = new Uint8Array(width * height * 3).fill(128)
  const stripes = Uint8Array.from(grey, (_, at) => ((Math.floor(at / 3) % width) * 8 + (at % 3) * 85) & 0xff)
  return [grey, stripes]
}

/** The length of the vectors, which both towers must agree on. */
async function dimensionOf(folder: string, { layout, manifest }: Draft): Promise<number> {
  const sides = (['image', 'text'] as const).map((tower) => {
    const output = layout[tower].outputs.find(({ name }) => name === manifest[tower].output)
    return output?.shape[1] ?? null
  })
  const [ofImage = null, ofText = null] = sides
  if (ofImage !== null && ofText !== null && ofImage !== ofText) {
    throw refused(`gives photos ${String(ofImage)} numbers and texts ${String(ofText)}: they are not in one space`)
  }
  return ofImage ?? ofText ?? (await measured(folder, { layout, manifest }))
}

async function measured(folder: string, { layout, manifest }: Pick<Draft, 'layout' | 'manifest'>): Promise<number> {
  const { input, output, height, width, placeholders = [] } = manifest.image
  let session: ort.InferenceSession
  try {
    session = await ort.InferenceSession.create(join(folder, layout.image.file), sessionOptions(1))
  } catch (error) {
    throw refused(`has an image tower that cannot be loaded (${String(error).slice(0, 200)})`)
  }
  try {
    const feeds: Record<string, ort.Tensor> = {
      [input]: new ort.Tensor('float32', new Float32Array(3 * height * width), [1, 3, height, width]),
    }
    for (const { input: name, dtype, shape } of placeholders) {
      const ones = new Array<number>(shape.reduce((product, side) => product * side, 1)).fill(1)
      feeds[name] =
        dtype === 'int64'
          ? new ort.Tensor('int64', BigInt64Array.from(ones, BigInt), shape)
          : new ort.Tensor(dtype, dtype === 'int32' ? Int32Array.from(ones) : Float32Array.from(ones), shape)
    }
    const dimension = (await session.run(feeds, [output]))[output]?.dims.at(-1)
    if (!dimension) throw refused('has an image tower that gives nothing')
    return dimension
  } finally {
    await session.release()
  }
}
