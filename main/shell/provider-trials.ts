/**
 * Tries out execution providers in throw-away utility processes: a minute after the start where nothing was tried out with
 * this model and machine, and when the person asks. The app cannot fork plain Node processes: the fuse that would let it is off.
 */
import { join } from 'node:path'
import { utilityProcess } from 'electron'
import { chosenFolder, isUntried, tryProviders, type Home, type Resources, type StartTrial } from '../engine/public'
import type { Engine } from './engine'

/** The start of the app is no time to measure, and who opens it to find one photo is gone by then. */
const waitMs = 60_000

export class ProviderTrials {
  readonly #engine: Engine
  readonly #home: Home
  readonly #resources: Resources
  readonly #threads: number
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined

  constructor(engine: Engine, home: Home, resources: Resources, threads: number) {
    this.#engine = engine
    this.#home = home
    this.#resources = resources
    this.#threads = threads
  }

  /** Again whenever another model was chosen. */
  later(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      void this.#whereUntried()
    }, waitMs).unref()
  }

  /** Now, also what was tried out before. Resolves when the verdicts are there and followed. */
  now(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  async #whereUntried(): Promise<void> {
    try {
      if (await isUntried(this.#home, chosenFolder(this.#home, this.#resources))) await this.now()
    } catch (error) {
      console.error('execution providers could not be tried out:', error)
    }
  }

  async #run(): Promise<void> {
    const isChanged = await tryProviders(this.#home, this.#resources, { threads: this.#threads, start: startTrial })
    if (isChanged) await this.#engine.restart()
  }
}

const startTrial: StartTrial = (request) => {
  const child = utilityProcess.fork(join(__dirname, 'provider-trial.js'), [JSON.stringify(request)], {
    serviceName: 'fovea-provider-trial',
    stdio: 'ignore',
  })
  return {
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => {
      child.on('exit', (code) => {
        listener(String(code))
      })
    },
    kill: () => child.kill(),
  }
}
