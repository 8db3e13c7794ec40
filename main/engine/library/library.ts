/** The indexer's library: the user's folders, kept in agreement with the store by scanning, watching and indexing. */
import {
  FoveaError,
  type CpuShare,
  type LibraryStatus,
  type Power,
  type ReadingMode,
  type Root,
  type Upgrade,
} from '../../../contract'
import { Encoder } from '../encoder/encoder'
import { beginOn, endWell, verdictKey } from '../encoder/providers'
import type { Home } from '../home'
import { bridgeKind, folderOf } from '../models/bridge-kind'
import { Places } from '../media/places'
import { sweepThumbnails } from '../media/thumbnails'
import type { VideoFrames } from '../media/video'
import { WordReader } from '../recognition/word-reader'
import { executionOf } from '../models/execution'
import { SpeedMeter } from '../models/speeds'
import { freeBytes as freeBytesOnDisk } from '../store/disk'
import { isRemote } from '../store/address'
import { takeLock } from '../store/lock'
import type { Backup } from '../store/backup'
import { storeError, type Store } from '../store/store'
import type { Previous } from '../store/previous'
import { StoreWriter } from '../store/writer'
import type { EncoderIdentity, ItemRow } from '../store/schema'
import type { Catalog } from './catalog'
import { Committer } from './committer'
import { catchUp } from './encoder-change'
import { FolderList } from './folder-list'
import { readLibraryFile, writeLibraryFile, type LibraryFile, type RootRecord } from './library-file'
import { LiveRoots } from './live-roots'
import { LookBack } from './look-back'
import { openStore, openWords, type Opened, type OpenedWords } from './opening'
import { readMounts, type MountTable } from './mounts'
import { Pipeline, type Outcome } from './pipeline'
import { Quarantine } from './quarantine'
import { Reconciler } from './reconciler'
import { Progress, StatusFeed } from './status'
import { summarise, type IndexSummary } from './summary'
import { WritingTurn } from './shared'
import { Throttle } from './throttle'

export interface LibraryOptions {
  home: Home
  modelFolder: string
  /** The one that comes with Fovea: photos may have been embedded with it before. */
  starterModel: string
  /** Why it is not the model the person chose. */
  modelNotice?: string | undefined
  /** The file that places are named from. */
  gazetteer: string
  /** The folder of what reads words in pictures; without it none are read. */
  recogniser?: string
  onDiskFull: 'wait' | 'fail'
  /** Without it videos are listed as files that the app reads. */
  videoFrames?: VideoFrames | undefined
  /** CPU threads of the image tower. */
  threads?: number
  /** Index although the user has paused indexing: they have asked for it by hand. */
  ignorePause?: boolean
  /** Replaceable so that a full disk can be tested. */
  freeBytes?: (folder: string) => Promise<number>
  /** Replaceable so that drives can be tested. */
  mounts?: MountTable
}

export type { IndexSummary } from './summary'

/** What a library begins with. */
interface Begun {
  bank: readonly Float32Array[]
  file: LibraryFile
  opened: Opened
  quarantine: Quarantine
  releaseLock: () => void
  turn: WritingTurn | undefined
}

/** Of roots whose files cannot be reached. */
const awayStates: ReadonlySet<Root['state']> = new Set(['offline', 'unreadable'])

export class Library {
  readonly #options: LibraryOptions
  readonly #store: Store
  readonly #backup: Backup | undefined
  /** Of a library that machines share. */
  readonly #turn: WritingTurn | undefined
  readonly #notice: string | undefined
  readonly #previous: Previous | undefined
  #upgrade: Pick<Upgrade, 'from' | 'to' | 'bridge'> | undefined
  readonly #catalog: Catalog
  readonly #quarantine: Quarantine
  readonly #writer: StoreWriter
  readonly #pipeline: Pipeline
  readonly #reconciler: Reconciler
  readonly #committer: Committer
  readonly #progress = new Progress()
  readonly #speed: SpeedMeter
  readonly #verdictKey: string
  readonly #throttle: Throttle
  readonly #feed: StatusFeed
  readonly #releaseLock: () => void
  readonly #roots: LiveRoots
  readonly #folders: FolderList
  readonly #lookBack: LookBack
  readonly #reader: WordReader | undefined
  #file: LibraryFile
  #folder = ''
  /** 0 is that of a library that is still being opened: what was read meanwhile is read again. */
  #revision = 1
  #error: FoveaError | undefined

