/** Reads the library for the searcher: its photos by id, its folders, its failures, its counts. */
import { access } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Table } from '@lancedb/lancedb'
import {
  failureSentences,
  FoveaError,
  type FailedItem,
  type Folder,
  type ItemDetails,
  type ItemKind,
  type KindCounts,
  type Passage,
  type StateCounts,
  type Upgrade,
} from '../../../contract'
import type { EncoderIdentity } from '../store/schema'
import type { Home } from '../home'
import { bridgeKind, folderOf } from '../models/bridge-kind'
import type { Resources } from '../resources'
import { readLibraryFile, type RootRecord } from '../library/library-file'
import { readMounts, type MountTable } from '../library/mounts'
import { nameOf, toAbsolute, toRelative } from '../library/paths'
import { sampleOf, type KnownFile } from '../library/presence'
import { isOneOf, quote } from '../store/filters'
import { placeOf, type ItemRow, type PartRow, type VectorRow } from '../store/schema'
import { openStoreForReading, type Store } from '../store/store'
import { rowsOf } from '../store/vector-batch'
import { PreviousPhotos } from './bridge/previous-photos'
import { countFolders } from './folders'
import { RootStates, type RootNow } from './root-states'

/** Where an item's file is: for the processes that open or show it, never for the page. */
export interface Located {
  path: string
  root: string
}

/** What a page of results shows of an item. */
export type Shown = Pick<VectorRow, 'hash' | 'kind' | 'name' | 'width' | 'height' | 'duration' | 'date'> & {
  /** Of notes. */
  title: string | null
  offline: boolean
}

type ShownRow = Omit<Shown, 'offline' | 'title'> & { id: string; root: string }
/** What the copy in memory knows of an item, too: each column less is a quarter of a millisecond less for a page. */
export type KnownFacts = Pick<ShownRow, 'hash' | 'kind' | 'date'>
const unknownColumns = ['id', 'root', 'name', 'width', 'height', 'duration'] satisfies (keyof ShownRow)[]
const shownColumns = [...unknownColumns, 'hash', 'kind', 'date'] satisfies (keyof ShownRow)[]

export class LibraryReader {
  readonly #home: Home
  readonly #encoder: EncoderIdentity
  readonly #states: RootStates
  #opening: Promise<Store | undefined> | undefined
  /** Found with the store. */
  #previous: PreviousPhotos | undefined

  /** `mounts` is replaceable so that drives can be tested. */
  constructor(home: Home, encoder: EncoderIdentity, mounts: MountTable = readMounts) {
    this.#home = home
    this.#encoder = encoder
    this.#states = new RootStates(mounts, (root) => this.#sample(root))
  }

