/** The lock that makes the indexer the one writer of a library: a file naming the process that holds it. */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { FoveaError } from '../../../contract'

interface Holder {
  pid: number
  /** Start time in kernel ticks where the platform tells (Linux), so that a reused pid is not taken for the holder. */
  started: string | null
}

/** Takes the lock or throws STORE_LOCKED. A lock whose process is dead is taken over at once. */
export function takeLock(file: string): () => void {
  mkdirSync(dirname(file), { recursive: true })
  const mine: Holder = { pid: process.pid, started: startTime(process.pid) }
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, JSON.stringify(mine), { flag: 'wx' })
      return () => {
        if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true })
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    refuseIfHeld(file)
    removeDeadLock(file)
  }
  throw new FoveaError('STORE_LOCKED', 'Another Fovea is just starting to index this library. Try again in a moment.', {
    retry: 'try-again',
  })
}

function refuseIfHeld(file: string): void {
  const holder = readHolder(file)
  if (!(holder ? isAlive(holder) : isFresh(file))) return
  throw new FoveaError(
    'STORE_LOCKED',
    `Another Fovea${holder ? ` (process ${String(holder.pid)})` : ''} is indexing this library. Wait for it or close it, then try again.`,
    { retry: 'try-again' },
  )
}

/**
 * Two processes may find the same dead lock. It is moved aside before it is removed: should it turn out to be the new
 * lock of the other one, which was quicker, it is put back.
 */
function removeDeadLock(file: string): void {
  const aside = `${file}.${String(process.pid)}`
  try {
    renameSync(file, aside)
  } catch {
    return // the other one has it
  }
  try {
    refuseIfHeld(aside)
  } catch (error) {
    renameSync(aside, file)
    throw error
  }
  rmSync(aside, { force: true })
}

function readHolder(file: string): Holder | undefined {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder>
    return typeof value.pid === 'number' ? { pid: value.pid, started: value.started ?? null } : undefined
  } catch {
    return undefined // being written right now, or torn by a crash
  }
}

/** A lock that names nobody is believed for the moment that writing it takes. */
function isFresh(file: string): boolean {
  try {
    // A clock that was set back must not make it fresh until it has caught up.
    return Math.abs(Date.now() - statSync(file).mtimeMs) < 2000
  } catch {
    return false
  }
}

function isAlive(holder: Holder): boolean {
  // The same process may open a library again only after it released the lock.
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const started = startTime(holder.pid)
  return started === null || holder.started === null || started === holder.started
}

function startTime(pid: number): string | null {
  if (process.platform !== 'linux') return null
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    // Fields after the command name, which is in parentheses and may hold spaces: the 20th is the start time.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
