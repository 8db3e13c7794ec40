/** A dual encoder: an image tower and a text tower that map into one vector space. */
import { join } from 'node:path'
import * as ort from 'onnxruntime-node'
import { FoveaError, type Provider } from '../../../contract'
import type { EncoderIdentity } from '../store/schema'
import { loadShrink, type Shrink } from './compact'
import { loadBank } from './hubness'
import { readManifest, verifyFile, type Manifest, type Placeholder } from './manifest'
import { defaultBatch } from './providers'
import { loadTokenizer, type TextTokenizer } from './tokenizer'
import { normalise } from './vectors'

/**
 * Raised when the same photo and model would give other vectors than before (decoder, resizing, colour handling),
 * so that old and new vectors are never mixed.
 */
export const preprocessingVersion = 1

export interface EncoderOptions {
  /** CPU threads for one inference; the default suits a process that does nothing else. */
  threads?: number | undefined
  /** Where the image tower runs. See: [Note: execution providers] */
  provider?: Provider | undefined
  /** Photos that the image tower is best given at once. */
  batch?: number | undefined
  /** A provider that does not load is then an error; otherwise the processor takes over. */
  isOnTrial?: boolean | undefined
}

/** How towers are loaded, here and in the benchmarks. */
export function sessionOptions(threads: number, provider: Provider = 'cpu'): ort.InferenceSession.SessionOptions {
  return {
    executionProviders: provider === 'cpu' ? ['cpu'] : [providerOptions[provider] ?? provider, 'cpu'],
    ...(provider === 'dml' ? { enableMemPattern: false } : {}), // DirectML cannot do with it
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Threads that wait for work would otherwise spin, and take the cores from those that decode and search.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
    logSeverityLevel: 3, // on Linux it would report each missing GPU as a warning
  }
}

const providerOptions: Partial<Record<Provider, ort.InferenceSession.ExecutionProviderConfig>> = {
  // As an ML program: the older format of CoreML aborts on some graphs.
  coreml: { name: 'coreml', coreMlFlags: 0x010 },
}

/** Pixels of one photo for the image tower: RGB bytes, row by row, `width * height * 3` of them. */
export type Pixels = Uint8Array

/**
 * Loads and verifies one model folder. Towers load at first use and stay: a search needs the text tower only,
 * indexing the image tower only.
 *
 * [Note: inference blocks] `InferenceSession.run` of onnxruntime-node computes synchronously although it returns a
 * promise: nothing else happens in this process meanwhile. Hence small batches, and hence two engine processes.
 */
export class Encoder {
  readonly manifest: Manifest
  readonly #folder: string
  readonly #threads: number
  readonly #provider: Provider
  readonly #isOnTrial: boolean
  /** Photos that the image tower is best given at once. */
  readonly batch: number
  #image: Promise<ort.InferenceSession> | undefined
  #text: Promise<{ session: ort.InferenceSession; tokenizer: TextTokenizer }> | undefined

  readonly #shrink: Shrink | undefined

  private constructor(folder: string, manifest: Manifest, shrink: Shrink | undefined, options: EncoderOptions) {
    this.#folder = folder
    this.manifest = manifest
    this.#shrink = shrink
    this.#threads = options.threads ?? 2
    this.#provider = options.provider ?? 'cpu'
    this.#isOnTrial = options.isOnTrial ?? false
    this.batch = options.batch ?? defaultBatch
  }

  /** Throws MODEL_DAMAGED or MODEL_UNSUPPORTED. */
  static async open(folder: string, options: EncoderOptions = {}): Promise<Encoder> {
    const manifest = await readManifest(folder)
    return new Encoder(folder, manifest, await loadShrink(folder, manifest), options)
  }

  get identity(): EncoderIdentity {
    const { id, revision, dimension } = this.manifest
    return { id, revision, dimension, preprocessing: preprocessingVersion }
  }

  /** Verifies and loads the image tower ahead of its first use. */
  async loadImageTower(): Promise<void> {
    await this.#imageSession()
  }

  /** Verifies and loads the text tower and its tokenizer ahead of their first use. */
  async loadTextTower(): Promise<void> {
    await this.#textSession()
  }

