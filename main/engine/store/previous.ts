/** Finds the vectors of another encoder that stand in for those the encoder in use has not made yet. */
import type { Table } from '@lancedb/lancedb'
import { isOneOf } from './filters'
import { copiedColumns, type EncoderIdentity, type ItemRow, type VectorRow } from './schema'
import { chunks, upsert } from './statements'
import type { Store } from './store'
import { valuesOf } from './vector-batch'

/** Tables of one encoder. */
export interface EncoderTables {
  encoder: EncoderIdentity
  vectors: Table
  /** See: [Note: parts] */
  parts: Table
}

/**
 * [Note: upgrade] Another model was chosen, and the library has to be embedded anew. Nothing is missing meanwhile: photos that
 * the encoder in use has no vector of are found by the vectors of another encoder that still fit their content. Of several
 * the one is taken that knows most of these photos. Whether an upgrade is in progress is not written down anywhere: it is as
 * long as there are such photos. So there is no state to be out of step after a kill, and going back to the model before is an
 * upgrade in which nearly everything is done.
 */
export class Previous implements EncoderTables {
  readonly encoder: EncoderIdentity
  readonly vectors: Table
  readonly parts: Table
  /** Content hash by id. */
  readonly #hashes: ReadonlyMap<string, string>

  private constructor({ encoder, vectors, parts }: EncoderTables, hashes: ReadonlyMap<string, string>) {
    this.encoder = encoder
    this.vectors = vectors
    this.parts = parts
    this.#hashes = hashes
  }

  /** `lacking`: content hashes of the photos that the encoder in use has no vector of, by id. To be closed. */
  static async find(store: Store, lacking: ReadonlyMap<string, string>): Promise<Previous | undefined> {
    if (lacking.size === 0) return undefined
    let best: { tables: EncoderTables; hashes: Map<string, string>; known: number } | undefined
    for (const tables of await store.others()) {
      const hashes = await hashesIn(tables.vectors)
      const known = [...lacking].filter(([id, hash]) => hashes.get(id) === hash).length
      const isBetter = known > (best?.known ?? 0)
      closeTables(isBetter ? best?.tables : tables)
      if (isBetter) best = { tables, hashes, known }
    }
    return best && new Previous(best.tables, best.hashes)
  }

  /** Whether it has a vector of this photo as it is now. */
  knows(id: string, hash: string | null): boolean {
    return hash !== null && this.#hashes.get(id) === hash
  }

  /** Writes what became of photos into its rows, so that filters find them by it. Their content is the same. */
  async follow(items: readonly ItemRow[]): Promise<void> {
    const byId = new Map(items.map((item) => [item.id, item]))
    for (const ids of chunks([...byId.keys()])) {
      const rows = (await this.vectors.query().where(isOneOf('id', ids)).toArray()) as { toJSON(): VectorRow }[]
      await upsert(
        this.vectors,
        rows.map((row): VectorRow => {
          const known = row.toJSON()
          const item = byId.get(known.id)
          return { ...known, ...(item ? copiedColumns(item) : {}), vector: Float32Array.from(known.vector) }
        }),
      )
    }
  }

  close(): void {
    closeTables(this)
  }
}

function closeTables(tables: EncoderTables | undefined): void {
  tables?.vectors.close()
  tables?.parts.close()
}

/** Content hash of each row by id. */
export async function hashesIn(vectors: Table, where = 'true'): Promise<Map<string, string>> {
  const hashes = new Map<string, string>()
  for await (const batch of vectors.query().where(where).select(['id', 'hash'])) {
    const [ids, all] = [valuesOf(batch, 'id'), valuesOf(batch, 'hash')]
    ids.forEach((id, row) => hashes.set(String(id), String(all[row])))
  }
  return hashes
}
