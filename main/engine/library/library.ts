/** The indexer's library: the user's folders, kept in agreement with the store by scanning, watching and indexing. */
import { basename, resolve } from 'node:path'
import {
  failureSentences,
  FoveaError,
  type ErrorShape,
  type LibraryStatus,
  type PauseReason,
  type Root,
} from '../../../contract'
import { Encoder } from '../encoder/encoder'
import type { Home } from '../home'
import { sweepThumbnails } from '../media/thumbnails'
import { freeBytes as freeBytesOnDisk, isDiskFull } from '../store/disk'
import { takeLock } from '../store/lock'
import { diskFullError, openStoreForWriting, storeError, type Store } from '../store/store'
import { StoreWriter } from '../store/writer'
import type { ItemRow } from '../store/schema'
import type { Catalog } from './catalog'
import { Committer } from './committer'
import { newRoot, readLibraryFile, writeLibraryFile, type LibraryFile, type RootRecord } from './library-file'
import { loadCatalog } from './load'
import { isUnder, toAbsolute, toRelative } from './paths'
import { Pipeline, type Outcome } from './pipeline'
import { Reconciler } from './reconciler'
import { scan, statPhoto, type FoundFile } from './scan'
import { Progress, StatusFeed } from './status'
import { RootWatcher, rootState } from './watch'

/** How often folders that cannot be watched, or are away, are looked at. */
const rescanEveryMs = 5 * 60_000
const lookForOfflineEveryMs = 5_000

const offlineMessage =
  'The folder is not there right now. Its photos are still found; they come back when the drive does.'
const unreadableMessage = 'The folder cannot be read: check its permissions.'
const tooManyToWatchMessage =
  'There are too many folders to watch: changes are looked for every five minutes. On Linux, raising fs.inotify.max_user_watches helps.'

export interface LibraryOptions {
  home: Home
  modelFolder: string
  onDiskFull: 'wait' | 'fail'
  /** CPU threads of the image tower. */
  threads?: number
  /** Index although the user has paused indexing: they have asked for it by hand. */
  ignorePause?: boolean
  /** Replaceable so that a full disk can be tested. */
  freeBytes?: (folder: string) => Promise<number>
}

interface LiveRoot {
  record: RootRecord
  state: Root['state']
  message?: string
  /** Folders (relative) that could not be listed by the last full scan. */
  unreadable: string[]
  watcher?: RootWatcher
  /** The system cannot watch this many folders. */
  tooManyToWatch: boolean
  lastScan: number
}

export interface IndexSummary {
  found: number
  indexed: number
  embedded: number
  reused: number
  failed: { path: string; reason: string }[]
}

export class Library {
  readonly #options: LibraryOptions
  readonly #store: Store
  readonly #catalog: Catalog
  readonly #writer: StoreWriter
  readonly #pipeline: Pipeline
  readonly #reconciler: Reconciler
  readonly #committer: Committer
  readonly #progress = new Progress()
  readonly #feed: StatusFeed
  readonly #releaseLock: () => void
  readonly #roots = new Map<string, LiveRoot>()
  readonly #stop = new AbortController()
  #file: LibraryFile
  #scans: Promise<void> = Promise.resolve()
  #scanning = 0
  #folder = ''
  #revision = 0
  #pausedBy = new Set<PauseReason>()
  #error: FoveaError | undefined
  #timer: NodeJS.Timeout | undefined
  #watching = false