  /** Unit vectors of `dimension` numbers, one a photo, in the order given. */
  async embedImages(photos: readonly Pixels[]): Promise<Float32Array[]> {
    const session = await this.#imageSession()
    const { input, output, width, height, placeholders, batch = photos.length } = this.manifest.image
    const vectors: Float32Array[] = []
    for (let at = 0; at < photos.length; at += batch) {
      const some = photos.slice(at, at + batch)
      const tensor = new ort.Tensor('float32', this.#toTensor(some), [some.length, 3, height, width])
      const result = await session.run({ [input]: tensor, ...ones(placeholders) }, [output])
      vectors.push(...this.#rows(result[output], some.length))
    }
    return vectors
  }

  /** The unit vector of one text. */
  async embedText(text: string): Promise<Float32Array> {
    const { session, tokenizer } = await this.#textSession()
    const { inputs, output, dtype, padding, padId = 0, maxTokens, placeholders } = this.manifest.text
    const ids = tokenizer.encode(text)
    const length = padding === 'max' ? maxTokens : ids.length
    const filled = Array.from({ length }, (_, place) => ids[place] ?? padId)
    const feeds: Record<string, ort.Tensor> = { [inputs.ids]: integers(dtype, filled), ...ones(placeholders) }
    if (inputs.mask)
      feeds[inputs.mask] = integers(
        dtype,
        Array.from(filled, (_, place) => Number(place < ids.length)),
      )
    const result = await session.run(feeds, [output])
    const [vector] = this.#rows(result[output], 1)
    if (!vector) throw new FoveaError('MODEL_DAMAGED', 'The search model gave no answer for a text.')
    return vector
  }

  /** The text vectors that hubness is measured with; none if the model has no bank. Throws MODEL_DAMAGED. */
  loadBank(): Promise<Float32Array[]> {
    return loadBank(this.#folder, this.manifest)
  }

  async tokenize(text: string): Promise<number[]> {
    return (await this.#textSession()).tokenizer.encode(text)
  }

  /** Counts the tokens of texts, with those that mark beginning and end. What has more than `manifest.text.maxTokens` is cut off. */
  async tokenCounter(): Promise<(text: string) => number> {
    const { tokenizer } = await this.#textSession()
    return (text) => tokenizer.count(text)
  }

  async close(): Promise<void> {
    const [image, text] = await Promise.all([this.#image?.catch(() => undefined), this.#text?.catch(() => undefined)])
    await image?.release()
    await text?.session.release()
  }

  /** Bytes 0..255, interleaved, to floats (x/255 - mean)/std, one plane a channel. */
  #toTensor(photos: readonly Pixels[]): Float32Array {
    const { width, height, mean, std } = this.manifest.image
    const plane = width * height
    const data = new Float32Array(photos.length * 3 * plane)
    photos.forEach((pixels, photo) => {
      for (let channel = 0; channel < 3; channel++) {
        const start = (photo * 3 + channel) * plane
        const deviation = std[channel] ?? 1
        const [scale, shift] = [1 / (255 * deviation), (mean[channel] ?? 0) / deviation]
        fillPlane(data.subarray(start, start + plane), pixels, channel, scale, shift)
      }
    })
    return data
  }

  #rows(tensor: ort.Tensor | undefined, count: number): Float32Array[] {
    const { dimension, compact } = this.manifest
    const width = compact?.width ?? dimension
    const data = tensor?.data
    if (!(data instanceof Float32Array) || data.length !== count * width) {
      throw new FoveaError('MODEL_DAMAGED', 'The search model gives vectors of another size than its manifest says.')
    }
    const shrink = this.#shrink ?? normalise
    return Array.from({ length: count }, (_, row) => shrink(data.slice(row * width, (row + 1) * width)))
  }

  #imageSession(): Promise<ort.InferenceSession> {
    this.#image ??= this.#openImage().catch((error: unknown) => {
      this.#image = undefined
      throw error
    })
    return this.#image
  }

  #textSession(): Promise<{ session: ort.InferenceSession; tokenizer: TextTokenizer }> {
    this.#text ??= this.#openText().catch((error: unknown) => {
      this.#text = undefined
      throw error
    })
    return this.#text
  }

  async #openImage(): Promise<ort.InferenceSession> {
    const { image } = this.manifest
    if (this.#provider === 'cpu' || this.#isOnTrial) return this.#open(image, this.#provider)
    return this.#open(image, this.#provider).catch((error: unknown) => {
      console.warn(`the image tower does not load on ${this.#provider}, so the processor runs it:`, error)
      return this.#open(image)
    })
  }

  async #openText(): Promise<{ session: ort.InferenceSession; tokenizer: TextTokenizer }> {
    await verifyFile(this.#folder, this.manifest.tokenizer)
    const tokenizer = await loadTokenizer(join(this.#folder, this.manifest.tokenizer.file), this.manifest.text)
    return { session: await this.#open(this.manifest.text), tokenizer }
  }

  async #open(tower: Manifest['image'] | Manifest['text'], provider: Provider = 'cpu'): Promise<ort.InferenceSession> {
    const path = await verifyFile(this.#folder, tower)
    for (const data of tower.data ?? []) await verifyFile(this.#folder, data)
    try {
      return await ort.InferenceSession.create(path, sessionOptions(this.#threads, provider))
    } catch (error) {
      throw new FoveaError('MODEL_DAMAGED', `The search model's ${tower.file} cannot be loaded.`, {
        retry: 'reinstall',
        cause: error,
      })
    }
  }
}

/** One text as a tensor: a batch of one. */
function integers(dtype: 'int64' | 'int32', values: readonly number[]): ort.Tensor {
  const shape = [1, values.length]
  return dtype === 'int64'
    ? new ort.Tensor('int64', BigInt64Array.from(values, BigInt), shape)
    : new ort.Tensor('int32', Int32Array.from(values), shape)
}

/** What a graph of both towers is fed for the one that is not asked. */
function ones(placeholders: readonly Placeholder[] = []): Record<string, ort.Tensor> {
  const feeds: Record<string, ort.Tensor> = {}
  for (const { input, dtype, shape } of placeholders) {
    const length = shape.reduce((product, side) => product * side, 1)
    if (dtype === 'float32') feeds[input] = new ort.Tensor('float32', new Float32Array(length).fill(1), shape)
    else if (dtype === 'int32') feeds[input] = new ort.Tensor('int32', new Int32Array(length).fill(1), shape)
    else feeds[input] = new ort.Tensor('int64', new BigInt64Array(length).fill(1n), shape)
  }
  return feeds
}

/** One channel of one photo. A function of its own because the compiler then makes it three times as fast. */
function fillPlane(plane: Float32Array, pixels: Pixels, channel: number, scale: number, shift: number): void {
  for (let i = 0, from = channel; i < plane.length; i++, from += 3) plane[i] = (pixels[from] ?? 0) * scale - shift
}
