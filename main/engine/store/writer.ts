/** Collects changes and commits them in batches: vectors first, then items, so that a kill in between loses nothing. */
import type { Table } from '@lancedb/lancedb'
import { hubness } from '../encoder/hubness'
import type { Backup } from './backup'
import { diskFullError, storeError, type Store } from './store'
import { freeBytes as freeBytesOnDisk, minimumFreeBytes } from './disk'
import { isOneOf } from './filters'
import { copiedColumns, type ItemRow, type VectorRow } from './schema'

/** Ids in one SQL expression: long lists are parsed slowly. */
const idsPerStatement = 500

export interface WriterOptions {
  /** The library's folder, whose disk must have room. */
  folder: string
  /** Of the encoder that makes the vectors. See: [Note: hubness] */
  bank: readonly Float32Array[]
  /** See: [Note: backup] */
  backup?: Backup
  /** Replaceable so that a full disk can be tested. */
  freeBytes?: (folder: string) => Promise<number>
  /** A file that was to share the vector of equal content which has meanwhile changed: it must be read again. */
  onOrphan: (item: ItemRow) => void
}

/**
 * [Note: order of writes] A ready item always has its vector row: vector rows are committed before the item rows that
 * rely on them. Killed between the two, the item is not ready yet and its file is read again at the next start; at most
 * one commit's worth of photos is embedded twice, none is stored twice. The commits need no transaction because every
 * step can be repeated.
 */
export class StoreWriter {
  readonly #store: Store
  readonly #folder: string
  readonly #bank: readonly Float32Array[]
  readonly #backup: Backup | undefined
  readonly #freeBytes: (folder: string) => Promise<number>
  readonly #onOrphan: (item: ItemRow) => void
  #items = new Map<string, ItemRow>()
  #vectors = new Map<string, Float32Array>()
  #removed = new Set<string>()
  #committing: Promise<void> = Promise.resolve()
  #commits = 0

  constructor(store: Store, options: WriterOptions) {
    this.#store = store
    this.#folder = options.folder
    this.#bank = options.bank
    this.#backup = options.backup
    this.#freeBytes = options.freeBytes ?? freeBytesOnDisk
    this.#onOrphan = options.onOrphan
  }

  /** Rows waiting for the next commit. */
  get waiting(): number {
    return this.#items.size + this.#removed.size
  }

  /** Commits made since this writer was opened. */
  get commits(): number {
    return this.#commits
  }

  /** A ready item without a vector here takes that of equal content from the store. */
  put(item: ItemRow, vector?: Float32Array): void {
    this.#items.set(item.id, item)
    if (vector && item.hash !== null) this.#vectors.set(item.hash, vector)
  }

  /** Forgets rows altogether. */
  remove(id: string): void {
    this.#items.delete(id)
    this.#removed.add(id)
  }

  /** Commits what is waiting. Throws DISK_FULL or STORE_DAMAGED; nothing is lost then, the rows wait on. */
  flush(): Promise<void> {
    this.#committing = this.#committing.catch(() => undefined).then(() => this.#commit())
    return this.#committing
  }

  /** Removes all rows of a root at once. */
  async removeRoot(root: string): Promise<void> {
    await this.flush()
    const where = isOneOf('root', [root])
    await this.#store.vectors.delete(where)
    await this.#store.items.delete(where)
    this.#commits += 2
  }

  async #commit(): Promise<void> {
    const [items, vectors, removed] = [this.#items, this.#vectors, this.#removed]
    if (items.size === 0 && removed.size === 0) return
    this.#items = new Map()
    this.#vectors = new Map()
    this.#removed = new Set()
    try {
      if ((await this.#freeBytes(this.#folder)) < minimumFreeBytes) throw diskFullError()
      await this.#write([...items.values()], vectors, [...removed])
    } catch (error) {
      // Put back what was taken, beneath anything newer.
      this.#items = new Map([...items, ...this.#items])
      this.#vectors = new Map([...vectors, ...this.#vectors])
      this.#removed = new Set([...removed, ...this.#removed])
      throw storeError(error)
    }
  }

  async #write(changed: ItemRow[], vectors: Map<string, Float32Array>, removed: string[]): Promise<void> {
    const { rows, orphans } = await this.#vectorRows(changed, vectors)
    const items = changed.filter((item) => !orphans.includes(item))
    await this.#backup?.append(items, vectors, removed)
    if (rows.length > 0) {
      await upsert(this.#store.vectors, rows)
      this.#commits++
    }
    for (const ids of chunks(idsOf(items, 'gone'))) {
      await this.#store.vectors.update({ where: isOneOf('id', ids), values: { live: false } })
      this.#commits++
    }
    await deleteIds(this.#store.vectors, idsOf(items, 'failed'))
    if (items.length > 0) {
      await upsert(this.#store.items, items)
      this.#commits++
    }
    await deleteIds(this.#store.vectors, removed)
    await deleteIds(this.#store.items, removed)
    for (const item of orphans) this.#onOrphan(item)
  }

  /** The vector row of each ready item; `orphans` are ready items for which there is no vector. */
  async #vectorRows(
    items: ItemRow[],
    fresh: Map<string, Float32Array>,
  ): Promise<{ rows: VectorRow[]; orphans: ItemRow[] }> {
    const ready = items.filter((item) => item.state === 'ready')
    const unknown = new Set(ready.map((item) => item.hash ?? '').filter((hash) => !fresh.has(hash)))
    const stored = await this.#storedVectors([...unknown])
    const rows: VectorRow[] = []
    const orphans: ItemRow[] = []
    for (const item of ready) {
      const { hash, width, height } = item
      const vector = hash === null ? undefined : (fresh.get(hash) ?? stored.get(hash))
      if (vector && hash !== null && width !== null && height !== null) {
        const hub = hubness(vector, this.#bank)
        rows.push({ ...copiedColumns(item), hash, width, height, live: true, hub, vector })
      } else orphans.push(item)
    }
    return { rows, orphans }
  }

  async #storedVectors(hashes: string[]): Promise<Map<string, Float32Array>> {
    const found = new Map<string, Float32Array>()
    for (const some of chunks(hashes)) {
      const rows = (await this.#store.vectors
        .query()
        .where(isOneOf('hash', some))
        .select(['hash', 'vector'])
        .toArray()) as { hash: string; vector: Iterable<number> }[]
      for (const row of rows) found.set(row.hash, Float32Array.from(row.vector))
    }
    return found
  }
}

/** Deletes rows by id, some at a time. */
export async function deleteIds(table: Table, ids: string[]): Promise<void> {
  for (const some of chunks(ids)) await table.delete(isOneOf('id', some))
}

function idsOf(items: readonly ItemRow[], state: ItemRow['state']): string[] {
  return items.filter((item) => item.state === state).map((item) => item.id)
}

function chunks(ids: string[]): string[][] {
  const parts: string[][] = []
  for (let i = 0; i < ids.length; i += idsPerStatement) parts.push(ids.slice(i, i + idsPerStatement))
  return parts
}

async function upsert(table: Table, rows: readonly (ItemRow | VectorRow)[]): Promise<void> {
  await table
    .mergeInsert('id')
    .whenMatchedUpdateAll()
    .whenNotMatchedInsertAll()
    .execute(rows as unknown as Record<string, unknown>[])
}
