/** The user's folders while Fovea runs: whether each is there, scanned one after the other, and watched. */
import { FoveaError, type KindCounts, type Root, type StateCounts } from '../../../contract'
import type { ItemRow } from '../store/schema'
import type { Catalog } from './catalog'
import { nameOfRoot, type Place, type RootRecord, type RootSettings } from './library-file'
import type { MountTable } from './mounts'
import { scanSome } from './path-scan'
import { isUnder } from './paths'
import { innerVolumes, lookForRoot, placeOf, sampleOf, unreadableMessage } from './presence'
import { messageOf, minutesBetweenScans } from './root-message'
import { Rules } from './rules'
import { scan, type FoundFile } from './scan'
import { RootWatcher } from './watch'

/** How often folders that are away are looked for. */
const lookForOfflineEveryMs = 5_000

interface LiveRoot {
  record: RootRecord
  state: Root['state']
  message?: string
  /** Not there, or not readable, when it was last looked at. */
  isAway: boolean
  /** Nothing there is reported when others change it. */
  isNetwork: boolean
  /** Folders (relative) that could not be listed by the last full scan. */
  unreadable: string[]
  watcher?: RootWatcher
  /** Folders (relative) in it on which a drive was mounted that is away. */
  innerAway: string[]
  /** The system cannot watch this many folders. */
  tooManyToWatch: boolean
  /** On the clock that nobody sets. */
  lastScan: number
}

export interface LiveRootsOptions {
  catalog: Catalog
  mounts: MountTable
  /** Absolute folders that are never entered: the library's own data. */
  own: readonly string[]
  /** Read roots that the person has paused as well: they have asked for it by hand. */
  ignorePause: boolean
  /** What a scan found, beside what is known of the same place. `live`: it changed under our eyes. */
  onScanned: (
    root: RootRecord,
    known: Iterable<ItemRow>,
    found: readonly FoundFile[],
    unreadable: readonly string[],
    live: boolean,
  ) => void
  /** A root is at another place than before, or was scanned: its record is to be kept. */
  onPlaced: () => void
  /** Photos of a root went offline, or came back. */
  onAway: () => void
  /** Something to show has changed: a state, a message, the folder being read. */
  onChange: () => void
  onScanEnded: () => void
  onError: (error: FoveaError) => void
}

export class LiveRoots {
  readonly #options: LiveRootsOptions
  readonly #roots = new Map<string, LiveRoot>()
  readonly #stop = new AbortController()
  #scans: Promise<void> = Promise.resolve()
  #scanning = 0
  #folder = ''
  #timer: NodeJS.Timeout | undefined

  constructor(records: readonly RootRecord[], options: LiveRootsOptions) {
    this.#options = options
    for (const record of records) this.add(record)
  }

  get records(): RootRecord[] {
    return [...this.#roots.values()].map(({ record }) => record)
  }

  get isScanning(): boolean {
    return this.#scanning > 0
  }

  /** The folder being listed, relative to its root. */
  get folder(): string {
    return this.#folder
  }

  /** Resolves when the scans asked for so far are done; another promise once more have been asked for. */
  get scans(): Promise<void> {
    return this.#scans
  }

  has(id: string): boolean {
    return this.#roots.has(id)
  }

  /** Of a folder that is there. */
  async placeOf(path: string): Promise<Place> {
    return placeOf(path, await this.#options.mounts())
  }

  add(record: RootRecord): void {
    this.#roots.set(record.id, {
      record,
      state: 'scanning',
      isAway: false,
      isNetwork: false,
      unreadable: [],
      innerAway: [],
      tooManyToWatch: false,
      lastScan: -Infinity,
    })
  }

  /** The same folder, under another path. */
  move(id: string, path: string, place: Place): void {
    const live = this.#get(id)
    this.#unwatch(live)
    live.record = { ...live.record, path, place }
  }

  async remove(id: string): Promise<void> {
    const { watcher } = this.#get(id)
    this.#roots.delete(id)
    await watcher?.close()
  }

  /** Changes what is looked at, and how; looks through the root anew. */
  change(id: string, changes: Partial<RootSettings>): void {
    const live = this.#get(id)
    live.record = { ...live.record, ...changes }
    this.#unwatch(live)
    this.scan(id)
  }

