// A library of the first version is brought up to date: nothing is lost, nothing is embedded again, whenever it is killed.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from '@lancedb/lancedb'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Encoder } from '../../main/engine/encoder/encoder'
import { hubness } from '../../main/engine/encoder/hubness'
import { resolveHome, type Home } from '../../main/engine/home'
import { writeLibraryFile } from '../../main/engine/library/library-file'
import { minimumFreeBytes } from '../../main/engine/store/disk'
import { migrateStore } from '../../main/engine/store/migration'
import { itemsTableName, vectorsTableName, type ItemRow, type VectorRow } from '../../main/engine/store/schema'
import { openStoreForReading } from '../../main/engine/store/store'
import { buildCommand, startFovea } from './support/command'
import {
  copySamples,
  everything,
  indexFolders,
  openLibrary,
  resources,
  run,
  text,
  withSearcher,
} from './support/engine'
import { temporaryFolders } from './support/folders'
import { makeSecondStore } from './support/second-store'
import { writeOldStore, type OldItem, type OldVector } from './support/old-store'

const temporary = temporaryFolders()
const names = ['chelsea.jpg', 'coffee.jpg', 'rocket.jpg', 'coins.jpg']
const otherTable = 'vectors.another-encoder.7.8.p1'

let encoder: Encoder
let bank: Float32Array[]
let photos: string
/** What an up-to-date library knows of the photos. */
let items: ItemRow[]
let vectors: VectorRow[]
let home: Home

async function rowsOf<T>(folder: string, table: string): Promise<T[]> {
  const connection = await connect(folder)
  const rows = (await (await connection.openTable(table)).query().toArray()) as { toJSON(): T }[]
  connection.close()
  return rows.map((row) => row.toJSON())
}

const vectorsOf = async (folder: string): Promise<VectorRow[]> =>
  (await rowsOf<VectorRow>(folder, vectorsTableName(encoder.identity))).map((row) => ({
    ...row,
    vector: Float32Array.from(row.vector),
  }))

/** What the first version would have written of an item. */
function oldItem(item: ItemRow, changes: Partial<OldItem> = {}): OldItem {
  const { id, root, path, folder, name, kind, size, mtime, hash, width, height } = item
  const { takenAt, camera, date, state, failure, addedAt, goneAt } = item
  const known = { id, root, path, folder, name, kind, size, mtime, hash, width, height }
  return { ...known, takenAt, camera, date, state, failure, addedAt, goneAt, ...changes }
}

function oldVector(row: VectorRow, changes: Partial<OldVector> = {}): OldVector {
  const { id, hash, root, folder, name, width, height, date, live, vector } = row
  return { id, hash, root, folder, name, width, height, date, live, vector, ...changes }
}

beforeAll(async () => {
  encoder = await Encoder.open(resources.starterModel)
  bank = await encoder.loadBank()
  photos = temporary()
  copySamples(photos, names)
  const current = resolveHome(temporary())
  await indexFolders(current, [photos])
  items = await rowsOf<ItemRow>(current.store, itemsTableName)
  vectors = await vectorsOf(current.store)
})

/** A library of the first version, with one photo that is gone and another that could not be read. */
beforeEach(async () => {
  home = resolveHome(temporary())
  const [gone, broken, ...ready] = items
  const old = [
    ...ready.map((item) => oldItem(item)),
    oldItem(gone!, { state: 'gone', goneAt: Date.now() - 1000 }),
    oldItem(broken!, { state: 'failed', failure: 'corrupt', hash: null }),
  ]
  const rows = vectors.filter(({ id }) => id !== broken!.id).map((row) => oldVector(row, { live: row.id !== gone!.id }))
  const foreign = rows.slice(0, 1).map((row) => ({ ...row, vector: new Float32Array(8).fill(0.5) }))
  await writeOldStore(
    home.store,
    old,
    new Map([
      [vectorsTableName(encoder.identity), rows],
      [otherTable, foreign],
    ]),
  )
  writeLibraryFile(home.libraryFile, {
    version: 1,
    roots: [{ id: items[0]!.root, path: photos, isSample: false, addedAt: 0 }],
    paused: false,
  })
})

const migrate = (): Promise<void> => migrateStore(home.store, encoder.identity, { bank })
const beside = (): string[] =>
  readdirSync(home.root)
    .filter((name) => name.startsWith('store'))
    .sort()

/** Every file with its bytes. */
function contents(folder: string): Map<string, string> {
  return new Map(
    readdirSync(folder, { recursive: true })
      .map(String)
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name), 'latin1')]),
  )
}

