/** Makes the library agree with the disk: queues new and changed files, recognises moved ones, lets go of missing ones. */
import { randomBytes } from 'node:crypto'
import { noMetadata, type ItemRow } from '../store/schema'
import type { StoreWriter } from '../store/writer'
import type { Catalog } from './catalog'
import { compare } from './changes'
import { kindOf } from './file-kinds'
import type { RootRecord } from './library-file'
import { folderOf, nameOf, toAbsolute } from './paths'
import type { Outcome, Pipeline, Task } from './pipeline'
import type { FoundFile } from './scan'

/** From this many new files on, they are written as pending at once, so that they are counted even after a kill. */
const persistPendingFrom = 200

export interface ReconcilerOptions {
  catalog: Catalog
  writer: StoreWriter
  pipeline: () => Pipeline
  /** Whether an item is known to be a copy: the file it may have come from was seen beside it. */
  isCopy: (id: string) => boolean
  onQueued: (files: number) => void
  onSettled: (item: ItemRow, outcome: Outcome) => void
}

/**
 * [Note: moved files] Identity goes with content: whatever a person has said of a photo follows its file. A rename is a
 * missing file and a new one. Size and time survive it, so a missing item that looks like one of the new files is kept
 * undecided until those files have been read; one that turns out to have the same content takes the item over, with
 * its identity. Missing items that look like no new file are gone at once, and a file that comes back later takes over the
 * gone item of its content in the same way.
 *
 * An item whose place has another file now, while a file elsewhere looks as its own did, was moved, and something else put
 * in its place: names were swapped, or shifted by one. It is undecided too, and the file in its place a new one.
 *
 * Between roots, the new file is often seen before the old one is missed. It is an item of its own until then: a copy, for
 * all that is known, and the old place is looked at again (look-back.ts). One that was first seen after the missing file
 * was last seen, and never beside it, hands over its place to it.
 */
export class Reconciler {
  readonly #options: ReconcilerOptions
  readonly #undecided = new Map<string, ItemRow>()
  /** Items queued or being read, and whether their file changed again meanwhile. */
  readonly #queued = new Map<string, { looks: string; changedAgain: boolean }>()

  constructor(options: ReconcilerOptions) {
    this.#options = options
  }

