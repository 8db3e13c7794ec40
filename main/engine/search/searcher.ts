/** Answers searches: embeds the query, ranks, and fetches what a page shows. */
import { access } from 'node:fs/promises'
import { basename } from 'node:path'
import {
  failureSentences,
  FoveaError,
  type FailedItem,
  type Filters,
  type Folder,
  type ItemDetails,
  type Query,
  type QueryImage,
  type ResultItem,
  type SearchPage,
} from '../../../contract'
import { Encoder } from '../encoder/encoder'
import type { Home } from '../home'
import { readLibraryFile, type RootRecord } from '../library/library-file'
import { toAbsolute } from '../library/paths'
import { makeThumbnail } from '../media/decode'
import { readPhoto } from '../media/photo'
import { isOneOf, quote } from '../store/filters'
import type { ItemRow, VectorRow } from '../store/schema'
import { openStoreForReading, storeError, type Store } from '../store/store'
import { countFolders } from './folders'
import { QueryImages } from './query-images'
import { Ranking } from './ranking'

export interface SearcherOptions {
  home: Home
  modelFolder: string
  threads?: number
}

export interface SearchRequest {
  query: Query
  filters: Filters
  offset: number
  limit: number
}

/** Where an item's file is: for the processes that open or show it, never for the page. */
export interface Located {
  path: string
  root: string
}

/** What a page of results shows of a photo, apart from its id and score. */
type Shown = Omit<ResultItem, 'id' | 'score'>

/** Long side of a photo rendered for the viewer, in pixels: as sharp as large screens. */
const renderedSide = 4096

const textVectorsKept = 256

export class Searcher {
  readonly #home: Home
  readonly #encoder: Encoder
  readonly #images: QueryImages
  /** Oldest first. */
  readonly #texts = new Map<string, Float32Array>()
  #opening: Promise<{ store: Store; ranking: Ranking } | undefined> | undefined

  private constructor(home: Home, encoder: Encoder) {
    this.#home = home
    this.#encoder = encoder
    this.#images = new QueryImages(encoder)
  }

  /** Throws MODEL_DAMAGED or MODEL_UNSUPPORTED. The store is opened by the first search that needs it. */
  static async open(options: SearcherOptions): Promise<Searcher> {
    const encoder = await Encoder.open(options.modelFolder, { threads: options.threads })
    return new Searcher(options.home, encoder)
  }

  get encoder(): Encoder {
    return this.#encoder
  }

  /** Loads the text tower and opens the store, so that the first search is as fast as the next. */
  async warmUp(): Promise<void> {
    await this.#encoder.loadTextTower()
    await this.#open()
  }

