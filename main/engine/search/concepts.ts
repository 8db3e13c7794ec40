/** The vocabulary in the searcher: opened when it is first wanted, and again when the person's own words change. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Encoder } from '../encoder/encoder'
import type { Home } from '../home'
import type { Resources } from '../resources'
import type { VectorMatrix } from './matrix'
import { Vocabulary } from './tags/vocabulary'

export interface ConceptsOptions {
  home: Home
  resources: Pick<Resources, 'vocabulary'>
}

/** An explanation is worth waiting for, but not the seconds that a new vocabulary takes: it says less then. */
const momentMs = 1000

export class Concepts {
  readonly #options: ConceptsOptions
  readonly #encoder: Encoder
  readonly #ownWords: () => readonly string[]
  #opening: Promise<Vocabulary> | undefined
  #opened: Vocabulary | undefined
  #stopping = new AbortController()
  /** Version of the library whose concepts were counted. */
  #counted = -1

  constructor(options: ConceptsOptions, encoder: Encoder, ownWords: () => readonly string[]) {
    this.#options = options
    this.#encoder = encoder
    this.#ownWords = ownWords
  }

  /** Takes seconds the first time with another model than the one that comes with Fovea: the concepts' vectors are then kept. */
  vocabulary(): Promise<Vocabulary> {
    const signal = this.#stopping.signal
    this.#opening ??= this.#open(signal).then(
      (vocabulary) => {
        if (!signal.aborted) this.#opened = vocabulary
        return vocabulary
      },
      (error: unknown) => {
        this.#opening = undefined
        throw error
      },
    )
    return this.#opening
  }

  /** The vocabulary if it is there in a moment. */
  soon(): Promise<Vocabulary | undefined> {
    const moment = new Promise<undefined>((resolve) => setTimeout(resolve, momentMs))
    return Promise.race([this.vocabulary(), moment])
  }

  /** The vocabulary if it is there already: typing must not wait for it. Also learns what this library shows. */
  ready(matrix: VectorMatrix | undefined): Vocabulary | undefined {
    void this.vocabulary().catch((error: unknown) => {
      if (!this.#stopping.signal.aborted) console.error('the vocabulary cannot be read:', error)
    })
    const vocabulary = this.#opened
    if (vocabulary && matrix && matrix.version !== this.#counted) {
      this.#counted = matrix.version
      void this.#learn(vocabulary, matrix).catch(() => undefined) // stopped, or tried again with the next version
    }
    return vocabulary
  }

  forget(): void {
    this.#stopping.abort()
    this.#stopping = new AbortController()
    this.#opening = undefined
    this.#opened = undefined
    this.#counted = -1
  }

  async close(): Promise<void> {
    const opening = this.#opening
    this.forget()
    await opening?.catch(() => undefined)
  }

  async #open(signal: AbortSignal): Promise<Vocabulary> {
    const { home, resources } = this.#options
    const own = join(home.concepts, 'own')
    mkdirSync(own, { recursive: true })
    writeFileSync(join(own, 'words.txt'), `${this.#ownWords().join('\n')}\n`)
    const dimension = this.#encoder.manifest.dimension
    const { imageMean, textMean } = this.#encoder.manifest.calibration ?? {
      imageMean: new Array<number>(dimension).fill(0),
      textMean: new Array<number>(dimension).fill(0),
    }
    return Vocabulary.open({
      folders: [resources.vocabulary, own],
      encoder: this.#encoder,
      means: { image: Float32Array.from(imageMean), text: Float32Array.from(textMean) },
      cacheFolder: join(home.concepts, 'vectors'),
      shipped: resources.vocabulary,
      signal,
    })
  }

  async #learn(vocabulary: Vocabulary, matrix: VectorMatrix): Promise<void> {
    const { rows, vectors } = await matrix.sample()
    const dimension = vectors.length / Math.max(1, rows.length)
    const photos = Array.from(rows, (_, i) => vectors.subarray(i * dimension, (i + 1) * dimension))
    await vocabulary.learnPresence(photos, this.#stopping.signal)
  }
}
