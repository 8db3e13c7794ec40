/** Collects changes and commits them in batches: vectors first, then items, so that a kill in between loses nothing. */
import { hubness } from '../encoder/hubness'
import type { Backup } from './backup'
import type { Previous } from './previous'
import { diskFullError, storeError, type Store } from './store'
import { freeBytes as freeBytesOnDisk, minimumFreeBytes } from './disk'
import { isOneOf } from './filters'
import { PartWriter, type Words } from './part-writer'
import { copiedColumns, pixelsOf, type ItemRow, type Part, type VectorRow } from './schema'
import { chunks, deleteIds, upsert } from './statements'

/**
 * Rows in one commit. Turning them into Arrow columns blocks the process for some hundredths of a second, in which no call
 * is answered; a scan that finds 200,000 files puts as many rows at once.
 */
const rowsPerCommit = 2000

export interface WriterOptions {
  /** The library's folder, whose disk must have room. */
  folder: string
  /** Of the encoder that makes the vectors. See: [Note: hubness] */
  bank: readonly Float32Array[]
  /** See: [Note: backup] */
  backup?: Backup | undefined
  /** Called before each commit; what it throws stops the commit. See: [Note: shared library] */
  before?: (() => Promise<void>) | undefined
  /** Whose vectors stand in for those that are not made yet. See: [Note: upgrade] */
  previous?: Previous | undefined
  /** Replaceable so that a full disk can be tested. */
  freeBytes?: (folder: string) => Promise<number>
  /** A file that was to share the vector of equal content which has meanwhile changed: it must be read again. */
  onOrphan: (item: ItemRow) => void
}

/** What was computed for the rows of a commit: vectors and parts by content hash, words by item. */
interface Fresh {
  vectors: Map<string, Float32Array>
  parts: Map<string, readonly Part[]>
  words: Map<string, Words | undefined>
}

/**
 * [Note: order of writes] A ready item always has its vector row, and its parts if it is no photo: parts are committed
 * first, then vector rows, and then the item rows that rely on both. Killed between the two, the item is not ready yet and its file is read again at the next start; at most
 * one commit's worth of photos is embedded twice, none is stored twice. The commits need no transaction because every
 * step can be repeated.
 */
export class StoreWriter {
  readonly #store: Store
  readonly #folder: string
  readonly #bank: readonly Float32Array[]
  readonly #backup: Backup | undefined
  readonly #before: (() => Promise<void>) | undefined
  readonly #partWriter: PartWriter
  readonly #freeBytes: (folder: string) => Promise<number>
  readonly #onOrphan: (item: ItemRow) => void
  readonly #previous: Previous | undefined
  #items = new Map<string, ItemRow>()
  #vectors = new Map<string, Float32Array>()
  /** By content hash. */
  #parts = new Map<string, readonly Part[]>()
  /** By item. */
  #words = new Map<string, Words | undefined>()
  #removed = new Map<string, true>()
  #committing: Promise<void> = Promise.resolve()
  #commits = 0

  constructor(store: Store, options: WriterOptions) {
    this.#store = store
    this.#folder = options.folder
    this.#bank = options.bank
    this.#backup = options.backup
    this.#before = options.before
    this.#partWriter = new PartWriter(store, options.bank)
    this.#freeBytes = options.freeBytes ?? freeBytesOnDisk
    this.#onOrphan = options.onOrphan
    this.#previous = options.previous
  }

  /** Rows waiting for the next commit. */
  get waiting(): number {
    return this.#items.size + this.#words.size + this.#removed.size
  }

  /** Commits made since this writer was opened. */
  get commits(): number {
    return this.#commits + this.#partWriter.commits
  }

  /**
   * A ready item without a vector here takes that of equal content from the store, and the parts with it. Photos have no
   * `parts`, everything else has one or more, in the order of the content. See: [Note: parts]
   */
  put(item: ItemRow, vector?: Float32Array, parts?: readonly Part[]): void {
    this.#items.set(item.id, item)
    if (!vector || item.hash === null) return
    this.#vectors.set(item.hash, vector)
    if (parts) this.#parts.set(item.hash, parts)
  }

  /** What is written about an item that is in the library; undefined when nothing is any more. */
  putWords(id: string, words: Words | undefined): void {
    this.#words.set(id, words)
  }

  /** Forgets rows altogether. */
  remove(id: string): void {
    this.#items.delete(id)
    this.#words.delete(id)
    this.#removed.set(id, true)
  }

  /** Commits what is waiting. Throws DISK_FULL or STORE_DAMAGED; nothing is lost then, the rows wait on. */
  flush(): Promise<void> {
    this.#committing = this.#committing
      .catch(() => undefined)
      .then(async () => {
        // What is put meanwhile waits for the next flush, unless it fits into the last of these commits.
        for (let commits = Math.ceil(this.waiting / rowsPerCommit); commits > 0; commits--) await this.#commit()
      })
    return this.#committing
  }

