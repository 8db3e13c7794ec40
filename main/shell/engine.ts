/** The engine as the shell sees it: the indexer and the searcher, and whether they are well. */
import { join } from 'node:path'
import type { EngineConfig, EngineHealth, ShellRequests } from '../../contract'
import { EngineProcess } from './engine-process'

/** Writes are a matter of a second; after this the app ends anyway, and the next start picks up. */
const closeLimitMs = 8000
/** Indexing begins at the latest so long after the start. */
const turnLimitMs = 10_000

export class Engine {
  readonly indexer: EngineProcess<'indexer'>
  readonly searcher: EngineProcess<'searcher'>
  readonly #listeners = new Set<(health: EngineHealth) => void>()

  /** `requests`: what else the indexer may ask of the shell. */
  constructor(config: EngineConfig, requests: Omit<ShellRequests, 'engine.turn'>) {
    const announce = (): void => {
      const health = this.health()
      for (const listener of this.#listeners) listener(health)
    }
    this.indexer = new EngineProcess('indexer', join(__dirname, 'indexer.js'), config, announce, {
      ...requests,
      'engine.turn': () => this.#turn(),
    })
    this.searcher = new EngineProcess('searcher', join(__dirname, 'searcher.js'), config, announce)
  }

  health(): EngineHealth {
    // Both are read before the second exists, when the first one changes state during construction.
    const [indexer, searcher] = [this.indexer, this.searcher as EngineProcess<'searcher'> | undefined].map(
      (process) => process?.state ?? 'starting',
    ) as [EngineHealth['indexer'], EngineHealth['searcher']]
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
   * [Note: whose turn] Both processes load a large library when the app starts. Side by side on two cores each takes
   * several times as long, and only one of them is waited for: who opens Fovea wants to find a photo. So the indexer, whose
   * catalogue and comparison with the disk take seconds, waits until the searcher has all in memory.
   */
  async #turn(): Promise<undefined> {
    const limit = new Promise<undefined>((resolve) => setTimeout(resolve, turnLimitMs))
    return Promise.race([this.searcher.call('search.warm', undefined).catch(() => undefined), limit])
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