/** All items, all vectors and the old table of another encoder are there, and nothing else was left lying about. */
async function expectMigrated(): Promise<void> {
  expect(beside()).toEqual(['store', 'store.schema-1'])
  const byId = (rows: readonly { id: string }[]): unknown[] => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))
  const expected = await rowsOf<OldItem>(`${home.store}.schema-1`, itemsTableName)
  expect(expected).toHaveLength(names.length)
  expect(byId(await rowsOf(home.store, itemsTableName))).toMatchObject(byId(expected) as object[])
  const old = await vectorsOf(`${home.store}.schema-1`)
  const migrated = await vectorsOf(home.store)
  expect(byId(migrated)).toMatchObject(byId(old) as object[])
  expect(migrated).toHaveLength(names.length - 1)
  for (const { hub, vector } of migrated) expect(hub).toBeCloseTo(hubness(vector, bank), 6)
  expect(migrated.every(({ hub }) => hub > 0.05)).toBe(true)
  expect(await rowsOf(home.store, otherTable)).toHaveLength(1)
}

describe('a store of the second version', () => {
  it('has room for the length of videos afterwards, and all that it had', async () => {
    await migrate()
    rmSync(`${home.store}.schema-1`, { recursive: true })
    const [itemsBefore, vectorsBefore] = [
      await rowsOf<ItemRow>(home.store, itemsTableName),
      await vectorsOf(home.store),
    ]
    await makeSecondStore(home.store)
    expect(await rowsOf(home.store, itemsTableName)).not.toHaveProperty([0, 'duration'])
    await migrate()
    expect(beside()).toEqual(['store', 'store.schema-2'])
    const byId = <T extends { id: string }>(rows: T[]): T[] => rows.sort((a, b) => (a.id < b.id ? -1 : 1))
    expect(byId(await rowsOf<ItemRow>(home.store, itemsTableName))).toEqual(byId(itemsBefore))
    expect(byId(await vectorsOf(home.store))).toEqual(byId(vectorsBefore))
    expect(itemsBefore.every(({ duration }) => duration === null)).toBe(true)
  })
})

describe('a store of the first version', () => {
  it('is migrated with all its rows, and is kept beside the new one', async () => {
    const before = contents(home.store)
    await migrate()
    await expectMigrated()
    expect(contents(`${home.store}.schema-1`)).toEqual(before)
    const after = contents(home.store)
    await migrate() // nothing left to do
    expect(contents(home.store)).toEqual(after)
  })

  it('is no library yet for those who only read', async () => {
    const before = contents(home.store)
    expect(await openStoreForReading(home.store, encoder.identity)).toBeUndefined()
    await withSearcher(home, async (searcher) => {
      expect(await run(searcher, text('a cat'))).toMatchObject({ items: [], total: 0 })
      expect(contents(home.store)).toEqual(before)
      await migrate()
      expect((await run(searcher, text('a cat'))).total).toBe(names.length - 2) // one is gone, one failed
    })
  })

  it('is read again without embedding: metadata and perceptual hashes are filled in', async () => {
    const thumbnail = (): number => readdirSync(home.thumbnails, { recursive: true }).length
    expect(existsSync(home.thumbnails)).toBe(false)
    const library = await openLibrary(home)
    library.rescan()
    await library.settled()
    // The one that could not be read is as it was; the one that was gone is back.
    expect(library.summary()).toMatchObject({ found: names.length, embedded: 0, reused: names.length - 1 })
    expect(library.status().counts).toEqual({ ready: names.length - 1, pending: 0, failed: 1, offline: 0 })
    await library.close()
    expect(thumbnail()).toBeGreaterThanOrEqual(names.length - 1)

    const wanted = new Map(items.map((item) => [item.id, item]))
    for (const item of await rowsOf<ItemRow>(home.store, itemsTableName)) {
      if (item.state !== 'ready') continue
      expect(item).toMatchObject({ ...wanted.get(item.id), addedAt: item.addedAt })
    }
    for (const row of await vectorsOf(home.store)) expect(row.phash).toBe(wanted.get(row.id)!.phash)
    await withSearcher(home, async (searcher) => {
      expect(await everything(searcher)).toHaveLength(names.length - 1)
    })

    const again = await openLibrary(home)
    again.rescan()
    await again.settled()
    expect(again.status().run.total).toBe(0)
    await again.close()
  })

  it('keeps the vectors of another encoder as they were until that one is used', async () => {
    await migrate()
    const other = { id: 'another-encoder', revision: '7', dimension: 8, preprocessing: 1 }
    expect(vectorsTableName(other)).toBe(otherTable)
    expect(await openStoreForReading(home.store, other)).toBeUndefined()
    await migrateStore(home.store, other, { bank: [] })
    const [row] = await rowsOf<VectorRow>(home.store, otherTable)
    expect({ ...row, vector: [...row!.vector] }).toMatchObject({ hub: 0, kind: 'image', vector: Array(8).fill(0.5) })
    expect(await vectorsOf(home.store)).toHaveLength(names.length - 1)
    expect(beside()).toEqual(['store', 'store.schema-1'])
  })

  it('stays as it is while the disk is full, and is migrated when there is room', async () => {
    const before = contents(home.root)
    const full = { freeBytes: () => Promise.resolve(minimumFreeBytes) }
    await expect(openLibrary(home, full)).rejects.toMatchObject({ code: 'DISK_FULL', retry: 'free-space' })
    expect(contents(home.root)).toEqual(before)
    await migrate()
    await expectMigrated()
  })

  it('stays as it is when the disk fills up while it is being migrated, and nothing is left on it', async () => {
    const before = contents(home.root)
    const encounter = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    // What a full disk does to the first row that is written.
    const failing = new Proxy(bank, {
      get: (rows, key): unknown => {
        if (key === 'length') throw encounter
        return Reflect.get(rows, key)
      },
    })
    await expect(migrateStore(home.store, encoder.identity, { bank: failing })).rejects.toMatchObject({
      code: 'DISK_FULL',
    })
    expect(contents(home.root)).toEqual(before)
  })
})

