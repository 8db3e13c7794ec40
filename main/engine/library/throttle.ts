/** Decides whether indexing may go on and how fast, and knows all reasons why not. */
import type { CpuShare, PauseReason, Power, SlowReason } from '../../../contract'
import { CpuBudget } from './cpu-budget'

/** Below this a battery is left to the person. */
const lowBattery = 0.2
/** Of the share that indexing has on mains. */
const shareOnBattery = 0.5
/** The longest that indexing rests before it looks again whether it still has to. */
const lookAgainMs = 100
/** Timers do not run while a computer sleeps: the clock is looked at this often. */
const clockEveryMs = 10_000
/** A person can ask for a week. What is left of a pause is more than that only by a clock that was set back. */
const longestPauseMs = 7 * 24 * 3_600_000
/** A search that takes longer than this, or whose end nobody reported, does not hold indexing up any longer. */
const longestYieldMs = 15_000

export interface Wish {
  paused: boolean
  /** Milliseconds since 1970. */
  pausedUntil: number | null
  cpuShare: CpuShare
}

export interface ThrottleOptions {
  wish: Wish
  /** The reasons are others than before. */
  onChange: () => void
  budget?: CpuBudget
}

export class Throttle {
  readonly #options: ThrottleOptions
  readonly #budget: CpuBudget
  #wish: Wish
  #power: Power = { onBattery: false, level: null }
  #isDiskFull = false
  #isSearching = false
  #closed = false
  #untilTimer: NodeJS.Timeout | undefined
  /** Of a pause until a time, on the clock that nobody sets. */
  #pauseEnds = Infinity
  #searchTimer: NodeJS.Timeout | undefined
  /** Those who wait until the reasons are others. */
  #waiting: (() => void)[] = []

  constructor(options: ThrottleOptions) {
    this.#options = options
    this.#budget = options.budget ?? new CpuBudget()
    const { paused, pausedUntil, cpuShare } = options.wish
    const isOver = pausedUntil !== null && pausedUntil <= Date.now()
    this.#wish = { paused, pausedUntil: isOver ? null : pausedUntil, cpuShare }
    this.#budget.share = this.share
    this.#beginPause()
  }

  get wish(): Wish {
    return this.#wish
  }

  get pausedBy(): PauseReason[] {
    const { paused, pausedUntil } = this.#wish
    const { onBattery, level } = this.#power
    return [
      ...(paused ? (['user'] as const) : []),
      ...(pausedUntil !== null ? (['until'] as const) : []),
      ...(onBattery && level !== null && level < lowBattery ? (['battery-low'] as const) : []),
      ...(this.#isDiskFull ? (['disk-full'] as const) : []),
    ]
  }

  get slowedBy(): SlowReason[] {
    return [
      ...(this.#isSearching ? (['searching'] as const) : []),
      ...(this.#power.onBattery ? (['battery'] as const) : []),
      ...(this.#wish.cpuShare < 100 ? (['share'] as const) : []),
    ]
  }

  get isPaused(): boolean {
    return this.pausedBy.length > 0
  }

  /** Whether there is a pause to tell of: a low battery is none while there is nothing to do. */
  standsStill(hasWork: boolean): boolean {
    return this.pausedBy.some((reason) => hasWork || reason !== 'battery-low')
  }

  /** The person wants it so. */
  get isPausedByWish(): boolean {
    return this.#wish.paused || this.#wish.pausedUntil !== null
  }

  /** Of the processor, above 0 to 1. */
  get share(): number {
    return (this.#wish.cpuShare / 100) * (this.#power.onBattery ? shareOnBattery : 1)
  }

  pause(until: number | null): void {
    this.#change(() => {
      this.#wish = { ...this.#wish, paused: until === null, pausedUntil: until }
      this.#beginPause()
    })
  }

  resume(): void {
    this.#change(() => {
      this.#wish = { ...this.#wish, paused: false, pausedUntil: null }
    })
  }

  setShare(cpuShare: CpuShare): void {
    this.#change(() => {
      this.#wish = { ...this.#wish, cpuShare }
    })
  }

  setPower(power: Power): void {
    this.#change(() => {
      this.#power = power
    })
  }

  setDiskFull(isFull: boolean): void {
    this.#change(() => {
      this.#isDiskFull = isFull
    })
  }

  setSearching(isSearching: boolean): void {
    clearTimeout(this.#searchTimer)
    if (isSearching) {
      this.#searchTimer = setTimeout(() => {
        this.setSearching(false)
      }, longestYieldMs)
    }
    this.#change(() => {
      this.#isSearching = isSearching
    })
  }

  /** Resolves when the next piece of work may begin. */
  async turn(): Promise<void> {
    while (!this.#closed) {
      if (this.#isSearching) {
        await this.#nextChange()
        continue
      }
      const { rest } = this.#budget
      if (rest <= 0) return
      await new Promise((resolve) => setTimeout(resolve, Math.min(rest, lookAgainMs)))
    }
  }

  /** Resolves when nothing stops indexing but, perhaps, the person. */
  async obstaclesGone(): Promise<void> {
    while (!this.#closed && this.isPaused && !this.isPausedByWish) await this.#nextChange()
  }

  /** Nothing waits any more: what was begun is finished as fast as it can be. */
  close(): void {
    this.#closed = true
    clearTimeout(this.#untilTimer)
    clearTimeout(this.#searchTimer)
    this.#release()
  }

  #change(change: () => void): void {
    const reasons = (): string => JSON.stringify([this.pausedBy, this.slowedBy, this.#wish])
    const [before, share] = [reasons(), this.share]
    change()
    if (this.share !== share) this.#budget.share = this.share
    this.#release()
    if (reasons() !== before) this.#options.onChange()
  }

  #nextChange(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #release(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }

  /** How long it lasts is known now: a clock that is set back meanwhile makes no pause longer. */
  #beginPause(): void {
    const { pausedUntil } = this.#wish
    if (pausedUntil === null) return
    this.#pauseEnds = performance.now() + Math.min(pausedUntil - Date.now(), longestPauseMs)
    this.#watchClock()
  }

  /** Ends a pause when its time has come, by the first clock to say so: the one that nobody sets stands still in sleep. */
  #watchClock(): void {
    clearTimeout(this.#untilTimer)
    const { pausedUntil } = this.#wish
    if (pausedUntil === null || this.#closed) return
    const leftNow = (): number => Math.min(pausedUntil - Date.now(), this.#pauseEnds - performance.now())
    const left = leftNow()
    this.#untilTimer = setTimeout(
      () => {
        if (leftNow() <= 0) this.resume()
        else this.#watchClock()
      },
      Math.min(Math.max(left, 0), clockEveryMs),
    )
  }
}
