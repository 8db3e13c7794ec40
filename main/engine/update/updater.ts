/** Looks for a new version when it is told to, downloads its installer, and knows it byte for byte; it runs nothing. */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { FoveaError, type UpdateState } from '../../../contract'
import { digestOf } from '../encoder/manifest'
import { bytesHere, download, WrongBytes, type Patience } from '../models/download'
import { pacer } from '../models/pace'
import { freeBytes as freeBytesOnDisk, isDiskFull, minimumFreeBytes } from '../store/disk'
import { fileFor, readFeed, type Feed, type Machine, type UpdateSource } from './feed'
import { fetchFeed } from './fetch-feed'
import { UpdateMemory, type Checks } from './memory'
import { compareVersions } from './version'

export interface UpdaterOptions {
  /** What is kept lies here. */
  folder: string
  source: UpdateSource
  /** The version that runs. */
  version: string
  machine: Machine
  /** Done before each request. */
  prepare?: (() => Promise<void>) | undefined
  freeBytes?: ((folder: string) => Promise<number>) | undefined
  patience?: Partial<Patience> | undefined
}

/** An installer every byte of which is what the signed list says. */
export interface Installer {
  path: string
  kind: Wanted['kind']
  version: string
}

type Listener = (state: UpdateState) => void
type Wanted = NonNullable<ReturnType<typeof fileFor>>

export class Updater {
  readonly #options: UpdaterOptions
  readonly #memory: UpdateMemory
  readonly #listeners = new Set<Listener>()
  #checks: Checks
  #state: UpdateState
  #wanted: Wanted | undefined
  #running: { controller: AbortController; work: Promise<void> } | undefined

  /** Opens no connection: what it knows at first is what was left by the last time. */
  constructor(options: UpdaterOptions) {
    this.#options = options
    const { folder, source, version } = options
    this.#memory = new UpdateMemory(folder, source)
    this.#checks = this.#memory.readChecks()
    this.#state = {
      ...{ phase: 'unknown', version, host: new URL(source.feed).host, checkedAt: this.#checks.checkedAt, offer: null },
      ...{ ...nothingDone, error: null },
    }
    const feed = this.#memory.readFeed()
    if (feed) this.#take(feed)
  }

  get state(): UpdateState {
    return this.#state
  }

  /** When the server was asked last, and when it answered. */
  get checks(): Checks {
    return this.#checks
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener)
    listener(this.#state)
    return () => this.#listeners.delete(listener)
  }

  /** Asks the server once; what goes wrong is in the state. Does nothing while something else is going on. */
  async check(): Promise<void> {
    if (this.#running) return
    const { source, prepare } = this.#options
    const before = this.#state
    await this.#run('checking', async (signal) => {
      this.#remember({ ...this.#checks, triedAt: Date.now() })
      await prepare?.()
      const signed = await fetchFeed(source, signal)
      const feed = readFeed(signed, source)
      const seen = this.#memory.readFeed()
      if (seen && Date.parse(feed.released) < Date.parse(seen.released)) throw tooOld()
      this.#memory.writeFeed(signed)
      this.#remember({ checkedAt: Date.now(), triedAt: Date.now() })
      this.#take(feed)
    })
    // Given up or failed: as it was.
    if (this.#state.phase === 'checking') this.#tell({ phase: before.phase })
  }

