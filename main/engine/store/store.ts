/** Opens the LanceDB store: checks its schema version, creates what is missing, and keeps it small. */
import { mkdir } from 'node:fs/promises'
import { connect, Index, type Connection, type Table } from '@lancedb/lancedb'
import type { Schema } from 'apache-arrow'
import { FoveaError } from '../../../contract'
import { isDiskFull } from './disk'
import {
  itemsSchema,
  itemsTableName,
  schemaVersion,
  vectorsSchema,
  vectorsTableName,
  type EncoderIdentity,
} from './schema'

/**
 * [Note: one writer, one reader] The indexer is the only process that writes (it holds the lock of store/lock.ts);
 * the searcher opens the same folder read-only in spirit and sees each commit at its next query
 * (`readConsistencyInterval: 0` costs under a millisecond and spares us telling it).
 */
export interface Store {
  items: Table
  vectors: Table
  encoder: EncoderIdentity
  close(): void
}

export async function openStoreForWriting(folder: string, encoder: EncoderIdentity): Promise<Store> {
  try {
    await mkdir(folder, { recursive: true })
    const connection = await connect(folder)
    const items = await openOrCreate(connection, itemsTableName, itemsSchema(), ['id'])
    const vectors = await openOrCreate(connection, vectorsTableName(encoder), vectorsSchema(encoder), ['id', 'hash'])
    return toStore(connection, items, vectors, encoder)
  } catch (error) {
    throw storeError(error)
  }
}

/** Answers undefined while there is no library yet: searching an empty library is not an error. */
export async function openStoreForReading(folder: string, encoder: EncoderIdentity): Promise<Store | undefined> {
  try {
    const connection = await connect(folder, { readConsistencyInterval: 0 })
    const names = await connection.tableNames()
    const vectorsName = vectorsTableName(encoder)
    if (!names.includes(itemsTableName) || !names.includes(vectorsName)) {
      connection.close()
      return undefined
    }
    const items = await openChecked(connection, itemsTableName)
    const vectors = await openChecked(connection, vectorsName)
    return toStore(connection, items, vectors, encoder)
  } catch (error) {
    throw storeError(error)
  }
}

function toStore(connection: Connection, items: Table, vectors: Table, encoder: EncoderIdentity): Store {
  return {
    items,
    vectors,
    encoder,
    close: () => {
      items.close()
      vectors.close()
      connection.close()
    },
  }
}

async function openOrCreate(
  connection: Connection,
  name: string,
  schema: Schema,
  indexed: readonly string[],
): Promise<Table> {
  if ((await connection.tableNames()).includes(name)) return openChecked(connection, name)
  const table = await connection.createEmptyTable(name, schema)
  for (const column of indexed) await table.createIndex(column, { config: Index.btree() })
  return table
}

async function openChecked(connection: Connection, name: string): Promise<Table> {
  const table = await connection.openTable(name)
  const version = Number((await table.schema()).metadata.get('fovea.schema') ?? Number.NaN)
  if (version > schemaVersion) {
    throw new FoveaError(
      'STORE_NEWER',
      'This library was written by a newer Fovea. Update Fovea to open it; nothing in it was changed.',
      { retry: 'update-app' },
    )
  }
  if (version !== schemaVersion) {
    throw new FoveaError('STORE_DAMAGED', `The library's table "${name}" does not say which version it has.`)
  }
  return table
}

/** Says of anything LanceDB throws whether the disk is full or the store is damaged. */
export function storeError(error: unknown): FoveaError {
  if (error instanceof FoveaError) return error
  if (isDiskFull(error)) return diskFullError(error)
  const detail = error instanceof Error ? error.message.split('\n')[0] : String(error)
  return new FoveaError(
    'STORE_DAMAGED',
    `The library's store cannot be used (${detail ?? ''}). Your photos are untouched: move the "store" folder away and index again.`,
    { cause: error },
  )
}

export function diskFullError(cause?: unknown): FoveaError {
  return new FoveaError('DISK_FULL', 'The disk that holds the library is full. Free some space and indexing goes on.', {
    retry: 'free-space',
    cause,
  })
}

/**
 * Merges small fragments and drops old versions. Each commit leaves a version and a fragment behind; without this a
 * table grows without bound. Readers open on an old version keep their files for `keepMs`.
 */
export async function maintain(store: Store, keepMs = 60_000): Promise<void> {
  const cleanupOlderThan = new Date(Date.now() - keepMs)
  for (const table of [store.items, store.vectors]) await table.optimize({ cleanupOlderThan })
}