  describe(id: string): Root {
    const live = this.#get(id)
    const { record, state, isAway, isNetwork } = live
    const message = live.message ?? messageOf(live)
    const { ready, pending, failed } = this.#options.catalog.counts(id)
    return {
      id,
      path: record.path,
      name: nameOfRoot(record.path),
      state,
      ...(message === undefined ? {} : { message }),
      ready: isAway ? 0 : ready,
      pending,
      failed,
      offline: isAway ? ready : 0,
      isSample: record.isSample,
      isNetwork,
      include: record.include,
      exclude: record.exclude,
      paused: record.paused,
      rescanMinutes: record.rescanMinutes,
    }
  }

  /** Of all roots together. */
  counts(): StateCounts {
    const sum = { ready: 0, pending: 0, failed: 0, offline: 0 }
    for (const id of this.#roots.keys()) {
      const { ready, pending, failed, offline } = this.describe(id)
      sum.ready += ready
      sum.pending += pending
      sum.failed += failed
      sum.offline += offline
    }
    return sum
  }

  /** Of all that is ready. */
  kinds(): KindCounts {
    const sum = { image: 0, video: 0, text: 0 }
    for (const [id, { isAway }] of this.#roots) {
      if (isAway) continue
      const { image, video, text } = this.#options.catalog.kinds(id)
      sum.image += image
      sum.video += video
      sum.text += text
    }
    return sum
  }

  /** Folders (relative to the root) that could not be listed. */
  unreadableIn(id: string): readonly string[] {
    return this.#get(id).unreadable
  }