/** How the disk looks when the process ends between two steps. The copy is of a whole migration. */
describe('a migration that is killed', () => {
  let old: string
  let complete: string
  beforeEach(async () => {
    old = join(temporary(), 'old')
    complete = join(temporary(), 'new')
    cpSync(home.store, old, { recursive: true })
    await migrate()
    cpSync(home.store, complete, { recursive: true })
    for (const name of beside()) rmSync(join(home.root, name), { recursive: true })
  })
  const put = (from: string, name: string): void => cpSync(from, join(home.root, name), { recursive: true })

  it('before a table was there begins anew', async () => {
    put(old, 'store')
    mkdirSync(`${home.store}.migrating`)
    await migrate()
    await expectMigrated()
  })

  it('in the middle of writing begins anew', async () => {
    put(old, 'store')
    put(complete, 'store.migrating')
    rmSync(join(home.root, 'store.migrating', `${vectorsTableName(encoder.identity)}.lance`), { recursive: true })
    await migrate()
    await expectMigrated()
  })

  it('once the new store is complete ends with it', async () => {
    put(old, 'store')
    put(complete, 'store.migrated')
    await migrate()
    await expectMigrated()
  })

  it.each(['nothing', 'what a reader made of it'])(
    'between the two renames, leaving %s, goes on from there',
    async (left) => {
      put(old, 'store.schema-1')
      put(complete, 'store.migrated')
      if (left !== 'nothing') {
        const connection = await connect(home.store)
        await connection.tableNames()
        connection.close()
      }
      expect(await openStoreForReading(home.store, encoder.identity)).toBeUndefined()
      await migrate()
      await expectMigrated()
    },
  )

  it('at the end has nothing more to do', async () => {
    put(old, 'store.schema-1')
    put(complete, 'store')
    await migrate()
    await expectMigrated()
  })

  it('does not take what a migration left behind for the store that a user has moved away', async () => {
    put(complete, 'store.migrating')
    expect(await indexFolders(home, [photos])).toMatchObject({ indexed: names.length, embedded: names.length })
    expect(beside()).toEqual(['store'])
  })
})

describe('the command, killed while it migrates', () => {
  beforeAll(buildCommand)

  it('leaves a store that the next run completes', async () => {
    // Enough rows for the migration to last.
    const folder = join(temporary(), 'many')
    const many = Array.from({ length: 5000 }, (_, i) => ({
      ...oldVector(vectors[i % vectors.length]!),
      id: String(i).padStart(32, '0'),
    }))
    const known = many.map((row) =>
      oldItem(items[0]!, { id: row.id, path: `${row.id}.jpg`, state: 'gone', goneAt: Date.now() }),
    )
    await writeOldStore(folder, known, new Map([[vectorsTableName(encoder.identity), many]]))
    for (const pause of [0, 300, 900]) {
      for (const name of beside()) rmSync(join(home.root, name), { recursive: true })
      cpSync(folder, home.store, { recursive: true })
      const { child, finished } = startFovea(['index', photos, '--home', home.root, '--json'])
      while (!existsSync(`${home.store}.migrating`) && child.exitCode === null)
        await new Promise((wake) => setTimeout(wake, 2))
      await new Promise((wake) => setTimeout(wake, pause))
      child.kill('SIGKILL')
      await finished
      await migrate()
      expect(beside()).toEqual(['store', 'store.schema-1'])
      expect(await rowsOf(home.store, itemsTableName)).toHaveLength(many.length)
      expect(await vectorsOf(home.store)).toHaveLength(many.length)
    }
  })
})
