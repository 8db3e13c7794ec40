/** The details of the photo on screen. */
import { useEffect, useState } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { ItemDetails } from '../../../contract'
import { call, isCancelled } from '../../app/client'

/** Null until they are here. */
export function useDetails(id: string | undefined): ItemDetails | FoveaError | null {
  const [answer, setAnswer] = useState<{ id: string; details: ItemDetails | FoveaError } | null>(null)
  useEffect(() => {
    if (id === undefined) return
    const controller = new AbortController()
    call('items.details', { id }, { signal: controller.signal }).then(
      (details) => {
        setAnswer({ id, details })
      },
      (thrown: unknown) => {
        if (!isCancelled(thrown)) setAnswer({ id, details: FoveaError.from(thrown) })
      },
    )
    return () => {
      controller.abort()
    }
  }, [id])
  return answer?.id === id ? (answer?.details ?? null) : null
}
