/** Folders are added to the library, changed and removed; folders inside others are never in it twice. */
import { resolve } from 'node:path'
import { FoveaError, type RootSettings } from '../../../contract'
import type { ItemRow } from '../store/schema'
import type { StoreWriter } from '../store/writer'
import type { Catalog } from './catalog'
import type { Committer } from './committer'
import { newRoot, type RootRecord } from './library-file'
import type { LiveRoots } from './live-roots'
import { isWithin, toRelative } from './paths'
import type { Pipeline } from './pipeline'
import { isSameFolder, rootState } from './presence'

export interface FolderListOptions {
  roots: LiveRoots
  catalog: Catalog
  writer: StoreWriter
  pipeline: Pipeline
  committer: Committer
  /** Keeps the list. Throws what writing throws. */
  save: () => void
}

export class FolderList {
  readonly #options: FolderListOptions

  constructor(options: FolderListOptions) {
    this.#options = options
  }

  /**
   * Adds a folder and begins to look through it. One that is already covered by another is not added twice; one that was in
   * the library under another path, which is not there any more, goes on under the new one.
   */
  async add(path: string, isSample: boolean): Promise<RootRecord> {
    const { roots, save } = this.#options
    const absolute = resolve(path)
    await requireFolder(absolute)
    const around = roots.records.find((root) => isWithin(absolute, root.path))
    if (around) {
      roots.scan(around.id)
      return around
    }
    const place = await roots.placeOf(absolute)
    for (const root of roots.records) {
      if (!root.place || !isSameFolder(root.place, place) || (await rootState(root.path)) !== 'offline') continue
      roots.move(root.id, absolute, place)
      save()
      roots.scan(root.id)
      return { ...root, path: absolute, place }
    }
    const record = { ...newRoot(absolute, isSample), place }
    const inner = roots.records.filter((root) => toRelative(absolute, root.path) !== undefined)
    roots.add(record)
    for (const root of inner) await this.#absorb(root, record)
    save()
    roots.scan(record.id)
    return record
  }

  /** What is undefined stays as it is. Throws NOT_FOUND. */
  change(id: string, changes: { [K in keyof RootSettings]?: RootSettings[K] | undefined }): void {
    const { roots, pipeline, save } = this.#options
    const defined = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    roots.change(id, defined)
    // What is still wanted is queued again by the scan.
    pipeline.drop((item) => item.root === id)
    save()
  }

  /** Its entries are deleted, its files are not touched. */
  async remove(id: string): Promise<void> {
    const { roots, catalog, writer, pipeline, save } = this.#options
    await roots.remove(id)
    pipeline.drop((item) => item.root === id)
    for (const item of [...catalog.all()]) if (item.root === id) catalog.delete(item.id)
    await writer.removeRoot(id)
    save() // last: a kill before this leaves the folder in the list, and the next start reads it again
  }

  /** A folder above an indexed one was added: the inner one's items become the outer one's, vectors and all. */
  async #absorb(inner: RootRecord, outer: RootRecord): Promise<void> {
    const { roots, catalog, writer, pipeline, committer } = this.#options
    const prefix = toRelative(outer.path, inner.path) ?? ''
    for (const item of [...catalog.all()].filter((known) => known.root === inner.id)) {
      const path = `${prefix}/${item.path}`
      const folder = item.folder === '' ? prefix : `${prefix}/${item.folder}`
      const moved: ItemRow = { ...item, root: outer.id, path, folder }
      catalog.set(moved)
      writer.put(moved)
    }
    pipeline.drop((item) => item.root === inner.id)
    await roots.remove(inner.id)
    await committer.commit()
  }
}

async function requireFolder(path: string): Promise<void> {
  const state = await rootState(path)
  if (state === 'offline') {
    throw new FoveaError('FOLDER_NOT_FOUND', `There is no folder "${path}".`, { retry: 'choose-folder' })
  }
  if (state === 'unreadable') {
    throw new FoveaError('FOLDER_UNREADABLE', `The folder "${path}" cannot be read: check its permissions.`, {
      retry: 'choose-folder',
    })
  }
}
