/** Opens the LanceDB store: checks its schema version, creates what is missing, and keeps it small. */
import { existsSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { connect, Index, type Connection, type Table } from '@lancedb/lancedb'
import type { Schema } from 'apache-arrow'
import { FoveaError } from '../../../contract'
import { isDiskFull, isRefusal } from './disk'
import type { EncoderTables } from './previous'
import {
  itemsSchema,
  itemsTableName,
  partsPrefix,
  partsSchema,
  partsTableName,
  schemaVersion,
  vectorsPrefix,
  vectorsSchema,
  vectorsTableName,
  wordsSchema,
  wordsTableName,
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
  /** See: [Note: parts] */
  parts: Table
  encoder: EncoderIdentity
  /** Whether there may be any of these. */
  hasOthers(): Promise<boolean>
  /** Tables of all other encoders that photos were embedded with; to be closed by the caller. */
  others(): Promise<EncoderTables[]>
  close(): void
}

/** An older store has to be migrated before. See: [Note: migration] */
export async function openStoreForWriting(folder: string, encoder: EncoderIdentity): Promise<Store> {
  try {
    await mkdir(folder, { recursive: true })
    const connection = await connect(folder)
    const items = await openOrCreate(connection, itemsTableName, createItems)
    const vectors = await openOrCreate(connection, vectorsTableName(encoder), (on) => createVectors(on, encoder))
    const parts = await openOrCreate(connection, partsTableName(encoder), (on) => createParts(on, encoder))
    return toStore(connection, { items, vectors, parts }, encoder)
  } catch (error) {
    throw storeError(error)
  }
}

/**
 * Answers undefined while there is no library yet, which includes one that is still to be migrated or is being rebuilt
 * by the indexer: searching an empty library is not an error.
 */
export async function openStoreForReading(folder: string, encoder: EncoderIdentity): Promise<Store | undefined> {
  try {
    if (!(await hasTables(folder))) return undefined // LanceDB would make the folder
    const connection = await connect(folder, { readConsistencyInterval: 0 })
    const names = await connection.tableNames()
    const wanted = [itemsTableName, vectorsTableName(encoder), partsTableName(encoder)]
    const tables = wanted.every((name) => names.includes(name))
      ? await Promise.all(wanted.map((name) => openTable(connection, name)))
      : []
    const [items, vectors, parts] = tables
    if (items && vectors && parts && tables.every(({ version }) => version === schemaVersion)) {
      return toStore(connection, { items: items.table, vectors: vectors.table, parts: parts.table }, encoder)
    }
    for (const { table } of tables) table.close()
    connection.close()
    return undefined
  } catch (error) {
    if (existsSync(rebuildingFolder(folder))) return undefined
    throw storeError(error)
  }
}

/** A table that is opened and closed for itself. */
export interface OneTable {
  table: Table
  close(): void
}

/**
 * The words in pictures, on their own: they belong to no encoder, and if their table is damaged the library is not.
 */
export async function openWordsForWriting(folder: string): Promise<OneTable> {
  try {
    const connection = await connect(folder)
    return oneTable(connection, await openOrCreateWords(connection))
  } catch (error) {
    throw storeError(error)
  }
}

/** After this the words in pictures are read again. */
export async function removeWords(folder: string): Promise<void> {
  await rm(join(folder, `${wordsTableName}.lance`), { recursive: true, force: true })
}

/** Undefined where no picture has been read yet. */
export async function openWordsForReading(folder: string): Promise<OneTable | undefined> {
  if (!(await hasTable(folder, wordsTableName))) return undefined
  try {
    const connection = await connect(folder, { readConsistencyInterval: 0 })
    return oneTable(connection, (await openTable(connection, wordsTableName)).table)
  } catch (error) {
    throw storeError(error)
  }
}

async function openOrCreateWords(connection: Connection): Promise<Table> {
  if (!(await connection.tableNames()).includes(wordsTableName)) return createWords(connection)
  const { table } = await openTable(connection, wordsTableName)
  await table.query().where(`hash = ''`).toArray() // the first to find that the index is damaged
  return table
}

function oneTable(connection: Connection, table: Table): OneTable {
  return {
    table,
    close: () => {
      table.close()
      connection.close()
    },
  }
}

function createWords(connection: Connection): Promise<Table> {
  return createTable(connection, wordsTableName, wordsSchema(), ['hash'])
}

/** What LanceDB calls the folder of a table. */
export const isTable = (entry: string): boolean => entry.endsWith('.lance')

/** Throws what `readdir` throws of a folder that is there. */
export async function hasTable(folder: string, name: string): Promise<boolean> {
  const entries = await readdir(folder).catch((error: unknown): string[] => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  })
  return entries.includes(`${name}.lance`)
}

/** Where the store is built anew. See: [Note: rebuild] */
export const rebuildingFolder = (folder: string): string => `${folder}.rebuilding`

