/** The indexer's picture of the library in memory: every item by id, by place and by content. */
import type { KindCounts } from '../../../contract'
import type { ItemRow, ItemState } from '../store/schema'

export interface StateCounts {
  ready: number
  pending: number
  failed: number
}

/**
 * Mirrors the `items` table. The indexer is its only writer, so the mirror is exact; it makes "is this file known"
 * and "has this content been embedded" a lookup instead of a query. About 700 bytes a photo
 * and what is written about it.
 */
export class Catalog {
  readonly #byId = new Map<string, ItemRow>()
  readonly #byPlace = new Map<string, Map<string, ItemRow>>()
  readonly #byHash = new Map<string, Set<ItemRow>>()
  readonly #counts = new Map<string, StateCounts>()
  /** Ids of ready and gone items that only another encoder has a vector of. See: [Note: upgrade] */
  readonly #stale = new Set<string>()
  /** Of ready items, by root. */
  readonly #kinds = new Map<string, KindCounts>()

  get size(): number {
    return this.#byId.size
  }

  get(id: string): ItemRow | undefined {
    return this.#byId.get(id)
  }

  /** The item at a path that has a file now (gone items have no place). */
  at(root: string, path: string): ItemRow | undefined {
    return this.#byPlace.get(root)?.get(path)
  }

  /** All items of a root that have a file now. */
  inRoot(root: string): IterableIterator<ItemRow> {
    return (this.#byPlace.get(root) ?? new Map<string, ItemRow>()).values()
  }

  all(): IterableIterator<ItemRow> {
    return this.#byId.values()
  }

  /** Whether any item, also one that is gone, has this content. */
  hasContent(hash: string): boolean {
    return this.#byHash.has(hash)
  }

  /** Items with this content: ready ones, and gone ones that once were. */
  withContent(hash: string): ItemRow[] {
    return [...(this.#byHash.get(hash) ?? [])].filter((item) => item.state === 'ready' || item.state === 'gone')
  }

  /** Those of them whose vector is in the store. */
  embedded(hash: string): ItemRow[] {
    return this.withContent(hash).filter(({ id }) => !this.#stale.has(id))
  }

  /** Whether an item is still to be embedded by the encoder in use, and found by another one until then. */
  isStale(id: string): boolean {
    return this.#stale.has(id)
  }

  setStale(id: string, isStale: boolean): void {
    if (isStale) this.#stale.add(id)
    else this.#stale.delete(id)
  }

  /** How many are found by another encoder's vectors. */
  get stale(): number {
    let count = 0
    for (const id of this.#stale) if (this.#byId.get(id)?.state === 'ready') count++
    return count
  }

  /** Adds an item or replaces the one of the same id. */
  set(item: ItemRow): void {
    this.#remove(item.id)
    this.#byId.set(item.id, item)
    if (item.state !== 'gone') {
      let places = this.#byPlace.get(item.root)
      if (!places) this.#byPlace.set(item.root, (places = new Map<string, ItemRow>()))
      places.set(item.path, item)
      this.#count(item, 1)
    }
    if (item.hash !== null) {
      let same = this.#byHash.get(item.hash)
      if (!same) this.#byHash.set(item.hash, (same = new Set<ItemRow>()))
      same.add(item)
    }
  }

  delete(id: string): void {
    this.#remove(id)
    this.#stale.delete(id)
  }

  #remove(id: string): void {
    const item = this.#byId.get(id)
    if (!item) return
    this.#byId.delete(id)
    if (item.state !== 'gone') {
      const places = this.#byPlace.get(item.root)
      if (places?.get(item.path) === item) places.delete(item.path)
      this.#count(item, -1)
    }
    if (item.hash !== null) {
      const same = this.#byHash.get(item.hash)
      same?.delete(item)
      if (same?.size === 0) this.#byHash.delete(item.hash)
    }
  }

  counts(root?: string): StateCounts {
    if (root !== undefined) return { ...(this.#counts.get(root) ?? { ready: 0, pending: 0, failed: 0 }) }
    const sum: StateCounts = { ready: 0, pending: 0, failed: 0 }
    for (const counts of this.#counts.values()) {
      sum.ready += counts.ready
      sum.pending += counts.pending
      sum.failed += counts.failed
    }
    return sum
  }

  /** Ready items of a root. */
  kinds(root: string): KindCounts {
    return { ...(this.#kinds.get(root) ?? { image: 0, video: 0, text: 0 }) }
  }

  #count(item: ItemRow, by: number): void {
    const state: ItemState = item.state
    if (state === 'ready') {
      let kinds = this.#kinds.get(item.root)
      if (!kinds) this.#kinds.set(item.root, (kinds = { image: 0, video: 0, text: 0 }))
      kinds[item.kind] += by
    }
    if (state === 'gone') return
    let counts = this.#counts.get(item.root)
    if (!counts) this.#counts.set(item.root, (counts = { ready: 0, pending: 0, failed: 0 }))
    counts[state] += by
  }
}
