/** Embeds texts for the indexer, one at a time, in turn with all other work; remembers the last short ones. */
import { setImmediate as yieldToEvents } from 'node:timers/promises'
import type { Encoder } from '../encoder/encoder'
import type { Throttle } from './throttle'

/** Photos of one day have the same words: album titles, places. */
const kept = 256

export class TextEmbedder {
  readonly #encoder: Encoder
  readonly #throttle: Pick<Throttle, 'turn'>
  /** Oldest first. */
  readonly #known = new Map<string, Promise<Float32Array>>()

  constructor(encoder: Encoder, throttle: Pick<Throttle, 'turn'>) {
    this.#encoder = encoder
    this.#throttle = throttle
  }

  async embed(text: string): Promise<Float32Array> {
    await this.#throttle.turn()
    const vector = await this.#encoder.embedText(text)
    await yieldToEvents() // an inference blocks the process: messages and decoders get in between
    return vector
  }

  /** The same, kept for a while. */
  remembered(text: string): Promise<Float32Array> {
    const known = this.#known.get(text)
    if (known) return known
    const vector = this.embed(text)
    this.#known.set(text, vector)
    vector.catch(() => this.#known.delete(text))
    const [oldest] = this.#known.keys()
    if (this.#known.size > kept && oldest !== undefined) this.#known.delete(oldest)
    return vector
  }
}