  /** Opened once it exists; an empty library is looked for again at each call. Throws STORE_NEWER or STORE_DAMAGED. */
  store(): Promise<Store | undefined> {
    this.#opening ??= openStoreForReading(this.#home.store, this.#encoder).then(
      async (store) => {
        if (!store) this.#opening = undefined
        else this.#previous = await PreviousPhotos.find(store)
        return store
      },
      (error: unknown) => {
        this.#opening = undefined
        throw error
      },
    )
    return this.#opening
  }

  /** The photos that another encoder's vectors stand in for; undefined where there are none. See: [Note: upgrade] */
  async previous(): Promise<PreviousPhotos | undefined> {
    await this.store()
    await this.#previous?.refresh()
    return this.#previous && this.#previous.ids.size > 0 ? this.#previous : undefined
  }

  /** The change of models in progress, as the indexer's status has it. */
  async upgrade(resources: Pick<Resources, 'starterModel'>): Promise<Upgrade | undefined> {
    const previous = await this.previous()
    if (!previous) return undefined
    const { encoder: from } = previous.tables
    const { waiting, total } = previous.figures
    const bridge = bridgeKind(await folderOf(from, this.#home, resources), from, this.#encoder)
    return { from: from.id, to: this.#encoder.id, done: total - waiting, total, bridge }
  }

  /** Rows of all photos that are found, whichever encoder's. `id` is among the columns. */
  async vectorRows<K extends keyof VectorRow>(
    columns: readonly K[],
    where?: string,
  ): Promise<Pick<VectorRow, K | 'id'>[]> {
    const store = await this.store()
    if (!store) return []
    const previous = await this.previous()
    const condition = where === undefined ? 'live = true' : `live = true AND (${where})`
    const rowsIn = async ({ vectors }: Pick<Store, 'vectors'>): Promise<Pick<VectorRow, K | 'id'>[]> =>
      (await vectors
        .query()
        .where(condition)
        .select([...new Set(['id', ...columns])])
        .toArray()) as Pick<VectorRow, K | 'id'>[]
    const own = await rowsIn(store)
    if (!previous) return own
    const others = (await rowsIn(previous.tables)).filter(({ id }) => previous.ids.has(id))
    return [...own.filter(({ id }) => !previous.ids.has(id)), ...others]
  }

  roots(): Map<string, RootRecord> {
    return new Map(readLibraryFile(this.#home.libraryFile).roots.map((root) => [root.id, root]))
  }

  /** Roots with whether their folder is there now. */
  rootsNow(): Promise<RootNow[]> {
    return this.#states.now([...this.roots().values()])
  }

  /** Ids of the roots that are away now. */
  async offlineRoots(): Promise<Set<string>> {
    return new Set((await this.rootsNow()).filter(({ isOffline }) => isOffline).map(({ id }) => id))
  }

  /** `known`: what is at hand of an item already. */
  async shown(ids: readonly string[], known?: (id: string) => KnownFacts | undefined): Promise<Map<string, Shown>> {
    const store = await this.store()
    if (!store || ids.length === 0) return new Map()
    const find = async (vectors: Table, wanted: readonly string[]): Promise<ShownRow[]> => {
      const facts = new Map(wanted.map((id) => [id, known?.(id)]))
      const columns: (keyof ShownRow)[] = [...facts.values()].includes(undefined) ? shownColumns : unknownColumns
      const table = await vectors.query().where(isOneOf('id', wanted)).select(columns).toArrow()
      return rowsOf<ShownRow>(table, columns).map((row) => ({ ...row, ...facts.get(row.id) }))
    }
    const rows = await find(store.vectors, ids)
    if (rows.length < ids.length && this.#previous) {
      const found = new Set(rows.map(({ id }) => id))
      const others = ids.filter((id) => !found.has(id))
      rows.push(...(await find(this.#previous.tables.vectors, others)))
    }
    const offline = await this.offlineRoots()
    const titles = await this.#titles(
      store,
      rows.filter(({ kind }) => kind === 'text').map(({ id }) => id),
    )
    return new Map(
      rows.map(({ id, root, hash, kind, name, width, height, duration, date }) => {
        const title = titles.get(id) ?? null
        const facts = { hash, kind, name, width, height, duration, title }
        return [id, { ...facts, date: Math.round(date), offline: offline.has(root) }]
      }),
    )
  }

  async #titles(store: Store, ids: readonly string[]): Promise<Map<string, string | null>> {
    if (ids.length === 0) return new Map()
    const rows = (await store.items.query().where(isOneOf('id', ids)).select(['id', 'title']).toArray()) as Pick<
      ItemRow,
      'id' | 'title'
    >[]
    return new Map(rows.map(({ id, title }) => [id, title]))
  }

  /** What these parts of items say, by their ids. */
  async passages(parts: readonly string[]): Promise<Map<string, Passage>> {
    const store = await this.store()
    if (!store || parts.length === 0) return new Map()
    const rows = (await store.parts.query().where(isOneOf('id', parts)).select(['id', 'at', 'text']).toArray()) as Pick<
      PartRow,
      'id' | 'at' | 'text'
    >[]
    return new Map(rows.flatMap(({ id, at, text }) => (text === null ? [] : [[id, { text, at }] as const])))
  }

  /** Throws NOT_FOUND. */
  async details(id: string): Promise<ItemDetails> {
    const { item, root } = await this.#item(id)
    const path = toAbsolute(root.path, item.path)
    const offline = (await this.offlineRoots()).has(root.id)
    return {
      id,
      hash: item.hash ?? '',
      kind: item.kind,
      name: item.name,
      width: item.width ?? 0,
      height: item.height ?? 0,
      duration: item.duration,
      date: Math.round(item.date),
      path,
      folder: item.folder,
      rootName: basename(root.path) || root.path,
      size: item.size,
      modifiedAt: Math.round(item.mtime),
      takenAt: item.takenAt,
      camera: item.camera,
      lens: item.lens,
      exposure: item.exposure,
      latitude: item.latitude,
      longitude: item.longitude,
      place: placeOf(item),
      title: item.title,
      description: item.description,
      keywords: item.keywords?.split('\n') ?? [],
      rating: item.userRating ?? item.fileRating,
      favorite: item.favorite,
      offline,
      available: !offline && (await exists(path)),
    }
  }

  /** Throws NOT_FOUND, and FILE_UNREADABLE while the photo's folder is away or its file is not in it. */
  async locate(id: string): Promise<Located> {
    const { item, root } = await this.#item(id)
    const path = toAbsolute(root.path, item.path)
    const name = basename(root.path) || root.path
    const [now] = (await this.rootsNow()).filter((other) => other.id === root.id)
    if (now?.isOffline) {
      throw new FoveaError(
        'FILE_UNREADABLE',
        `“${name}”, the folder this photo is in, cannot be reached right now. Connect its drive and try again.`,
        { retry: 'try-again' },
      )
    }
    if (!(await exists(path))) {
      throw new FoveaError('FILE_UNREADABLE', 'This photo is not where it was any more, or may not be read.', {
        retry: 'rescan',
      })
    }
    return { path, root: root.path }
  }

  /** A photo by its absolute path, with the folder it is in; null when it is not in the library. */
  async find(path: string): Promise<{ itemId: string; folder: Folder } | null> {
    const store = await this.store()
    if (!store) return null
    for (const root of this.roots().values()) {
      const below = toRelative(root.path, path)
      if (below === undefined) continue
      const [row] = (await store.items
        .query()
        .where(`root = ${quote(root.id)} AND path = ${quote(below)} AND state = 'ready'`)
        .select(['id', 'folder'])
        .limit(1)
        .toArray()) as Pick<ItemRow, 'id' | 'folder'>[]
      if (!row) continue
      const name = nameOf(row.folder) || basename(root.path) || root.path
      return { itemId: row.id, folder: { rootId: root.id, path: row.folder, name, count: 0 } }
    }
    return null
  }

  /** Absolute paths of these items; ids that are not known any more are left out. */
  async paths(ids: readonly string[]): Promise<Map<string, string>> {
    const store = await this.store()
    const paths = new Map<string, string>()
    if (!store || ids.length === 0) return paths
    const roots = this.roots()
    const rows = (await store.items.query().where(isOneOf('id', ids)).select(['id', 'root', 'path']).toArray()) as Pick<
      ItemRow,
      'id' | 'root' | 'path'
    >[]
    for (const row of rows) {
      const root = roots.get(row.root)
      if (root) paths.set(row.id, toAbsolute(root.path, row.path))
    }
    return paths
  }

  async folders(): Promise<Folder[]> {
    return countFolders(await this.vectorRows(['root', 'folder']), this.roots())
  }

  /** When each photo was added, by id. */
  async addedTimes(): Promise<Map<string, number>> {
    const store = await this.store()
    const rows = ((await store?.items.query().where(`state = 'ready'`).select(['id', 'addedAt']).toArray()) ??
      []) as Pick<ItemRow, 'id' | 'addedAt'>[]
    return new Map(rows.map(({ id, addedAt }) => [id, addedAt]))
  }

  async failed(offset: number, limit: number): Promise<{ items: FailedItem[]; total: number }> {
    const store = await this.store()
    if (!store) return { items: [], total: 0 }
    const roots = this.roots()
    const rows = (await store.items
      .query()
      .where(`state = 'failed'`)
      .select(['id', 'root', 'path', 'failure'])
      .toArray()) as Pick<ItemRow, 'id' | 'root' | 'path' | 'failure'>[]
    const all = rows.map((row): FailedItem => {
      const code = row.failure ?? 'unreadable'
      const root = roots.get(row.root)?.path ?? ''
      return { id: row.id, path: toAbsolute(root, row.path), code, reason: failureSentences[code] }
    })
    all.sort((a, b) => (a.path < b.path ? -1 : 1))
    return { items: all.slice(offset, offset + limit), total: all.length }
  }

  /** Items by state, in one root or in all: the same figures as the indexer's. */
  async counts(root?: string): Promise<StateCounts> {
    const sum = { ready: 0, pending: 0, failed: 0, offline: 0 }
    const store = await this.store()
    if (!store) return sum
    for (const { id, isOffline } of await this.rootsNow()) {
      if (root !== undefined && id !== root) continue
      const count = (state: string): Promise<number> =>
        store.items.countRows(`state = ${quote(state)} AND root = ${quote(id)}`)
      sum[isOffline ? 'offline' : 'ready'] += await count('ready')
      sum.pending += await count('pending')
      sum.failed += await count('failed')
    }
    return sum
  }

  /** Of all items that are ready: the same figures as the indexer's. */
  async kinds(): Promise<KindCounts> {
    const store = await this.store()
    const there = (await this.rootsNow()).filter(({ isOffline }) => !isOffline).map(({ id }) => id)
    const count = async (kind: ItemKind): Promise<number> =>
      store && there.length > 0
        ? store.items.countRows(`state = 'ready' AND kind = ${quote(kind)} AND ${isOneOf('root', there)}`)
        : 0
    return { image: await count('image'), video: await count('video'), text: await count('text') }
  }

  /** Each root with its state and counts. */
  async rootStates(): Promise<({ path: string; state: RootNow['state'] } & StateCounts)[]> {
    return Promise.all(
      (await this.rootsNow()).map(async ({ id, path, state }) => ({ path, state, ...(await this.counts(id)) })),
    )
  }

  /** Names of cameras, lenses and places that photos have, most frequent first. */
  async facets(): Promise<{ cameras: string[]; lenses: string[]; places: string[] }> {
    const known = 'camera IS NOT NULL OR lens IS NOT NULL OR place IS NOT NULL'
    const rows = await this.vectorRows(['camera', 'lens', 'place'], known)
    return {
      cameras: byFrequency(rows.map(({ camera }) => camera)),
      lenses: byFrequency(rows.map(({ lens }) => lens)),
      places: byFrequency(rows.flatMap(({ place }) => place?.split(', ') ?? [])),
    }
  }

  async close(): Promise<void> {
    const store = await this.#opening?.catch(() => undefined)
    this.#previous?.close()
    store?.close()
  }

  /** Some of a root's files, to recognise it by. */
  async #sample(root: string): Promise<KnownFile[]> {
    const store = await this.store()
    const query = store?.items.query().where(`root = ${quote(root)} AND state IN ('ready', 'failed')`)
    const rows = ((await query?.select(['path', 'size', 'mtime', 'hash']).toArray()) ?? []) as KnownFile[]
    return sampleOf(rows)
  }

  async #item(id: string): Promise<{ item: ItemRow; root: RootRecord }> {
    const store = await this.store()
    const [row] = ((await store?.items
      .query()
      .where(`id = ${quote(id)}`)
      .limit(1)
      .toArray()) ?? []) as {
      toJSON(): ItemRow
    }[]
    const item = row?.toJSON()
    const root = item ? this.roots().get(item.root) : undefined
    if (!item || !root) throw new FoveaError('NOT_FOUND', 'This photo is not in the library any more.')
    return { item, root }
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

function byFrequency(names: readonly (string | null)[]): string[] {
  const counts = new Map<string, number>()
  for (const name of names) if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name)
}