export async function hasTables(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => [])).some(isTable)
}

function toStore(
  connection: Connection,
  tables: Pick<Store, 'items' | 'vectors' | 'parts'>,
  encoder: EncoderIdentity,
): Store {
  return {
    ...tables,
    encoder,
    hasOthers: async () => (await connection.tableNames()).some((name) => isOther(name, encoder)),
    others: () => otherTables(connection, encoder),
    close: () => {
      for (const table of Object.values(tables)) table.close()
      connection.close()
    },
  }
}

function isOther(name: string, own: EncoderIdentity): boolean {
  return name.startsWith(vectorsPrefix) && name !== vectorsTableName(own)
}

async function otherTables(connection: Connection, own: EncoderIdentity): Promise<EncoderTables[]> {
  const names = await connection.tableNames()
  const found: EncoderTables[] = []
  for (const name of names) {
    if (!isOther(name, own)) continue
    const partsName = name.replace(vectorsPrefix, partsPrefix)
    if (!names.includes(partsName)) continue
    try {
      const vectors = await connection.openTable(name)
      const { metadata } = await vectors.schema()
      const encoder = JSON.parse(metadata.get('fovea.encoder') ?? '') as EncoderIdentity
      // Of an older schema: migrated when its encoder is in use again.
      if (Number(metadata.get('fovea.schema')) === schemaVersion)
        found.push({ encoder, vectors, parts: await connection.openTable(partsName) })
      else vectors.close()
    } catch (error) {
      console.error(`the vectors ${name} cannot be read:`, error) // they only help out: the library works without
    }
  }
  return found
}

async function openOrCreate(connection: Connection, name: string, create: typeof createItems): Promise<Table> {
  if (!(await connection.tableNames()).includes(name)) return create(connection)
  const { table, version } = await openTable(connection, name)
  if (version === schemaVersion) return table
  throw new FoveaError('STORE_DAMAGED', `The library's table "${name}" is still of version ${String(version)}.`)
}

export function createItems(connection: Connection): Promise<Table> {
  return createTable(connection, itemsTableName, itemsSchema(), ['id'])
}

export function createVectors(connection: Connection, encoder: EncoderIdentity): Promise<Table> {
  return createTable(connection, vectorsTableName(encoder), vectorsSchema(encoder), ['id', 'hash'])
}

export function createParts(connection: Connection, encoder: EncoderIdentity): Promise<Table> {
  return createTable(connection, partsTableName(encoder), partsSchema(encoder), ['id', 'item', 'hash'])
}

async function createTable(
  connection: Connection,
  name: string,
  schema: Schema,
  indexed: readonly string[],
): Promise<Table> {
  const table = await connection.createEmptyTable(name, schema)
  for (const column of indexed) await table.createIndex(column, { config: Index.btree() })
  return table
}

/** A table and the schema version it was written with, at most ours. Throws STORE_NEWER or STORE_DAMAGED. */
export async function openTable(connection: Connection, name: string): Promise<{ table: Table; version: number }> {
  const table = await connection.openTable(name)
  const version = Number((await table.schema()).metadata.get('fovea.schema') ?? Number.NaN)
  if (version > schemaVersion) {
    throw new FoveaError(
      'STORE_NEWER',
      'This library was written by a newer Fovea. Update Fovea to open it; nothing in it was changed.',
      { retry: 'update-app' },
    )
  }
  if (!(version >= 1)) {
    throw new FoveaError('STORE_DAMAGED', `The library's table "${name}" does not say which version it has.`)
  }
  return { table, version }
}

/** Says of anything LanceDB throws whether the disk is full, the store cannot be reached, or the store is damaged. */
export function storeError(error: unknown): FoveaError {
  if (error instanceof FoveaError) return error
  if (isDiskFull(error)) return diskFullError(error)
  const detail = detailOf(error)
  if (isRefusal(error)) {
    return new FoveaError(
      'FILE_UNREADABLE',
      `The library cannot be read or written (${detail}). Check the permissions of its folder and the drive; nothing in it was changed.`,
      { retry: 'try-again', cause: error },
    )
  }
  if (!isFromLanceDb(error)) return FoveaError.from(error) // a mistake of ours must not make a store look damaged
  return new FoveaError(
    'STORE_DAMAGED',
    `The library's store is damaged (${detail}). Your photos are untouched: the next time Fovea indexes, it is built anew.`,
    { cause: error },
  )
}

/** Its native part gives all its errors this code. */
function isFromLanceDb(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'GenericFailure'
}

/** The operating system's sentence, or the first line of LanceDB's without the place in its source. */
function detailOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const [, sentence] = /([^:(]+) \(os error \d+\)/.exec(message) ?? []
  return (sentence ?? message.split(/\n|, \/|, [A-Z]:\\/, 1)[0] ?? '').trim()
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
  for (const table of [store.items, store.vectors, store.parts]) await table.optimize({ cleanupOlderThan })
}
