/** What a text finds, as it is typed: the answer before stays until the next is here. */
import { useEffect, useState } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { ResultItem } from '../../../contract'
import { call, isCancelled } from '../../app/client'

/** Two rows of four. */
const resultsShown = 8

const typingPause = 120

export interface QuickResults {
  /** The text that this answers; empty before the first answer. */
  text: string
  items: readonly ResultItem[]
  /** Photos that match, shown or not. */
  matches: number
  error: FoveaError | null
}

const nothing: QuickResults = { text: '', items: [], matches: 0, error: null }

export function useQuickResults(typed: string): QuickResults {
  const text = typed.trim()
  const [results, setResults] = useState<QuickResults>(nothing)
  useEffect(() => {
    if (text === '') return
    const controller = new AbortController()
    const timer = setTimeout(() => {
      const request = {
        query: { kind: 'text' as const, text },
        filters: {},
        group: true,
        offset: 0,
        limit: resultsShown,
      }
      call('search.run', request, { signal: controller.signal }).then(
        ({ items, matches, total }) => {
          setResults({ text, items, matches: Math.max(matches, total), error: null })
        },
        (thrown: unknown) => {
          if (!isCancelled(thrown)) setResults({ ...nothing, text, error: FoveaError.from(thrown) })
        },
      )
    }, typingPause)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [text])
  return text === '' ? nothing : results
}
