/** Keeps the table of parts in step with the items that are written. See: [Note: parts] */
import { createHash } from 'node:crypto'
import { hubness } from '../encoder/hubness'
import { isOneOf } from './filters'
import { partId, type ItemRow, type Part, type PartRow } from './schema'
import type { Store } from './store'
import { chunks, deleteIds, upsert } from './statements'

/** What is written about a photo, and its vector. */
export interface Words {
  sentence: string
  /** Of unit length. */
  vector: Float32Array
}

function wordsHash(sentence: string): string {
  return createHash('sha256').update(sentence).digest('hex')
}

export class PartWriter {
  readonly #store: Store
  readonly #bank: readonly Float32Array[]
  #commits = 0

  /** `bank` is that of the encoder that makes the vectors. See: [Note: hubness] */
  constructor(store: Store, bank: readonly Float32Array[]) {
    this.#store = store
    this.#bank = bank
  }

  /** Commits made since this writer was opened. */
  get commits(): number {
    return this.#commits
  }

  /**
   * Parts of ready items: those in `fresh`, by content hash, or else those of equal content in the store. Answers the
   * items that should have parts and for which there are none; photos have none.
   */
  async put(ready: readonly ItemRow[], fresh: ReadonlyMap<string, readonly Part[]>): Promise<ItemRow[]> {
    const owners = ready.filter(({ kind, hash }) => kind !== 'image' || fresh.has(hash ?? ''))
    if (owners.length === 0) return []
    const own = await this.#own(owners)
    const unknown = new Set(owners.map(({ hash }) => hash ?? '').filter((hash) => !fresh.has(hash)))
    const stored = await this.#ofContent([...unknown])
    const rows: PartRow[] = []
    const stale: string[] = []
    const orphans: ItemRow[] = []
    for (const owner of owners) {
      const hash = owner.hash ?? ''
      const parts = fresh.get(hash) ?? stored.get(hash) ?? []
      if (parts.length === 0 && owner.kind !== 'image') orphans.push(owner)
      const wanted = parts.map((part, index) => this.#row(owner.id, hash, index, part))
      const known = own.get(owner.id) ?? new Map<string, string>()
      rows.push(...wanted.filter(({ id }) => fresh.has(hash) || known.get(id) !== hash))
      const ids = new Set(wanted.map(({ id }) => id))
      stale.push(...[...known.keys()].filter((id) => !ids.has(id)))
    }
    await this.#upsert(rows)
    await this.#delete(stale)
    return orphans
  }

  /** The words of items; without words an item loses those it has. */
  async putWords(words: ReadonlyMap<string, Words | undefined>): Promise<void> {
    const rows: PartRow[] = []
    const without: string[] = []
    for (const [item, said] of words) {
      const id = partId(item, 'words', 0)
      if (!said) {
        without.push(id)
        continue
      }
      const { sentence: text, vector } = said
      const hub = hubness(vector, this.#bank)
      rows.push({ id, item, hash: wordsHash(text), kind: 'words', index: 0, at: null, text, hub, vector })
    }
    await this.#upsert(rows)
    await this.#delete(without)
  }

  /** Forgets all parts of these items. */
  async remove(items: readonly string[]): Promise<void> {
    for (const some of chunks(items)) {
      const where = isOneOf('item', some)
      if ((await this.#store.parts.countRows(where)) === 0) continue // a commit for nothing
      await this.#store.parts.delete(where)
      this.#commits++
    }
  }

  /** Hash by id of the frames and passages that these items have now. */
  async #own(owners: readonly ItemRow[]): Promise<Map<string, Map<string, string>>> {
    const own = new Map<string, Map<string, string>>()
    for (const some of chunks(owners.map(({ id }) => id))) {
      const rows = (await this.#store.parts
        .query()
        .where(`kind <> 'words' AND ${isOneOf('item', some)}`)
        .select(['id', 'item', 'hash'])
        .toArray()) as Pick<PartRow, 'id' | 'item' | 'hash'>[]
      for (const { id, item, hash } of rows) own.set(item, (own.get(item) ?? new Map<string, string>()).set(id, hash))
    }
    return own
  }

  /** Frames and passages by content hash, in their order. */
  async #ofContent(hashes: readonly string[]): Promise<Map<string, Part[]>> {
    const found = new Map<string, { item: string; parts: Part[] }>()
    for (const some of chunks(hashes)) {
      const rows = (await this.#store.parts
        .query()
        .where(`kind <> 'words' AND ${isOneOf('hash', some)}`)
        .toArray()) as PartRow[]
      for (const { item, hash, kind, index, at, text, vector } of rows) {
        let content = found.get(hash)
        if (!content) found.set(hash, (content = { item, parts: [] }))
        // Copies have the same parts: those of one are enough.
        if (content.item === item && kind !== 'words')
          content.parts[index] = { kind, at, text, vector: Float32Array.from(vector) }
      }
    }
    return new Map([...found].map(([hash, { parts }]) => [hash, Object.values(parts)]))
  }

  #row(item: string, hash: string, index: number, { kind, at, text, vector }: Part): PartRow {
    return {
      id: partId(item, kind, index),
      item,
      hash,
      kind,
      index,
      at,
      text,
      hub: hubness(vector, this.#bank),
      vector,
    }
  }

  async #upsert(rows: readonly PartRow[]): Promise<void> {
    if (rows.length === 0) return
    await upsert(this.#store.parts, rows)
    this.#commits++
  }

  async #delete(ids: readonly string[]): Promise<void> {
    if (ids.length === 0 || (await this.#store.parts.countRows()) === 0) return // a commit for nothing
    await deleteIds(this.#store.parts, ids)
    this.#commits++
  }
}
