/** Finds the photos of smart albums, and finds them anew when the library or the examples have changed. */
import { centred, centreInto } from '../encoder/centring'
import { trainClassifier } from './classifier'
import type { SmartAlbum } from './curation'

/** What smart albums need to know of the library. Vectors have unit length and are not centred. */
export interface PhotoSource {
  /** Changes whenever vectors were added, changed or removed. */
  version(): Promise<number>
  /** Those of these photos that are in the library. */
  vectorsOf(ids: readonly string[]): Promise<Map<string, Float32Array>>
  /** A random sample of the library, the same one as long as the version is; 2,000 photos are plenty. */
  sample(): Promise<Map<string, Float32Array>>
  /** Calls `visit` with every photo; the vector is only read before the next call. */
  visitAll(visit: (id: string, vector: Float32Array) => void): Promise<void>
}

export interface Member {
  id: string
  /** 0 to 1, see `Classifier`; examples have 1. */
  score: number
}

/** Albums whose scores are kept: those somebody goes back and forth between. */
const kept = 16
/** Lower scores are never members, whatever the threshold: the least that `Threshold` allows. */
const lowestScore = 0.2

export class SmartAlbums {
  readonly #source: PhotoSource
  readonly #imageMean: ArrayLike<number> | undefined
  /** By version, examples and counter-examples, oldest first. */
  readonly #ranked = new Map<string, Promise<Member[]>>()

  /** `imageMean` is the model's, where its manifest has one. */
  constructor(source: PhotoSource, imageMean: ArrayLike<number> | undefined) {
    this.#source = source
    this.#imageMean = imageMean
  }

  /** Best first, the examples at the head. None while no example is in the library. */
  async members(album: Pick<SmartAlbum, 'examples' | 'counterExamples' | 'threshold'>): Promise<Member[]> {
    const { examples, counterExamples, threshold } = album
    // The threshold is not part of the key: moving it costs nothing.
    const key = JSON.stringify([await this.#source.version(), examples, counterExamples])
    let ranked = this.#ranked.get(key)
    this.#ranked.delete(key)
    ranked ??= this.#rank(examples, counterExamples)
    this.#ranked.set(key, ranked)
    const [oldest] = this.#ranked.keys()
    if (this.#ranked.size > kept && oldest !== undefined) this.#ranked.delete(oldest)
    try {
      return (await ranked).filter(({ score }) => score >= threshold)
    } catch (error) {
      this.#ranked.delete(key)
      throw error
    }
  }

  async #rank(examples: readonly string[], counterExamples: readonly string[]): Promise<Member[]> {
    const [positive, negative, sample] = await Promise.all([
      this.#source.vectorsOf(examples),
      this.#source.vectorsOf(counterExamples),
      this.#source.sample(),
    ])
    if (positive.size === 0) return []
    const centre = (vector: Float32Array): Float32Array => centred(vector, this.#imageMean)
    const { score } = trainClassifier({
      examples: [...positive.values()].map(centre),
      counterExamples: [...negative.values()].map(centre),
      background: [...sample].filter(([id]) => !positive.has(id)).map(([, vector]) => centre(vector)),
    })
    const refused = new Set(counterExamples)
    const members: Member[] = []
    const scratch = new Float32Array([...positive.values()][0]!.length)
    await this.#source.visitAll((id, vector) => {
      if (refused.has(id)) return
      const member = positive.has(id) ? 1 : score(centreInto(scratch, vector, this.#imageMean))
      if (member >= lowestScore) members.push({ id, score: member })
    })
    return members.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
  }
}
