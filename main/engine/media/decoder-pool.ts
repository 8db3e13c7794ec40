/** Runs a decoder in a few workers, where a file that makes it crash or run on costs a worker and nothing else. */
import { availableParallelism } from 'node:os'
import { sep } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { FailureCode } from '../../../contract'
import { UnreadableImage } from './unreadable'

/** A decoder keeps the memory of the largest picture it has seen (hundreds of megabytes), so there are few. */
const maximumWorkers = Math.min(4, availableParallelism())
/** Workers without work for this long are ended, which gives their memory back. */
const idleMs = 10_000

interface Job<Request, Result> {
  request: Request
  seconds: number
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}

/**
 * [Note: decoder workers] The worker answers each message it gets with one of its own: a result, or `{ failure }` with the
 * reason why there is none. One that throws, ends or does not answer in time is replaced, and its file is corrupt or too slow.
 */
export class DecoderPool<Request, Result extends object> {
  readonly #start: () => Worker
  readonly #waiting: Job<Request, Result>[] = []
  readonly #idle: Worker[] = []
  #working = 0
  #idleTimer: NodeJS.Timeout | undefined

  /** `source`: the script of the worker. `data` gives its `workerData`, once a worker is needed. */
  constructor(name: string, source: string, data: () => Record<string, unknown>) {
    this.#start = () => new Worker(source, { eval: true, name, workerData: data() })
  }

  /** Waiting for a free worker does not count towards `seconds`. Throws UnreadableImage. */
  run(request: Request, seconds: number): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, seconds, resolve, reject })
      this.#startNext()
    })
  }

  #startNext(): void {
    while (this.#waiting.length > 0 && this.#working < maximumWorkers) {
      const job = this.#waiting.shift()!
      this.#working++
      void this.#run(job)
        .catch(job.reject) // there is no worker: part of the installation is missing
        .finally(() => {
          this.#working--
          this.#startNext()
        })
    }
  }

  async #run(job: Job<Request, Result>): Promise<void> {
    const worker = this.#idle.pop() ?? this.#newWorker()
    worker.ref()
    const answer = await ask(worker, job)
    if (answer instanceof Error) {
      await worker.terminate()
      job.reject(answer instanceof UnreadableImage ? answer : new UnreadableImage('corrupt', answer))
      return
    }
    worker.unref() // a process that has nothing else to do may end
    this.#idle.push(worker)
    clearTimeout(this.#idleTimer)
    this.#idleTimer = setTimeout(() => {
      for (const unused of this.#idle.splice(0)) void unused.terminate()
    }, idleMs).unref()
    if ('failure' in answer) job.reject(new UnreadableImage(answer.failure))
    else job.resolve(answer)
  }

  #newWorker(): Worker {
    const worker = this.#start()
    // One that dies between two jobs is not used again.
    worker.on('error', () => undefined)
    worker.on('exit', () => {
      if (this.#idle.includes(worker)) this.#idle.splice(this.#idle.indexOf(worker), 1)
    })
    return worker
  }
}

/** Where a worker finds a file of a package: it knows nothing of archives, and in a packed app the package lies beside one. */
export function outsideArchive(path: string): string {
  return path.replace(`app.asar${sep}`, `app.asar.unpacked${sep}`)
}

/** The worker's answer, or why there is none: it broke down or took too long. */
function ask<Request, Result>(
  worker: Worker,
  { request, seconds }: Job<Request, Result>,
): Promise<Result | { failure: FailureCode } | Error> {
  return new Promise((resolve) => {
    const end = (answer: Result | Error): void => {
      clearTimeout(timer)
      worker.off('message', end).off('error', end).off('exit', onExit)
      resolve(answer)
    }
    const onExit = (): void => end(new Error('the decoder ended'))
    const timer = setTimeout(() => end(new UnreadableImage('too-slow')), seconds * 1000)
    worker.on('message', end).on('error', end).on('exit', onExit)
    worker.postMessage(request)
  })
}
