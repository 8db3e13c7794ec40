/** Opens the LanceDB store: checks its schema version, creates what is missing, and keeps it small. */
import { existsSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Index, makeArrowTable, type Connection, type Table } from '@lancedb/lancedb'
import type { Schema } from 'apache-arrow'
import { FoveaError } from '../../../contract'
import { connectTo, isRemote, storeKind, type StoreKind } from './address'
import { isDiskFull, isRefusal } from './disk'
import type { EncoderTables } from './previous'
import { remoteError } from './remote-errors'
import {
  itemsSchema,
  itemsTableName,
  partsPrefix,
  partsSchema,
  partsTableName,
  schemaVersion,
  sharedSchema,
  sharedTableName,
  vectorsPrefix,
  vectorsSchema,
  vectorsTableName,
  wordsSchema,
  wordsTableName,
  type EncoderIdentity,
  type SharedRow,
} from './schema'

/**
 * [Note: one writer, one reader] The indexer is the only process that writes (it holds the lock of store/lock.ts);
 * the searcher opens the same folder read-only in spirit and sees each commit at its next query
 * (`readConsistencyInterval: 0` costs under a millisecond and spares us telling it).
 */
export interface Store {
  kind: StoreKind
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
    if (!isRemote(folder)) await mkdir(folder, { recursive: true })
    const connection = await connectTo(folder)
    const items = await openOrCreate(connection, itemsTableName, createItems)
    const vectors = await openOrCreate(connection, vectorsTableName(encoder), (on) => createVectors(on, encoder))
    const parts = await openOrCreate(connection, partsTableName(encoder), (on) => createParts(on, encoder))
    return toStore(connection, { kind: storeKind(folder), items, vectors, parts }, encoder)
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
    const kind = storeKind(folder)
    if (kind === 'folder' && !(await hasTables(folder))) return undefined // LanceDB would make the folder
    const connection = await connectTo(folder, { readConsistencyInterval: 0 })
    const names = await connection.tableNames()
    const wanted = [itemsTableName, vectorsTableName(encoder), partsTableName(encoder)]
    const tables = wanted.every((name) => names.includes(name))
      ? await Promise.all(wanted.map((name) => openTable(connection, name)))
      : []
    const [items, vectors, parts] = tables
    if (items && vectors && parts && tables.every(({ version }) => version === schemaVersion)) {
      return toStore(connection, { kind, items: items.table, vectors: vectors.table, parts: parts.table }, encoder)
    }
    for (const { table } of tables) table.close()
    connection.close()
    if (kind !== 'folder' && names.includes(itemsTableName)) throw notFitting(names, encoder)
    return undefined
  } catch (error) {
    if (existsSync(rebuildingFolder(folder))) return undefined
    throw storeError(error)
  }
}

/** Why a library that several machines share cannot be searched here: nobody is about to migrate it or to embed it anew. */
function notFitting(names: readonly string[], encoder: EncoderIdentity): FoveaError {
  if (names.includes(vectorsTableName(encoder))) return olderError()
  const models = names.filter((name) => name.startsWith(vectorsPrefix)).map((name) => name.split('.')[1])
  return new FoveaError(
    'MODEL_UNSUPPORTED',
    `This library is not embedded with “${encoder.id}”, but with ${models.join(', ')}: fovea models use chooses it for this store.`,
  )
}

function olderError(): FoveaError {
  return new FoveaError(
    'STORE_UNSUPPORTED',
    'This library was written by an older Fovea, and one on a bucket or service is not migrated. Index the folders into another prefix.',
  )
}

/** A table that is opened and closed for itself. */
export interface OneTable {
  kind: StoreKind
  table: Table
  close(): void
}

/**
 * The words in pictures, on their own: they belong to no encoder, and if their table is damaged the library is not.
 */
