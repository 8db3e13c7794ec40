/** The first pages of the files that could not be read; read anew when rows were written. */
import { useCallback, useEffect, useState } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { FailedItem } from '../../../contract'
import { call, isCancelled, useStream } from '../../app/client'

const pageSize = 100

interface Failures {
  items: FailedItem[]
  /** Null until they were read. */
  total: number | null
  error: FoveaError | null
}

export function useFailures(): Failures & { loadMore: () => void } {
  const [wanted, setWanted] = useState(pageSize)
  const [failures, setFailures] = useState<Failures>({ items: [], total: null, error: null })
  // Files are counted as failed before their rows are there to be listed: the revision tells of rows.
  const revision = useStream('library.status')?.revision
  useEffect(() => {
    const controller = new AbortController()
    readFailures(wanted, controller.signal).then(setFailures, (thrown: unknown) => {
      if (!isCancelled(thrown)) setFailures({ items: [], total: null, error: FoveaError.from(thrown) })
    })
    return () => {
      controller.abort()
    }
  }, [wanted, revision])
  const loadMore = useCallback(() => {
    setWanted((before) => before + pageSize)
  }, [])
  return { ...failures, loadMore }
}

async function readFailures(wanted: number, signal: AbortSignal): Promise<Failures> {
  const items: FailedItem[] = []
  for (;;) {
    const page = await call('library.failed', { offset: items.length, limit: pageSize }, { signal })
    items.push(...page.items)
    if (items.length >= Math.min(wanted, page.total) || page.items.length === 0) {
      return { items, total: page.total, error: null }
    }
  }
}
