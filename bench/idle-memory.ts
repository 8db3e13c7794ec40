/** How much memory do all processes of the app take together while it shows a library of 100,000 photos and does nothing? */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { _electron, type ElectronApplication } from 'playwright-core'
import { withElectron, type Electron } from './support/electron'
import { readOptions } from './support/options'
import { root, withTemporaryFolder } from './support/photos'
import { machine, printReport, rounded, table } from './support/report'
import { makeWindowLibrary } from './support/window-library'

const targetMB = 600
/** In which the processes are watched until none of them works any more. */
const settleMs = 120_000
const lookEveryMs = 5000
/** Of one core, of all processes together. */
const idleShare = 0.05

interface Process {
  name: string
  bytes: number
  cpuMs: number
}

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

/** Waits until all processes together use next to nothing of the processor; answers whether they came to that. */
async function settled(app: ElectronApplication): Promise<boolean> {
  const used = async (): Promise<number> => (await processesOf(app)).reduce((sum, { cpuMs }) => sum + cpuMs, 0)
  let before = await used()
  for (let waited = 0; waited < settleMs; waited += lookEveryMs) {
    await wait(lookEveryMs)
    const now = await used()
    if (now - before < idleShare * lookEveryMs) return true
    before = now
  }
  return false
}

async function processesOf(app: ElectronApplication): Promise<Process[]> {
  const metrics = await app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().map(({ pid, type, name, serviceName, cpu, memory }) => ({
      pid,
      name: name ?? serviceName ?? type, // the name that Fovea gave it
      cpuMs: 1000 * (cpu.cumulativeCPUUsage ?? 0),
      bytes: 1024 * memory.workingSetSize,
    })),
  )
  if (process.platform !== 'linux') return metrics
  const names = new Map(metrics.map(({ pid, name }) => [pid, name]))
  return descendants(app.process().pid!).map((pid) => ({
    name: names.get(pid) ?? 'helper of Chromium',
    bytes: proportionalBytes(pid),
    cpuMs: cpuMsOf(pid),
  }))
}

/** A process and all that it started. */
function descendants(pid: number): number[] {
  const children = readdirSync(`/proc/${String(pid)}/task`).flatMap((thread) =>
    readFileSync(`/proc/${String(pid)}/task/${thread}/children`, 'utf8')
      .split(' ')
      .filter((child) => child.trim() !== '')
      .map(Number),
  )
  return [pid, ...children.flatMap(descendants)]
}

/** What a process shares with others counts by its share of it. */
function proportionalBytes(pid: number): number {
  return 1024 * Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${String(pid)}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
}

/** Linux counts in hundredths of a second. */
function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    .split(') ')
    .at(-1)!
    .split(' ')
  return 10 * (Number(fields[11]) + Number(fields[12]))
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
      ...(fovea.isIdle ? [] : [`note    it was still busy after ${String(settleMs / 1000)} s`]),
    ],
    json,
  )
  if (!isMet) process.exitCode = 1
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
