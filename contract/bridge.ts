/** What the preload script puts on `window.fovea`, and the envelopes that pass through it. */
import type { ErrorShape } from './errors'

/** Every answer to a call: a value or an error, never a throw (Electron would keep only an error's message). */
export type Envelope<T = unknown> = { ok: true; value: T } | { ok: false; error: ErrorShape }

export const channels = {
  /** invoke(callId, name, input) answers an Envelope. */
  call: 'fovea:call',
  /** send(callId): the caller no longer wants the answer. */
  cancel: 'fovea:cancel',
  /** postMessage({ name }, [port]): values of the stream come out of the port; closing it ends the stream. */
  subscribe: 'fovea:subscribe',
} as const

export interface FoveaBridge {
  call(callId: number, name: string, input: unknown): Promise<Envelope>
  cancel(callId: number): void
  /** Calls `listener` with each value; the function returned ends the stream. */
  subscribe(name: string, listener: (value: unknown) => void): () => void
}
