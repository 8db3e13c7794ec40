// A store as schema 2 had it: today's tables without the column that schema 3 brought.
import { connect } from '@lancedb/lancedb'
import { Schema } from 'apache-arrow'

/** Writes the tables of an up-to-date store anew, under schema 2. */
export async function makeSecondStore(folder: string): Promise<void> {
  const connection = await connect(folder)
  for (const name of await connection.tableNames()) {
    const table = await connection.openTable(name)
    const now = await table.schema()
    if (!now.metadata.has('fovea.schema') || name.includes('another-encoder')) continue
    const rows = (await table.query().toArray()) as { toJSON(): Record<string, unknown> }[]
    table.close()
    const old = rows.map((row) => {
      const { duration: _, vector, ...rest } = row.toJSON()
      return vector ? { ...rest, vector: Array.from(vector as Iterable<number>) } : rest
    })
    const schema = new Schema(
      now.fields.filter((field) => field.name !== 'duration'),
      new Map([...now.metadata, ['fovea.schema', '2']]),
    )
    const second = await connection.createEmptyTable(name, schema, { mode: 'overwrite' })
    if (old.length > 0) await second.add(old)
    second.close()
  }
  connection.close()
}
