/** Two models together: one vector of both, so that one cosine is the weighted mean of theirs. */
import { loadShrink, type Shrink } from './compact'
import type { Pair, SingleManifest } from './manifest'
import { OnnxTowers, type Pixels, type TowerOptions, type Towers } from './towers'
import { normalise } from './vectors'

/**
 * [Note: two models together] The vector of a pair is √w·a and √(1-w)·b, one behind the other, for unit vectors a and b. It has length 1, and the
 * cosine of two such vectors is w times the first model's cosine plus 1-w times the second's. What is made of it: main/engine/models/together.ts
 */
export function join(a: Float32Array, b: Float32Array, weight: number): Float32Array {
  const joined = new Float32Array(a.length + b.length)
  const [ofFirst, ofSecond] = [Math.sqrt(weight), Math.sqrt(1 - weight)]
  for (let i = 0; i < a.length; i++) joined[i] = ofFirst * a[i]!
  for (let i = 0; i < b.length; i++) joined[a.length + i] = ofSecond * b[i]!
  return joined
}

/** Runs one model after the other. The pixels of a photo are those of the first model's input, and behind them those of the second's. */
export class PairTowers implements Towers {
  readonly #pair: Pair
  readonly #first: OnnxTowers
  readonly #second: OnnxTowers
  readonly #shrink: Shrink | undefined

  private constructor(pair: Pair, first: OnnxTowers, second: OnnxTowers, shrink: Shrink | undefined) {
    this.#pair = pair
    this.#first = first
    this.#second = second
    this.#shrink = shrink
  }

  /** Throws MODEL_DAMAGED. */
  static async open(folder: string, pair: Pair, shrink: Shrink | undefined, how: TowerOptions): Promise<PairTowers> {
    const towersOf = async (part: SingleManifest): Promise<OnnxTowers> =>
      new OnnxTowers(folder, part, await loadShrink(folder, part), how)
    return new PairTowers(pair, await towersOf(pair.first), await towersOf(pair.second), shrink)
  }

  async verifyImage(): Promise<void> {
    await this.#first.verifyImage()
    await this.#second.verifyImage()
  }

  async loadImage(): Promise<void> {
    await this.#first.loadImage()
    await this.#second.loadImage()
  }

  async loadText(): Promise<void> {
    await this.#first.loadText()
    await this.#second.loadText()
  }

  async photos(pixels: readonly Pixels[]): Promise<Float32Array[]> {
    const { width, height } = this.#pair.first.image
    const end = width * height * 3
    const first = await this.#first.photos(pixels.map((photo) => photo.subarray(0, end)))
    const second = await this.#second.photos(pixels.map((photo) => photo.subarray(end)))
    return first.map((vector, i) => this.#joined(vector, second[i]!))
  }

  async text(text: string): Promise<Float32Array> {
    return this.#joined(await this.#first.text(text), await this.#second.text(text))
  }

  tokenize(text: string): Promise<number[]> {
    return this.#first.tokenize(text)
  }

  /** In tokens of the first model; what is too long for the second counts as too long. */
  async tokenCounter(): Promise<(text: string) => number> {
    const [first, second] = [await this.#first.tokenCounter(), await this.#second.tokenCounter()]
    const ratio = this.#pair.first.text.maxTokens / this.#pair.second.text.maxTokens
    return (text) => Math.max(first(text), Math.ceil(second(text) * ratio))
  }

  async close(): Promise<void> {
    await this.#first.close()
    await this.#second.close()
  }

  #joined(a: Float32Array, b: Float32Array): Float32Array {
    const vector = join(a, b, this.#pair.weight)
    return this.#shrink ? this.#shrink(vector) : normalise(vector)
  }
}
