/** How much memory do all processes of the app take together while it shows a library of 100,000 photos and does nothing? */
import { join } from 'node:path'
import { _electron } from 'playwright-core'
import { withElectron, type Electron } from './support/electron'
import { readOptions } from './support/options'
import { root, withTemporaryFolder } from './support/photos'
import { processesOf, settled, type Process } from './support/processes'
import { machine, printReport, rounded, table } from './support/report'
import { makeWindowLibrary } from './support/window-library'

const targetMB = 600

async function main(): Promise<void> {
  const { json, photos, numbers } = readOptions({ items: 100_000 })
  await withTemporaryFolder(async (folder) => {
    const home = await makeWindowLibrary(join(folder, 'library'), numbers.items, photos)
    await withElectron(async (electron) => {
      const empty = await measured(electron, join(root, 'bench', 'support', 'empty-app'), join(folder, 'empty'))
      const fovea = await measured(electron, root, home)
      report(electron.version, numbers.items, empty, fovea, json)
    })
  })
}

interface Measured {
  processes: Process[]
  total: number
  isIdle: boolean
}

async function measured({ executable, args, env }: Electron, app: string, home: string): Promise<Measured> {
  const launched = await _electron.launch({
    executablePath: executable,
    args: [app, ...args, `--home=${home}`, `--user-data-dir=${join(home, 'browser')}`],
    env,
    colorScheme: null,
  })
  try {
    const page = await launched.firstWindow()
    if (app === root) {
      await page.locator('[role="gridcell"] img[data-loaded]').first().waitFor({ timeout: 60_000 })
      // What a person has done by the time the app is idle: searched once, so that the text tower and the vectors are there.
      await page.evaluate(search)
    }
    const isIdle = await settled(launched)
    const processes = await processesOf(launched)
    return { processes, total: processes.reduce((sum, { bytes }) => sum + bytes, 0), isIdle }
  } finally {
    await launched.close()
  }
}

/** In the page. */
async function search(): Promise<void> {
  const ask = { query: { kind: 'text', text: 'a dog on a beach' }, filters: {}, offset: 0, limit: 50 }
  const fovea = (
    window as unknown as { fovea: { call: (id: number, name: string, input: object) => Promise<unknown> } }
  ).fovea
  const { ok } = (await fovea.call(1e9, 'search.run', ask)) as { ok: boolean }
  if (!ok) throw new Error('the search was not answered')
}

function report(electron: string, items: number, empty: Measured, fovea: Measured, json: boolean): void {
  const [totalMB, emptyMB] = [fovea, empty].map(({ total }) => rounded(total / 1e6, 0)) as [number, number]
  const ratio = rounded(totalMB / emptyMB, 2)
  const isMet = totalMB <= targetMB && fovea.isIdle
  const kind =
    process.platform === 'linux' ? 'PSS: what is shared counts once' : 'working sets: what is shared counts twice'
  printReport(
    {
      benchmark: 'idle-memory',
      ...{ ...machine(), electron, items, totalMB, emptyMB, ratio, targetMB, isIdle: fovea.isIdle, isMet },
      processes: fovea.processes.map(({ name, bytes }) => ({ name, MB: rounded(bytes / 1e6, 0) })),
    },
    [
      `${String(items)} photos, one search made, Electron ${electron}; ${kind}`,
      '',
      ...table([
        ['process', 'MB'],
        ...[...fovea.processes]
          .sort((a, b) => b.bytes - a.bytes)
          .map(({ name, bytes }) => [name, (bytes / 1e6).toFixed(0)]),
        ['all together', String(totalMB)],
        ['an app that only shows an empty window', String(emptyMB)],
      ]),
      '',
      `ratio   ${ratio.toFixed(2)}  to the empty app`,
      `target  at most ${String(targetMB)} MB: ${isMet ? 'met' : 'MISSED'}`,
      ...(fovea.isIdle ? [] : [`note    it was still busy after two minutes`]),
    ],
    json,
  )
  if (!isMet) process.exitCode = 1
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
