// Changes a store one photo at a time, as a watcher does while a person works, and measures what that leaves behind.
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as yieldToEvents } from 'node:timers/promises'
import { connect, type Table } from '@lancedb/lancedb'
import type { Home } from '../../../main/engine/home'
import { Committer } from '../../../main/engine/library/committer'
import type { EncoderIdentity, ItemRow } from '../../../main/engine/store/schema'
import { openStoreForWriting, type Store } from '../../../main/engine/store/store'
import { StoreWriter } from '../../../main/engine/store/writer'
import { itemRow } from './rows'

export interface TableSize {
  rows: number
  fragments: number
  versions: number
}

export interface SmallChanges {
  items: TableSize
  vectors: TableSize
  /** Of the whole store on disk. */
  bytes: number
  /** Milliseconds from one change to its commit, in order; maintenance included where it was in the way. */
  changeMs: number[]
  /** Milliseconds of queries that another connection made meanwhile. */
  queryMs: number[]
  /** What every photo should say in the end, and does. */
  isRight: boolean
}

const identity: EncoderIdentity = { id: 'test', revision: '1', dimension: 256, preprocessing: 1 }

/** `known` photos are there at first; then `changes` are committed one by one: new photos, new dates, deletions. */
export async function changeOneByOne(home: Home, known: number, changes: number): Promise<SmallChanges> {
  const store = await openStoreForWriting(home.store, identity)
  const fail = (error: unknown): never => {
    throw error instanceof Error ? error : new Error(String(error))
  }
  const problems: unknown[] = []
  const writer = new StoreWriter(store, { folder: home.root, bank: [], onOrphan: () => fail('a photo has no vector') })
  const committer = new Committer({
    store,
    writer,
    freeBytes: () => Promise.resolve(Infinity),
    onDiskFull: 'fail',
    isIdle: () => true,
    onCommitted: () => undefined,
    onWaitingForDisk: () => undefined,
    onError: (error) => problems.push(error),
  })
  const photos: ItemRow[] = []
  const add = (): void => {
    const photo = itemRow(`${String(photos.length % 100)}/${String(photos.length)}.jpg`, { addedAt: 0 })
    photos.push(photo)
    writer.put(photo, vectorOf(photos.length))
  }
  for (let i = 0; i < known; i++) add()
  await committer.commit()

  const reader = queryMeanwhile(home)
  const changeMs: number[] = []
  for (let i = 0; i < changes; i++) {
    const began = performance.now()
    const at = (i * 7919) % photos.length
    const photo = photos[at]
    if (i % 3 === 0 || !photo) add()
    else {
      const gone = i % 3 === 2 && photo.state === 'ready'
      photos[at] = gone ? { ...photo, state: 'gone', goneAt: i } : { ...photo, date: i, state: 'ready', goneAt: null }
      writer.put(photos[at])
    }
    await committer.commit()
    changeMs.push(performance.now() - began)
    if (problems.length > 0) fail(problems[0])
    await yieldToEvents()
  }
  const queryMs = await reader()
  const figures = {
    items: await sizeOf(store.items),
    vectors: await sizeOf(store.vectors),
    bytes: await bytesOf(home.store),
    changeMs,
    queryMs,
    isRight: await areStored(store, photos),
  }
  await committer.close()
  store.close()
  return figures
}

/** The numbers do not matter, only that no two are the same. */
function vectorOf(seed: number): Float32Array {
  return Float32Array.from({ length: identity.dimension }, (_, i) => Math.sin(seed * 12.9898 + i * 78.233) / 16)
}

async function sizeOf(table: Table): Promise<TableSize> {
  const { numRows, fragmentStats } = await table.stats()
  return { rows: numRows, fragments: fragmentStats.numFragments, versions: (await table.listVersions()).length }
}

async function bytesOf(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile())
  const sizes = await Promise.all(
    files.map((entry) =>
      stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

async function areStored(store: Store, photos: readonly ItemRow[]): Promise<boolean> {
  const columns = ['id', 'date', 'state']
  const rows = (await store.items.query().select(columns).toArray()) as Pick<ItemRow, 'id' | 'date' | 'state'>[]
  const stored = new Map(rows.map(({ id, date, state }) => [id, `${String(date)} ${state}`]))
  const live = await store.vectors.countRows('live = true')
  return (
    rows.length === photos.length &&
    photos.every(({ id, date, state }) => stored.get(id) === `${String(date)} ${state}`) &&
    live === photos.filter(({ state }) => state === 'ready').length
  )
}

/** Another connection asks for the newest rows again and again, as the searcher does. Answers, when called, how long each took. */
function queryMeanwhile(home: Home): () => Promise<number[]> {
  const queryMs: number[] = []
  const over = new AbortController()
  const done = (async () => {
    const connection = await connect(home.store, { readConsistencyInterval: 0 })
    const [name] = (await connection.tableNames()).filter((table) => table.startsWith('vectors'))
    const table = await connection.openTable(name!)
    while (!over.signal.aborted) {
      const began = performance.now()
      await table.query().where('live = true').select(['id', 'hash', 'date']).toArrow()
      queryMs.push(performance.now() - began)
      await new Promise((wake) => setTimeout(wake, 200))
    }
    table.close()
    connection.close()
  })()
  return async () => {
    over.abort()
    await done
    return queryMs
  }
}
