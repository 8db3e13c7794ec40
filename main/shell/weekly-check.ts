/** Looks for updates once a week, where the person has asked for that; otherwise it does nothing at all. */
import type { Updater } from '../engine/update/updater'

const hourMs = 60 * 60 * 1000
const [dayMs, weekMs] = [24 * hourMs, 7 * 24 * hourMs]
/** After the start: opening the library comes first. */
const firstMs = 30_000

export class WeeklyCheck {
  readonly #updater: Pick<Updater, 'check' | 'checks'>
  readonly #isOn: () => boolean

  constructor(updater: Pick<Updater, 'check' | 'checks'>, isOn: () => boolean) {
    this.#updater = updater
    this.#isOn = isOn
  }

  /** Lives as long as the app. Looked at every hour: a computer that slept has missed a week, not a check. */
  start(): void {
    setTimeout(() => {
      this.consider()
    }, firstMs).unref()
    setInterval(() => {
      this.consider()
    }, hourMs).unref()
  }

  /** Checks where it is time; also when the setting was just switched on. */
  consider(): void {
    if (this.#isOn() && isDue(this.#updater.checks, Date.now())) void this.#updater.check()
  }
}

/** A week after the last answer; without one, a day after the last try. A time that is still to come says nothing. */
export function isDue({ checkedAt, triedAt }: Updater['checks'], now: number): boolean {
  const since = (at: number | null): number => (at === null || at > now ? Infinity : now - at)
  return since(checkedAt) >= weekMs && since(triedAt) >= dayMs
}