  /** Begins, or goes on; answers at once. Throws NOT_FOUND where there is nothing to download. */
  download(): void {
    if (this.#running) return
    const { patience, source, prepare, freeBytes = freeBytesOnDisk, folder } = this.#options
    const { wanted, target } = this.#requireWanted()
    void this.#run('downloading', async (signal) => {
      mkdirSync(folder, { recursive: true })
      const missing = wanted.bytes - bytesHere(target)
      const free = await freeBytes(folder)
      if (free < missing + minimumFreeBytes) throw noRoom(missing)
      await prepare?.()
      const { report, silence } = pacer<'verifying'>(wanted.bytes, (phase, pace) => {
        this.#tell({ phase, ...pace })
      })
      try {
        await download(remoteFile(wanted, target, source), target, {
          ...{ signal, patience },
          onBytes: (here) => {
            report('downloading', here)
          },
          onChecking: () => {
            report('verifying', wanted.bytes)
          },
        })
      } finally {
        silence()
      }
    }).then(() => {
      this.#rest()
    })
  }

  /** What was downloaded stays. Resolves when it stands still. */
  async pause(): Promise<void> {
    this.#running?.controller.abort()
    await this.#running?.work
  }

  /** Gives up a question, or deletes what was downloaded. */
  async cancel(): Promise<void> {
    const wasAsking = this.#state.phase === 'checking'
    await this.pause()
    if (wasAsking) return
    this.#sweep([])
    this.#rest()
  }

  /** Reads every byte anew. Throws UPDATE_FILE_WRONG, and deletes the file; NOT_FOUND where there is none. */
  async installer(): Promise<Installer> {
    const { wanted, target, version } = this.#requireWanted()
    if (this.#running || !isWhole(target, wanted)) throw nothingThere()
    if ((await digestOf(target, 'sha512')) !== wanted.sha512) {
      const error = wrongFile()
      this.#sweep([])
      this.#rest()
      this.#tell({ error: error.toShape() })
      throw error
    }
    return { path: target, kind: wanted.kind, version }
  }

  /** One thing at a time; what goes wrong is told, with the phase left to the caller. */
  #run(phase: 'checking' | 'downloading', task: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const controller = new AbortController()
    const work = task(controller.signal)
      .catch((error: unknown) => {
        if (!controller.signal.aborted) this.#tell({ error: explain(error).toShape() })
      })
      .finally(() => {
        this.#running = undefined
      })
    this.#running = { controller, work }
    this.#tell({ phase, error: null })
    return work
  }

  /** What a list of versions means here: nothing newer, or an offer and what there is of its installer. */
  #take(feed: Feed): void {
    const { version, machine } = this.#options
    // Never downwards: an older version has the faults that a newer one has mended.
    const isNewer = compareVersions(feed.version, version) > 0
    this.#wanted = isNewer ? fileFor(feed, machine) : undefined
    const { kind, bytes } = this.#wanted ?? {}
    const offer = {
      ...{ version: feed.version, releasedAt: Date.parse(feed.released) },
      notes: { en: feed.notes.en, ...(feed.notes.de === undefined ? {} : { de: feed.notes.de }) },
      file: kind !== undefined && bytes !== undefined ? { kind, bytes } : null,
    }
    this.#state = { ...this.#state, offer: isNewer ? offer : null }
    // What was downloaded of another version, or of this one before it was installed, is of no use any more.
    const target = this.#target
    const isHere = target !== undefined && this.#wanted && isWhole(target, this.#wanted)
    this.#sweep(target === undefined ? [] : [`${target}.part`, `${target}.part.json`, ...(isHere ? [target] : [])])
    this.#rest()
  }

  /** The phase while nothing goes on. */
  #rest(): void {
    const [wanted, target] = [this.#wanted, this.#target]
    const here = target === undefined ? 0 : bytesHere(target)
    const isReady = wanted && target !== undefined && isWhole(target, wanted)
    const phase = this.#state.offer === null ? 'current' : isReady ? 'ready' : here > 0 ? 'paused' : 'available'
    this.#tell({ phase, ...nothingDone, done: here, total: wanted?.bytes ?? 0, checkedAt: this.#checks.checkedAt })
  }

  get #target(): string | undefined {
    const { folder, machine } = this.#options
    const version = this.#state.offer?.version
    if (!this.#wanted || version === undefined) return undefined
    return join(folder, `Fovea-${version}-${machine.platform}-${machine.arch}.${this.#wanted.kind}`)
  }

  #requireWanted(): { wanted: Wanted; target: string; version: string } {
    const [wanted, target] = [this.#wanted, this.#target]
    if (!wanted || target === undefined) throw nothingThere()
    return { wanted, target, version: this.#state.offer?.version ?? '' }
  }

  #remember(checks: Checks): void {
    this.#checks = checks
    this.#memory.writeChecks(checks)
  }

  /** Deletes installers and parts of them, but for those, and for the AppImage that runs, should it have been left here. */
  #sweep(kept: readonly string[]): void {
    const { folder, machine } = this.#options
    try {
      for (const name of readdirSync(folder)) {
        const path = join(folder, name)
        if (!name.startsWith('Fovea-') || kept.includes(path) || path === machine.appImage) continue
        rmSync(path, { force: true })
      }
    } catch {
      // The folder is not there yet, or a file is in use: it goes the next time.
    }
  }

  #tell(change: Partial<UpdateState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener(this.#state)
  }
}

const nothingDone = { done: 0, total: 0, bytesPerSecond: 0, etaSeconds: null }

function isWhole(target: string, { bytes }: Wanted): boolean {
  return statSync(target, { throwIfNoEntry: false })?.size === bytes
}

function remoteFile({ url, bytes, sha512 }: Wanted, target: string, { hosts }: UpdateSource) {
  return { path: 'The installer', urls: [url], redirects: [...hosts], bytes, sha256: null, sha512, key: target }
}

function explain(error: unknown): FoveaError {
  if (error instanceof FoveaError) return error.cause instanceof WrongBytes ? wrongFile(error) : error
  if (isDiskFull(error)) return noRoom(undefined, error)
  return FoveaError.from(error)
}

function wrongFile(cause?: unknown): FoveaError {
  return new FoveaError(
    'UPDATE_FILE_WRONG',
    'The installer is not the one that the makers of Fovea have signed, so it was deleted. Download it again; if that does not help, from another network.',
    { retry: 'try-again', cause },
  )
}

function tooOld(): FoveaError {
  return new FoveaError(
    'UPDATE_LIST_OLDER',
    'The update server sent an older list of versions than before, so it was not used. Try again later.',
    { retry: 'try-again' },
  )
}

function nothingThere(): FoveaError {
  return new FoveaError('NOT_FOUND', 'There is no installer here. Check for updates first.')
}

function noRoom(bytes?: number, cause?: unknown): FoveaError {
  const needed = bytes === undefined ? '' : ` It needs ${Math.ceil(bytes / 1e6).toLocaleString('en')} MB.`
  return new FoveaError(
    'DISK_FULL',
    `There is too little room on the disk for the installer.${needed} Make some, then try again.`,
    {
      retry: 'free-space',
      cause,
    },
  )
}
