/** What the list under the search field offers: completions of what is typed, or recent searches while it is empty. */
import { useEffect, useState } from 'react'
import type { Suggestion } from '../../../contract'
import { call } from '../../app/client'
import { useRecentSearches } from './recentSearches'

export interface FieldOption {
  text: string
  label: string
  kind: Suggestion['kind'] | 'recent'
}

const typingPause = 150
const most = 8

export function useFieldOptions(draft: string, isWanted: boolean): FieldOption[] {
  const recent = useRecentSearches(({ texts }) => texts)
  const suggestions = useSuggestions(draft, isWanted)
  if (!isWanted) return []
  if (draft === '') return recent.map((text) => ({ text, label: text, kind: 'recent' }))
  return suggestions
}

/** Those of the text before stay until the next ones are here, so that the list does not flicker. */
function useSuggestions(draft: string, isWanted: boolean): Suggestion[] {
  const [suggestions, setSuggestions] = useState<Suggestion[]>([])
  useEffect(() => {
    if (!isWanted || draft.trim() === '') return
    const controller = new AbortController()
    const timer = setTimeout(() => {
      call('search.suggest', { text: draft }, { signal: controller.signal }).then(
        (found) => setSuggestions(found.filter(({ text }) => text.trim() !== draft.trim()).slice(0, most)),
        // Suggestions are an offer: without them one types on.
        () => setSuggestions([]),
      )
    }, typingPause)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [draft, isWanted])
  return suggestions
}
