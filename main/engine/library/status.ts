/** Keeps the figures of the run in progress and tells listeners, at most four times a second. */
import type { ErrorShape, LibraryStatus, Root } from '../../../contract'
import { nameOfRoot, type RootRecord } from './library-file'
import type { Outcome } from './pipeline'

const everyMs = 250
/** Before this the rate says little, and a wrong estimate is worse than none. */
const etaAfterMs = 10_000
/** Weight of the newest measurement in the smoothed rate. */
const smoothing = 0.2

export type RunFigures = LibraryStatus['run']

export class Progress {
  run: RunFigures = { done: 0, total: 0, embedded: 0, reused: 0, failed: 0 }
  /** Over all runs: one command may index several folders, and a run ends when there is nothing to read for a moment. */
  readonly sinceOpened = { embedded: 0, reused: 0 }
  #startedAt = 0
  #rate = 0
  #lastAt = 0
  #lastDone = 0

  /** Adds files to the run; the first after a quiet time begins a new run. */
  add(files: number, wasIdle: boolean): void {
    if (wasIdle && this.run.done >= this.run.total) {
      this.run = { done: 0, total: 0, embedded: 0, reused: 0, failed: 0 }
      this.#startedAt = this.#lastAt = performance.now()
      this.#rate = 0
      this.#lastDone = 0
    }
    this.run = { ...this.run, total: this.run.total + files }
  }

  settle(outcome: Outcome): void {
    const run = { ...this.run, done: this.run.done + 1 }
    if (outcome !== 'vanished' && outcome !== 'dropped') run[outcome]++
    if (outcome === 'embedded' || outcome === 'reused') this.sinceOpened[outcome]++
    this.run = run
  }

  /** Photos a second and seconds left, as of now. */
  speed(): { rate: number; etaSeconds: number | null } {
    const now = performance.now()
    const elapsed = now - this.#lastAt
    if (elapsed >= 1000) {
      const current = ((this.run.done - this.#lastDone) * 1000) / elapsed
      this.#rate = this.#rate === 0 ? current : this.#rate * (1 - smoothing) + current * smoothing
      this.#lastAt = now
      this.#lastDone = this.run.done
    }
    const left = this.run.total - this.run.done
    const known = now - this.#startedAt >= etaAfterMs && this.#rate > 0
    return { rate: left > 0 ? this.#rate : 0, etaSeconds: left > 0 && known ? left / this.#rate : null }
  }
}

/** Calls listeners with a fresh snapshot soon after `touch`, never more often than four times a second. */
export class StatusFeed {
  readonly #snapshot: () => LibraryStatus
  readonly #listeners = new Set<(status: LibraryStatus) => void>()
  #timer: NodeJS.Timeout | undefined
  #lastAt = 0

  constructor(snapshot: () => LibraryStatus) {
    this.#snapshot = snapshot
  }

  subscribe(listener: (status: LibraryStatus) => void): () => void {
    this.#listeners.add(listener)
    listener(this.#snapshot())
    return () => this.#listeners.delete(listener)
  }

  touch(): void {
    if (this.#timer || this.#listeners.size === 0) return
    const wait = Math.max(0, this.#lastAt + everyMs - performance.now())
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#lastAt = performance.now()
      const status = this.#snapshot()
      for (const listener of this.#listeners) listener(status)
    }, wait)
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#listeners.clear()
  }
}

/**
 * The status before there is a library: it is being opened, or could not be. With its folders, as far as they are known: the
 * window is then of use before the indexer is, because the searcher answers by itself.
 */
export function statusWithoutLibrary(error?: ErrorShape, roots: readonly RootRecord[] = []): LibraryStatus {
  return {
    phase: error ? 'failed' : 'starting',
    pausedBy: [],
    pausedUntil: null,
    slowedBy: [],
    cpuShare: 100,
    ...(error ? { error } : {}),
    counts: { ready: 0, pending: 0, failed: 0, offline: 0 },
    kinds: { image: 0, video: 0, text: 0 },
    run: { done: 0, total: 0, embedded: 0, reused: 0, failed: 0 },
    rate: 0,
    etaSeconds: null,
    folder: '',
    roots: roots.map(asOpening),
    reading: { mode: 'likely', isReading: false, done: 0, total: 0 },
    revision: 0,
  }
}

/** Nobody has looked at it yet. */
function asOpening({ id, path, isSample, include, exclude, paused, rescanMinutes }: RootRecord): Root {
  return {
    ...{ id, path, name: nameOfRoot(path), state: 'scanning' },
    ...{ ready: 0, pending: 0, failed: 0, offline: 0, isSample, isNetwork: false },
    ...{ include, exclude, paused, rescanMinutes },
  }
}
