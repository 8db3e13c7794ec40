/** Keeps what this process uses of the processor below a share of it, averaged over about a second. */
import { inferenceThreads } from '../threads'

/** What was not used is not saved up for longer than this, and what was used too much is forgiven beyond it. */
const mostSavedMs = 500
const mostOwedMs = 3000

/** No timer is finer. */
const shortestRestMs = 1

export interface CpuClock {
  /** Milliseconds, from any beginning. */
  now: () => number
  /** Milliseconds of CPU this process has used, all threads together. */
  used: () => number
  /** Cores that are shared: as many as indexing keeps busy when nothing holds it back. */
  cores: number
}

const realClock = (): CpuClock => ({
  now: () => performance.now(),
  used: () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  },
  cores: inferenceThreads(),
})

/**
 * [Note: CPU share] A share is kept by resting: time earns CPU time at the share's rate, work spends it, and when more
 * was spent than earned the next piece of work waits. Measuring what was spent, instead of resting for as long as the
 * tower ran, also counts decoding and commits, whatever the photos are like.
 */
export class CpuBudget {
  readonly #clock: CpuClock
  #share = 1
  #at: number
  #used: number
  /** Milliseconds of CPU; below 0 it is owed. */
  #credit = 0

  constructor(clock = realClock()) {
    this.#clock = clock
    this.#at = clock.now()
    this.#used = clock.used()
  }

  /** Of all cores, 0 to 1; at 1 nothing ever waits. */
  set share(share: number) {
    this.#settle()
    this.#share = share
    this.#credit = 0
  }

  /** Milliseconds to rest before the next piece of work. */
  get rest(): number {
    this.#settle()
    if (this.#share >= 1) return 0
    const owed = -this.#credit / (this.#clock.cores * this.#share)
    return owed < shortestRestMs ? 0 : owed
  }

  #settle(): void {
    const { now, used, cores } = this.#clock
    const [at, spent] = [now(), used()]
    const earned = (at - this.#at) * cores * this.#share
    const unit = cores * this.#share
    this.#credit = Math.min(
      mostSavedMs * unit,
      Math.max(-mostOwedMs * unit, this.#credit + earned - (spent - this.#used)),
    )
    this.#at = at
    this.#used = spent
  }
}
