/** Brings a store of an older schema up to date without embedding anything again, and keeps the old one as a backup. */
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Connection, type Table } from '@lancedb/lancedb'
import { hubness } from '../encoder/hubness'
import { freeBytes as freeBytesOnDisk, minimumFreeBytes } from './disk'
import {
  copiedColumns,
  itemsTableName,
  partsTableName,
  noMetadata,
  schemaVersion,
  vectorsTableName,
  type EncoderIdentity,
  type ItemRow,
  type PartRow,
  type VectorRow,
} from './schema'
import {
  createItems,
  createParts,
  createVectors,
  diskFullError,
  hasTables,
  isTable,
  openTable,
  storeError,
} from './store'

/** Rows written at once: bounds memory (8 MB of vectors) and the number of commits. */
export const rowsPerCommit = 8192
/** The new store may be this much larger than the old one: more columns, and it is not compacted yet while written. */
const growth = 1.5
/** Windows refuses to rename a folder while anyone has a file in it open, as the searcher may for a moment. */
const renameTries = 20
const renameAgainMs = 100

/** Columns that older schemas did not have get what says "not read yet" or "not set". */
export const newItemColumns = {
  ...noMetadata,
  metadataVersion: 0,
  phash: null,
  favorite: false,
  userRating: null,
  duration: null,
}

export interface MigrationOptions {
  /** Of the encoder in use. See: [Note: hubness] */
  bank: readonly Float32Array[]
  /** Replaceable so that a full disk can be tested. */
  freeBytes?: ((folder: string) => Promise<number>) | undefined
}

/**
 * [Note: migration] The new store is built beside the old one and takes its place once it is complete:
 *
 * 1. `store.migrating` is being filled; killed here, it is removed and filled anew;
 * 2. renamed to `store.migrated`, it is complete;
 * 3. `store` becomes `store.schema-1`, the backup (the only one kept);
 * 4. `store.migrated` becomes `store`; killed before this, the next start does it.
 *
 * Metadata is not in the old store: the columns stay empty and `metadataVersion` 0 makes the next scan read each file
 * again, without embedding it. Vectors of other encoders than the one in use are copied as they are, and migrated in
 * the same way when their encoder is: their hubness needs its bank.
 *
 * Does nothing to a store that is up to date, absent or newer. Throws DISK_FULL, STORE_NEWER or STORE_DAMAGED; the old
 * store is as it was then.
 */
export async function migrateStore(folder: string, encoder: EncoderIdentity, options: MigrationOptions): Promise<void> {
  const [building, complete] = [`${folder}.migrating`, `${folder}.migrated`]
  try {
    await finish(folder, complete)
    await rm(building, { recursive: true, force: true })
    const from = await oldestVersion(folder, encoder)
    if (from >= schemaVersion) return
    const { freeBytes = freeBytesOnDisk } = options
    const needed = (await sizeOf(folder)) * growth + minimumFreeBytes
    if ((await freeBytes(dirname(folder))) < needed) throw diskFullError()
    await build(folder, building, encoder, options.bank)
    await renameFolder(building, complete)
    await removeBackups(folder)
    await renameFolder(folder, `${folder}.schema-${String(from)}`)
    await renameFolder(complete, folder)
  } catch (error) {
    // A disk that is full must not stay full on our account.
    await rm(building, { recursive: true, force: true }).catch(() => undefined)
    throw storeError(error)
  }
}

/** Takes up a migration that was killed when only the last rename was left; discards one that was not that far. */
async function finish(folder: string, complete: string): Promise<void> {
  if (!existsSync(complete)) return
  if (await hasTables(folder)) await rm(complete, { recursive: true, force: true })
  else await renameFolder(complete, folder)
}

/** The lowest schema version among the tables in use; ours if there are none yet. */
async function oldestVersion(folder: string, encoder: EncoderIdentity): Promise<number> {
  if (!existsSync(folder)) return schemaVersion
  const connection = await connect(folder)
  try {
    const names = await connection.tableNames()
    let oldest = schemaVersion
    for (const name of [itemsTableName, vectorsTableName(encoder)]) {
      if (!names.includes(name)) continue
      const { table, version } = await openTable(connection, name)
      table.close()
      oldest = Math.min(oldest, version)
    }
    return oldest
  } finally {
    connection.close()
  }
}

