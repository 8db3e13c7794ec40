/** Fills the tables of two models together from what both have embedded: nothing is embedded for it. */
import { createHash } from 'node:crypto'
import { connect, type Table } from '@lancedb/lancedb'
import { hubness } from '../encoder/hubness'
import { join } from '../encoder/pair'
import { isOneOf } from './filters'
import { hashesIn } from './previous'
import { partsTableName, vectorsTableName, type EncoderIdentity, type PartRow, type VectorRow } from './schema'
import { chunks, upsert } from './statements'
import { createParts, createVectors, hasTables } from './store'

export interface Joining {
  first: EncoderIdentity
  second: EncoderIdentity
  to: EncoderIdentity
  /** Of the first. */
  weight: number
  /** Texts of the pair. See: [Note: hubness] */
  bank: readonly Float32Array[]
}

/**
 * Answers how many items have vectors by both now. An item is joined where both have seen the same content and made the same parts of it: passages
 * of a note, for one, are cut where a model's text tower ends. For the holder of the library's lock. Killed at any moment, it is done again.
 */
export async function joinVectors(folder: string, { first, second, to, weight, bank }: Joining): Promise<number> {
  if (!(await hasTables(folder))) return 0
  const connection = await connect(folder)
  try {
    const names = await connection.tableNames()
    const sources = [vectorsTableName, partsTableName].flatMap((nameOf) => [nameOf(first), nameOf(second)])
    if (!sources.every((name) => names.includes(name))) return 0
    const open = (name: string, create: typeof createVectors): Promise<Table> =>
      names.includes(name) ? connection.openTable(name) : create(connection, to)
    const tables = await Promise.all(sources.map((name) => connection.openTable(name)))
    const [vectors, otherVectors, parts, otherParts] = tables as [Table, Table, Table, Table]
    const ids = await itemsOfBoth([vectors, otherVectors], [parts, otherParts])
    const targets = [
      { key: 'id', from: vectors, and: otherVectors, into: await open(vectorsTableName(to), createVectors) },
      { key: 'item', from: parts, and: otherParts, into: await open(partsTableName(to), createParts) },
    ] as const
    // Parts first: a vector row says that all there is of its item is there. See: [Note: order of writes]
    for (const { key, from, and, into } of [...targets].reverse()) {
      for (const some of chunks(ids)) {
        const where = isOneOf(key, some)
        const other = new Map((await rowsOf(and, where)).map(({ id, vector }) => [id, vector]))
        const rows = (await rowsOf(from, where)).map((row) => {
          const vector = join(row.vector, other.get(row.id)!, weight)
          return { ...row, vector, hub: hubness(vector, bank) }
        })
        if (rows.length > 0) await upsert(into, rows)
      }
      await into.optimize()
      into.close()
    }
    for (const table of tables) table.close()
    return ids.length
  } finally {
    connection.close()
  }
}

async function rowsOf(table: Table, where: string): Promise<(VectorRow | PartRow)[]> {
  const rows = (await table.query().where(where).toArray()) as { toJSON(): VectorRow | PartRow }[]
  return rows.map((row) => {
    const known = row.toJSON()
    return { ...known, vector: Float32Array.from(known.vector) }
  })
}

async function itemsOfBoth(vectors: [Table, Table], parts: [Table, Table]): Promise<string[]> {
  const [one, other] = [await hashesIn(vectors[0]), await hashesIn(vectors[1])]
  const [these, those] = [await partsIn(parts[0]), await partsIn(parts[1])]
  return [...one].filter(([id, hash]) => other.get(id) === hash && these.get(id) === those.get(id)).map(([id]) => id)
}

/** What the parts of each item are made of, as one text. */
async function partsIn(table: Table): Promise<Map<string, string>> {
  const found = new Map<string, string[]>()
  for await (const batch of table.query().select(['id', 'item', 'hash', 'at', 'text'])) {
    for (const row of batch as Iterable<{ toJSON(): Omit<PartRow, 'vector'> }>) {
      const { id, item, hash, at, text } = row.toJSON()
      const made = createHash('sha256').update(JSON.stringify([id, hash, at, text]))
      found.set(item, [...(found.get(item) ?? []), made.digest('base64')])
    }
  }
  return new Map([...found].map(([item, made]) => [item, made.sort().join()]))
}
