/** How long does it take until the window is there, and until a first search is answered, beside an Electron that does nothing? */
import { join } from 'node:path'
import { timeStart, withElectron } from './support/electron'
import { measure } from './support/measure'
import { readOptions } from './support/options'
import { root, withTemporaryFolder } from './support/photos'
import { machine, printReport, rounded, table } from './support/report'
import { median } from './support/statistics'
import { makeWindowLibrary } from './support/window-library'

const targets = { visibleMs: 1000, answeredMs: 1500 }
const { json, photos, numbers } = readOptions({ vectors: 100_000, rounds: 5 })

async function main(): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const home = await makeWindowLibrary(join(folder, 'library'), numbers.vectors, photos)
    await withElectron(async (electron) => {
      const times = { empty: [] as number[], visible: [] as number[], answered: [] as number[] }
      const { others } = await measure(async () => {
        // The first of each fills the caches of the system, and is not counted.
        for (let round = 0; round <= numbers.rounds; round++) {
          const emptyApp = join(root, 'bench', 'support', 'empty-app')
          const empty = await timeStart(electron, { app: emptyApp, home: join(folder, 'empty') })
          const fovea = await timeStart(electron, { app: root, home, search: 'a dog on a beach' })
          const answered = fovea.get('answered')
          if (!empty.has('visible') || !fovea.has('visible') || answered?.what === 'with an error' || !answered)
            throw new Error('An app did not start, or did not answer.')
          if (round === 0) continue
          times.empty.push(empty.get('visible')!.ms)
          times.visible.push(fovea.get('visible')!.ms)
          times.answered.push(answered.ms)
        }
      })
      report(electron.version, times, others)
    })
  })
}

function report(
  electron: string,
  times: { empty: readonly number[]; visible: readonly number[]; answered: readonly number[] },
  others: number,
): void {
  const [emptyMs, visibleMs, answeredMs] = [times.empty, times.visible, times.answered].map((all) =>
    rounded(median(all), 0),
  ) as [number, number, number]
  const ratios = { visible: rounded(visibleMs / emptyMs, 2), answered: rounded(answeredMs / emptyMs, 2) }
  const isMet = visibleMs <= targets.visibleMs && answeredMs <= targets.answeredMs
  const line = (name: string, all: readonly number[], ratio: number): string[] => [
    name,
    ...[median(all), Math.min(...all), Math.max(...all)].map((ms) => ms.toFixed(0)),
    ratio.toFixed(2),
  ]
  printReport(
    { benchmark: 'startup', ...machine(), electron, ...numbers, emptyMs, visibleMs, answeredMs, ratios, isMet },
    [
      `${String(numbers.vectors)} photos, ${String(numbers.rounds)} starts of each, Electron ${electron}`,
      '',
      ...table([
        ['from launch until', 'median ms', 'least', 'most', 'ratio'],
        line('an empty app shows its window', times.empty, 1),
        line('the window is visible', times.visible, ratios.visible),
        line('a first search is answered', times.answered, ratios.answered),
      ]),
      '',
      `target  visible in ${String(targets.visibleMs)} ms, answered in ${String(targets.answeredMs)} ms: ${isMet ? 'met' : 'MISSED'}`,
      ...(others > 0.2 ? [`noise   the apps and other processes used ${others.toFixed(2)} cores meanwhile`] : []),
    ],
    json,
  )
  if (!isMet) process.exitCode = 1
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
