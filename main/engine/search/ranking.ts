/** Ranks photos by cosine to one vector, or by date, with filters applied first; keeps the last rankings for paging. */
import type { Filters } from '../../../contract'
import type { Store } from '../store/store'
import { filterCondition } from '../store/filters'

export interface Ranked {
  id: string
  /** Cosine, or null where the order is by date. */
  score: number | null
}

/** Rankings kept: going back and forth between two searches does not compute them again. */
const kept = 8
/** The first page asks for this many; each deeper page for the next power of two, so that paging stays cheap. */
const firstDepth = 256

interface Entry {
  depth: number
  ranked: Ranked[]
  total: number
}

export class Ranking {
  readonly #store: Store
  /** Oldest first. */
  readonly #entries = new Map<string, Entry>()

  constructor(store: Store) {
    this.#store = store
  }

  /**
   * The results `offset` to `offset + limit` and how many there are. `queryKey` names the vector; a commit by the
   * indexer changes the table's version and with it the key.
   */
  async page(
    queryKey: string,
    vector: Float32Array | undefined,
    filters: Filters,
    without: string | undefined,
    offset: number,
    limit: number,
  ): Promise<{ ranked: Ranked[]; total: number }> {
    const where = ['live = true', filterCondition(filters), without === undefined ? undefined : `id != '${without}'`]
      .filter((part) => part !== undefined)
      .join(' AND ')
    const version = await this.#store.vectors.version()
    const key = `${String(version)} ${queryKey} ${where}`
    let entry = this.#entries.get(key)
    if (!entry || (entry.depth < offset + limit && entry.depth < entry.total)) {
      entry = vector ? await this.#nearest(vector, where, offset + limit) : await this.#newest(where)
      this.#entries.delete(key)
      this.#entries.set(key, entry)
      const [oldest] = this.#entries.keys()
      if (this.#entries.size > kept && oldest !== undefined) this.#entries.delete(oldest)
    }
    return { ranked: entry.ranked.slice(offset, offset + limit), total: entry.total }
  }

  async #nearest(vector: Float32Array, where: string, wanted: number): Promise<Entry> {
    let depth = firstDepth
    while (depth < wanted) depth *= 2
    const { vectors } = this.#store
    const [total, table] = await Promise.all([
      vectors.countRows(where),
      // Vectors have unit length, so the dot product is the cosine; LanceDB's distance is 1 minus it.
      vectors
        .query()
        .nearestTo(vector)
        .distanceType('dot')
        .where(where)
        .select(['id', '_distance'])
        .limit(depth)
        .toArrow(),
    ])
    const ids = table.getChild('id')
    const distances = table.getChild('_distance')
    const ranked = Array.from({ length: table.numRows }, (_, row) => ({
      id: String(ids?.get(row)),
      score: 1 - Number(distances?.get(row)),
    }))
    // Equal scores (copies of one photo) keep one order on every page.
    ranked.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    return { depth, ranked, total }
  }

  async #newest(where: string): Promise<Entry> {
    const table = await this.#store.vectors.query().where(where).select(['id', 'date']).toArrow()
    const ids = table.getChild('id')
    const dates = table.getChild('date')
    const rows = Array.from({ length: table.numRows }, (_, row) => ({
      id: String(ids?.get(row)),
      date: Number(dates?.get(row)),
    }))
    rows.sort((a, b) => b.date - a.date || (a.id < b.id ? -1 : 1))
    return { depth: rows.length, ranked: rows.map(({ id }) => ({ id, score: null })), total: rows.length }
  }
}
