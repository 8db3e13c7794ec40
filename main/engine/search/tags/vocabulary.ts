/** The words that Fovea knows for what photos show: it tags photos, completes queries and explains results with them. */
import { setImmediate } from 'node:timers/promises'
import { cancelled } from '../../../../contract'
import { ConceptSpace, type Modality, type ModalityMeans, type Tag } from './concept-space'
import { conceptVectors, type TextEncoder } from './concept-vectors'
import { Completer, type Suggestion } from './suggest'
import { readLists } from './word-lists'

export interface VocabularyOptions {
  /** Folders with lists of concepts: Fovea's own, and the person's. One that does not exist is passed over. */
  folders: readonly string[]
  encoder: TextEncoder
  /** Of the encoder: the model's manifest has them, else means over any photos and any texts will do. */
  means: ModalityMeans
  /** For the concepts' vectors; made where it is missing. Nothing else may be kept in it. */
  cacheFolder: string
  /** One of the folders, with vectors of its lists. */
  shipped?: string
  signal?: AbortSignal
}

/** Photos looked at in one go: a few milliseconds, so that a search that comes in between hardly waits. */
const photosBetweenPauses = 4

export class Vocabulary {
  readonly #space: ConceptSpace
  readonly #completer: Completer
  #presence: Uint32Array

  private constructor(space: ConceptSpace) {
    this.#space = space
    this.#completer = new Completer(space.concepts)
    this.#presence = new Uint32Array(space.concepts.length)
  }

  /** Takes seconds when the concepts are new to the encoder and not shipped with vectors. Throws CANCELLED, FILE_UNREADABLE, INVALID_INPUT, MODEL_DAMAGED. */
  static async open({ folders, encoder, means, cacheFolder, shipped, signal }: VocabularyOptions): Promise<Vocabulary> {
    const concepts = await readLists(folders)
    const vectors = await conceptVectors(concepts, encoder, { cache: cacheFolder, shipped }, signal)
    return new Vocabulary(new ConceptSpace(concepts, vectors, means))
  }

  get concepts(): readonly string[] {
    return this.#space.concepts
  }

  /** At most `count` concepts of a photo, clearest first; none where nothing is clear. */
  tagsOf(photo: Float32Array, count: number): Tag[] {
    return this.#space.tagsOf(photo, count)
  }

  /** What a query, a text's vector or a picture's, and a photo have in common, clearest first. */
  sharedConcepts(query: Float32Array, modality: Modality, photo: Float32Array, count: number): Tag[] {
    return this.#space.sharedConcepts(query, modality, photo, count)
  }

  /** Completions of the last words of a query: first what this library shows, once `learnPresence` was told. */
  suggest(typed: string, count: number): Suggestion[] {
    return this.#completer.suggest(typed, this.#presence, count)
  }

  /** Counts in how many of these photos, a sample of the library, each concept is present. Throws CANCELLED. */
  async learnPresence(photos: Iterable<Float32Array>, signal?: AbortSignal): Promise<void> {
    const presence = new Uint32Array(this.#space.concepts.length)
    let looked = 0
    for (const photo of photos) {
      if (looked++ % photosBetweenPauses === 0) await setImmediate()
      if (signal?.aborted) throw cancelled()
      for (const position of this.#space.present(photo)) presence[position] = (presence[position] ?? 0) + 1
    }
    this.#presence = presence
  }
}
