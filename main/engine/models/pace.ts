/** How fast a download is and how long it will take, told a few times a second. */

export interface Pace {
  /** Bytes that are here, of all of it. */
  done: number
  total: number
  bytesPerSecond: number
  etaSeconds: number | null
}

/** Progress is told so often, in milliseconds, and speed is that of so long a time. */
const tellEveryMs = 200
const speedOverMs = 5000

/** `report` takes what is here by now; `silence` is called at the end, whatever the end is. */
export function pacer<Phase extends string>(
  total: number,
  tell: (phase: Phase | 'downloading', pace: Pace) => void,
): { report: (phase: Phase | 'downloading', done: number) => void; silence: () => void } {
  let told = -Infinity
  let later: NodeJS.Timeout | undefined
  const seen: { at: number; done: number }[] = []
  const report = (phase: Phase | 'downloading', done: number): void => {
    const at = performance.now()
    clearTimeout(later)
    if (phase === 'downloading' && at - told < tellEveryMs && done < total) {
      // The last word before a silence is told as well.
      later = setTimeout(report, tellEveryMs, phase, done).unref()
      return
    }
    told = at
    seen.push({ at, done })
    while (seen.length > 2 && at - (seen[0]?.at ?? at) > speedOverMs) seen.shift()
    const first = seen[0] ?? { at, done }
    const bytesPerSecond = at > first.at ? Math.max(0, (1000 * (done - first.done)) / (at - first.at)) : 0
    const etaSeconds = bytesPerSecond > 0 && total > 0 ? Math.max(0, total - done) / bytesPerSecond : null
    tell(phase, { done, total, bytesPerSecond, etaSeconds })
  }
  return {
    report,
    silence: () => {
      clearTimeout(later)
    },
  }
}
