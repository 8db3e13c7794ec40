/** One line of progress on a terminal; silent in a pipe. */
import type { LibraryStatus } from '../../contract'
import { reasonsOf } from './throttling'

const width = 28

export class ProgressBar {
  readonly #stream = process.stderr
  readonly #isOn = this.#stream.isTTY

  show(status: LibraryStatus): void {
    const { phase, run, rate, etaSeconds, folder, reading } = status
    if (reading.isReading) {
      this.say(`Reading words ${String(reading.done)} of ${String(reading.total)}`)
      return
    }
    if (phase === 'scanning') {
      this.say(`Looking through ${folder || 'the folder'}`)
      return
    }
    const share = run.total === 0 ? 0 : run.done / run.total
    const filled = Math.round(share * width)
    const bar = '█'.repeat(filled) + '░'.repeat(width - filled)
    const eta = etaSeconds === null ? '' : `  ${minutes(etaSeconds)} left`
    const speed = rate > 0 ? `  ${rate.toFixed(rate < 10 ? 1 : 0)}/s` : ''
    const reasons = reasonsOf(status).map((reason) => `  ${reason}`)
    this.say(`${bar} ${String(run.done)}/${String(run.total)}${speed}${eta}${reasons.join(',')}`)
  }

  clear(): void {
    this.say('')
  }

  /** Replaces the line. */
  say(text: string): void {
    if (!this.#isOn) return
    const shown = text.slice(0, (this.#stream.columns || 80) - 1)
    this.#stream.write(`\r\u001b[2K${shown}`)
  }
}

function minutes(seconds: number): string {
  const whole = Math.round(seconds)
  return `${String(Math.floor(whole / 60))}:${String(whole % 60).padStart(2, '0')}`
}
