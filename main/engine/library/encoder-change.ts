/** Brings the vectors of an encoder up to date that was in use before, while another one was. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { vectorsTableName, type VectorRow } from '../store/schema'
import { deleteIds } from '../store/statements'
import type { Store } from '../store/store'
import type { StoreWriter } from '../store/writer'
import type { Catalog } from './catalog'

/** Items written at once: a commit of usual size. */
const itemsPerCommit = 1000

/**
 * [Note: returning to an encoder] Every encoder has its own vectors, and only those of the one in use follow what happens
 * to the photos. So `file` remembers which encoder wrote last. When another one opens the library, what filters ask for is
 * copied to its rows anew; rows of content that has changed are deleted, so that it is embedded; and every file is read
 * once more, without being embedded (`metadataVersion`), for what is derived from it. Killed in between, all of it is
 * done again.
 */
export async function catchUp(file: string, store: Store, catalog: Catalog, writer: StoreWriter): Promise<void> {
  const encoder = vectorsTableName(store.encoder)
  const before = lastEncoder(file)
  if (before === encoder) return
  if (before !== undefined) {
    await dropChanged(store, catalog)
    const items = [...catalog.all()].filter(
      ({ id, state }) => (state === 'ready' || state === 'gone') && !catalog.isStale(id),
    )
    for (let at = 0; at < items.length; at += itemsPerCommit) {
      for (const item of items.slice(at, at + itemsPerCommit)) {
        const unread = { ...item, metadataVersion: 0 }
        catalog.set(unread)
        writer.put(unread)
      }
      await writer.flush()
    }
  }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.part`, JSON.stringify({ encoder }))
  renameSync(`${file}.part`, file)
}

async function dropChanged(store: Store, catalog: Catalog): Promise<void> {
  const rows = (await store.vectors.query().select(['id', 'hash']).toArray()) as Pick<VectorRow, 'id' | 'hash'>[]
  const changed = rows.filter(({ id, hash }) => {
    const item = catalog.get(id)
    return item?.state === 'ready' && item.hash !== hash
  })
  await deleteIds(
    store.vectors,
    changed.map(({ id }) => id),
  )
  for (const { id } of changed) {
    const item = catalog.get(id)
    if (item) catalog.set({ ...item, state: 'pending', hash: null })
  }
}

function lastEncoder(file: string): string | undefined {
  try {
    const { encoder } = JSON.parse(readFileSync(file, 'utf8')) as { encoder?: unknown }
    return typeof encoder === 'string' ? encoder : undefined
  } catch {
    return undefined // no model was ever chosen
  }
}
