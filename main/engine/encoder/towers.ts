/** The image tower and the text tower of one model, run by onnxruntime. */
import { join } from 'node:path'
import * as ort from '../onnxruntime'
import { FoveaError, type Provider } from '../../../contract'
import type { Shrink } from './compact'
import { findEightBits, isEightBits, makeEightBits, type EightBits } from './eight-bits/made'
import { verifyFile, verifyTower, type Placeholder, type SingleManifest } from './manifest'
import { findMapped, mappedOptions } from './mapped-towers'
import { loadTokenizer, type TextTokenizer } from './tokenizer'
import { normalise } from './vectors'

/** Pixels of one photo for the image tower: RGB bytes, row by row, `width * height * 3` of them. */
export type Pixels = Uint8Array

/** What makes vectors of photos and texts: the towers of one model, or of two together. */
export interface Towers {
  verifyImage(): Promise<void>
  loadImage(): Promise<unknown>
  loadText(): Promise<unknown>
  /** Unit vectors, one a photo, in the order given. */
  photos(pixels: readonly Pixels[]): Promise<Float32Array[]>
  text(text: string): Promise<Float32Array>
  tokenize(text: string): Promise<number[]>
  /** Counts the tokens of texts, with those that mark beginning and end. */
  tokenCounter(): Promise<(text: string) => number>
  close(): Promise<void>
}

export interface TowerOptions {
  threads: number
  provider: Provider
  isOnTrial: boolean
  /** Folder of towers that were made on this machine. See: [Note: eight bits] */
  madeTowers: string | undefined
  /** Folder of text towers that this machine wrote down. See: [Note: mapped towers] */
  mappedTowers: string | undefined
}

