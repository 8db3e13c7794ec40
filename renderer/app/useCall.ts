/** A call's answer as React state: asked anew when its input changes, never shown for another input. */
import { useEffect, useState } from 'react'
import { FoveaError } from '../../contract/errors'
import type { CallInput, CallName, CallOutput } from '../../contract'
import { call, isCancelled } from './client'
import type { CallArguments } from './client'

interface UseCallOptions {
  /** Milliseconds to wait before asking: for answers that take long while the user may be only passing by. */
  delay?: number
  /** Asks anew when it changes; the last answer stays until the next is here. */
  version?: number
}

/** Null until the answer is here, or while `input` is null: then nothing is asked. */
export function useCall<K extends CallName>(
  name: K,
  input: CallInput<K> | null,
  { delay = 0, version = 0 }: UseCallOptions = {},
): CallOutput<K> | FoveaError | null {
  const key = input === null ? null : JSON.stringify(input ?? null)
  const [answer, setAnswer] = useState<{ key: string; value: CallOutput<K> | FoveaError } | null>(null)
  useEffect(() => {
    if (key === null) return
    const controller = new AbortController()
    const timer = setTimeout(() => {
      // The key is the input: an object made anew with each render must not be asked for anew.
      const asked: unknown = JSON.parse(key) ?? undefined
      const rest = [asked, { signal: controller.signal }] as unknown as CallArguments<K>
      call(name, ...rest).then(
        (value) => {
          setAnswer({ key, value })
        },
        (thrown: unknown) => {
          if (!isCancelled(thrown)) setAnswer({ key, value: FoveaError.from(thrown) })
        },
      )
    }, delay)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [name, key, delay, version])
  return answer && answer.key === key ? answer.value : null
}
