/** Notices when indexing took long enough that a person has turned to something else, and how far it is meanwhile. */
import type { LibraryStatus } from '../../contract'

/** What takes less is waited for. */
const longMs = 60_000

export interface WorkNow {
  /** 0 to 1 for the icon in the task bar; null while nothing runs. */
  progress: number | null
  isPaused: boolean
  /** Set once, when long work has ended: photos that were read. */
  finished?: { count: number; failed: number }
}

export class LongWork {
  /** When the run in progress began; pauses count, for who pauses has turned away too. */
  #since: number | undefined
  #run: LibraryStatus['run'] | undefined

  observe({ phase, run, pausedBy }: LibraryStatus, now: number): WorkNow {
    const isRunning = phase === 'indexing' || (phase === 'paused' && this.#since !== undefined)
    if (isRunning) {
      this.#since ??= now
      this.#run = run
      return { progress: run.total > 0 ? run.done / run.total : null, isPaused: pausedBy.length > 0 }
    }
    // Between two parts of one run the disk is looked at.
    if (phase === 'scanning' || phase === 'starting') return { progress: null, isPaused: false }
    const [since, done] = [this.#since, this.#run]
    this.#since = undefined
    this.#run = undefined
    const isWorth = phase === 'idle' && since !== undefined && now - since >= longMs && done !== undefined
    const { done: count, failed } = run.done >= (done?.done ?? 0) ? run : (done ?? run)
    return { progress: null, isPaused: false, ...(isWorth && { finished: { count: count - failed, failed } }) }
  }
}
