/** A dual encoder: an image tower and a text tower that map into one vector space, or two of them together. */
import type { Provider } from '../../../contract'
import type { EncoderIdentity } from '../store/schema'
import { loadShrink } from './compact'
import { loadBank } from './hubness'
import { readManifest, type Manifest } from './manifest'
import { PairTowers } from './pair'
import { defaultBatch } from './providers'
import { OnnxTowers, type Pixels, type Towers } from './towers'

export type { Pixels }

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
  /** Folder of towers that were made on this machine. See: [Note: eight bits] */
  madeTowers?: string | undefined
  /** Folder of text towers that this machine wrote down. See: [Note: mapped towers] */
  mappedTowers?: string | undefined
}

/** Loads and verifies one model folder. */
export class Encoder {
  readonly manifest: Manifest
  readonly #folder: string
  readonly #towers: Towers
  /** Photos that the image tower is best given at once. */
  readonly batch: number

  private constructor(folder: string, manifest: Manifest, towers: Towers, batch: number) {
    this.#folder = folder
    this.manifest = manifest
    this.#towers = towers
    this.batch = batch
  }

  /** Throws MODEL_DAMAGED or MODEL_UNSUPPORTED. */
  static async open(folder: string, options: EncoderOptions = {}): Promise<Encoder> {
    const { threads = 2, provider = 'cpu', isOnTrial = false, batch = defaultBatch, madeTowers, mappedTowers } = options
    const manifest = await readManifest(folder)
    const how = { threads, provider, isOnTrial, madeTowers, mappedTowers }
    const shrink = await loadShrink(folder, manifest)
    const towers = manifest.pair
      ? await PairTowers.open(folder, manifest.pair, shrink, how)
      : new OnnxTowers(folder, manifest, shrink, how)
    return new Encoder(folder, manifest, towers, batch)
  }

  get identity(): EncoderIdentity {
    const { id, revision, dimension } = this.manifest
    return { id, revision, dimension, preprocessing: preprocessingVersion }
  }

  /** Verifies the image tower, and leaves loading it to its first use: where there are no new photos, that never comes. */
  async verifyImageTower(): Promise<void> {
    await this.#towers.verifyImage()
  }

  /** Verifies and loads the image tower ahead of its first use. */
  async loadImageTower(): Promise<void> {
    await this.#towers.loadImage()
  }

  /** Verifies and loads the text tower and its tokenizer ahead of their first use. */
  async loadTextTower(): Promise<void> {
    await this.#towers.loadText()
  }

  /** Unit vectors of `dimension` numbers, one a photo, in the order given. */
  embedImages(photos: readonly Pixels[]): Promise<Float32Array[]> {
    return this.#towers.photos(photos)
  }

  /** The unit vector of one text. */
  embedText(text: string): Promise<Float32Array> {
    return this.#towers.text(text)
  }

  /** The text vectors that hubness is measured with; none if the model has no bank. Throws MODEL_DAMAGED. */
  loadBank(): Promise<Float32Array[]> {
    return loadBank(this.#folder, this.manifest)
  }

  tokenize(text: string): Promise<number[]> {
    return this.#towers.tokenize(text)
  }

  /** Counts the tokens of texts, with those that mark beginning and end. What has more than `manifest.text.maxTokens` is cut off. */
  tokenCounter(): Promise<(text: string) => number> {
    return this.#towers.tokenCounter()
  }

  close(): Promise<void> {
    return this.#towers.close()
  }
}