  /** `live` files were changed under our eyes and go before all others. */
  apply(
    root: RootRecord,
    known: Iterable<ItemRow>,
    found: readonly FoundFile[],
    unreadable: readonly string[],
    live: boolean,
  ): void {
    const { read, missing } = compare(known, found, unreadable, (id) => this.#options.catalog.isStale(id))
    this.#enqueue(root, read, missing, live)
  }

  /** Reads files again although nothing about them changed. */
  readAgain(root: RootRecord, items: readonly ItemRow[]): void {
    const read = items.map((item) => ({ file: { path: item.path, size: item.size, mtime: item.mtime }, item }))
    this.#enqueue(root, read, [], false)
  }

  /** Takes over the item of a missing or gone file with this content: of several, the one most like the file's own. */
  claimMissing(hash: string, { root, path, name }: ItemRow): ItemRow | undefined {
    const rank = (item: ItemRow): number =>
      (item.root === root && item.path === path ? 4 : 0) +
      (item.state === 'gone' ? 0 : 2) +
      (item.name === name ? 1 : 0)
    const [best] = this.#options.catalog
      .withContent(hash)
      .filter((item) => item.state === 'gone' || this.#undecided.has(item.id))
      .sort((a, b) => rank(b) - rank(a) || a.addedAt - b.addedAt)
    if (best) this.#undecided.delete(best.id)
    return best
  }

  /** Whether an item is about to change. */
  #isUnsure(id: string): boolean {
    return this.#queued.has(id) || this.#undecided.has(id)
  }

  #enqueue(
    root: RootRecord,
    read: readonly { file: FoundFile; item: ItemRow | undefined }[],
    missing: readonly ItemRow[],
    live: boolean,
  ): void {
    const { catalog, writer, pipeline, onQueued } = this.#options
    const looks = new Set(
      read.filter(({ file, item }) => !item || hasChanged(item, file)).map(({ file }) => looksLike(file)),
    )
    const undecided: ItemRow[] = []
    for (const item of missing) {
      if (item.state === 'ready' && looks.has(looksLike(item))) undecided.push(item)
      else this.#letGo(item, root.scannedAt)
    }
    const isDisplaced = (item: ItemRow, file: FoundFile): boolean =>
      item.state === 'ready' && hasChanged(item, file) && looks.has(looksLike(item)) && !this.#queued.has(item.id)
    const items = read.map(({ file, item }) => {
      if (!item) return newItem(root, file)
      if (!isDisplaced(item, file)) return { ...item, size: file.size, mtime: file.mtime }
      undecided.push(item)
      return newItem(root, file)
    })
    for (const item of undecided) this.#undecided.set(item.id, item)

    const fresh = items.filter((item) => !catalog.get(item.id))
    for (const item of fresh) catalog.set(item)
    if (fresh.length >= persistPendingFrom) for (const item of fresh) writer.put(item)

    let left = items.length
    const decide = (): void => {
      for (const item of undecided) if (this.#undecided.delete(item.id)) this.#decide(item, root)
    }
    const tasks: Task[] = []
    for (const item of items) {
      const queued = this.#queued.get(item.id)
      if (queued) {
        queued.changedAgain ||= queued.looks !== looksLike(item)
        left--
        continue
      }
      const state = { looks: looksLike(item), changedAgain: false }
      this.#queued.set(item.id, state)
      tasks.push({
        item,
        absolutePath: toAbsolute(root.path, item.path),
        settle: (outcome) => {
          this.#queued.delete(item.id)
          if (--left === 0) decide()
          // A file that vanished is looked for again, as is one that changed while it was read.
          this.#options.onSettled(item, state.changedAgain ? 'vanished' : outcome)
        },
      })
    }
    if (left === 0) decide()
    if (tasks.length === 0) return
    onQueued(tasks.length)
    pipeline().push(tasks, live)
  }

  /** Nobody has the content of this item: its file was edited after all, or is gone. */
  #decide(item: ItemRow, root: RootRecord): void {
    const inPlace = this.#options.catalog.at(item.root, item.path)
    if (inPlace?.state === 'ready' && inPlace.id !== item.id && !this.#isUnsure(inPlace.id))
      this.#takeOver(item, inPlace)
    else this.#letGo(item, root.scannedAt)
  }

  /** One photo was known as two: it keeps the older identity, and what was said of either. */
  #takeOver(item: ItemRow, successor: ItemRow): void {
    const { catalog, writer } = this.#options
    const { id, addedAt, favorite, userRating } = item
    catalog.setStale(id, catalog.isStale(successor.id))
    catalog.delete(successor.id)
    writer.remove(successor.id)
    const kept: ItemRow = {
      ...successor,
      id,
      addedAt,
      favorite: favorite || successor.favorite,
      userRating: userRating ?? successor.userRating,
    }
    catalog.set(kept)
    writer.put(kept)
  }

  /**
   * A photo is kept as gone for a while (its vector may be wanted again); what never became one is forgotten.
   * `seenAt`: when its file was last known to be there.
   */
  #letGo(item: ItemRow, seenAt = Infinity): void {
    const { catalog, writer, isCopy } = this.#options
    const successor = catalog
      .withContent(item.hash ?? '')
      .filter(({ id, state, addedAt }) => id !== item.id && state === 'ready' && addedAt > seenAt)
      .find(({ id }) => !this.#isUnsure(id) && !isCopy(id))
    if (item.state === 'ready' && successor) {
      this.#takeOver(item, successor)
    } else if (item.state === 'ready') {
      const gone: ItemRow = { ...item, state: 'gone', goneAt: Date.now() }
      catalog.set(gone)
      writer.put(gone)
    } else {
      catalog.delete(item.id)
      writer.remove(item.id)
    }
  }
}

function hasChanged(item: ItemRow, file: FoundFile): boolean {
  return looksLike(item) !== looksLike(file)
}

export function looksLike({ size, mtime }: { size: number; mtime: number }): string {
  return `${String(size)}:${String(mtime)}`
}

function newItem(root: RootRecord, file: FoundFile): ItemRow {
  return {
    id: randomBytes(16).toString('hex'),
    root: root.id,
    path: file.path,
    folder: folderOf(file.path),
    name: nameOf(file.path),
    kind: kindOf(file.path),
    size: file.size,
    mtime: file.mtime,
    hash: null,
    width: null,
    height: null,
    duration: null,
    ...noMetadata,
    metadataVersion: 0,
    phash: null,
    favorite: false,
    userRating: null,
    date: Math.round(file.mtime),
    state: 'pending',
    failure: null,
    addedAt: Date.now(),
    goneAt: null,
  }
}
