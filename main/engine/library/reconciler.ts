/** Makes the library agree with the disk: queues new and changed files, recognises moved ones, lets go of missing ones. */
import { randomBytes } from 'node:crypto'
import { noMetadata, type ItemRow } from '../store/schema'
import type { StoreWriter } from '../store/writer'
import type { Catalog } from './catalog'
import { compare } from './changes'
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
  onQueued: (files: number) => void
  onSettled: (item: ItemRow, outcome: Outcome) => void
}

/**
 * [Note: moved files] A rename is a missing file and a new one. Size and time survive it, so a missing item that
 * looks like one of the new files is kept undecided until those files have been read; one that turns out to have the
 * same content takes the item over, with its identity. Missing items that look like no new file are gone at once.
 * A file that comes back later takes over the gone item of its content in the same way.
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
    const { read, missing } = compare(known, found, unreadable)
    this.#enqueue(root, read, missing, live)
  }

  /** Reads files again although nothing about them changed. */
  readAgain(root: RootRecord, items: readonly ItemRow[]): void {
    const read = items.map((item) => ({ file: { path: item.path, size: item.size, mtime: item.mtime }, item }))
    this.#enqueue(root, read, [], false)
  }

  /** Takes over the item of a missing or gone file with this content. */
  claimMissing(hash: string): ItemRow | undefined {
    const { catalog } = this.#options
    for (const item of this.#undecided.values()) {
      if (item.hash !== hash) continue
      this.#undecided.delete(item.id)
      return item
    }
    return catalog.withContent(hash).find((item) => item.state === 'gone')
  }

  #enqueue(
    root: RootRecord,
    read: readonly { file: FoundFile; item: ItemRow | undefined }[],
    missing: readonly ItemRow[],
    live: boolean,
  ): void {
    const { catalog, writer, pipeline, onQueued } = this.#options
    const looks = new Set(read.filter(({ item }) => !item).map(({ file }) => looksLike(file)))
    const undecided: ItemRow[] = []
    for (const item of missing) {
      if (item.state === 'ready' && looks.has(looksLike(item))) undecided.push(item)
      else this.#letGo(item)
    }
    for (const item of undecided) this.#undecided.set(item.id, item)

    const items = read.map(({ file, item }) =>
      item ? { ...item, size: file.size, mtime: file.mtime } : newItem(root, file),
    )
    const fresh = items.filter((item) => !catalog.get(item.id))
    for (const item of fresh) catalog.set(item)
    if (fresh.length >= persistPendingFrom) for (const item of fresh) writer.put(item)

    let left = items.length
    const decide = (): void => {
      for (const item of undecided) if (this.#undecided.delete(item.id)) this.#letGo(item)
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

  /** A photo is kept as gone for a while (its vector may be wanted again); what never became one is forgotten. */
  #letGo(item: ItemRow): void {
    const { catalog, writer } = this.#options
    if (item.state === 'ready') {
      const gone: ItemRow = { ...item, state: 'gone', goneAt: Date.now() }
      catalog.set(gone)
      writer.put(gone)
    } else {
      catalog.delete(item.id)
      writer.remove(item.id)
    }
  }
}

function looksLike({ size, mtime }: { size: number; mtime: number }): string {
  return `${String(size)}:${String(mtime)}`
}

function newItem(root: RootRecord, file: FoundFile): ItemRow {
  return {
    id: randomBytes(16).toString('hex'),
    root: root.id,
    path: file.path,
    folder: folderOf(file.path),
    name: nameOf(file.path),
    kind: 'image',
    size: file.size,
    mtime: file.mtime,
    hash: null,
    width: null,
    height: null,
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