  /** Removes all rows of a root at once. */
  async removeRoot(root: string): Promise<void> {
    await this.flush()
    await this.#before?.()
    const where = isOneOf('root', [root])
    const rows = (await this.#store.items.query().where(where).select(['id']).toArray()) as Pick<ItemRow, 'id'>[]
    if ((await this.#store.parts.countRows()) > 0) await this.#partWriter.remove(rows.map(({ id }) => id))
    await this.#store.vectors.delete(where)
    await this.#store.items.delete(where)
    this.#commits += 2
  }

  async #commit(): Promise<void> {
    if (this.waiting === 0) return
    const items = takeSome(this.#items)
    const words = takeSome(this.#words)
    const removed = takeSome(this.#removed)
    const hashes = new Set([...items.values()].map(({ hash }) => hash))
    const isLast = this.#items.size === 0 // then also what belongs to no row any more
    const vectors = takeSome(this.#vectors, (hash) => isLast || hashes.has(hash))
    const parts = takeSome(this.#parts, (hash) => isLast || hashes.has(hash))
    try {
      if ((await this.#freeBytes(this.#folder)) < minimumFreeBytes) throw diskFullError()
      await this.#before?.()
      await this.#write([...items.values()], { vectors, parts, words }, [...removed.keys()])
    } catch (error) {
      // Put back what was taken, beneath anything newer.
      this.#items = new Map([...items, ...this.#items])
      this.#vectors = new Map([...vectors, ...this.#vectors])
      this.#parts = new Map([...parts, ...this.#parts])
      this.#words = new Map([...words, ...this.#words])
      this.#removed = new Map([...removed, ...this.#removed])
      throw storeError(error)
    }
  }

  async #write(changed: ItemRow[], { vectors, parts, words }: Fresh, removed: string[]): Promise<void> {
    const ready = await this.#vectorRows(changed, vectors)
    const orphans = new Set([...ready.orphans, ...(await this.#partWriter.put(ready.items, parts))])
    const items = changed.filter((item) => !orphans.has(item))
    const rows = orphans.size > 0 ? ready.rows.filter(({ id }) => items.some((item) => item.id === id)) : ready.rows
    await this.#backup?.append(items, vectors, removed, parts)
    await this.#partWriter.putWords(words)
    if (ready.bridged.length > 0) await this.#previous?.follow(ready.bridged)
    if (rows.length > 0) {
      await upsert(this.#store.vectors, rows)
      this.#commits++
    }
    for (const ids of chunks(idsOf(items, 'gone'))) {
      await this.#store.vectors.update({ where: isOneOf('id', ids), values: { live: false } })
      this.#commits++
    }
    await deleteIds(this.#store.vectors, idsOf(items, 'failed'))
    await this.#partWriter.remove(idsOf(items, 'failed'))
    if (items.length > 0) {
      await upsert(this.#store.items, items)
      this.#commits++
    }
    await this.#partWriter.remove(removed)
    await deleteIds(this.#store.vectors, removed)
    await deleteIds(this.#store.items, removed)
    for (const item of orphans) this.#onOrphan(item)
  }

  /**
   * The vector row of each ready item that is in `items`. `bridged` have one of the encoder before only, `orphans` none. See:
   * [Note: upgrade]
   */
  async #vectorRows(
    items: ItemRow[],
    fresh: Map<string, Float32Array>,
  ): Promise<{ items: ItemRow[]; rows: VectorRow[]; bridged: ItemRow[]; orphans: ItemRow[] }> {
    const ready = items.filter((item) => item.state === 'ready')
    const unknown = new Set(ready.map((item) => item.hash ?? '').filter((hash) => !fresh.has(hash)))
    const stored = await this.#storedVectors([...unknown])
    const rows: VectorRow[] = []
    const embedded: ItemRow[] = []
    const bridged: ItemRow[] = []
    const orphans: ItemRow[] = []
    for (const item of ready) {
      const { hash } = item
      const size = pixelsOf(item)
      const vector = hash === null ? undefined : (fresh.get(hash) ?? stored.get(hash))
      if (vector && hash !== null && size) {
        const hub = hubness(vector, this.#bank)
        rows.push({ ...copiedColumns(item), hash, ...size, live: true, hub, vector })
        embedded.push(item)
      } else if (this.#previous?.knows(item.id, hash)) bridged.push(item)
      else orphans.push(item)
    }
    return { items: embedded, rows, bridged, orphans }
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

/** Takes the first entries out of a map, or those of certain keys. */
function takeSome<V>(from: Map<string, V>, isWanted?: (key: string) => boolean): Map<string, V> {
  const taken = new Map<string, V>()
  for (const [key, value] of from) {
    if (isWanted ? isWanted(key) : taken.size < rowsPerCommit) taken.set(key, value)
    else if (!isWanted) break
  }
  for (const key of taken.keys()) from.delete(key)
  return taken
}

function idsOf(items: readonly ItemRow[], state: ItemRow['state']): string[] {
  return items.filter((item) => item.state === state).map((item) => item.id)
}
