/** What the list under the search field offers: recent and saved searches, and completions of what is typed. */
import { useEffect, useState } from 'react'
import type { SavedSearch, Suggestion } from '../../../contract'
import { call } from '../../app/client'
import { useSearches } from '../searches/searchesStore'
import { useRecentSearches } from './recentSearches'

export interface FieldOption {
  text: string
  label: string
  kind: Suggestion['kind'] | 'recent' | 'saved'
  saved?: SavedSearch
}

const typingPause = 150
/** Of recent and of saved searches beside completions. */
const mostBeside = 3
const mostSaved = 8

export function useFieldOptions(draft: string, isWanted: boolean): FieldOption[] {
  const recent = useRecentSearches(({ texts }) => texts)
  const searches = useSearches((state) => state.searches)
  const suggestions = useSuggestions(draft, isWanted)
  if (!isWanted) return []
  const known = knownSearches(draft, recent, searches)
  return draft.trim() === '' ? known : [...known, ...suggestions]
}

/** All while nothing is typed, then those that have a word beginning as what is typed does. */
export function knownSearches(
  draft: string,
  recent: readonly string[],
  searches: readonly SavedSearch[],
): FieldOption[] {
  const typed = draft.trim().toLocaleLowerCase()
  const fits = (text: string): boolean => ` ${text.toLocaleLowerCase()}`.includes(` ${typed}`)
  const isNew = (text: string): boolean => text.trim().toLocaleLowerCase() !== typed
  const most = typed === '' ? mostSaved : mostBeside
  return [
    ...recent
      .filter((text) => fits(text) && isNew(text))
      .slice(0, most)
      .map((text): FieldOption => ({ text, label: text, kind: 'recent' })),
    ...searches
      .filter(({ name }) => fits(name))
      .slice(0, most)
      .map((saved): FieldOption => ({ text: saved.text, label: saved.name, kind: 'saved', saved })),
  ]
}

/** Those of the text before stay until the next ones are here, so that the list does not flicker. */
function useSuggestions(draft: string, isWanted: boolean): Suggestion[] {
  const [suggestions, setSuggestions] = useState<Suggestion[]>([])
  useEffect(() => {
    if (!isWanted || draft.trim() === '') return
    const controller = new AbortController()
    const timer = setTimeout(() => {
      call('search.suggest', { text: draft }, { signal: controller.signal }).then(
        (found) => setSuggestions(found.filter(({ text }) => text.trim() !== draft.trim())),
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
