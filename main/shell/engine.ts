/** The engine as the shell sees it: the indexer and the searcher, and whether they are well. */
import { join } from 'node:path'
import type { EngineConfig, EngineHealth, ShellRequests } from '../../contract'
import { EngineProcess } from './engine-process'

/** Writes are a matter of a second; after this the app ends anyway, and the next start picks up. */
const closeLimitMs = 8000
/** The indexer is started at the latest so long after the searcher. */
const loadLimitMs = 10_000

export class Engine {
  readonly indexer: EngineProcess<'indexer'>
  readonly searcher: EngineProcess<'searcher'>
  readonly #listeners = new Set<(health: EngineHealth) => void>()

  /** `requests`: what the indexer may ask of the shell. `hasLibrary`: there is something to search already. */
  constructor(config: EngineConfig, requests: ShellRequests, hasLibrary: boolean) {
    const announce = (): void => {
      const health = this.health()
      for (const listener of this.#listeners) listener(health)
    }
    this.searcher = new EngineProcess('searcher', join(__dirname, 'searcher.js'), config, announce)
    const after = hasLibrary ? this.#searcherLoaded() : undefined
    this.indexer = new EngineProcess('indexer', join(__dirname, 'indexer.js'), config, announce, { requests, after })
  }

  health(): EngineHealth {
    const [indexer, searcher] = [this.indexer.state, this.searcher.state]
    const down = [
      ...(indexer === 'restarting' ? ['Indexing'] : []),
      ...(searcher === 'restarting' ? ['Searching'] : []),
    ]
    const message = `${down.join(' and ')} stopped unexpectedly and is being started again. Nothing is lost.`
    return { indexer, searcher, ...(down.length > 0 ? { message } : {}) }
  }

  subscribe(listener: (health: EngineHealth) => void): () => void {
    this.#listeners.add(listener)
    listener(this.health())
    return () => this.#listeners.delete(listener)
  }

  /**
   * [Note: searching loads first] Side by side on two cores the two processes and the window take several times as long to start,
   * and only one of them is waited for: who opens Fovea wants to find a photo. So the indexer, whose code, catalogue
   * and comparison with the disk take seconds, is started when the searcher has all of a large library in memory.
   */
  async #searcherLoaded(): Promise<void> {
    const limit = new Promise<undefined>((resolve) => setTimeout(resolve, loadLimitMs))
    await Promise.race([this.searcher.call('search.warm', undefined).catch(() => undefined), limit])
  }

  /** Lets the indexer commit what it has, then starts both processes anew: with the model that was chosen. */
  async restart(): Promise<void> {
    await this.#commit()
    this.indexer.restart()
    this.searcher.restart()
  }

  /** Lets the indexer commit what it has, then ends both processes. */
  async close(): Promise<void> {
    await this.#commit()
    this.indexer.kill()
    this.searcher.kill()
  }

  async #commit(): Promise<void> {
    const limit = new Promise<void>((resolve) => setTimeout(resolve, closeLimitMs))
    const closed = this.indexer.state === 'running' ? this.indexer.call('engine.close', undefined) : Promise.resolve()
    await Promise.race([closed.catch(() => undefined), limit])
  }
}