  private constructor(
    options: LibraryOptions,
    encoder: Encoder,
    store: Store,
    catalog: Catalog,
    file: LibraryFile,
    releaseLock: () => void,
  ) {
    this.#options = options
    this.#store = store
    this.#catalog = catalog
    this.#file = file
    this.#releaseLock = releaseLock
    for (const record of file.roots) this.#roots.set(record.id, newLiveRoot(record))
    if (file.paused && !options.ignorePause) this.#pausedBy.add('user')
    const freeBytes = options.freeBytes ?? freeBytesOnDisk
    this.#writer = new StoreWriter(store, {
      folder: options.home.root,
      freeBytes,
      onOrphan: (item) => {
        this.#readOrphanAgain(item)
      },
    })
    this.#pipeline = new Pipeline({
      catalog,
      writer: this.#writer,
      encoder,
      thumbnails: options.home.thumbnails,
      claimMissing: (hash) => this.#reconciler.claimMissing(hash),
      isWanted: (root) => this.#roots.has(root),
      onBlocked: (error) => {
        this.#committer.handle(isDiskFull(error) ? diskFullError(error) : error)
      },
      onIdle: () => {
        this.#committer.touch()
      },
    })
    this.#reconciler = new Reconciler({
      catalog,
      writer: this.#writer,
      pipeline: () => this.#pipeline,
      onQueued: (files) => {
        this.#progress.add(files, this.#pipeline.isIdle)
        this.#feed.touch()
      },
      onSettled: (item, outcome) => {
        this.#settled(item, outcome)
      },
    })
    this.#committer = new Committer({
      store,
      writer: this.#writer,
      freeBytes: () => freeBytes(options.home.root),
      onDiskFull: options.onDiskFull,
      isIdle: () => this.#pipeline.isIdle,
      onCommitted: () => {
        this.#revision++
        this.#feed.touch()
      },
      onWaitingForDisk: (waiting) => {
        this.#setPaused('disk-full', waiting)
      },
      onError: (error) => {
        this.#fail(error)
      },
    })
    this.#feed = new StatusFeed(() => this.status())
    if (this.#pausedBy.size > 0) this.#pipeline.pause()
  }

  /** Throws STORE_LOCKED, STORE_NEWER, STORE_DAMAGED, MODEL_DAMAGED or MODEL_UNSUPPORTED; nothing was changed then. */
  static async open(options: LibraryOptions): Promise<Library> {
    const encoder = await Encoder.open(
      options.modelFolder,
      options.threads === undefined ? {} : { threads: options.threads },
    )
    await encoder.loadImageTower()
    const releaseLock = takeLock(options.home.lockFile)
    try {
      const file = readLibraryFile(options.home.libraryFile)
      const store = await openStoreForWriting(options.home.store, encoder.identity)
      const { catalog, forgotSome } = await loadCatalog(store).catch((error: unknown) => {
        throw storeError(error)
      })
      const library = new Library(options, encoder, store, catalog, file, releaseLock)
      if (forgotSome) await library.#sweep()
      return library
    } catch (error) {
      releaseLock()
      throw error
    }
  }

  get roots(): RootRecord[] {
    return [...this.#roots.values()].map(({ record }) => record)
  }

  /** Adds a folder and begins to index it. A folder already covered by another is not added twice. */
  async addFolder(path: string, isSample = false): Promise<RootRecord> {
    const absolute = resolve(path)
    await requireFolder(absolute)
    for (const { record } of this.#roots.values()) {
      if (record.path === absolute || toRelative(record.path, absolute) !== undefined) {
        this.#scan(record)
        return record
      }
    }
    const record = newRoot(absolute, isSample)
    const inner = [...this.#roots.values()].filter((root) => toRelative(absolute, root.record.path) !== undefined)
    this.#roots.set(record.id, newLiveRoot(record))
    for (const root of inner) await this.#absorb(root, record)
    this.#save()
    this.#scan(record)
    return record
  }

  /** Takes a folder out of the library: its entries are deleted, its files are not touched. */
  async removeRoot(id: string): Promise<void> {
    const root = this.#roots.get(id)
    if (!root) throw new FoveaError('NOT_FOUND', 'This folder is not in the library any more.')
    this.#roots.delete(id)
    await root.watcher?.close()
    this.#pipeline.drop((item) => item.root === id)
    for (const item of [...this.#catalog.all()]) if (item.root === id) this.#catalog.delete(item.id)
    await this.#writer.removeRoot(id)
    this.#save() // last: a kill before this leaves the folder in the list, and the next start reads it again
    this.#revision++
    this.#feed.touch()
    await this.#sweep()
  }

  /** Compares all roots, or one, with the disk. Answers at once. */
  rescan(id?: string): void {
    for (const { record } of this.#roots.values()) if (id === undefined || record.id === id) this.#scan(record)
  }

  /** Reads every failed file again. */
  retryFailed(): void {
    for (const { record } of this.#roots.values()) {
      const failed = [...this.#catalog.inRoot(record.id)].filter((item) => item.state === 'failed')
      this.#reconciler.readAgain(record, failed)
    }
  }

  pause(): void {
    this.#file = { ...this.#file, paused: true }
    this.#save()
    this.#setPaused('user', true)
  }

  resume(): void {
    this.#file = { ...this.#file, paused: false }
    this.#save()
    this.#setPaused('user', false)
  }

  /** Scans all roots and keeps them live from now on. */
  start(): void {
    this.#watching = true
    this.rescan()
    this.#timer = setInterval(() => {
      const now = Date.now()
      for (const { record, state, lastScan } of this.#roots.values()) {
        const isAway = state === 'offline' || state === 'unreadable'
        if (isAway || (state === 'rescanning' && now - lastScan > rescanEveryMs)) this.#scan(record)
      }
    }, lookForOfflineEveryMs)
  }

  /** Resolves when everything found so far is indexed and committed. Rejects when indexing had to stop. */
  async settled(): Promise<void> {
    for (;;) {
      const scans = this.#scans
      await scans
      await this.#pipeline.quiet()
      this.#throwIfStopped()
      await this.#committer.commit()
      this.#throwIfStopped()
      if (this.#writer.waiting === 0 && this.#pipeline.isIdle && scans === this.#scans) return
    }
  }

  /** What was done since the library was opened, and the state of these folders (absolute paths) or of everything. */
  summary(folders?: readonly string[]): IndexSummary {
    const { embedded, reused } = this.#progress.sinceOpened
    const summary: IndexSummary = { found: 0, indexed: 0, embedded, reused, failed: [] }
    const wanted = folders?.map((folder) => resolve(folder))
    for (const { record, unreadable } of this.#roots.values()) {
      const covers = (path: string): boolean =>
        wanted?.some((folder) => path === folder || toRelative(folder, path) !== undefined) ?? true
      for (const item of this.#catalog.inRoot(record.id)) {
        const path = toAbsolute(record.path, item.path)
        if (!covers(path)) continue
        summary.found++
        if (item.state === 'ready') summary.indexed++
        if (item.state === 'failed')
          summary.failed.push({ path, reason: failureSentences[item.failure ?? 'unreadable'] })
      }
      for (const folder of unreadable) {
        const path = toAbsolute(record.path, folder)
        if (covers(path)) summary.failed.push({ path, reason: 'The folder could not be read: check its permissions.' })
      }
    }
    return summary
  }

  status(): LibraryStatus {
    const { rate, etaSeconds } = this.#progress.speed()
    const isWorking = !this.#pipeline.isIdle
    const phase = this.#error
      ? 'failed'
      : this.#pausedBy.size > 0
        ? 'paused'
        : isWorking
          ? 'indexing'
          : this.#scanning > 0
            ? 'scanning'
            : 'idle'
    return {
      phase,
      pausedBy: [...this.#pausedBy],
      ...(this.#error ? { error: this.#error.toShape() } : {}),
      counts: this.#catalog.counts(),
      run: this.#progress.run,
      rate: phase === 'indexing' ? rate : 0,
      etaSeconds: phase === 'indexing' ? etaSeconds : null,
      folder: isWorking || this.#scanning > 0 ? this.#folder : '',
      roots: [...this.#roots.values()].map((root) => this.describeRoot(root.record.id)),
      revision: this.#revision,
    }
  }

  describeRoot(id: string): Root {
    const root = this.#roots.get(id)
    if (!root) throw new FoveaError('NOT_FOUND', 'This folder is not in the library any more.')
    const { record, state, message } = root
    return {
      id,
      path: record.path,
      name: basename(record.path) || record.path,
      state,
      ...(message === undefined ? {} : { message }),
      ...this.#catalog.counts(id),
      isSample: record.isSample,
    }
  }

  subscribe(listener: (status: LibraryStatus) => void): () => void {
    return this.#feed.subscribe(listener)
  }

  /** Finishes the files in work, commits, and lets go of the store. */
  async close(): Promise<void> {
    this.#stop.abort()
    clearInterval(this.#timer)
    await Promise.all([...this.#roots.values()].map((root) => root.watcher?.close() ?? Promise.resolve()))
    await this.#scans
    await this.#pipeline.close()
    await this.#committer.close()
    this.#feed.close()
    this.#store.close()
    this.#releaseLock()
  }

  #throwIfStopped(): void {
    if (this.#error) throw this.#error
    if (this.#pausedBy.size > 0) throw new FoveaError('CANCELLED', 'Indexing is paused.')
  }

  #settled(item: ItemRow, outcome: Outcome): void {
    this.#progress.settle(outcome)
    this.#folder = item.folder
    // Looked for again: what vanished, and what came to belong to another root while it was being read.
    const { root: id, path } = this.#catalog.get(item.id) ?? item
    const root = this.#roots.get(id)
    if (root && (outcome === 'vanished' || id !== item.root)) this.#scanPaths(root.record, [path])
    this.#committer.touch()
    this.#feed.touch()
  }

  #readOrphanAgain(item: ItemRow): void {
    const root = this.#roots.get(item.root)
    if (!root) return
    this.#catalog.set({ ...item, state: 'pending', hash: null })
    this.#scanPaths(root.record, [item.path])
  }

  #setPaused(reason: PauseReason, paused: boolean): void {
    if (paused) this.#pausedBy.add(reason)
    else this.#pausedBy.delete(reason)
    if (this.#pausedBy.size > 0) this.#pipeline.pause()
    else this.#pipeline.resume()
    this.#feed.touch()
  }

  #fail(error: FoveaError): void {
    this.#error = error
    this.#pipeline.pause()
    this.#feed.touch()
  }

  #save(): void {
    this.#file = { ...this.#file, roots: this.roots }
    try {
      writeLibraryFile(this.#options.home.libraryFile, this.#file)
    } catch (error) {
      throw storeError(error)
    }
  }

  /** Scans run one after the other: the disk is the bottleneck, and two at once would disagree about moves. */
  #queueScan(root: RootRecord, work: (live: LiveRoot) => Promise<void>): void {
    this.#scanning++
    this.#scans = this.#scans
      .then(async () => {
        const live = this.#roots.get(root.id)
        if (live && !this.#stop.signal.aborted) await work(live)
      })
      .catch((error: unknown) => {
        if (!this.#stop.signal.aborted) this.#fail(FoveaError.from(error))
      })
      .finally(() => {
        this.#scanning--
        this.#committer.touch()
        this.#feed.touch()
      })
    this.#feed.touch()
  }

  #scan(root: RootRecord): void {
    this.#queueScan(root, async (live) => {
      if (!(await this.#isThere(live))) return
      live.state = 'scanning'
      const result = await scan(root.path, '', {
        exclude: [this.#options.home.root],
        signal: this.#stop.signal,
        onFolder: (folder) => {
          this.#folder = folder
          this.#feed.touch()
        },
      }).catch((error: unknown) => {
        if (this.#stop.signal.aborted) throw error
        return undefined // the folder went away while it was scanned: the next line says so
      })
      if (!(await this.#isThere(live))) return
      if (!result) {
        live.state = 'unreadable'
        live.message = unreadableMessage
        return
      }
      live.unreadable = result.unreadable
      live.lastScan = Date.now()
      if (this.#watching) this.#watch(live)
      live.state = live.watcher ? 'watching' : 'rescanning'
      if (live.tooManyToWatch) live.message = tooManyToWatchMessage
      this.#reconciler.apply(root, this.#catalog.inRoot(root.id), result.files, result.unreadable, false)
    })
  }

  /** Looks again at some paths (files or folders) of a root. */
  #scanPaths(root: RootRecord, paths: readonly string[]): void {
    this.#queueScan(root, async (live) => {
      if (!(await this.#isThere(live))) return
      const found = new Map<string, FoundFile>()
      const unreadable: string[] = []
      for (const path of paths) {
        const file = await statPhoto(root.path, path)
        if (file) found.set(file.path, file)
        else {
          const options = { exclude: [this.#options.home.root], signal: this.#stop.signal }
          const result = await scan(root.path, path, options).catch(() => undefined)
          for (const inner of result?.files ?? []) found.set(inner.path, inner)
          unreadable.push(...(result?.unreadable ?? []))
        }
      }
      if (!(await this.#isThere(live))) return
      const known = [...this.#catalog.inRoot(root.id)].filter((item) => paths.some((path) => isUnder(item.path, path)))
      this.#reconciler.apply(root, known, [...found.values()], unreadable, true)
    })
  }

  /** Whether a root can be read; if not, says so in its state and leaves everything known of it as it is. */
  async #isThere(live: LiveRoot): Promise<boolean> {
    const { path, id } = live.record
    const state = await rootState(path)
    delete live.message
    // An empty folder where photos were is what an unplugged drive leaves at its mount point.
    if (state === 'there' || (state === 'empty' && this.#catalog.counts(id).ready === 0)) return true
    live.state = state === 'unreadable' ? 'unreadable' : 'offline'
    live.message = live.state === 'offline' ? offlineMessage : unreadableMessage
    // What was watched is not there any more; a new watcher begins when it is back.
    void live.watcher?.close()
    delete live.watcher
    return false
  }

  #watch(live: LiveRoot): void {
    if (live.watcher || live.tooManyToWatch) return
    const { record } = live
    const watcher = new RootWatcher(record.path, [this.#options.home.root], {
      onChanged: (paths) => {
        if (paths.includes('')) this.#scan(record)
        else this.#scanPaths(record, paths)
      },
      onOverload: () => {
        void watcher.close()
        delete live.watcher
        live.tooManyToWatch = true
        live.state = 'rescanning'
        live.message = tooManyToWatchMessage
        this.#feed.touch()
      },
    })
    live.watcher = watcher
    // What changed between the scan before and now may have been seen by neither.
    void watcher.ready().then(() => {
      this.#scan(record)
    })
  }

  /** A folder above an indexed one was added: the inner one's items become the outer one's, vectors and all. */
  async #absorb(inner: LiveRoot, outer: RootRecord): Promise<void> {
    await inner.watcher?.close()
    const prefix = toRelative(outer.path, inner.record.path) ?? ''
    for (const item of [...this.#catalog.all()].filter((known) => known.root === inner.record.id)) {
      const path = `${prefix}/${item.path}`
      const folder = item.folder === '' ? prefix : `${prefix}/${item.folder}`
      const moved: ItemRow = { ...item, root: outer.id, path, folder }
      this.#catalog.set(moved)
      this.#writer.put(moved)
    }
    this.#pipeline.drop((item) => item.root === inner.record.id)
    this.#roots.delete(inner.record.id)
    await this.#committer.commit()
  }

  async #sweep(): Promise<void> {
    const wanted = new Set([...this.#catalog.all()].map((item) => item.hash))
    await sweepThumbnails(this.#options.home.thumbnails, (hash) => wanted.has(hash))
  }
}

function newLiveRoot(record: RootRecord): LiveRoot {
  return { record, state: 'scanning', unreadable: [], tooManyToWatch: false, lastScan: 0 }
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

/** The status before there is a library: it is being opened, or could not be. */
export function statusWithoutLibrary(error?: ErrorShape): LibraryStatus {
  return {
    phase: error ? 'failed' : 'starting',
    pausedBy: [],
    ...(error ? { error } : {}),
    counts: { ready: 0, pending: 0, failed: 0 },
    run: { done: 0, total: 0, embedded: 0, reused: 0, failed: 0 },
    rate: 0,
    etaSeconds: null,
    folder: '',
    roots: [],
    revision: 0,
  }
}
