/** Statements on tables for more rows than one takes well. */
import type { Table } from '@lancedb/lancedb'
import { isOneOf } from './filters'
import type { ItemRow, PartRow, VectorRow } from './schema'

/** Ids in one SQL expression: long lists are parsed slowly. */
const idsPerStatement = 500

export function chunks(ids: readonly string[]): string[][] {
  const parts: string[][] = []
  for (let i = 0; i < ids.length; i += idsPerStatement) parts.push(ids.slice(i, i + idsPerStatement))
  return parts
}

/** Deletes rows by id, some at a time. */
export async function deleteIds(table: Table, ids: readonly string[]): Promise<void> {
  for (const some of chunks(ids)) await table.delete(isOneOf('id', some))
}

/** Puts rows in the place of those with the same ids, or adds them. */
export async function upsert(table: Table, rows: readonly (ItemRow | VectorRow | PartRow)[]): Promise<void> {
  await table
    .mergeInsert('id')
    .whenMatchedUpdateAll()
    .whenNotMatchedInsertAll()
    .execute(rows as unknown as Record<string, unknown>[])
}
