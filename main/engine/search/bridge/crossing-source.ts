/** Fits the map between two encoders on what both have embedded in this library, and again as there is more of it. */
import { join } from 'node:path'
import type { Home } from '../../home'
import type { Store } from '../../store/store'
import { vectorsOf } from '../../store/vector-batch'
import { isOneOf } from '../../store/filters'
import { conceptsOfBoth, hasConcepts } from '../tags/concept-vectors'
import { fitCrossing, type Crossing, type Pairs } from './crossing'
import { keepCrossing, readCrossing } from './crossing-file'
import type { PreviousPhotos } from './previous-photos'

/** Fitted anew when there are so many times as many photos as at the last time. */
const growth = 1.3

export interface CrossingSourceOptions {
  home: Home
  store: Store
  photos: PreviousPhotos
  /** Embeds the vocabulary with the encoder in use, where that was not done yet. */
  prepareConcepts: () => Promise<void>
}

export class CrossingSource {
  readonly #options: CrossingSourceOptions
  #texts: Pairs | undefined
  #fitted: { crossing: Crossing | undefined; photos: number } | undefined
  #fitting: Promise<Crossing | undefined> | undefined

  constructor(options: CrossingSourceOptions) {
    this.#options = options
  }

  /** Grows with every new map. */
  version = 0

  /** Undefined while there is nothing that both have embedded. Concurrent callers share the work. */
  crossing(): Promise<Crossing | undefined> {
    this.#fitting ??= this.#crossing().finally(() => {
      this.#fitting = undefined
    })
    return this.#fitting
  }

  async #crossing(): Promise<Crossing | undefined> {
    const { home, store, photos } = this.#options
    const { shared, tables } = photos
    const texts = (this.#texts ??= await this.#concepts())
    const key = JSON.stringify([store.encoder, tables.encoder, texts.now.length])
    this.#fitted ??= await readCrossing(home.crossingFile, key)
    const known = this.#fitted
    if (known && (shared.length < growth * known.photos || shared.length === known.photos)) return known.crossing
    const [now, before] = [await vectorsOfIds(store, shared), await vectorsOfIds(tables, shared)]
    const both = shared.filter((id) => now.has(id) && before.has(id))
    const pairs: Pairs = { now: both.map((id) => now.get(id)!), before: both.map((id) => before.get(id)!) }
    const crossing = await fitCrossing(pairs, texts)
    this.#fitted = { crossing, photos: shared.length }
    this.version++
    // Without room for it the next start fits anew.
    if (crossing) await keepCrossing(home.crossingFile, key, { crossing, photos: shared.length }).catch(() => undefined)
    return crossing
  }

  /**
   * The words of the vocabulary: their vectors stay on disk when a model goes. With the encoder in use they are embedded now if need be,
   * which takes seconds, once: nothing else is known to both before the first photos were embedded.
   */
  async #concepts(): Promise<Pairs> {
    const { home, store, photos, prepareConcepts } = this.#options
    const [one, other] = [store.encoder, photos.tables.encoder]
    const folder = join(home.concepts, 'vectors')
    if (!(await hasConcepts(folder, other))) return { now: [], before: [] }
    if (!(await conceptsOfBoth(folder, [one, other]))) await prepareConcepts()
    const vectors = await conceptsOfBoth(folder, [one, other])
    return { now: rowsOf(vectors?.[0], one.dimension), before: rowsOf(vectors?.[1], other.dimension) }
  }
}

function rowsOf(vectors: Float32Array | undefined, width: number): Float32Array[] {
  return Array.from({ length: (vectors?.length ?? 0) / width }, (_, row) =>
    vectors!.subarray(row * width, (row + 1) * width),
  )
}

async function vectorsOfIds(
  { vectors: table, encoder }: Pick<Store, 'vectors' | 'encoder'>,
  ids: readonly string[],
): Promise<Map<string, Float32Array>> {
  const found = new Map<string, Float32Array>()
  const idsAtOnce = 500
  for (let from = 0; from < ids.length; from += idsAtOnce) {
    const where = isOneOf('id', ids.slice(from, from + idsAtOnce))
    for await (const batch of table.query().where(where).select(['id', 'vector'])) {
      const numbers = vectorsOf(batch)
      const names = batch.getChild('id')
      for (let row = 0; row < batch.numRows; row++)
        found.set(String(names?.get(row)), numbers.slice(row * encoder.dimension, (row + 1) * encoder.dimension))
    }
  }
  return found
}
