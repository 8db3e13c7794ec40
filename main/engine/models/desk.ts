/** Downloads and imports as the window sees them: one at a time, told of in a stream, paused and cancelled. */
import { FoveaError, type ModelProgress } from '../../../contract'
import { noProgress } from './importing'
import type { Models, Watched } from './models'

type Listener = (progress: ModelProgress | null) => void

export class ModelDesk {
  readonly models: Models
  readonly #listeners = new Set<Listener>()
  /** The last thing told; null when nothing was ever begun. */
  #progress: ModelProgress | null = null
  #running: { controller: AbortController; id: string; end: 'paused' | 'cancelled'; work: Promise<void> } | undefined

  constructor(models: Models) {
    this.models = models
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener)
    listener(this.#progress)
    return () => this.#listeners.delete(listener)
  }

  /** Begins, or goes on; answers at once. Throws MODEL_IN_USE while something else runs, NOT_FOUND, MODEL_UNSUPPORTED. */
  pull(id: string): void {
    this.models.requireKnown(id)
    this.#begin(id, 'download', (watched) => this.models.pull(id, watched))
  }

  /** Begins; answers at once. `name` is what progress is told under. */
  import(path: string, name: string): void {
    this.#begin(name, 'import', (watched) => this.models.import(path, watched))
  }

  /** What was downloaded stays, for `pull` to go on with. Resolves when it stands still. */
  async pause(): Promise<void> {
    this.#running?.controller.abort()
    await this.#running?.work
  }

  /** What was downloaded is deleted. */
  async cancel(): Promise<void> {
    const running = this.#running
    if (running) {
      running.end = 'cancelled'
      running.controller.abort()
      await running.work
    } else if (this.#progress && ['paused', 'failed'].includes(this.#progress.phase)) {
      if (this.#progress.kind === 'download') await this.models.discardDownload(this.#progress.id)
      this.#tell(null)
    }
  }

  #begin(id: string, kind: ModelProgress['kind'], start: (watched: Watched) => Promise<unknown>): void {
    if (this.#running) {
      throw new FoveaError('MODEL_IN_USE', 'Another model is being fetched. Wait for it or cancel it, then try again.')
    }
    const controller = new AbortController()
    this.#tell(noProgress(id, kind))
    const work = start({
      signal: controller.signal,
      onProgress: (progress) => {
        this.#tell({ ...progress, id, kind })
      },
    }).then(
      () => {
        this.#end({ phase: 'done' })
      },
      async (error: unknown) => {
        const { end } = this.#running ?? {}
        if (!controller.signal.aborted) {
          const { code, message } = FoveaError.from(error)
          this.#end({ phase: 'failed', error: { code, message } })
        } else if (end === 'cancelled') {
          if (kind === 'download') await this.models.discardDownload(id).catch(() => undefined) // what remains is shown as a partial download
          this.#running = undefined
          this.#tell(null)
        } else this.#end({ phase: 'paused' })
      },
    )
    this.#running = { controller, id, end: 'paused', work }
  }

  #end(last: Pick<ModelProgress, 'phase' | 'error'>): void {
    this.#running = undefined
    if (this.#progress) this.#tell({ ...this.#progress, bytesPerSecond: 0, etaSeconds: null, ...last })
  }

  #tell(progress: ModelProgress | null): void {
    this.#progress = progress
    for (const listener of this.#listeners) listener(progress)
  }
}
