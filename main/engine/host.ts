/** Serves calls and streams of the contract from an engine process: over Electron's parent port, or Node's IPC. */
import {
  cancelled,
  engineContract,
  FoveaError,
  shellRequests,
  type EngineCallName,
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

export type CallHandlers<P extends EnginePlace> = {
  [K in EngineCallName<P>]: (input: EngineInput<K>, signal: AbortSignal) => Promise<EngineOutput<K>> | EngineOutput<K>
}
export type StreamHandlers<P extends EnginePlace> = {
  [K in EngineStreamName<P>]: (emit: (value: EngineOutput<K>) => void) => () => void
}

/** What Electron's utility processes have for talking to the process that started them. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  postMessage(message: unknown): void
}

interface Channel {
  send(message: FromEngine): void
  receive(listener: (message: ToEngine) => void): void
}

function openChannel(): Channel {
  const parentPort = (process as unknown as { parentPort?: ParentPort }).parentPort
  if (parentPort) {
    return {
      send: (message) => {
        parentPort.postMessage(message)
      },
      receive: (listener) => {
        parentPort.on('message', ({ data }) => {
          listener(data as ToEngine)
        })
      },
    }
  }
  return {
    send: (message) => process.send?.(message),
    receive: (listener) => {
      process.on('message', listener)
    },
  }
}

let opened: Channel | undefined
/** One channel a process, for what it answers and what it asks. */
const channelOfProcess = (): Channel => (opened ??= openChannel())

let nextAsk = 1
const asked = new Map<number, (envelope: Envelope) => void>()

/** Asks the shell. Throws what the shell says, also when its answer is not of the agreed shape. */
export async function askShell<K extends ShellRequestName>(
  name: K,
  input: Parameters<ShellRequests[K]>[0],
): Promise<Awaited<ReturnType<ShellRequests[K]>>> {
  const id = nextAsk++
  const envelope = await new Promise<Envelope>((resolve) => {
    asked.set(id, resolve)
    channelOfProcess().send({ type: 'ask', id, name, input })
  })
  if (!envelope.ok) throw FoveaError.fromShape(envelope.error)
  return shellRequests[name].output.parse(envelope.value) as Awaited<ReturnType<ShellRequests[K]>>
}

/** Validation lives here, not in the handlers: an input that does not fit its schema never reaches one. */
export function serve<P extends EnginePlace>(place: P, calls: CallHandlers<P>, streams: StreamHandlers<P>): void {
  const channel = channelOfProcess()
  const running = new Map<number, AbortController>()
  const subscriptions = new Map<number, () => void>()

  const answer = async (name: string, input: unknown, signal: AbortSignal): Promise<Envelope> => {
    try {
      const entry = Object.hasOwn(engineContract, name) ? engineContract[name as EngineCallName] : undefined
      if (entry?.kind !== 'call' || entry.at !== place)
        throw new FoveaError('INVALID_INPUT', `There is no call "${name}".`)
      const parsed = entry.input.safeParse(input)
      if (!parsed.success) throw new FoveaError('INVALID_INPUT', 'Fovea was asked something it does not understand.')
      const handler = calls[name as EngineCallName<P>] as (input: unknown, signal: AbortSignal) => unknown
      const value = await handler(parsed.data, signal)
      if (signal.aborted) throw cancelled()
      return { ok: true, value }
    } catch (error) {
      const problem = FoveaError.from(error)
      if (problem.code === 'INTERNAL') console.error(`${name}:`, error)
      return { ok: false, error: problem.toShape() }
    }
  }

  channel.receive((message) => {
    switch (message.type) {
      case 'call': {
        const controller = new AbortController()
        running.set(message.id, controller)
        void answer(message.name, message.input, controller.signal).then((envelope) => {
          running.delete(message.id)
          channel.send({ type: 'answer', id: message.id, envelope })
        })
        break
      }
      case 'cancel':
        running.get(message.id)?.abort()
        break
      case 'subscribe': {
        if (!Object.hasOwn(streams, message.name)) break
        const start = streams[message.name as EngineStreamName<P>] as (emit: (value: unknown) => void) => () => void
        const { id } = message
        subscriptions.set(
          id,
          start((value) => {
            channel.send({ type: 'value', id, value })
          }),
        )
        break
      }
      case 'unsubscribe':
        subscriptions.get(message.id)?.()
        subscriptions.delete(message.id)
        break
      case 'reply':
        asked.get(message.id)?.(message.envelope)
        asked.delete(message.id)
        break
    }
  })
  channel.send({ type: 'ready' })
}
