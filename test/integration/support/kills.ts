// Ends a process over and over at moments that a seed decides, while there is always something left for it to do.
import { setTimeout as sleep } from 'node:timers/promises'
import type { ChildProcess } from 'node:child_process'
import { random } from './random'

export interface Kills {
  count: number
  seed: number
  /** The longest a process is left alone. */
  longestMs: number
  start: () => ChildProcess
  /** Called before each start with the kills so far. */
  prepare: (kills: number) => Promise<void>
}

/** Resolves when as many processes were killed; those that were done before their moment came are not counted. */
export async function killRepeatedly({ count, seed, longestMs, start, prepare }: Kills): Promise<void> {
  const next = random(seed)
  for (let kills = 0; kills < count;) {
    await prepare(kills)
    const child = start()
    const ended = new Promise<NodeJS.Signals | null>((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', (_code, signal) => {
        resolve(signal)
      })
    })
    await Promise.race([ended, sleep(next() * longestMs)])
    child.kill('SIGKILL')
    if ((await ended) === 'SIGKILL') kills++
  }
}
