/** The processes of an app that Playwright started: what each takes, and when they have come to rest. */
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { ElectronApplication } from 'playwright-core'

/** In which the processes are watched until none of them works any more. */
const settleMs = 120_000
const lookEveryMs = 5000
/** Of one core, of all processes together. */
const idleShare = 0.05

export interface Process {
  name: string
  bytes: number
  cpuMs: number
}

/** Waits until all processes together use next to nothing of the processor; answers whether they came to that. */
export async function settled(app: ElectronApplication): Promise<boolean> {
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

export async function processesOf(app: ElectronApplication): Promise<Process[]> {
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
