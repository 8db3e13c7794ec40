/** The page's side of the bridge: typed calls that throw FoveaError, and streams as React state. */
import { useSyncExternalStore } from 'react'
import { cancelled, FoveaError } from '../../contract/errors'
import type { CallInput, CallName, CallOutput, FoveaBridge, StreamName, StreamValue } from '../../contract'

declare global {
  interface Window {
    readonly fovea: FoveaBridge
  }
}

interface CallOptions {
  signal?: AbortSignal
}

/** Calls without an input may leave it out. */
export type CallArguments<K extends CallName> =
  undefined extends CallInput<K>
    ? [input?: CallInput<K>, options?: CallOptions]
    : [input: CallInput<K>, options?: CallOptions]

export type Call = <K extends CallName>(name: K, ...rest: CallArguments<K>) => Promise<CallOutput<K>>

let lastCallId = 0

/** Throws FoveaError; with code CANCELLED as soon as `signal` aborts, whatever the other side is doing. */
export const call: Call = async (name, ...[input, options]) => {
  const signal = options?.signal
  if (signal?.aborted) throw cancelled()
  const callId = ++lastCallId
  let onAbort: (() => void) | undefined
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => {
      window.fovea.cancel(callId)
      reject(cancelled())
    }
    signal?.addEventListener('abort', onAbort)
  })
  try {
    const envelope = await Promise.race([window.fovea.call(callId, name, input), aborted])
    if (!envelope.ok) throw FoveaError.fromShape(envelope.error)
    // The shell parsed the value with the schema this type is inferred from.
    return envelope.value as never
  } catch (thrown) {
    throw FoveaError.from(thrown)
  } finally {
    if (onAbort) signal?.removeEventListener('abort', onAbort)
  }
}

export function isCancelled(thrown: unknown): boolean {
  return thrown instanceof FoveaError && thrown.code === 'CANCELLED'
}

interface StreamSource<V> {
  subscribe: (onChange: () => void) => () => void
  getSnapshot: () => V | null
}

/** One subscription over the bridge, however many components read the stream. */
function createSource<V>(name: StreamName): StreamSource<V> {
  const listeners = new Set<() => void>()
  let value: V | null = null
  let end: (() => void) | undefined
  return {
    getSnapshot: () => value,
    subscribe(onChange) {
      listeners.add(onChange)
      end ??= window.fovea.subscribe(name, (next) => {
        value = next as V
        for (const listener of listeners) listener()
      })
      return () => {
        listeners.delete(onChange)
        if (listeners.size > 0) return
        end?.()
        end = undefined
      }
    },
  }
}

/** Streams that carry a state; the others carry one thing after the other, and are subscribed to directly. */
type StateStream = Exclude<StreamName, 'window.requests'>

const sources: { [K in StateStream]: StreamSource<StreamValue<K>> } = {
  'library.status': createSource('library.status'),
  'models.progress': createSource('models.progress'),
  'engine.health': createSource('engine.health'),
  'items.exporting': createSource('items.exporting'),
  'update.state': createSource('update.state'),
}

/** The stream's latest value; null until the first arrives. */
export function useStream<K extends StateStream>(name: K): StreamValue<K> | null {
  const source = sources[name]
  return useSyncExternalStore(source.subscribe, source.getSnapshot)
}

/** The same outside of React: null until a component reads the stream. */
export function latest<K extends StateStream>(name: K): StreamValue<K> | null {
  return sources[name].getSnapshot()
}
