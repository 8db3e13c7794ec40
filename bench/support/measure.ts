/** Measures a piece of work: wall time, our CPU time, and how much CPU everybody else took meanwhile. */
import { cpus } from 'node:os'

export interface Measured {
  /** Milliseconds from begin to end. */
  wall: number
  /** Milliseconds of CPU this process used, all threads together. */
  cpu: number
  /** Cores that other processes kept busy meanwhile, on average; well above 0 means the wall time cannot be trusted. */
  others: number
}

export async function measure(work: () => Promise<void>): Promise<Measured> {
  const busyBefore = busyMs()
  const cpuBefore = process.cpuUsage()
  const started = performance.now()
  await work()
  const wall = performance.now() - started
  const { user, system } = process.cpuUsage(cpuBefore)
  const cpu = (user + system) / 1000
  return { wall, cpu, others: Math.max(0, (busyMs() - busyBefore - cpu) / wall) }
}

/** Milliseconds all cores together have been busy since the machine started. */
function busyMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0)
}
