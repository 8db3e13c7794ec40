/** Fills the tables of a compact variant from the vectors of the model it is made of: nothing is embedded. */
import { connect, type Table } from '@lancedb/lancedb'
import { hubness } from '../encoder/hubness'
import type { Shrink } from '../encoder/compact'
import { partsTableName, vectorsTableName, type EncoderIdentity, type PartRow, type VectorRow } from './schema'
import { createParts, createVectors, hasTables } from './store'
import { upsert } from './statements'

export interface Derivation {
  from: EncoderIdentity
  to: EncoderIdentity
  shrink: Shrink
  /** Texts of the variant. See: [Note: hubness] */
  bank: readonly Float32Array[]
}

const rowsAtOnce = 2000

/** For the holder of the library's lock. Killed at any moment, it is done again. */
export async function deriveVectors(folder: string, derivation: Derivation): Promise<void> {
  if (!(await hasTables(folder))) return
  const { from, to } = derivation
  const connection = await connect(folder)
  try {
    const names = await connection.tableNames()
    const pairs = [
      { full: vectorsTableName(from), short: vectorsTableName(to), create: createVectors },
      { full: partsTableName(from), short: partsTableName(to), create: createParts },
    ]
    if (!pairs.every(({ full }) => names.includes(full))) return
    for (const { full, short, create } of pairs) {
      const source = await connection.openTable(full)
      const target = names.includes(short) ? await connection.openTable(short) : await create(connection, to)
      await copyRows(source, target, derivation)
      await target.optimize()
      source.close()
      target.close()
    }
  } finally {
    connection.close()
  }
}

async function copyRows(source: Table, target: Table, { shrink, bank }: Derivation): Promise<void> {
  let rows: (VectorRow | PartRow)[] = []
  const write = async (): Promise<void> => {
    if (rows.length > 0) await upsert(target, rows)
    rows = []
  }
  for await (const batch of source.query()) {
    for (const row of batch as Iterable<{ toJSON(): VectorRow | PartRow }>) {
      const known = row.toJSON()
      const vector = shrink(Float32Array.from(known.vector))
      rows.push({ ...known, vector, hub: hubness(vector, bank) })
      if (rows.length === rowsAtOnce) await write()
    }
  }
  await write()
}
