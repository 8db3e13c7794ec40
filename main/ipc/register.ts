/** The wrapper around every call and stream of the page: checks the sender, parses the input, turns throws into envelopes. */
import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebFrameMain } from 'electron'
import { z } from 'zod'
import {
  channels,
  contract,
  FoveaError,
  type CallName,
  type CallOutput,
  type Contract,
  type Envelope,
  type StreamName,
  type StreamValue,
} from '../../contract'
import { isPageUrl } from '../shell/security'

type ShellCall = { [K in CallName]: Contract[K] extends { at: 'shell' } ? K : never }[CallName]

/** One handler for each call that the shell answers itself; all others go to their engine process. */
export type ShellHandlers = {
  [K in ShellCall]: (input: z.output<Contract[K]['input']>) => Promise<CallOutput<K>> | CallOutput<K>
}

export interface Routes {
  shell: ShellHandlers
  /** Passes a call on to an engine process. */
  engine: (place: 'indexer' | 'searcher', name: CallName, input: unknown, signal: AbortSignal) => Promise<Envelope>
  streams: { [K in StreamName]: (listener: (value: StreamValue<K>) => void) => () => void }
}

const CallMessage = z.tuple([z.number().int(), z.string().max(100), z.unknown()])
const SubscribeMessage = z.object({ name: z.string().max(100) })

/** Answers one call, whoever sent it. Exported so that hostile input can be tested without a window. */
export async function answer(routes: Routes, message: unknown[], signal: AbortSignal): Promise<Envelope> {
  try {
    const parsed = CallMessage.safeParse(message)
    const name = parsed.success ? parsed.data[1] : ''
    const entry = isCallName(name) ? contract[name] : undefined
    if (!parsed.success || !isCallName(name) || !entry) throw invalid()
    const input = entry.input.safeParse(parsed.data[2])
    if (!input.success) {
      console.warn(`${name}: refused input:`, fieldsOf(input))
      throw invalid()
    }
    if (entry.at !== 'shell') return await routes.engine(entry.at, name, input.data, signal)
    const handler = routes.shell[name as ShellCall] as (input: unknown) => unknown
    return { ok: true, value: await handler(input.data) }
  } catch (error) {
    const problem = FoveaError.from(error)
    if (problem.code === 'INTERNAL') console.error('call failed:', error)
    return { ok: false, error: problem.toShape() }
  }
}

/** Listens to the page. Returns nothing to undo: it lives as long as the app. */
export function register(routes: Routes): void {
  const running = new Map<string, AbortController>()
  // Whatever is no number is no call either; it is not turned into text, which an object can make throw.
  const keyOf = (event: IpcMainEvent | IpcMainInvokeEvent, callId: unknown): string =>
    `${String(event.sender.id)}:${typeof callId === 'number' ? String(callId) : ''}`

  ipcMain.handle(channels.call, async (event, ...message: unknown[]): Promise<Envelope> => {
    if (!isFromOurPage(event)) return { ok: false, error: notAllowed().toShape() }
    const key = keyOf(event, message[0])
    const controller = new AbortController()
    running.set(key, controller)
    try {
      return await answer(routes, message, controller.signal)
    } finally {
      running.delete(key)
    }
  })

  ipcMain.on(channels.cancel, (event, callId: unknown) => {
    if (isFromOurPage(event)) running.get(keyOf(event, callId))?.abort()
  })

  ipcMain.on(channels.subscribe, (event, message: unknown) => {
    const [port] = event.ports
    if (!port) return
    const parsed = SubscribeMessage.safeParse(message)
    const name = parsed.success ? parsed.data.name : ''
    if (!isFromOurPage(event) || !isStreamName(name)) {
      port.close()
      return
    }
    const start = routes.streams[name] as (listener: (value: unknown) => void) => () => void
    const stop = start((value) => {
      port.postMessage(value)
    })
    port.on('message', stop) // the page sends one message: it wants no more
    port.on('close', stop)
    port.start()
  })
}

/** The main frame of a window, showing our own page. */
export function isOurPage(frame: Pick<WebFrameMain, 'parent' | 'url'> | null): boolean {
  return frame !== null && frame.parent === null && isPageUrl(frame.url)
}

/** Which fields do not fit. Saying so can fail itself: `constructor.name` of an input may be anything but a text. */
function fieldsOf(refused: { error: z.ZodError }): string {
  try {
    return refused.error.issues.map((issue) => issue.path.join('.')).join(', ')
  } catch {
    return 'beyond description'
  }
}

/** A frame that was destroyed meanwhile throws at every question; nobody waits for its answer. */
function isFromOurPage(event: IpcMainEvent | IpcMainInvokeEvent): boolean {
  try {
    return isOurPage(event.senderFrame)
  } catch {
    return false
  }
}

function isCallName(name: string): name is CallName {
  return Object.hasOwn(contract, name) && contract[name as CallName | StreamName].kind === 'call'
}

function isStreamName(name: string): name is StreamName {
  return Object.hasOwn(contract, name) && contract[name as CallName | StreamName].kind === 'stream'
}

function invalid(): FoveaError {
  return new FoveaError('INVALID_INPUT', 'Fovea was asked something it does not understand.')
}

function notAllowed(): FoveaError {
  return new FoveaError('NOT_ALLOWED', 'This page may not talk to Fovea.')
}