async function build(from: string, to: string, encoder: EncoderIdentity, bank: readonly Float32Array[]): Promise<void> {
  await mkdir(to, { recursive: true })
  const converted = [itemsTableName, vectorsTableName(encoder), partsTableName(encoder)]
  for (const entry of await readdir(from)) {
    if (isTable(entry) && !converted.includes(basename(entry, '.lance')))
      await cp(join(from, entry), join(to, entry), { recursive: true })
  }
  const [source, target] = [await connect(from), await connect(to)]
  try {
    const names = await source.tableNames()
    const items = names.includes(itemsTableName) ? await readItems(source) : []
    await fill(await createItems(target), inBatches(items))
    if (names.includes(vectorsTableName(encoder))) {
      await fill(await createVectors(target, encoder), vectorRows(source, encoder, items, bank))
    }
    await fill(
      await createParts(target, encoder),
      names.includes(partsTableName(encoder)) ? partRows(source, encoder) : [],
    )
  } finally {
    source.close()
    target.close()
  }
}

async function readItems(source: Connection): Promise<ItemRow[]> {
  const { table } = await openTable(source, itemsTableName)
  const rows = (await table.query().toArray()) as { toJSON(): ItemRow }[]
  table.close()
  return rows.map((row) => ({ ...newItemColumns, ...row.toJSON() }))
}

/** Vector rows as they were, with what is kept beside a vector now; those without an item are of no use. */
async function* vectorRows(
  source: Connection,
  encoder: EncoderIdentity,
  items: readonly ItemRow[],
  bank: readonly Float32Array[],
): AsyncGenerator<VectorRow[]> {
  const byId = new Map(items.map((item) => [item.id, item]))
  const { table } = await openTable(source, vectorsTableName(encoder))
  let rows: VectorRow[] = []
  for await (const batch of table.query()) {
    for (const row of batch as Iterable<{ toJSON(): VectorRow }>) {
      const old = row.toJSON()
      const item = byId.get(old.id)
      if (!item) continue
      const vector = Float32Array.from(old.vector)
      rows.push({ ...copiedColumns(item), ...old, vector, hub: hubness(vector, bank) })
    }
    if (rows.length >= rowsPerCommit) {
      yield rows
      rows = []
    }
  }
  table.close()
  yield rows
}

/** Parts as they were. */
async function* partRows(source: Connection, encoder: EncoderIdentity): AsyncGenerator<PartRow[]> {
  const { table } = await openTable(source, partsTableName(encoder))
  for await (const batch of table.query()) {
    const rows = Array.from(batch as Iterable<{ toJSON(): PartRow }>, (row) => row.toJSON())
    yield rows.map((row) => ({ ...row, vector: Float32Array.from(row.vector) }))
  }
  table.close()
}

export function* inBatches(rows: ItemRow[]): Generator<ItemRow[]> {
  for (let i = 0; i < rows.length; i += rowsPerCommit) yield rows.slice(i, i + rowsPerCommit)
}

/** Adds rows to a new table, and closes it. */
export async function fill(
  table: Table,
  batches: AsyncIterable<VectorRow[] | PartRow[]> | Iterable<ItemRow[]>,
): Promise<void> {
  for await (const rows of batches) {
    if (rows.length > 0) await table.add(rows as unknown as Record<string, unknown>[])
  }
  await table.optimize({ cleanupOlderThan: new Date() }) // brings the indexes up to date as well
  table.close()
}

async function removeBackups(folder: string): Promise<void> {
  const [parent, prefix] = [dirname(folder), `${basename(folder)}.schema-`]
  for (const entry of await readdir(parent)) {
    if (entry.startsWith(prefix)) await rm(join(parent, entry), { recursive: true, force: true })
  }
}

/** Puts a folder in the place of another, which has no tables. */
export async function renameFolder(from: string, to: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    // LanceDB makes a folder that it is to look into: a reader that comes between the two renames leaves one behind.
    if (!(await hasTables(to))) await rm(to, { recursive: true, force: true })
    try {
      await rename(from, to)
      return
    } catch (error) {
      const mayPass = ['EPERM', 'EACCES', 'EBUSY', 'ENOTEMPTY', 'EEXIST']
      if (!mayPass.includes((error as NodeJS.ErrnoException).code ?? '') || tries === renameTries) throw error
      await sleep(renameAgainMs)
    }
  }
}

async function sizeOf(path: string): Promise<number> {
  const stats = await stat(path)
  if (!stats.isDirectory()) return stats.size
  let size = 0
  for (const entry of await readdir(path)) size += await sizeOf(join(path, entry))
  return size
}
