/** The last searches by words, offered in the empty search field; kept by the page itself, in Chromium's own storage. */
import { create } from 'zustand'

/** As many as the list shows. */
const most = 8
const key = 'recent-searches'

function read(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(stored) ? stored.filter((text) => typeof text === 'string').slice(0, most) : []
  } catch {
    // Damaged, or no storage at all: recent searches are a convenience, so the list starts anew.
    return []
  }
}

function write(texts: string[]): void {
  useRecentSearches.setState({ texts })
  try {
    localStorage.setItem(key, JSON.stringify(texts))
  } catch {
    // A full disk: they last as long as the window.
  }
}

export const useRecentSearches = create<{ texts: string[] }>(() => ({ texts: read() }))

/** Newest first; a search made again moves to the front. */
export function rememberSearch(text: string): void {
  if (text === '') return
  const others = useRecentSearches.getState().texts.filter((known) => known !== text)
  write([text, ...others].slice(0, most))
}

export function forgetSearches(): void {
  write([])
}