  /** From now on every root is watched, and those that are away are looked for. */
  watchAll(): void {
    for (const { record } of this.#roots.values()) this.scan(record.id)
    this.#timer = setInterval(() => {
      const now = performance.now() // clocks that are set back would put the next scan off
      for (const live of this.#roots.values()) {
        const isDue = live.state === 'rescanning' && now - live.lastScan > minutesBetweenScans(live) * 60_000
        if (live.isAway || isDue) this.scan(live.record.id)
      }
    }, lookForOfflineEveryMs)
  }

  async close(): Promise<void> {
    this.#stop.abort()
    clearInterval(this.#timer)
    await Promise.all([...this.#roots.values()].map((root) => root.watcher?.close() ?? Promise.resolve()))
    await this.#scans
  }

  /** Finds out which roots are away, without scanning any. */
  lookAtAll(): void {
    for (const { record } of this.#roots.values()) {
      void this.#queue(record.id, async (live) => {
        await this.#isThere(live)
      })
    }
  }

  /** Compares a whole root with the disk. */
  scan(id: string): void {
    void this.#queue(id, async (live) => {
      if (!(await this.#isOpen(live))) return
      const { record } = live
      const startedAt = Date.now()
      live.state = 'scanning'
      const result = await scan(record.path, '', {
        rules: this.#rulesOf(live),
        signal: this.#stop.signal,
        onFolder: (folder) => {
          this.#folder = folder
          this.#options.onChange()
        },
      }).catch((error: unknown) => {
        if (this.#stop.signal.aborted) throw error
        return undefined // the folder went away while it was scanned, most likely: the next line says so
      })
      if (!(await this.#isOpen(live))) return
      if (!result) {
        live.state = 'unreadable'
        live.message = unreadableMessage
        this.#noteAway(live, true)
        return
      }
      const { there, away } = await this.#innerVolumes(live)
      live.unreadable = result.unreadable
      live.lastScan = performance.now()
      if (this.#timer) this.#watch(live)
      live.state = live.watcher ? 'watching' : 'rescanning'
      const known = this.#options.catalog.inRoot(id)
      const unseen = [...result.unreadable, ...away.map(({ path }) => path)]
      this.#options.onScanned(record, known, result.files, unseen, false)
      live.record = { ...live.record, scannedAt: startedAt, inner: [...there, ...away] }
      this.#options.onPlaced()
    })
  }

  /**
   * Looks again at some paths (files or folders) of a root, and at those that files found there may have come from.
   * Resolves to whether the root was there.
   */
  async scanPaths(id: string, changed: readonly string[]): Promise<boolean> {
    let isDone = false
    await this.#queue(id, async (live) => {
      const wasAway = live.isAway
      if (!(await this.#isOpen(live))) return
      if (wasAway) {
        this.scan(id) // much may have changed meanwhile
        return
      }
      const found = await scanSome(live.record.path, changed, [...this.#options.catalog.inRoot(id)], {
        rules: this.#rulesOf(live),
        signal: this.#stop.signal,
      })
      if (!(await this.#isOpen(live))) return
      const { away } = await this.#innerVolumes(live)
      const unseen = [...found.unreadable, ...away.map(({ path }) => path)]
      this.#options.onScanned(live.record, found.known, found.files, unseen, true)
      isDone = true
    })
    return isDone
  }

  #get(id: string): LiveRoot {
    const live = this.#roots.get(id)
    if (!live) throw new FoveaError('NOT_FOUND', 'This folder is not in the library any more.')
    return live
  }

  /** Scans run one after the other: the disk is the bottleneck, and two at once would disagree about moves. */
  #queue(id: string, work: (live: LiveRoot) => Promise<void>): Promise<void> {
    this.#scanning++
    this.#scans = this.#scans
      .then(async () => {
        const live = this.#roots.get(id)
        if (live && !this.#stop.signal.aborted) await work(live)
      })
      .catch((error: unknown) => {
        if (!this.#stop.signal.aborted) this.#options.onError(FoveaError.from(error))
      })
      .finally(() => {
        this.#scanning--
        this.#options.onScanEnded()
      })
    this.#options.onChange()
    return this.#scans
  }

  /**
   * Whether a root can be read; if not, says so in its state and leaves everything known of it as it is. One that was
   * mounted elsewhere is followed. See: [Note: where a root is]
   */
  async #isThere(live: LiveRoot): Promise<boolean> {
    const { id, path, place } = live.record
    const look = await lookForRoot(live.record, {
      mounts: this.#options.mounts,
      known: () => sampleOf([...this.#options.catalog.inRoot(id)]),
      others: this.records.filter((other) => other.id !== id).map((other) => other.path),
    })
    delete live.message
    live.isNetwork = look.isNetwork
    if (look.state === 'there') {
      if (look.path !== path) this.#unwatch(live)
      if (look.path !== path || JSON.stringify(look.place) !== JSON.stringify(place)) {
        live.record = { ...live.record, path: look.path, place: look.place }
        this.#options.onPlaced()
      }
      this.#noteAway(live, false)
      return true
    }
    live.state = look.state
    if (look.message !== undefined) live.message = look.message
    this.#noteAway(live, true)
    // What was watched is not there any more; a new watcher begins when it is back.
    this.#unwatch(live)
    return false
  }

  /** Whether a root is there and may be read now: one that the person has paused is left as it is. */
  async #isOpen(live: LiveRoot): Promise<boolean> {
    if (!(await this.#isThere(live))) return false
    if (!live.record.paused || this.#options.ignorePause) return true
    live.state = 'paused'
    this.#unwatch(live)
    return false
  }

  /** A root may hold the mount points of drives. Of one that is away nothing is known, as of a folder that cannot be read. */
  async #innerVolumes(live: LiveRoot): Promise<Awaited<ReturnType<typeof innerVolumes>>> {
    const { there, away } = await innerVolumes(live.record, this.#options.mounts)
    const rules = this.#rulesOf(live)
    const missed: typeof away = []
    for (const one of away) {
      const isLeftOut = (await rules.around(one.path).catch(() => [])) === undefined
      if (!isLeftOut && this.#holds(live.record.id, one.path)) missed.push(one)
    }
    live.innerAway = missed.map(({ path }) => path)
    return { there, away: missed }
  }

  #holds(id: string, folder: string): boolean {
    for (const item of this.#options.catalog.inRoot(id)) if (isUnder(item.path, folder)) return true
    return false
  }

  #rulesOf({ record }: LiveRoot): Rules {
    return new Rules(record.path, record, this.#options.own)
  }

  #noteAway(live: LiveRoot, isAway: boolean): void {
    if (live.isAway === isAway) return
    live.isAway = isAway
    this.#options.onAway()
  }

  #unwatch(live: LiveRoot): void {
    void live.watcher?.close()
    delete live.watcher
  }

  #watch(live: LiveRoot): void {
    if (live.watcher || live.tooManyToWatch || live.isNetwork) return
    const { record } = live
    const watcher = new RootWatcher(record.path, this.#rulesOf(live), {
      onChanged: (paths) => {
        if (paths.includes('')) this.scan(record.id)
        else void this.scanPaths(record.id, paths)
      },
      onOverload: () => {
        void watcher.close()
        delete live.watcher
        live.tooManyToWatch = true
        live.state = 'rescanning'
        this.#options.onChange()
      },
    })
    live.watcher = watcher
    // What changed between the scan before and now may have been seen by neither.
    void watcher.ready().then(() => {
      this.scan(record.id)
    })
  }
}