/** How towers are loaded, here and in the benchmarks. */
export function sessionOptions(threads: number, provider: Provider = 'cpu'): ort.InferenceSession.SessionOptions {
  return {
    executionProviders:
      provider === 'cpu' || isEightBits(provider) ? ['cpu'] : [providerOptions[provider] ?? provider, 'cpu'],
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

/**
 * Towers load at first use and stay: a search needs the text tower only, indexing the image tower only.
 *
 * [Note: inference blocks] `InferenceSession.run` of onnxruntime-node computes synchronously although it returns a
 * promise: nothing else happens in this process meanwhile. Hence small batches, and hence two engine processes.
 */
export class OnnxTowers implements Towers {
  readonly #folder: string
  readonly #manifest: SingleManifest
  readonly #shrink: Shrink | undefined
  readonly #options: TowerOptions
  #image: Promise<ort.InferenceSession> | undefined
  #text: Promise<{ session: ort.InferenceSession; tokenizer: TextTokenizer }> | undefined

  /** `shrink`: what a compact variant does to what its towers give. */
  constructor(folder: string, manifest: SingleManifest, shrink: Shrink | undefined, options: TowerOptions) {
    this.#folder = folder
    this.#manifest = manifest
    this.#shrink = shrink
    this.#options = options
  }

  async photos(photos: readonly Pixels[]): Promise<Float32Array[]> {
    const session = await this.loadImage()
    const { input, output, width, height, placeholders, batch = photos.length } = this.#manifest.image
    const vectors: Float32Array[] = []
    for (let at = 0; at < photos.length; at += batch) {
      const some = photos.slice(at, at + batch)
      const tensor = new ort.Tensor('float32', this.#toTensor(some), [some.length, 3, height, width])
      const result = await session.run({ [input]: tensor, ...ones(placeholders) }, [output])
      vectors.push(...this.#rows(result[output], some.length))
    }
    return vectors
  }

  async text(text: string): Promise<Float32Array> {
    const { session, tokenizer } = await this.loadText()
    const { inputs, output, dtype, padding, padId = 0, maxTokens, placeholders } = this.#manifest.text
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

  async tokenize(text: string): Promise<number[]> {
    return (await this.loadText()).tokenizer.encode(text)
  }

  async tokenCounter(): Promise<(text: string) => number> {
    const { tokenizer } = await this.loadText()
    return (text) => tokenizer.count(text)
  }

  async close(): Promise<void> {
    const [image, text] = await Promise.all([this.#image?.catch(() => undefined), this.#text?.catch(() => undefined)])
    await image?.release()
    await text?.session.release()
  }

  /** Bytes 0..255, interleaved, to floats (x/255 - mean)/std, one plane a channel. */
  #toTensor(photos: readonly Pixels[]): Float32Array {
    const { width, height, mean, std } = this.#manifest.image
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
    const { dimension, compact } = this.#manifest
    const width = compact?.width ?? dimension
    const data = tensor?.data
    if (!(data instanceof Float32Array) || data.length !== count * width) {
      throw new FoveaError('MODEL_DAMAGED', 'The search model gives vectors of another size than its manifest says.')
    }
    const shrink = this.#shrink ?? normalise
    return Array.from({ length: count }, (_, row) => shrink(data.slice(row * width, (row + 1) * width)))
  }

  async verifyImage(): Promise<void> {
    await verifyTower(this.#folder, this.#manifest.image)
  }

  loadImage(): Promise<ort.InferenceSession> {
    this.#image ??= this.#openImage().catch((error: unknown) => {
      this.#image = undefined
      throw error
    })
    return this.#image
  }

  loadText(): Promise<{ session: ort.InferenceSession; tokenizer: TextTokenizer }> {
    this.#text ??= this.#openText().catch((error: unknown) => {
      this.#text = undefined
      throw error
    })
    return this.#text
  }

  async #openImage(): Promise<ort.InferenceSession> {
    const { image } = this.#manifest
    const { provider, isOnTrial } = this.#options
    if (provider === 'cpu') return this.#open(image)
    const opened = isEightBits(provider) ? this.#openEightBits(provider) : this.#open(image, provider)
    if (isOnTrial) return opened
    return opened.catch((error: unknown) => {
      console.warn(`the image tower does not load on ${provider}, so the processor runs it:`, error)
      return this.#open(image)
    })
  }

  async #openEightBits(provider: EightBits): Promise<ort.InferenceSession> {
    const { madeTowers, isOnTrial, threads } = this.#options
    if (madeTowers === undefined) throw new Error('no folder for towers of eight bits was named')
    const { image } = this.#manifest
    const path = isOnTrial
      ? await makeEightBits(madeTowers, this.#folder, image, provider)
      : await findEightBits(madeTowers, image, provider)
    return ort.InferenceSession.create(path, sessionOptions(threads, provider))
  }

  async #openText(): Promise<{ session: ort.InferenceSession; tokenizer: TextTokenizer }> {
    await verifyFile(this.#folder, this.#manifest.tokenizer)
    const tokenizer = await loadTokenizer(join(this.#folder, this.#manifest.tokenizer.file), this.#manifest.text)
    return { session: (await this.#openMapped()) ?? (await this.#open(this.#manifest.text)), tokenizer }
  }

  async #openMapped(): Promise<ort.InferenceSession | undefined> {
    const { mappedTowers, threads } = this.#options
    if (mappedTowers === undefined) return undefined
    const path = await findMapped(mappedTowers, this.#folder, this.#manifest.text)
    if (path === undefined) return undefined
    return ort.InferenceSession.create(path, mappedOptions(sessionOptions(threads))).catch((error: unknown) => {
      console.warn('the text tower that was written down does not load, so it is loaded as it comes:', error)
      return undefined
    })
  }

  async #open(
    tower: SingleManifest['image'] | SingleManifest['text'],
    provider: Provider = 'cpu',
  ): Promise<ort.InferenceSession> {
    const path = await verifyTower(this.#folder, tower)
    try {
      return await ort.InferenceSession.create(path, sessionOptions(this.#options.threads, provider))
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
