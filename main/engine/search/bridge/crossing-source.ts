/** Fits the map between two encoders on what both have embedded in this library, and again as there is more of it. */
import { join } from 'node:path'
import type { Home } from '../../home'
import type { Store } from '../../store/store'
import { vectorsOf } from '../../store/vector-batch'
import { isOneOf } from '../../store/filters'
import { conceptsOfBoth } from '../tags/concept-vectors'
import { fitCrossing, type Crossing, type Pairs } from './crossing'
import type { PreviousPhotos } from './previous-photos'

/** Fitted anew when there are so many times as many photos as at the last time. */
const growth = 1.3

export class CrossingSource {
  readonly #home: Home
  readonly #store: Store
  readonly #photos: PreviousPhotos
  #texts: Pairs | undefined
  #fitted: { crossing: Crossing | undefined; photos: number } | undefined

  constructor(home: Home, store: Store, photos: PreviousPhotos) {
    this.#home = home
    this.#store = store
    this.#photos = photos
  }

  /** Grows with every new map. */
  version = 0

  /** Undefined while there is nothing that both have embedded. */
  async crossing(): Promise<Crossing | undefined> {
    const { shared, tables } = this.#photos
    const known = this.#fitted
    if (known && shared.length < growth * known.photos) return known.crossing
    if (known && shared.length === known.photos) return known.crossing
    this.#texts ??= await this.#concepts()
    const [now, before] = [await vectorsOfIds(this.#store, shared), await vectorsOfIds(tables, shared)]
    const both = shared.filter((id) => now.has(id) && before.has(id))
    const photos: Pairs = {
      now: both.map((id) => now.get(id)!),
      before: both.map((id) => before.get(id)!),
    }
    const crossing = await fitCrossing(photos, this.#texts)
    this.#fitted = { crossing, photos: shared.length }
    this.version++
    return crossing
  }

  /** The words of the vocabulary: their vectors stay on disk when a model goes. */
  async #concepts(): Promise<Pairs> {
    const [one, other] = [this.#store.encoder, this.#photos.tables.encoder]
    const vectors = await conceptsOfBoth(join(this.#home.concepts, 'vectors'), [one, other])
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
