/** One engine process under supervision: started, called, watched, and started again when it dies. */
import { constants, setPriority } from 'node:os'
import { utilityProcess, type UtilityProcess } from 'electron'
import {
  cancelled,
  FoveaError,
  shellRequests,
  type EngineCallName,
  type EngineConfig,
  type EngineHealth,
  type EngineInput,
  type EngineOutput,
  type EnginePlace,
  type EngineStreamName,
  type Envelope,
  type FromEngine,
  type ShellRequestName,
  type ShellRequests,
  type ToEngine,
} from '../../contract'

type State = EngineHealth['indexer']

const firstBackOffMs = 500
const longestBackOffMs = 30_000
/** A process that ran this long was healthy: the next death starts from the first back-off again. */
const healthyAfterMs = 60_000
/** A call waits this long for a process that is being started. */
const startupLimitMs = 20_000

interface Pending {
  resolve: (envelope: Envelope) => void
  reject: (error: FoveaError) => void
}

/** Whatever the user does goes first, from the moment the process begins to load. */
function letOthersGoFirst(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // Not allowed on every system, and only a courtesy.
  }
}

export class EngineProcess<P extends EnginePlace> {
  readonly place: P
  readonly #modulePath: string
  readonly #config: EngineConfig
  readonly #onState: () => void
  readonly #requests: Partial<ShellRequests>
  readonly #pending = new Map<number, Pending>()
  readonly #subscriptions = new Map<number, { name: string; listener: (value: unknown) => void }>()
  #child: UtilityProcess | undefined
  #ready: Promise<void> = Promise.resolve()
  #state: State = 'starting'
  #deaths = 0
  #nextId = 1
  #closing = false
  /** It was asked to end, to be started again at once. */
  #isRestarting = false

  /** `requests`: what the process may ask of the shell. `after`: what its first start waits for. */
  constructor(
    place: P,
    modulePath: string,
    config: EngineConfig,
    onState: () => void,
    { requests = {}, after }: { requests?: Partial<ShellRequests>; after?: Promise<void> | undefined } = {},
  ) {
    this.place = place
    this.#modulePath = modulePath
    this.#config = config
    this.#onState = onState
    this.#requests = requests
    if (after) this.#startLater(after)
    else this.#start()
  }

  get state(): State {
    return this.#state
  }

  /** Rejects with the engine's own error, with CANCELLED, or with ENGINE_DOWN when the process dies meanwhile. */
  async call<K extends EngineCallName<P>>(
    name: K,
    input: EngineInput<K>,
    signal?: AbortSignal,
  ): Promise<EngineOutput<K>> {
    const envelope = await this.callByName(name, input, signal)
    if (envelope.ok) return envelope.value as EngineOutput<K>
    throw FoveaError.fromShape(envelope.error)
  }

  /** As `call`, for names that come from the page: the process answers INVALID_INPUT to what it does not know. */
  async callByName(name: string, input: unknown, signal?: AbortSignal): Promise<Envelope> {
    await this.#whenReady()
    if (signal?.aborted) throw cancelled()
    if (!this.#child) throw this.#down() // ended for good
    const id = this.#nextId++
    return new Promise<Envelope>((resolve, reject) => {
      const onAbort = (): void => {
        this.#pending.delete(id)
        this.#send({ type: 'cancel', id })
        reject(cancelled())
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      const done = (): void => {
        signal?.removeEventListener('abort', onAbort)
      }
      this.#pending.set(id, {
        resolve: (envelope) => {
          done()
          resolve(envelope)
        },
        reject: (error) => {
          done()
          reject(error)
        },
      })
      this.#send({ type: 'call', id, name, input })
    })
  }

  /** The stream goes on when the process is restarted. Returns the function that ends it. */
  subscribe<K extends EngineStreamName<P>>(name: K, listener: (value: EngineOutput<K>) => void): () => void {
    const id = this.#nextId++
    this.#subscriptions.set(id, { name, listener: listener as (value: unknown) => void })
    // A process that is still starting is sent all subscriptions when it is ready.
    if (this.#state === 'running') this.#send({ type: 'subscribe', id, name })
    return () => {
      this.#subscriptions.delete(id)
      this.#send({ type: 'unsubscribe', id })
    }
  }

  /** Ends the process for good. */
  kill(): void {
    this.#closing = true
    this.#child?.kill()
  }

  /** Ends the process and starts it anew at once. Calls in progress get ENGINE_DOWN, new ones wait for the next process. */
  restart(): void {
    const child = this.#child
    if (!child) return // it is being started anyway
    this.#isRestarting = true
    this.#setState('starting')
    this.#ready = new Promise((resolve) => {
      // After the listener that starts the next process.
      child.once('exit', () => {
        resolve(this.#ready)
      })
    })
    child.kill()
  }

