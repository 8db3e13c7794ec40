/** Reads the stored items into the catalog at start and mends what a kill or a change of encoder left behind. */
import { FoveaError } from '../../../contract'
import { valuesOf, vectorsOf } from '../store/vector-batch'
import type { Store } from '../store/store'
import type { ItemRow, PartRow } from '../store/schema'
import { isOneOf } from '../store/filters'
import { Previous } from '../store/previous'
import { deleteIds } from '../store/statements'
import { Catalog } from './catalog'

/** A file that is gone keeps its vector this long: brought back, it is not embedded again. */
const keepGoneMs = 30 * 24 * 3600 * 1000

type PartPlace = Pick<PartRow, 'id' | 'item' | 'kind'>

export interface Loaded {
  catalog: Catalog
  /** Items that are otherwise than the store says: to be written. */
  mended: ItemRow[]
  /** Whose vectors stand in for those that are not made yet. See: [Note: upgrade] */
  previous: Previous | undefined
  /** Whether items were forgotten for good, so that thumbnails may be left over. */
  forgotSome: boolean
}

export async function loadCatalog(store: Store, now = Date.now()): Promise<Loaded> {
  await useIndexes(store)
  const catalog = new Catalog()
  const vectors = await vectorRows(store)
  const forgotten: string[] = []
  const mended: ItemRow[] = []
  const parts = await readParts(store)
  const lacking: ItemRow[] = []
  for await (const item of readItems(store)) {
    const vector = vectors.get(item.id)
    vectors.delete(item.id)
    if (item.state === 'gone' && (item.goneAt ?? 0) < now - keepGoneMs) forgotten.push(item.id)
    // Another encoder has a vectors table of its own, empty at first: everything is to be embedded for it.
    else if (item.state === 'gone' ? !vector : item.state === 'ready' && !isComplete(item, vector, parts.content))
      lacking.push(item)
    // Let go of, and killed before the item said so too.
    else if (item.state === 'ready' && vector?.live === false) catalog.set({ ...item, state: 'gone', goneAt: now })
    else if (item.state !== 'gone' && catalog.at(item.root, item.path)) {
      // A kill while one photo took another's place. Its file is read again, and tells by its content which of the two it is.
      for (const { state, ...one } of [catalog.at(item.root, item.path)!, item]) {
        catalog.delete(one.id)
        if (state !== 'ready') forgotten.push(one.id)
        else mended.push({ ...one, state: 'gone', goneAt: now })
      }
      for (const gone of mended) catalog.set(gone)
    } else catalog.set(item)
  }
  const previous = await Previous.find(store, new Map(lacking.map(({ id, hash }) => [id, hash ?? ''])))
  for (const item of lacking) {
    if (previous?.knows(item.id, item.hash)) {
      catalog.set(item)
      catalog.setStale(item.id, true)
    } else if (item.state === 'gone') forgotten.push(item.id)
    else catalog.set({ ...item, state: 'pending', hash: null })
  }
  // What remains has no item: its commit was cut off before the items were written, or the item was forgotten.
  const forgotSome = await forget(store, forgotten, [...vectors.keys()])
  const ownerless = parts.all.filter(({ item }) => !catalog.get(item)).map(({ id }) => id)
  await deleteIds(store.parts, ownerless)
  return { catalog, mended, previous, forgotSome }
}

function isComplete({ id, kind }: ItemRow, vector: unknown, withParts: ReadonlySet<string>): boolean {
  return vector !== undefined && (kind === 'image' || withParts.has(id))
}

/** Reading all rows below touches no index, and the first commit would be the one to find that it is damaged. */
async function useIndexes({ items, vectors, parts }: Store): Promise<void> {
  const nobody = ['']
  await items.query().where(isOneOf('id', nobody)).toArray()
  await vectors.query().where(isOneOf('id', nobody)).select(['id']).toArray()
  await vectors.query().where(isOneOf('hash', nobody)).select(['id']).toArray()
  for (const column of ['id', 'item', 'hash'])
    await parts.query().where(isOneOf(column, nobody)).select(['id']).toArray()
}

/**
 * Throws STORE_DAMAGED when a vector is none: a disk that lost a page gives zeros for it, which no reader minds. Buckets and services
 * have checksums, and would send gigabytes for it.
 */
async function vectorRows(store: Store): Promise<Map<string, { live: boolean }>> {
  const found = new Map<string, { live: boolean }>()
  const columns = store.kind === 'folder' ? ['id', 'live', 'vector'] : ['id', 'live']
  for await (const batch of store.vectors.query().select(columns)) {
    const [ids, live] = [valuesOf(batch, 'id'), valuesOf(batch, 'live')]
    const vectors = store.kind === 'folder' ? vectorsOf(batch) : new Float32Array(0)
    const dimension = vectors.length / batch.numRows
    for (let row = 0; row < batch.numRows; row++) {
      if (dimension > 0 && !isUnit(vectors, row * dimension, dimension)) throw damagedVectors()
      found.set(String(ids[row]), { live: live[row] === true })
    }
  }
  return found
}

/** Vectors are written with length 1. */
function isUnit(vectors: Float32Array, from: number, dimension: number): boolean {
  let squares = 0
  for (let i = from; i < from + dimension; i++) squares += vectors[i]! * vectors[i]!
  return Math.abs(squares - 1) < 0.01
}

function damagedVectors(): FoveaError {
  return new FoveaError('STORE_DAMAGED', 'The library has vectors that are none. The store is built anew.')
}

/** Columns whose values many items share: each is kept once. */
const shared = new Set(['root', 'folder', 'kind', 'camera', 'lens', 'country', 'region', 'city', 'state', 'failure'])

/**
 * All items, column by column and batch by batch: rows of Arrow made one by one take four times as long, and the whole
 * table at once twice the memory.
 */
async function* readItems(store: Store): AsyncGenerator<ItemRow> {
  const kept = new Map<unknown, unknown>()
  const keep = (value: unknown): unknown => {
    const known = kept.get(value)
    if (known !== undefined) return known
    kept.set(value, value)
    return value
  }
  for await (const batch of store.items.query()) {
    const columns = batch.schema.fields.map(({ name }) => {
      const values = valuesOf(batch, name)
      return { name, values: shared.has(name) ? values.map(keep) : values }
    })
    for (let row = 0; row < batch.numRows; row++) {
      const item: Record<string, unknown> = {}
      for (const { name, values } of columns) item[name] = values[row]
      yield item as unknown as ItemRow
    }
  }
}

/** All parts, and the items that have some beside their words. */
async function readParts(store: Store): Promise<{ all: PartPlace[]; content: Set<string> }> {
  const rows = (await store.parts.query().select(['id', 'item', 'kind']).toArray()) as PartPlace[]
  const all = rows.map(({ id, item, kind }) => ({ id, item, kind }))
  return { all, content: new Set(all.filter(({ kind }) => kind !== 'words').map(({ item }) => item)) }
}

async function forget(store: Store, items: string[], vectorsOnly: string[]): Promise<boolean> {
  await deleteIds(store.vectors, [...items, ...vectorsOnly])
  await deleteIds(store.items, items)
  return items.length > 0
}
