/** Reads the library for the searcher: its photos by id, its folders, its failures, its counts. */
import { access } from 'node:fs/promises'
import { basename } from 'node:path'
import { failureSentences, FoveaError, type FailedItem, type Folder, type ItemDetails } from '../../../contract'
import type { EncoderIdentity } from '../store/schema'
import type { Home } from '../home'
import { readLibraryFile, type RootRecord } from '../library/library-file'
import { toAbsolute } from '../library/paths'
import { isOneOf, quote } from '../store/filters'
import { placeOf, type ItemRow, type VectorRow } from '../store/schema'
import { openStoreForReading, type Store } from '../store/store'
import { countFolders } from './folders'

/** Where an item's file is: for the processes that open or show it, never for the page. */
export interface Located {
  path: string
  root: string
}

/** What a page of results shows of a photo. */
export type Shown = Pick<VectorRow, 'hash' | 'name' | 'width' | 'height' | 'date'>

export class LibraryReader {
  readonly #home: Home
  readonly #encoder: EncoderIdentity
  #opening: Promise<Store | undefined> | undefined

  constructor(home: Home, encoder: EncoderIdentity) {
    this.#home = home
    this.#encoder = encoder
  }

  /** Opened once it exists; an empty library is looked for again at each call. Throws STORE_NEWER or STORE_DAMAGED. */
  store(): Promise<Store | undefined> {
    this.#opening ??= openStoreForReading(this.#home.store, this.#encoder).then(
      (store) => {
        if (!store) this.#opening = undefined
        return store
      },
      (error: unknown) => {
        this.#opening = undefined
        throw error
      },
    )
    return this.#opening
  }

  roots(): Map<string, RootRecord> {
    return new Map(readLibraryFile(this.#home.libraryFile).roots.map((root) => [root.id, root]))
  }

  /** Roots with whether their folder can be reached now. */
  async rootsNow(): Promise<{ id: string; path: string; isOffline: boolean }[]> {
    return Promise.all(
      [...this.roots().values()].map(async ({ id, path }) => ({ id, path, isOffline: !(await exists(path)) })),
    )
  }

  async shown(ids: readonly string[]): Promise<Map<string, Shown>> {
    const store = await this.store()
    if (!store || ids.length === 0) return new Map()
    const rows = (await store.vectors
      .query()
      .where(isOneOf('id', ids))
      .select(['id', 'hash', 'name', 'width', 'height', 'date'])
      .toArray()) as (Shown & { id: string })[]
    return new Map(
      rows.map(({ id, hash, name, width, height, date }) => [
        id,
        { hash, name, width, height, date: Math.round(date) },
      ]),
    )
  }

  /** Throws NOT_FOUND. */
  async details(id: string): Promise<ItemDetails> {
    const { item, root } = await this.#item(id)
    const path = toAbsolute(root.path, item.path)
    return {
      id,
      hash: item.hash ?? '',
      name: item.name,
      width: item.width ?? 1,
      height: item.height ?? 1,
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
      available: await exists(path),
    }
  }

  /** Throws NOT_FOUND. */
  async locate(id: string): Promise<Located> {
    const { item, root } = await this.#item(id)
    return { path: toAbsolute(root.path, item.path), root: root.path }
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
    const store = await this.store()
    if (!store) return []
    const rows = (await store.vectors.query().where('live = true').select(['root', 'folder']).toArray()) as Pick<
      VectorRow,
      'root' | 'folder'
    >[]
    return countFolders(rows, this.roots())
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

  /** Items by state, in one root or in all. */
  async counts(root?: string): Promise<{ ready: number; pending: number; failed: number }> {
    const store = await this.store()
    if (!store) return { ready: 0, pending: 0, failed: 0 }
    const count = (state: string): Promise<number> =>
      store.items.countRows(`state = ${quote(state)}${root === undefined ? '' : ` AND root = ${quote(root)}`}`)
    const [ready, pending, failed] = await Promise.all([count('ready'), count('pending'), count('failed')])
    return { ready, pending, failed }
  }

  /** Names of cameras and places that photos have, most frequent first. */
  async facets(): Promise<{ cameras: string[]; places: string[] }> {
    const store = await this.store()
    if (!store) return { cameras: [], places: [] }
    const rows = (await store.vectors
      .query()
      .where('live = true AND (camera IS NOT NULL OR place IS NOT NULL)')
      .select(['camera', 'place'])
      .toArray()) as Pick<VectorRow, 'camera' | 'place'>[]
    return {
      cameras: byFrequency(rows.map(({ camera }) => camera)),
      places: byFrequency(rows.flatMap(({ place }) => place?.split(', ') ?? [])),
    }
  }

  async close(): Promise<void> {
    const store = await this.#opening?.catch(() => undefined)
    store?.close()
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