  #startLater(when: Promise<unknown>): void {
    this.#ready = when.then(() => {
      if (this.#closing) return
      this.#start()
      return this.#ready
    })
  }

  #start(): void {
    const child = utilityProcess.fork(this.#modulePath, [JSON.stringify(this.#config)], {
      serviceName: `fovea-${this.place}`,
      stdio: 'inherit',
      env: {
        ...process.env,
        ORT_DISABLE_TELEMETRY: '1', // before anything of theirs is loaded: [Note: telemetry]
        // Decoding runs on libuv's threads, and so does reading: one a core, and some that only wait for the disk.
        UV_THREADPOOL_SIZE: String(Math.max(4, this.#config.threads + 2)),
      },
    })
    this.#child = child
    if (this.place === 'indexer') child.once('spawn', () => letOthersGoFirst(child.pid))
    const startedAt = performance.now()
    let settleReady: (ready: void | Promise<void>) => void = () => undefined
    this.#ready = new Promise((resolve) => {
      settleReady = resolve
      child.on('message', (message: FromEngine) => {
        if (message.type === 'ready') {
          this.#setState('running')
          for (const [id, { name }] of this.#subscriptions) this.#send({ type: 'subscribe', id, name })
          resolve()
        } else if (message.type === 'ask') void this.#answer(child, message)
        else this.#receive(message)
      })
    })
    child.once('exit', (code) => {
      this.#child = undefined
      this.#failPending()
      if (this.#closing) {
        this.#setState('stopped')
        return
      }
      if (this.#isRestarting) {
        this.#isRestarting = false
        this.#start()
        settleReady(this.#ready)
        return
      }
      console.warn(`the ${this.place} ended, with code ${String(code)}, and is started again`)
      this.#deaths = performance.now() - startedAt > healthyAfterMs ? 1 : this.#deaths + 1
      this.#setState('restarting')
      const wait = Math.min(longestBackOffMs, firstBackOffMs * 2 ** (this.#deaths - 1))
      this.#startLater(new Promise((resolve) => setTimeout(resolve, wait)))
      settleReady(this.#ready) // who waited for this process waits for the next one
    })
  }

  /** A process that was started meanwhile knows nothing of the question. */
  async #answer(child: UtilityProcess, { id, name, input }: Extract<FromEngine, { type: 'ask' }>): Promise<void> {
    let envelope: Envelope
    try {
      const known = name as ShellRequestName
      const request = Object.hasOwn(this.#requests, name) ? this.#requests[known] : undefined
      if (!request) throw new FoveaError('INVALID_INPUT', `There is no request "${name}".`)
      const parsed = shellRequests[known].input.parse(input)
      envelope = { ok: true, value: await (request as (input: unknown) => Promise<unknown>)(parsed) }
    } catch (error) {
      const problem = FoveaError.from(error)
      if (problem.code === 'INTERNAL') console.error(`${name}:`, error)
      envelope = { ok: false, error: problem.toShape() }
    }
    if (this.#child === child) child.postMessage({ type: 'reply', id, envelope } satisfies ToEngine)
  }

  #receive(message: Exclude<FromEngine, { type: 'ready' | 'ask' }>): void {
    if (message.type === 'value') {
      this.#subscriptions.get(message.id)?.listener(message.value)
      return
    }
    this.#pending.get(message.id)?.resolve(message.envelope)
    this.#pending.delete(message.id)
  }

  async #whenReady(): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(this.#down())
      }, startupLimitMs)
    })
    await Promise.race([this.#ready, limit]).finally(() => {
      clearTimeout(timer)
    })
  }

  #failPending(): void {
    for (const { reject } of this.#pending.values()) reject(this.#down())
    this.#pending.clear()
  }

  #down(): FoveaError {
    const what = this.place === 'searcher' ? 'Searching' : 'Indexing'
    return new FoveaError('ENGINE_DOWN', `${what} stopped for a moment and is being started again. Try again.`, {
      retry: 'try-again',
    })
  }

  #send(message: ToEngine): void {
    this.#child?.postMessage(message)
  }

  #setState(state: State): void {
    this.#state = state
    this.#onState()
  }
}
