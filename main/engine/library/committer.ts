/** Decides when waiting rows are committed, and waits out a full disk. */
import type { FoveaError } from '../../../contract'
import { minimumFreeBytes } from '../store/disk'
import { maintain, storeError, type Store } from '../store/store'
import type { StoreWriter } from '../store/writer'

/** A commit costs a version and a fragment: many rows at once, but the user soon sees the first. */
const commitRows = 1000
const commitAfterMs = 2000
/**
 * [Note: maintenance] Merging fragments writes a table anew, 240 MB for 200,000 photos: it must not follow every few
 * changes of a large library. It comes after as many commits as a five-hundredth of the rows, but at least and at most after
 * these; a table with 100 small fragments is still read as quickly. While files wait to be read, commits are large, and it
 * comes after the most.
 */
const maintainAfterLeast = 12
const maintainAfterMost = 200
const rowsPerCommitOfMaintenance = 500
const retryFullDiskMs = 2000

export interface CommitterOptions {
  store: Store
  writer: StoreWriter
  freeBytes: () => Promise<number>
  /** wait: stand still until there is room (the app). fail: give up with the error (the command line). */
  onDiskFull: 'wait' | 'fail'
  isIdle: () => boolean
  onCommitted: () => void
  /** The disk is full (true) or has room again (false). */
  onWaitingForDisk: (waiting: boolean) => void
  onError: (error: FoveaError) => void
}

export class Committer {
  readonly #options: CommitterOptions
  #timer: NodeJS.Timeout | undefined
  #waitingForDisk: NodeJS.Timeout | undefined
  #maintainedAt = 0
  /** Maintenance included: LanceDB crashes when a table is closed under it. */
  #running: Promise<void> = Promise.resolve()
  #closed = false

  constructor(options: CommitterOptions) {
    this.#options = options
  }

  /** To be called whenever rows were put: commits now, soon or a little later. */
  touch(): void {
    if (this.#closed || this.#waitingForDisk) return
    const { writer, isIdle } = this.#options
    if (writer.waiting >= commitRows) void this.commit()
    else if (isIdle()) this.#soon(20)
    else this.#soon(commitAfterMs)
  }

  /** Commits what waits, after the commit in progress. Never throws: problems go to the handlers in the options. */
  commit(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#running = this.#running.then(() => this.#commit())
    return this.#running
  }

  /** Waits out a full disk where that is wanted; all else, and a full disk otherwise, is reported. */
  handle(error: unknown): void {
    const problem = storeError(error)
    if (problem.code !== 'DISK_FULL' || this.#options.onDiskFull === 'fail') this.#options.onError(problem)
    else this.#waitForDisk()
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    clearTimeout(this.#waitingForDisk)
    await this.#running
    const { writer, store } = this.#options
    try {
      await writer.flush()
      if (writer.commits > this.#maintainedAt) await maintain(store)
    } catch (error) {
      this.#options.onError(storeError(error))
    }
  }

  async #commit(): Promise<void> {
    const { writer, store, onCommitted, isIdle } = this.#options
    try {
      if (writer.waiting > 0) {
        await writer.flush()
        onCommitted()
      }
      const since = writer.commits - this.#maintainedAt
      if (since >= (isIdle() ? await this.#maintainAfter() : maintainAfterMost)) {
        this.#maintainedAt = writer.commits
        await maintain(store)
      }
    } catch (error) {
      this.handle(error)
    }
  }

  async #maintainAfter(): Promise<number> {
    const rows = await this.#options.store.items.countRows()
    return Math.min(maintainAfterMost, Math.max(maintainAfterLeast, rows / rowsPerCommitOfMaintenance))
  }

  #soon(ms: number): void {
    // A timer already set for later is brought forward when everything has become idle.
    if (this.#timer && ms === commitAfterMs) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.commit()
    }, ms)
  }

  #waitForDisk(): void {
    if (this.#waitingForDisk || this.#closed) return
    this.#options.onWaitingForDisk(true)
    const look = async (): Promise<void> => {
      const free = await this.#options.freeBytes().catch(() => 0)
      if (this.#closed) return
      if (free < minimumFreeBytes * 2) {
        this.#waitingForDisk = setTimeout(() => void look(), retryFullDiskMs)
        return
      }
      this.#waitingForDisk = undefined
      this.#options.onWaitingForDisk(false)
      await this.commit()
    }
    this.#waitingForDisk = setTimeout(() => void look(), retryFullDiskMs)
  }
}
