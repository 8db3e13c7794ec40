/** A store of a million photos in a minute: vectors of real photos with noise, written as columns and not row by row. */
import {
  makeData,
  RecordBatch,
  Struct,
  Table,
  vectorFromArray,
  Vector,
  type Field,
  type FixedSizeList,
  type Float32,
  type Schema,
} from 'apache-arrow'
import { Encoder } from '../../main/engine/encoder/encoder'
import { hubness } from '../../main/engine/encoder/hubness'
import type { Home } from '../../main/engine/home'
import { decodeForEncoder } from '../../main/engine/media/decode'
import { readPhoto } from '../../main/engine/media/photo'
import { copiedColumns, itemsSchema, vectorsSchema, type ItemRow } from '../../main/engine/store/schema'
import { openStoreForWriting, type Store } from '../../main/engine/store/store'
import { findPhotos, resources } from './photos'
import { itemOf, randomNumbers, realVectors, withNoise } from './synthetic-library'

const batchRows = 50_000

export interface LargeStore {
  store: Store
  /** All vectors one after the other. */
  matrix: Float32Array
  hubs: Float32Array
  places: ReadonlyMap<string, number>
  /** Writes other vectors in the place of these, as photos that were edited. */
  replace: (places: readonly number[]) => Promise<void>
}

export async function fillLargeStore(home: Home, count: number, photos: string | undefined): Promise<LargeStore> {
  const encoder = await Encoder.open(resources.starterModel)
  const bank = await encoder.loadBank()
  const { identity } = encoder
  const real: Float32Array[] = []
  for (const path of (await findPhotos(photos)).paths.slice(0, realVectors)) {
    const { bytes } = await readPhoto(path)
    real.push(...(await encoder.embedImages([await decodeForEncoder(bytes, encoder.manifest.image)])))
  }
  await encoder.close()
  // What is near to a photo is about as near to all texts.
  const realHubs = real.map((vector) => hubness(vector, bank))

  const { dimension } = identity
  const random = randomNumbers(1)
  const matrix = new Float32Array(count * dimension)
  const hubs = new Float32Array(count)
  const make = (place: number): void => {
    matrix.set(withNoise(real[place % real.length]!, random), place * dimension)
    hubs[place] = realHubs[place % real.length]!
  }
  for (let place = 0; place < count; place++) make(place)

  const store = await openStoreForWriting(home.store, identity)
  const batch = (places: readonly number[], edits = 0): { items: Table; vectors: Table } => {
    const items = places.map((place) => edited(itemOf(place), edits))
    const vectors = new Float32Array(places.length * dimension)
    places.forEach((place, i) => {
      vectors.set(matrix.subarray(place * dimension, (place + 1) * dimension), i * dimension)
    })
    const rows = items.map((item, i) => ({
      ...copiedColumns(item),
      ...{ hash: item.hash, width: item.width, height: item.height, live: true, hub: hubs[places[i]!]! },
    }))
    return { items: tableOf(itemsSchema(), items), vectors: tableOf(vectorsSchema(identity), rows, vectors) }
  }
  for (let from = 0; from < count; from += batchRows) {
    const places = Array.from({ length: Math.min(batchRows, count - from) }, (_, i) => from + i)
    const { items, vectors } = batch(places)
    await store.vectors.add(vectors)
    await store.items.add(items)
  }
  const places = new Map(Array.from({ length: count }, (_, place) => [itemOf(place).id, place]))
  let edits = 0
  return {
    store,
    matrix,
    hubs,
    places,
    replace: async (changed) => {
      changed.forEach(make)
      edits++
      await store.vectors
        .mergeInsert('id')
        .whenMatchedUpdateAll()
        .whenNotMatchedInsertAll()
        .execute(batch(changed, edits).vectors)
    },
  }
}

/** With other content: its hash is another. */
function edited(item: ItemRow, edits: number): ItemRow {
  return edits === 0 ? item : { ...item, hash: `${String(edits).padStart(8, '0')}${item.hash!.slice(8)}` }
}

function tableOf(schema: Schema, rows: readonly object[], vectors?: Float32Array): Table {
  const columns = schema.fields.map((field) =>
    field.name === 'vector' && vectors
      ? vectorColumn(field as Field<FixedSizeList<Float32>>, rows.length, vectors)
      : vectorFromArray(
          rows.map((row) => (row as Partial<ItemRow>)[field.name as keyof ItemRow]),
          field.type,
        ),
  )
  const data = makeData({
    type: new Struct(schema.fields),
    length: rows.length,
    children: columns.map((column) => column.data[0]!),
  })
  return new Table(schema, new RecordBatch(schema, data))
}

function vectorColumn({ type }: Field<FixedSizeList<Float32>>, length: number, vectors: Float32Array): Vector {
  const child = makeData({ type: type.children[0]!.type, length: vectors.length, data: vectors })
  return new Vector([makeData({ type, length, child })])
}
