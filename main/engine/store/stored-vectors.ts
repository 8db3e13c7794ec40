/** The vectors that each encoder has left in a store: what disk they hold, who needs them, and letting go of them. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { connect } from '@lancedb/lancedb'
import type { Home } from '../home'
import { sizeOf } from './disk'
import { hashesIn, Previous } from './previous'
import { partsPrefix, vectorsPrefix, vectorsTableName, type EncoderIdentity } from './schema'
import { hasTables, openStoreForReading } from './store'

export interface StoredVectors {
  encoder: EncoderIdentity
  /** Of photos and all else that has a vector. */
  rows: number
  /** Of the tables and of their copy in the backup. */
  bytes: number
  /** Photos that only these vectors find. See: [Note: upgrade] */
  needed: number
}

type Folders = Pick<Home, 'store' | 'backup'>

/** Of all encoders, `inUse` first. */
export async function storedVectors(folders: Folders, inUse: EncoderIdentity): Promise<StoredVectors[]> {
  if (!(await hasTables(folders.store))) return []
  const helper = await helperOf(folders.store, inUse)
  const connection = await connect(folders.store, { readConsistencyInterval: 0 })
  const found: StoredVectors[] = []
  try {
    for (const name of (await connection.tableNames()).filter((table) => table.startsWith(vectorsPrefix))) {
      const table = await connection.openTable(name).catch(() => undefined) // a damaged one is mended by whoever uses it
      if (!table) continue
      const encoder = encoderIn((await table.schema()).metadata)
      const rows = await table.countRows()
      table.close()
      if (!encoder) continue
      const bytes = (await Promise.all(filesOf(folders, name).map(sizeOf))).reduce((sum, { bytes }) => sum + bytes, 0)
      found.push({ encoder, rows, bytes, needed: helper?.table === name ? helper.photos : 0 })
    }
  } finally {
    connection.close()
  }
  const own = vectorsTableName(inUse)
  const isOwn = ({ encoder }: StoredVectors): number => Number(vectorsTableName(encoder) === own)
  return found.sort((a, b) => isOwn(b) - isOwn(a) || b.rows - a.rows)
}

/**
 * Deletes them and their backup; for the holder of the library's lock, and not of the encoder in use. The table goes first: killed
 * after that, what is left is found by nobody, and goes the next time.
 */
export async function dropVectors(folders: Folders, encoder: EncoderIdentity): Promise<void> {
  const name = vectorsTableName(encoder)
  const connection = await connect(folders.store)
  try {
    const names = await connection.tableNames()
    for (const table of [name, partsOf(name)]) if (names.includes(table)) await connection.dropTable(table)
  } finally {
    connection.close()
  }
  for (const path of filesOf(folders, name)) await rm(path, { recursive: true, force: true })
}

/** The encoder whose vectors stand in for some of the one in use, and for how many. */
async function helperOf(
  folder: string,
  inUse: EncoderIdentity,
): Promise<{ table: string; photos: number } | undefined> {
  const store = await openStoreForReading(folder, inUse)
  if (!store) return undefined
  try {
    const own = await hashesIn(store.vectors)
    const ready = await hashesIn(store.items, `state = 'ready' AND hash IS NOT NULL`)
    const lacking = new Map([...ready].filter(([id, hash]) => own.get(id) !== hash))
    const previous = await Previous.find(store, lacking)
    if (!previous) return undefined
    const photos = [...lacking].filter(([id, hash]) => previous.knows(id, hash)).length
    previous.close()
    return { table: vectorsTableName(previous.encoder), photos }
  } finally {
    store.close()
  }
}

const partsOf = (name: string): string => name.replace(vectorsPrefix, partsPrefix)

function filesOf({ store, backup }: Folders, name: string): string[] {
  const names = [name, partsOf(name)]
  return [...names.map((table) => join(store, `${table}.lance`)), ...names.map((table) => join(backup, `${table}.log`))]
}

function encoderIn(metadata: Map<string, string>): EncoderIdentity | undefined {
  try {
    return JSON.parse(metadata.get('fovea.encoder') ?? '') as EncoderIdentity
  } catch {
    return undefined
  }
}
