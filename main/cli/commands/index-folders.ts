/** `fovea index`: brings folders into the library and waits until all is indexed. */
import { join } from 'node:path'
import { cancelled, type KindCounts, type ReadingMode, type ReadingProgress, type StateCounts } from '../../../contract'
import { Library, type IndexSummary } from '../../engine/library/library'
import { watchPower } from '../../engine/power'
import { inferenceThreads } from '../../engine/threads'
import { describeCounts, describeKinds, interruptSignal, print, type Context } from '../context'
import { ProgressBar } from '../progress-bar'
import { reasonsOf } from '../throttling'
import { ElectronFrames } from '../video-frames'

const failedShown = 20

export interface IndexRun extends IndexSummary {
  /** Of the whole library. */
  counts: StateCounts
  /** Of those that are ready. */
  kinds: KindCounts
  /** Pictures looked at for words. */
  reading: ReadingProgress
  seconds: number
}

export async function indexFolders(context: Context, folders: string[], reading?: ReadingMode): Promise<void> {
  const run = await indexAndWait(context, folders, { reads: true, reading })
  print(context, run, () => describe(run))
}

/**
 * Indexes until done; `reads`: and until the words in pictures are read, from now on in those that `reading` says. Throws
 * CANCELLED on Ctrl-C, when what was finished is committed.
 */
export async function indexAndWait(
  context: Context,
  folders: string[],
  { reads = false, reading }: { reads?: boolean; reading?: ReadingMode | undefined } = {},
): Promise<IndexRun> {
  const started = performance.now()
  const interrupted = interruptSignal()
  // Beside the bundle's folder in a checkout; elsewhere videos wait for the app.
  const videoFrames = new ElectronFrames(join(__dirname, '..', '..', 'scripts', 'video-reader.mjs'))
  const library = await Library.open({
    home: context.home,
    modelFolder: (await context.model()).folder,
    starterModel: context.resources.starterModel,
    gazetteer: context.resources.gazetteer,
    ...(reads ? { recogniser: context.resources.recogniser } : {}),
    onDiskFull: 'fail',
    videoFrames,
    ignorePause: true,
    threads: inferenceThreads(),
  })
  const { notice } = library.status()
  if (notice !== undefined) process.stderr.write(`fovea: ${notice}\n`)
  const bar = new ProgressBar()
  const powerWatch = watchPower((power) => {
    library.setPower(power)
  })
  const stop = new Promise<never>((_, reject) => {
    const onInterrupt = (): void => {
      reject(cancelled())
    }
    interrupted.addEventListener('abort', onInterrupt)
    if (interrupted.aborted) onInterrupt() // it came while the library was being opened
  })
  stop.catch(() => undefined) // awaited only once the folders are added
  try {
    let isWaiting = false
    library.subscribe((status) => {
      bar.show(status)
      // Also where nobody sees the bar: a command that stands still has to say why.
      if (status.phase === 'paused' && !isWaiting) process.stderr.write(`fovea: ${reasonsOf(status).join('; ')}\n`)
      isWaiting = status.phase === 'paused'
    })
    if (reading !== undefined) library.setReading(reading)
    for (const folder of folders) await library.addFolder(folder)
    await Promise.race([library.settled(), stop])
    await Promise.race([library.wordsRead(), stop])
    const seconds = Math.round(performance.now() - started) / 1000
    const { counts, kinds, reading: progress } = library.status()
    return { ...library.summary(folders), counts, kinds, reading: progress, seconds }
  } finally {
    bar.clear()
    powerWatch.end()
    videoFrames.close() // what it reads right now is left for another time
    await library.close()
  }
}

function describe({ found, indexed, embedded, reused, failed, counts, kinds, reading, seconds }: IndexRun): string {
  const lines = [
    `${String(indexed)} of ${String(found)} files can be found now (${String(embedded)} embedded, ${String(reused)} reused) in ${seconds.toFixed(1)} s.`,
  ]
  if (failed.length > 0) {
    lines.push(`${String(failed.length)} could not be read:`)
    for (const { path, reason } of failed.slice(0, failedShown)) lines.push(`  ${path}: ${reason}`)
    if (failed.length > failedShown)
      lines.push(`  … and ${String(failed.length - failedShown)} more (--json lists all)`)
  }
  lines.push(`In the library: ${describeCounts(counts)} (${describeKinds(kinds)}).`)
  if (reading.mode !== 'off')
    lines.push(`Looked for words in ${String(reading.done)} of ${String(reading.total)} pictures.`)
  if (reading.problem !== undefined) lines.push(`Words are not read any more: ${reading.problem}`)
  return lines.join('\n')
}