export async function openWordsForWriting(folder: string): Promise<OneTable> {
  try {
    const connection = await connectTo(folder)
    return oneTable(folder, connection, await openOrCreateWords(connection))
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
  return openOne(folder, wordsTableName)
}

/** What machines that share a library agree by; undefined where nothing was written yet. See: [Note: shared library] */
export function openSharedForReading(store: string): Promise<OneTable | undefined> {
  return openOne(store, sharedTableName)
}

/** Of machines that come at the same time one makes the table, with its row in the same commit. */
export async function openSharedForWriting(store: string): Promise<OneTable> {
  try {
    const connection = await connectTo(store, { readConsistencyInterval: 0 })
    const row: SharedRow = { id: 'library', holder: '', until: 0, library: '', encoder: '' }
    const first = makeArrowTable([{ ...row }], { schema: sharedSchema() })
    if (!(await connection.tableNames()).includes(sharedTableName)) {
      const created = connection.createTable(sharedTableName, first, { existOk: true })
      await created.then(
        (table) => {
          table.close()
        },
        (error: unknown) => {
          if (!isConflict(error)) throw error // else another machine was quicker
        },
      )
    }
    return oneTable(store, connection, (await openTable(connection, sharedTableName)).table)
  } catch (error) {
    throw storeError(error)
  }
}

async function openOne(folder: string, name: string): Promise<OneTable | undefined> {
  if (!isRemote(folder) && !(await hasTable(folder, name))) return undefined
  try {
    const connection = await connectTo(folder, { readConsistencyInterval: 0 })
    if (!isRemote(folder) || (await connection.tableNames()).includes(name))
      return oneTable(folder, connection, (await openTable(connection, name)).table)
    connection.close()
    return undefined
  } catch (error) {
    throw storeError(error)
  }
}

/** Shows every table of the store, also those of other models and schemas; one that cannot be opened comes with its error. */
export async function forEachTable(
  folder: string,
  look: (name: string, table: Table | FoveaError) => Promise<void>,
): Promise<void> {
  if (!isRemote(folder) && !(await hasTables(folder))) return // LanceDB would make the folder
  const connection = await connectTo(folder, { readConsistencyInterval: 0 })
  try {
    for (const name of await connection.tableNames()) {
      const table = await connection.openTable(name).catch(storeError)
      await look(name, table)
      if (!(table instanceof FoveaError)) table.close()
    }
  } finally {
    connection.close()
  }
}

async function openOrCreateWords(connection: Connection): Promise<Table> {
  if (!(await connection.tableNames()).includes(wordsTableName)) return createWords(connection)
  const { table } = await openTable(connection, wordsTableName)
  await table.query().where(`hash = ''`).toArray() // the first to find that the index is damaged
  return table
}

function oneTable(store: string, connection: Connection, table: Table): OneTable {
  return {
    kind: storeKind(store),
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

/** Throws STORE_UNSUPPORTED of a store that is no folder: whoever asks goes on to work with its files. */
export async function hasTables(folder: string): Promise<boolean> {
  if (isRemote(folder)) {
    throw new FoveaError('STORE_UNSUPPORTED', 'This works on libraries on this computer, not on a bucket or service.')
  }
  return (await readdir(folder).catch(() => [])).some(isTable)
}

function toStore(
  connection: Connection,
  tables: Pick<Store, 'kind' | 'items' | 'vectors' | 'parts'>,
  encoder: EncoderIdentity,
): Store {
  return {
    ...tables,
    encoder,
    hasOthers: async () => (await connection.tableNames()).some((name) => isOther(name, encoder)),
    others: () => otherTables(connection, encoder),
    close: () => {
      for (const table of [tables.items, tables.vectors, tables.parts]) table.close()
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
      console.error(`the vectors ${name} cannot be read:`, remoteError(error) ?? error) // they only help out: the library works without
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
  const remote = remoteError(error)
  if (remote) return remote
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

/** Whether somebody else has committed what this was to commit. */
export function isConflict(error: unknown): boolean {
  return error instanceof Error && /conflict|contention|already exists/i.test(error.message)
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

/** What readers of a store have open is kept this long: on a bucket a reader may fetch for minutes. */
const keepMsOf: Record<StoreKind, number> = { folder: 60_000, bucket: 600_000, service: Infinity }

/**
 * Merges small fragments and drops old versions. Each commit leaves a version and a fragment behind; without this a
 * table grows without bound. Readers open on an old version keep their files for `keepMs`.
 */
export async function maintain(store: Store, keepMs = keepMsOf[store.kind]): Promise<void> {
  for (const table of [store.items, store.vectors, store.parts]) await tidy({ kind: store.kind, table }, keepMs)
}

/** Does nothing on a service, which sees to it itself. */
export async function tidy({ kind, table }: Pick<OneTable, 'kind' | 'table'>, keepMs = keepMsOf[kind]): Promise<void> {
  if (kind !== 'service') await table.optimize({ cleanupOlderThan: new Date(Date.now() - keepMs) })
}