  private constructor(
    options: LibraryOptions,
    encoder: Encoder,
    bank: readonly Float32Array[],
    { store, catalog, backup, notice, previous }: Opened,
    quarantine: Quarantine,
    openedWords: OpenedWords | undefined,
    file: LibraryFile,
    releaseLock: () => void,
    turn: WritingTurn | undefined,
  ) {
    this.#options = options
    this.#store = store
    this.#backup = backup
    this.#turn = turn
    if (turn) {
      turn.onLost = (error) => {
        this.#fail(error)
      }
    }
    this.#notice = [options.modelNotice, notice].filter((sentence) => sentence !== undefined).join(' ') || undefined
    this.#catalog = catalog
    this.#previous = previous
    this.#quarantine = quarantine
    this.#file = file
    this.#releaseLock = releaseLock
    const { paused, pausedUntil, cpuShare } = file
    const wish = options.ignorePause
      ? { paused: false, pausedUntil: null, cpuShare }
      : { paused, pausedUntil, cpuShare }
    this.#verdictKey = verdictKey(encoder.manifest)
    this.#speed = new SpeedMeter(options.home.speedsFile, encoder.manifest)
    this.#throttle = new Throttle({
      wish,
      onChange: () => {
        this.#followThrottle()
      },
    })
    const freeBytes = options.freeBytes ?? freeBytesOnDisk
    this.#writer = new StoreWriter(store, {
      folder: options.home.root,
      bank,
      backup,
      before: turn && (() => turn.ensure()),
      previous,
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
      places: new Places(options.gazetteer),
      quarantine,
      throttle: this.#throttle,
      videoFrames: options.videoFrames,
      claimMissing: (hash, by) => this.#reconciler.claimMissing(hash, by),
      isWanted: (root) => this.#roots.has(root),
      onBlocked: (error) => {
        this.#committer.handle(error)
      },
      onIdle: () => {
        this.#speed.idle()
        this.#lookBack.flush()
        this.#committer.touch()
        this.#reader?.lookAgain()
      },
      onTower: (photos, ms) => {
        this.#speed.tower(photos, ms)
      },
    })
    this.#reconciler = new Reconciler({
      catalog,
      writer: this.#writer,
      pipeline: () => this.#pipeline,
      isCopy: (id) => this.#lookBack.isCopy(id),
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
        this.#throttle.setDiskFull(waiting)
      },
      onError: (error) => {
        this.#fail(error)
      },
    })
    this.#roots = new LiveRoots(file.roots, {
      catalog,
      mounts: options.mounts ?? readMounts,
      own: [options.home.root],
      ignorePause: options.ignorePause ?? false,
      onPlaced: () => {
        try {
          this.#save({ isNote: true })
        } catch (error) {
          this.#committer.handle(error)
        }
      },
      onScanned: (root, known, found, unreadable, live) => {
        this.#reconciler.apply(root, known, found, unreadable, live)
      },
      onAway: () => {
        this.#revision++
        this.#feed.touch()
      },
      onChange: () => {
        this.#feed.touch()
      },
      onScanEnded: () => {
        this.#committer.touch()
        this.#reader?.lookAgain()
        this.#feed.touch()
      },
      onError: (error) => {
        this.#fail(error)
      },
    })
    this.#folders = new FolderList({
      roots: this.#roots,
      catalog,
      writer: this.#writer,
      pipeline: this.#pipeline,
      committer: this.#committer,
      save: () => {
        this.#save()
      },
    })
    this.#lookBack = new LookBack(catalog, (root, paths) => this.#roots.scanPaths(root, paths))
    this.#feed = new StatusFeed(() => this.status())
    if (openedWords) {
      this.#reader = new WordReader({
        ...openedWords,
        mode: file.reading,
        catalog,
        thumbnails: options.home.thumbnails,
        folders: () => {
          const there = this.#roots.records.filter(({ id }) => !awayStates.has(this.#roots.describe(id).state))
          return new Map(there.map(({ id, path }) => [id, path]))
        },
        mayRead: () =>
          this.#pipeline.isIdle && !this.#roots.isScanning && !this.#throttle.isPaused && this.#error === undefined,
        turn: () => this.#throttle.turn(),
        onChange: () => {
          this.#feed.touch()
        },
        onDiskFull: (error) => {
          this.#committer.handle(error)
        },
      })
    }
    if (this.#throttle.isPaused) this.#pipeline.pause()
    this.#roots.lookAtAll()
  }

  /**
   * Throws STORE_LOCKED, STORE_NEWER, FILE_UNREADABLE, DISK_FULL, MODEL_DAMAGED or MODEL_UNSUPPORTED, and what a store on the network
   * throws; nothing was changed then.
   */
  static async open(options: LibraryOptions): Promise<Library> {
    let releaseLock: (() => void) | undefined
    let encoder: Encoder | undefined
    let turn: WritingTurn | undefined
    try {
      // Before the towers: who waits for another Fovea asks again and again, and would load them every time.
      releaseLock = takeLock(options.home.lockFile)
      const execution = await executionOf(options.home, options.modelFolder, options.threads ?? 2)
      encoder = await Encoder.open(options.modelFolder, { ...execution, madeTowers: options.home.madeTowers })
      // Before the first time anything runs on it: should that take the process down, it is known why.
      if (execution.provider !== 'cpu') beginOn(options.home.providersFile, verdictKey(encoder.manifest))
      if (isRemote(options.home.store)) turn = await WritingTurn.take(options.home)
      return await Library.#openWith(encoder, options, releaseLock, turn)
    } catch (error) {
      await turn?.release().catch(() => undefined)
      releaseLock?.()
      await encoder?.close()
      throw isRemote(options.home.store) ? error : storeError(error)
    }
  }

  static async #openWith(
    encoder: Encoder,
    options: LibraryOptions,
    releaseLock: () => void,
    turn: WritingTurn | undefined,
  ): Promise<Library> {
    await encoder.verifyImageTower()
    const bank = await encoder.loadBank()
    const file = readLibraryFile(options.home.libraryFile)
    const { home, freeBytes } = options
    const roots = file.roots.map(({ id }) => id)
    const opened = await openStore(encoder.identity, { home, bank, roots, freeBytes })
    let quarantine: Quarantine | undefined
    try {
      quarantine = new Quarantine(home.journalFile, ({ root, path, size, mtime }) => {
        const item = opened.catalog.at(root, path)
        const isSettled = item?.failure === 'crashed' && item.size === size && item.mtime === mtime
        return roots.includes(root) && !isSettled
      })
      return await Library.#begin(encoder, options, { bank, file, opened, quarantine, releaseLock, turn })
    } catch (error) {
      quarantine?.close()
      await opened.backup?.close()
      opened.store.close()
      throw error
    }
  }

  static async #begin(
    encoder: Encoder,
    options: LibraryOptions,
    { bank, file, opened, quarantine, releaseLock, turn }: Begun,
  ): Promise<Library> {
    const words = await openWords(options, opened.catalog)
    const library = new Library(options, encoder, bank, opened, quarantine, words, file, releaseLock, turn)
    await library.#describeUpgrade(encoder.identity)
    for (const item of opened.mended) library.#writer.put(item)
    await catchUp(options.home.encoderFile, opened.store, opened.catalog, library.#writer)
    if (opened.forgotSome) await library.#sweep()
    return library
  }

  get roots(): RootRecord[] {
    return this.#roots.records
  }

  /** Adds a folder and begins to index it. Throws FOLDER_NOT_FOUND or FOLDER_UNREADABLE. */
  addFolder(path: string, isSample = false): Promise<RootRecord> {
    return this.#folders.add(path, isSample)
  }

  /** Takes a folder out of the library: its entries are deleted, its files are not touched. */
  async removeRoot(id: string): Promise<void> {
    await this.#folders.remove(id)
    this.#revision++
    this.#feed.touch()
    await this.#sweep()
  }

  /** Throws NOT_FOUND. */
  changeRoot(id: string, changes: Parameters<FolderList['change']>[1]): Root {
    this.#folders.change(id, changes)
    return this.describeRoot(id)
  }

  /** Compares all roots, or one, with the disk. Answers at once. */
  rescan(id?: string): void {
    for (const root of this.roots) if (id === undefined || root.id === id) this.#roots.scan(root.id)
  }

  /** Reads every failed file again, or these. */
  retryFailed(ids?: readonly string[]): void {
    const chosen = ids && new Set(ids)
    for (const root of this.roots) {
      const failed = [...this.#catalog.inRoot(root.id)].filter(
        ({ id, state }) => state === 'failed' && (chosen?.has(id) ?? true),
      )
      for (const item of failed) this.#quarantine.forgive(item)
      this.#reconciler.readAgain(root, failed)
    }
  }

  /** In which pictures words are read from now on. */
  setReading(mode: ReadingMode): void {
    this.#file = { ...this.#file, reading: mode }
    this.#save()
    this.#reader?.setMode(mode)
    this.#feed.touch()
  }

  /** Resolves when the words in all pictures are read, or the person has paused. To be called once all is settled. */
  async wordsRead(): Promise<void> {
    if (!this.#reader) return
    for (;;) {
      await this.#throttle.obstaclesGone()
      this.#throwIfStopped()
      this.#reader.wake()
      await this.#reader.finished()
      this.#throwIfStopped()
      const { done, total, mode, problem } = this.#reader.progress
      if (mode === 'off' || done >= total || problem !== undefined) return
      if (!this.#throttle.isPaused) return
    }
  }

  /** Favourites and ratings; what is undefined stays as it is. */
  mark(
    ids: readonly string[],
    { favorite, rating }: { favorite?: boolean | undefined; rating?: number | null | undefined },
  ): void {
    for (const id of ids) {
      const item = this.#catalog.get(id)
      if (!item) continue
      const marked = {
        ...item,
        favorite: favorite ?? item.favorite,
        userRating: rating === undefined ? item.userRating : rating,
      }
      this.#catalog.set(marked)
      this.#writer.put(marked)
    }
    this.#committer.touch()
  }

  /** Until a time (ms since 1970), or until further notice. */
  pause(until: number | null = null): void {
    this.#throttle.pause(until)
    this.#save()
  }

  resume(): void {
    this.#throttle.resume()
    this.#save()
  }

  setShare(cpuShare: CpuShare): void {
    this.#throttle.setShare(cpuShare)
    this.#save()
  }

  setPower(power: Power): void {
    this.#throttle.setPower(power)
  }

  /** Whether a person waits for a search: indexing steps aside meanwhile. */
  setSearching(isSearching: boolean): void {
    this.#throttle.setSearching(isSearching)
  }

  /** Reads waiting photos of a folder and below, and of the folders that these photos lie in, before all others. */
  prioritise(itemIds: readonly string[], tree?: { root: string; folder: string }): void {
    const folders = new Map<string, Set<string>>()
    for (const id of itemIds) {
      const item = this.#catalog.get(id)
      if (!item) continue
      const known = folders.get(item.root)
      if (known) known.add(item.folder)
      else folders.set(item.root, new Set([item.folder]))
    }
    this.#pipeline.prioritise({ folders, tree })
  }

  /** Scans all roots and keeps them live from now on. */
  start(): void {
    this.#roots.watchAll()
  }

  /** Resolves when the scans asked for are done and what they let go of is written. */
  async scanned(): Promise<void> {
    await this.#roots.scans
    await this.#committer.commit()
    if (this.#error) throw this.#error
  }

  /** Resolves when everything found so far is indexed and committed. Rejects when indexing had to stop. */
  async settled(): Promise<void> {
    for (;;) {
      const { scans } = this.#roots
      await scans
      await this.#throttle.obstaclesGone()
      await this.#pipeline.quiet()
      this.#throwIfStopped()
      await this.#committer.commit()
      this.#throwIfStopped()
      if (this.#writer.waiting === 0 && this.#pipeline.isIdle && scans === this.#roots.scans) return
    }
  }

  /** What was done since the library was opened, and the state of these folders (absolute paths) or of everything. */
  summary(folders?: readonly string[]): IndexSummary {
    const { embedded, reused } = this.#progress.sinceOpened
    return { ...summarise(this.#catalog, this.#roots, folders), embedded, reused }
  }

  status(): LibraryStatus {
    const { rate, etaSeconds } = this.#progress.speed()
    const isWorking = !this.#pipeline.isIdle
    const phase = this.#error
      ? 'failed'
      : this.#throttle.standsStill(isWorking)
        ? 'paused'
        : isWorking
          ? 'indexing'
          : this.#roots.isScanning
            ? 'scanning'
            : 'idle'
    return {
      phase,
      pausedBy: this.#throttle.pausedBy,
      pausedUntil: this.#throttle.wish.pausedUntil,
      slowedBy: this.#throttle.slowedBy,
      cpuShare: this.#throttle.wish.cpuShare,
      ...(this.#error ? { error: this.#error.toShape() } : {}),
      ...(this.#notice === undefined ? {} : { notice: this.#notice }),
      ...this.#upgradeNow(),
      counts: this.#roots.counts(),
      kinds: this.#roots.kinds(),
      run: this.#progress.run,
      rate: phase === 'indexing' ? rate : 0,
      etaSeconds: phase === 'indexing' ? etaSeconds : null,
      folder: isWorking ? this.#folder : this.#roots.isScanning ? this.#roots.folder : '',
      roots: this.roots.map((root) => this.describeRoot(root.id)),
      reading: this.#reader?.progress ?? { mode: this.#file.reading, isReading: false, done: 0, total: 0 },
      revision: this.#revision,
    }
  }

  describeRoot(id: string): Root {
    return this.#roots.describe(id)
  }

  subscribe(listener: (status: LibraryStatus) => void): () => void {
    return this.#feed.subscribe(listener)
  }

  /** Finishes the files in work, commits, and lets go of the store. */
  async close(): Promise<void> {
    this.#throttle.close()
    await this.#roots.close()
    await this.#reader?.close()
    await this.#pipeline.close()
    await this.#committer.close()
    this.#speed.save()
    endWell(this.#options.home.providersFile, this.#verdictKey)
    this.#feed.close()
    await this.#backup?.close()
    this.#quarantine.close()
    this.#previous?.close()
    this.#store.close()
    try {
      await this.#turn?.release()
    } finally {
      this.#releaseLock()
    }
  }

  async #describeUpgrade(to: EncoderIdentity): Promise<void> {
    if (!this.#previous) return
    const { home, starterModel } = this.#options
    const { encoder: from } = this.#previous
    const bridge = bridgeKind(await folderOf(from, home, { starterModel }), from, to)
    this.#upgrade = { from: from.id, to: to.id, bridge }
  }

  #upgradeNow(): Pick<LibraryStatus, 'upgrade'> {
    const { stale } = this.#catalog
    if (!this.#upgrade || stale === 0) return {}
    const total = this.#catalog.counts().ready
    return { upgrade: { ...this.#upgrade, done: total - stale, total } }
  }

  #throwIfStopped(): void {
    if (this.#error) throw this.#error
    if (this.#throttle.isPausedByWish) throw new FoveaError('CANCELLED', 'Indexing is paused.')
  }

  #settled(item: ItemRow, outcome: Outcome): void {
    this.#progress.settle(outcome)
    this.#speed.settled(outcome === 'embedded')
    this.#folder = item.folder
    // Looked for again: what vanished, and what came to belong to another root while it was being read.
    const { root, path } = this.#catalog.get(item.id) ?? item
    if (outcome === 'reused' && item.state === 'pending') this.#lookBack.note(item.id)
    const isElsewhere = root !== item.root && outcome !== 'dropped'
    if (outcome === 'vanished' || isElsewhere) void this.#roots.scanPaths(root, [path])
    this.#committer.touch()
    this.#feed.touch()
  }

  #readOrphanAgain(item: ItemRow): void {
    if (!this.#roots.has(item.root)) return
    this.#catalog.set({ ...item, state: 'pending', hash: null })
    this.#catalog.setStale(item.id, false)
    void this.#roots.scanPaths(item.root, [item.path])
  }

  /** The reasons to pause or to be slow have changed. */
  #followThrottle(): void {
    if (this.#throttle.isPaused || this.#error) this.#pipeline.pause()
    else this.#pipeline.resume()
    this.#reader?.wake()
    this.#feed.touch()
  }

  #fail(error: FoveaError): void {
    this.#error = error
    this.#throttle.close()
    this.#pipeline.pause()
    this.#feed.touch()
  }

  #save(options?: { isNote: boolean }): void {
    const wish = this.#options.ignorePause ? {} : this.#throttle.wish
    this.#file = { ...this.#file, ...wish, roots: this.roots }
    try {
      writeLibraryFile(this.#options.home.libraryFile, this.#file, options)
    } catch (error) {
      throw storeError(error)
    }
  }

  async #sweep(): Promise<void> {
    const wanted = new Set([...this.#catalog.all()].map((item) => item.hash))
    await sweepThumbnails(this.#options.home.thumbnails, (hash) => wanted.has(hash))
    await this.#reader?.forgetExcept((hash) => wanted.has(hash))
  }
}