  /** Throws NOT_FOUND (unknown item or picture), STORE_NEWER, STORE_DAMAGED, MODEL_DAMAGED. */
  async search({ query, filters, offset, limit }: SearchRequest): Promise<SearchPage> {
    const started = performance.now()
    const opened = await this.#open()
    if (!opened) return { items: [], total: 0, offset, timings: { embed: 0, search: 0, fetch: 0 } }
    const { store, ranking } = opened
    try {
      const vector = await this.#queryVector(query, store)
      const embedded = performance.now()
      const without = query.kind === 'item' ? query.itemId : undefined
      const { ranked, total } = await ranking.page(JSON.stringify(query), vector, filters, without, offset, limit)
      const searched = performance.now()
      const rows = await this.#rows(
        store,
        ranked.map(({ id }) => id),
      )
      const items = ranked.flatMap(({ id, score }): ResultItem[] => {
        const row = rows.get(id)
        if (!row) return [] // let go of by a commit in between
        const { hash, name, width, height, date } = row
        return [{ id, hash, name, width, height, date, score }]
      })
      const timings = { embed: embedded - started, search: searched - embedded, fetch: performance.now() - searched }
      return { items, total, offset, timings }
    } catch (error) {
      throw storeError(error)
    }
  }

  addImage(name: string, bytes: Uint8Array): Promise<QueryImage> {
    return this.#images.add(name, bytes)
  }

  async details(id: string): Promise<ItemDetails> {
    const { item, root } = await this.#item(id)
    const path = toAbsolute(root.path, item.path)
    const available = await access(path).then(
      () => true,
      () => false,
    )
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
      available,
    }
  }

  async locate(id: string): Promise<Located> {
    const { item, root } = await this.#item(id)
    return { path: toAbsolute(root.path, item.path), root: root.path }
  }

  /** The whole photo as WebP, for formats a browser cannot show. Throws FILE_UNREADABLE. */
  async render(id: string): Promise<Uint8Array<ArrayBuffer>> {
    const { path } = await this.locate(id)
    try {
      return new Uint8Array(await makeThumbnail((await readPhoto(path)).bytes, renderedSide))
    } catch (error) {
      throw new FoveaError('FILE_UNREADABLE', 'The photo could not be read: check the drive it is on.', {
        cause: error,
      })
    }
  }

  /** Absolute paths of these items; ids that are not known any more are left out. */
  async paths(ids: readonly string[]): Promise<Map<string, string>> {
    const opened = await this.#open()
    const paths = new Map<string, string>()
    if (!opened || ids.length === 0) return paths
    const roots = this.#roots()
    const rows = (await opened.store.items
      .query()
      .where(isOneOf('id', ids))
      .select(['id', 'root', 'path'])
      .toArray()) as Pick<ItemRow, 'id' | 'root' | 'path'>[]
    for (const row of rows) {
      const root = roots.get(row.root)
      if (root) paths.set(row.id, toAbsolute(root.path, row.path))
    }
    return paths
  }

  async folders(): Promise<Folder[]> {
    const opened = await this.#open()
    if (!opened) return []
    const rows = (await opened.store.vectors.query().where('live = true').select(['root', 'folder']).toArray()) as Pick<
      VectorRow,
      'root' | 'folder'
    >[]
    return countFolders(rows, this.#roots())
  }

  async failed(offset: number, limit: number): Promise<{ items: FailedItem[]; total: number }> {
    const opened = await this.#open()
    if (!opened) return { items: [], total: 0 }
    const where = `state = 'failed'`
    const { items } = opened.store
    const roots = this.#roots()
    const rows = (await items.query().where(where).select(['id', 'root', 'path', 'failure']).toArray()) as Pick<
      ItemRow,
      'id' | 'root' | 'path' | 'failure'
    >[]
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
    const opened = await this.#open()
    if (!opened) return { ready: 0, pending: 0, failed: 0 }
    const count = (state: string): Promise<number> =>
      opened.store.items.countRows(`state = ${quote(state)}${root === undefined ? '' : ` AND root = ${quote(root)}`}`)
    const [ready, pending, failed] = await Promise.all([count('ready'), count('pending'), count('failed')])
    return { ready, pending, failed }
  }

  async close(): Promise<void> {
    const opened = await this.#opening?.catch(() => undefined)
    opened?.store.close()
    await this.#encoder.close()
  }

  async #queryVector(query: Query, store: Store): Promise<Float32Array | undefined> {
    switch (query.kind) {
      case 'all':
        return undefined
      case 'text':
        return this.#textVector(query.text)
      case 'image':
        return this.#images.vector(query.imageId)
      case 'item': {
        const [row] = (await store.vectors
          .query()
          .where(`id = ${quote(query.itemId)}`)
          .select(['vector'])
          .limit(1)
          .toArray()) as { vector: Iterable<number> }[]
        if (!row) throw new FoveaError('NOT_FOUND', 'This photo is not in the library any more.')
        return Float32Array.from(row.vector)
      }
    }
  }

  async #textVector(text: string): Promise<Float32Array> {
    const known = this.#texts.get(text)
    if (known) return known
    const vector = await this.#encoder.embedText(text)
    this.#texts.set(text, vector)
    const [oldest] = this.#texts.keys()
    if (this.#texts.size > textVectorsKept && oldest !== undefined) this.#texts.delete(oldest)
    return vector
  }

  async #rows(store: Store, ids: readonly string[]): Promise<Map<string, Shown>> {
    if (ids.length === 0) return new Map()
    const rows = (await store.vectors
      .query()
      .where(isOneOf('id', ids))
      .select(['id', 'hash', 'name', 'width', 'height', 'date'])
      .toArray()) as VectorRow[]
    return new Map(
      rows.map(({ id, hash, name, width, height, date }) => [
        id,
        { hash, name, width, height, date: Math.round(date) },
      ]),
    )
  }

  async #item(id: string): Promise<{ item: ItemRow; root: RootRecord }> {
    const opened = await this.#open()
    const [row] = ((await opened?.store.items
      .query()
      .where(`id = ${quote(id)}`)
      .limit(1)
      .toArray()) ?? []) as {
      toJSON(): ItemRow
    }[]
    const item = row?.toJSON()
    const root = item ? this.#roots().get(item.root) : undefined
    if (!item || !root) throw new FoveaError('NOT_FOUND', 'This photo is not in the library any more.')
    return { item, root }
  }

  #roots(): Map<string, RootRecord> {
    return new Map(readLibraryFile(this.#home.libraryFile).roots.map((root) => [root.id, root]))
  }

  /** Opened once it exists; an empty library is looked for again at each search. */
  #open(): Promise<{ store: Store; ranking: Ranking } | undefined> {
    this.#opening ??= openStoreForReading(this.#home.store, this.#encoder.identity).then(
      (store) => {
        if (store) return { store, ranking: new Ranking(store) }
        this.#opening = undefined
        return undefined
      },
      (error: unknown) => {
        this.#opening = undefined
        throw error
      },
    )
    return this.#opening
  }
}
