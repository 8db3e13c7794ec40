/** Sets a damaged store aside and builds a new one from the backup. */
import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { connect } from '@lancedb/lancedb'
import { hubness } from '../encoder/hubness'
import { folderOf, nameOf } from '../library/paths'
import {
  hasBackedUpVectors,
  hasBackup,
  readBackedUpItems,
  readBackedUpParts,
  readBackedUpVectors,
  type BackedUp,
} from './backup'
import { freeBytes as freeBytesOnDisk, minimumFreeBytes } from './disk'
import { fill, inBatches, newItemColumns, renameFolder, rowsPerCommit } from './migration'
import {
  copiedColumns,
  itemsTableName,
  partId,
  pixelsOf,
  vectorsTableName,
  type EncoderIdentity,
  type ItemRow,
  type Part,
  type PartRow,
  type VectorRow,
} from './schema'
import { createItems, createParts, createVectors, diskFullError, hasTable, rebuildingFolder, storeError } from './store'

/** A row of both tables with its vector and its indexes, with room to spare. */
const bytesPerItem = 8 * 1024

export interface RebuildOptions {
  store: string
  backup: string
  /** Of the encoder in use. See: [Note: hubness] */
  bank: readonly Float32Array[]
  /** The folders in the library: what is known of others is left out. */
  roots: ReadonlySet<string>
  freeBytes?: ((folder: string) => Promise<number>) | undefined
}

/** Whether tables that were there once are not any more: LanceDB would begin empty ones without a word. */
export async function isMissing(
  { store, backup }: { store: string; backup: string },
  encoder: EncoderIdentity,
): Promise<boolean> {
  if ((await hasBackup(backup)) && !(await hasTable(store, itemsTableName))) return true
  return (await hasBackedUpVectors(backup, encoder)) && !(await hasTable(store, vectorsTableName(encoder)))
}

/**
 * [Note: rebuild] `store.rebuilding` is filled from the backup, `store` becomes `store.damaged-<time>`, and the new one
 * takes its place. Killed before the last step, the next start finds no store, or the damaged one, and begins again.
 * Items have their ids, marks, vectors and parts again; `metadataVersion` 0 makes the scan read each file once more, without
 * embedding it. What the backup has no vector of is pending, what it does not know is found by the scan. Vectors of other
 * encoders than the one in use are not carried over.
 *
 * Returns the new name of the damaged store, if there was any. Throws DISK_FULL; the store is as it was then.
 */
export async function rebuildStore(encoder: EncoderIdentity, options: RebuildOptions): Promise<string | undefined> {
  const { store, backup, bank, roots, freeBytes = freeBytesOnDisk } = options
  const building = rebuildingFolder(store)
  try {
    await rm(building, { recursive: true, force: true })
    const items = wanted(await readBackedUpItems(backup), roots)
    if ((await freeBytes(dirname(store))) < items.size * bytesPerItem + minimumFreeBytes) throw diskFullError()
    await mkdir(building, { recursive: true })
    const target = await connect(building)
    try {
      const byHash = groupByHash(items.values())
      await fill(await createVectors(target, encoder), vectorRows(readBackedUpVectors(backup, encoder), byHash, bank))
      const withParts = groupByHash([...items.values()].filter(({ kind }) => kind !== 'image'))
      await fill(await createParts(target, encoder), partRows(readBackedUpParts(backup, encoder), withParts, bank))
      // Those whose vector or parts were not found are left in the groups.
      for (const { id } of [...byHash.values(), ...withParts.values()].flat()) {
        const item = items.get(id)
        if (item?.state === 'gone') items.delete(id)
        else if (item) items.set(id, { ...item, state: 'pending', hash: null })
      }
      await fill(await createItems(target), inBatches([...items.values()]))
    } finally {
      target.close()
    }
    const aside = existsSync(store) ? `${store}.damaged-${new Date().toISOString().replace(/[:.]/g, '-')}` : undefined
    if (aside !== undefined) await renameFolder(store, aside)
    await renameFolder(building, store)
    return aside
  } catch (error) {
    await rm(building, { recursive: true, force: true }).catch(() => undefined)
    throw storeError(error)
  }
}

/** Items of roots in the library, one a place: a kill can leave two records of one file, of which the later counts. */
function wanted(backedUp: ReadonlyMap<string, BackedUp>, roots: ReadonlySet<string>): Map<string, ItemRow> {
  const items = new Map<string, ItemRow>()
  const byPlace = new Map<string, string>()
  for (const record of backedUp.values()) {
    if (!roots.has(record.root)) continue
    items.set(record.id, { ...newItemColumns, ...record, folder: folderOf(record.path), name: nameOf(record.path) })
    if (record.state === 'gone') continue
    const place = `${record.root}/${record.path}`
    const earlier = byPlace.get(place)
    if (earlier !== undefined) items.delete(earlier)
    byPlace.set(place, record.id)
  }
  return items
}

function groupByHash(items: Iterable<ItemRow>): Map<string, ItemRow[]> {
  const groups = new Map<string, ItemRow[]>()
  for (const item of items) {
    if (item.hash === null) continue
    const group = groups.get(item.hash)
    if (group) group.push(item)
    else groups.set(item.hash, [item])
  }
  return groups
}

/** The rows of items whose vector is there; these are taken out of the groups. */
async function* vectorRows(
  vectors: AsyncIterable<{ hash: string; vector: Float32Array }>,
  byHash: Map<string, ItemRow[]>,
  bank: readonly Float32Array[],
): AsyncGenerator<VectorRow[]> {
  let rows: VectorRow[] = []
  for await (const { hash, vector } of vectors) {
    const items = byHash.get(hash)
    if (!items) continue
    byHash.delete(hash)
    const hub = hubness(vector, bank)
    for (const item of items) {
      const size = pixelsOf(item)
      if (size) rows.push({ ...copiedColumns(item), hash, ...size, live: item.state === 'ready', hub, vector })
    }
    if (rows.length >= rowsPerCommit) {
      yield rows
      rows = []
    }
  }
  yield rows
}

/** The parts of items that have some; those whose parts are there are taken out of the groups. */
async function* partRows(
  contents: AsyncIterable<{ hash: string; parts: readonly Part[] }>,
  byHash: Map<string, ItemRow[]>,
  bank: readonly Float32Array[],
): AsyncGenerator<PartRow[]> {
  let rows: PartRow[] = []
  for await (const { hash, parts } of contents) {
    const items = byHash.get(hash)
    if (!items || parts.length === 0) continue
    byHash.delete(hash)
    for (const [index, part] of parts.entries()) {
      const hub = hubness(part.vector, bank)
      for (const { id: item } of items)
        rows.push({ ...part, id: partId(item, part.kind, index), item, hash, index, hub })
    }
    if (rows.length >= rowsPerCommit) {
      yield rows
      rows = []
    }
  }
  yield rows
}
