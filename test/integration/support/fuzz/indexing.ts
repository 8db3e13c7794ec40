// One process of the run: indexes the folder as the app does and notes how long each file took. Ended by a crash, it is
// started again and goes on.
import { appendFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Home } from '../../../../main/engine/home'
import { Library } from '../../../../main/engine/library/library'
import { Quarantine } from '../../../../main/engine/library/quarantine'
import { decoderName } from '../../../../main/engine/media/sharp'

/** A line of the log. */
export type Note = { file: string; seconds: number } | { peakMb: number; blockedMs: number; decoder: string }

export interface IndexingOptions {
  home: Home
  photos: string
  modelFolder: string
  gazetteer: string
  log: string
}

/** Resolves when everything has been read. */
export async function indexNoting({ home, photos, modelFolder, gazetteer, log }: IndexingOptions): Promise<void> {
  const note = (line: Note): void => {
    appendFileSync(log, `${JSON.stringify(line)}\n`)
  }
  const began = new Map<string, number>()
  const { begin, end } = Quarantine.prototype
  Quarantine.prototype.begin = function (item, company) {
    began.set(item.path, performance.now())
    begin.call(this, item, company)
  }
  Quarantine.prototype.end = function (item) {
    end.call(this, item)
    note({ file: item.path, seconds: (performance.now() - (began.get(item.path) ?? Number.NaN)) / 1000 })
  }
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  let peak = 0
  const measure = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }
  const timer = setInterval(measure, 20)
  const library = await Library.open({
    home,
    modelFolder,
    starterModel: modelFolder,
    gazetteer,
    onDiskFull: 'fail',
    threads: 2,
  })
  await library.addFolder(photos)
  await library.settled()
  await library.close()
  clearInterval(timer)
  measure()
  note({
    peakMb: Math.max(peak / 2 ** 20, process.resourceUsage().maxRSS / 1024),
    blockedMs: delay.max / 1e6,
    decoder: decoderName(),
  })
}
