/** What machines agree by that share a library on a bucket or service: who may write, and which folders there are. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { FoveaError } from '../../../contract'
import type { Home } from '../home'
import { isRemote } from '../store/address'
import { quote } from '../store/filters'
import { takeLock } from '../store/lock'
import type { SharedRow } from '../store/schema'
import { isConflict, openSharedForReading, openSharedForWriting, storeError, tidy, type OneTable } from '../store/store'
import { readLibraryFile, writeLibraryFile } from './library-file'

/** Who has died holds up the others for so long; clocks of machines must not be further apart. */
const leaseMs = 120_000
const renewMs = leaseMs / 4
/** A lease that is nearly over is renewed before a commit. */
const marginMs = leaseMs / 2

/** Machines that ask at the same moment commit one after the other. */
const putTries = 8
const putAgainMs = 400

/**
 * [Note: shared library] On one disk a lock file names the one process that writes. On a bucket or service a row of the table `shared` does,
 * and until when: whoever wants to write puts itself in on condition that nobody is in it, or that its time is over. LanceDB commits
 * each version on condition that nobody else has (a conditional PUT on S3), so of two at once one gets it. It is renewed while the
 * library is open; who could not do that writes no more. What dies on a machine is taken up there at once, as its own lock file says
 * that it is dead.
 *
 * The row also has the library's folders and which encoder wrote last. Both are brought along before anything relies on them, and
 * published before the first commit that does: a folder that was not has no rows.
 */
export class WritingTurn {
  /** Called when another machine has taken over. */
  onLost: (error: FoveaError) => void = () => undefined
  readonly #home: Home
  readonly #opened: OneTable
  readonly #me: string
  readonly #timer: NodeJS.Timeout
  #until = 0
  #published = ''
  #running: Promise<unknown> = Promise.resolve()

  private constructor(home: Home, opened: OneTable, me: string) {
    this.#home = home
    this.#opened = opened
    this.#me = me
    this.#timer = setInterval(() => {
      // A network that is away for a moment is asked again before the next commit.
      this.#alone(() => this.#renew()).catch((error: unknown) => {
        const problem = storeError(error)
        if (problem.code === 'STORE_LOCKED') this.onLost(problem)
      })
    }, renewMs)
    this.#timer.unref()
  }

  /** For the holder of the home's own lock. Brings along the folders. Throws STORE_LOCKED, and what a store on the network throws. */
  static async take(home: Home): Promise<WritingTurn> {
    const opened = await openSharedForWriting(home.store)
    const turn = new WritingTurn(home, opened, thisMachine(home.machineFile))
    try {
      const row = await turn.#put(`(holder = '' OR until < ${String(Date.now())} OR ${turn.#isMine})`, {})
      bring(home, row)
      turn.#published = textOfRow(row)
      return turn
    } catch (error) {
      turn.#close()
      throw storeError(error)
    }
  }

  /** To be called before each commit: publishes what is new, and makes sure that nobody else writes. */
  ensure(): Promise<void> {
    return this.#alone(async () => {
      const now = toPublish(this.#home)
      const text = textOfRow(now)
      if (text !== this.#published) {
        await this.#put(this.#isMine, now)
        this.#published = text
      } else if (this.#until - Date.now() < marginMs) await this.#renew()
    })
  }

  /** Throws when the last of the folders could not be published; a lease that could not be given back ends by itself. */
  async release(): Promise<void> {
    try {
      await this.ensure()
      await this.#opened.table.update({ where: this.#isMine, values: { holder: '' } }).catch(() => undefined)
      await tidy(this.#opened).catch(() => undefined)
    } finally {
      this.#close()
    }
  }

  get #isMine(): string {
    return `holder = ${quote(this.#me)}`
  }

  async #renew(): Promise<void> {
    await this.#put(this.#isMine, {})
  }

  /** Answers the row as it is now. */
  async #put(where: string, values: Partial<SharedRow>): Promise<SharedRow> {
    const { table } = this.#opened
    const until = Date.now() + leaseMs
    try {
      for (let tries = 1; ; tries++) {
        try {
          await table.update({ where: `id = 'library' AND ${where}`, values: { ...values, holder: this.#me, until } })
          break
        } catch (error) {
          if (!isConflict(error) || tries === putTries) throw error
          await sleep(Math.random() * putAgainMs)
        }
      }
      const row = await rowOf(this.#opened)
      if (row?.holder !== this.#me) throw lockedBy(row)
      this.#until = until
      return row
    } catch (error) {
      throw storeError(error)
    }
  }

  #alone(work: () => Promise<void>): Promise<void> {
    const done = this.#running.then(work)
    this.#running = done.catch(() => undefined)
    return done
  }

  #close(): void {
    clearInterval(this.#timer)
    void this.#running.then(() => {
      this.#opened.close()
    })
  }
}

/**
 * Writes what others have published of a library on the network into its home, for those who search and list. Does nothing to a library on this
 * computer, nor while a process here writes.
 */
export async function bringShared(home: Home): Promise<void> {
  if (!isRemote(home.store)) return
  const opened = await openSharedForReading(home.store)
  if (!opened) return
  try {
    const row = await rowOf(opened)
    const release = takeLock(home.lockFile)
    if (row) bring(home, row)
    release()
  } catch (error) {
    const problem = storeError(error)
    if (problem.code !== 'STORE_LOCKED') throw problem
  } finally {
    opened.close()
  }
}

async function rowOf({ table }: OneTable): Promise<SharedRow | undefined> {
  const [row] = (await table.query().where(`id = 'library'`).limit(1).toArray()) as { toJSON(): SharedRow }[]
  return row?.toJSON()
}

/** Folders are the library's; a pause and the share of the processor are this computer's. */
function bring({ libraryFile, encoderFile }: Home, { library, encoder }: SharedRow): void {
  const own = readLibraryFile(libraryFile)
  if (library !== '') writeLibraryFile(libraryFile, { ...own, ...(JSON.parse(library) as object) }, { isNote: true })
  if (encoder !== '') writeFileSync(encoderFile, encoder)
}

function toPublish({ libraryFile, encoderFile }: Home): Pick<SharedRow, 'library' | 'encoder'> {
  const { roots, reading } = readLibraryFile(libraryFile)
  return { library: JSON.stringify({ roots, reading }), encoder: textOf(encoderFile) }
}

function textOfRow({ library, encoder }: Pick<SharedRow, 'library' | 'encoder'>): string {
  return JSON.stringify([library, encoder])
}

function lockedBy(row: SharedRow | undefined): FoveaError {
  const { holder = '', until = 0 } = row ?? {}
  const host = holder.slice(holder.indexOf('@') + 1)
  return new FoveaError(
    'STORE_LOCKED',
    `Fovea on “${host}” is indexing this library. Should it have stopped without a word, others can from ${new Date(until).toISOString()} on.`,
    { retry: 'try-again' },
  )
}

/** A name for this machine and this home, the same at every start; the host's is for people. */
function thisMachine(file: string): string {
  const known = textOf(file)
  const id = /^[0-9a-f]{16}$/.test(known) ? known : randomBytes(8).toString('hex')
  if (id !== known) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, id)
  }
  return `${id}@${hostname()}`
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
