// Progress on stderr: one line that is rewritten in a terminal, one line per step or quarter elsewhere.
import process from 'node:process'

/**
 * A progress line such as "Preparing Fovea: fetching the Electron runtime (110 MB) 34 %".
 * Returns `show(step, fraction?)`, `say(text)` and `done()`, which leaves the cursor on a fresh line.
 */
export function progressLine(title, stream = process.stderr) {
  let lastStep = ''
  let lastQuarter = -1
  let open = false
  const done = () => {
    if (open) stream.write('\r\x1b[2K')
    open = false
  }
  return {
    show(step, fraction) {
      const percent = fraction === undefined ? '' : ` ${Math.min(99, Math.floor(fraction * 100))} %`
      const text = `${title}: ${step}${percent}`
      if (stream.isTTY) {
        stream.write(`\r\x1b[2K${text.slice(0, (stream.columns || 80) - 1)}`)
        open = true
        return
      }
      const quarter = fraction === undefined ? -1 : Math.floor(fraction * 4)
      if (step === lastStep && quarter <= lastQuarter) return
      lastStep = step
      lastQuarter = quarter
      stream.write(`${text}\n`)
    },
    /** Prints a line of its own, above the progress. */
    say(text) {
      done()
      stream.write(`${text}\n`)
    },
    done,
  }
}
