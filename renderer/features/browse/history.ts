/**
 * Back and forward between what was looked at: screens, views and searches.
 *
 * A spot is remembered when it is left as it was: typing replaces the spot it began with, so that one step back leads
 * before the search and not before its last letter.
 */
import { useEffect } from 'react'
import { create } from 'zustand'
import { useUi } from '../../app/uiStore'
import type { Search } from '../search/searchStore'
import { useSearch } from '../search/searchStore'
import { useBrowse } from './browseStore'
import type { Screen } from './browseStore'

const kept = ['draft', 'text', 'query', 'examples', 'folder', 'date', 'album', 'scope', 'isStack'] as const

interface Spot {
  screen: Screen
  search: Pick<Search, (typeof kept)[number]>
}

interface History {
  spots: readonly Spot[]
  /** Of the spot that is shown. */
  at: number
}

const most = 100

export const useHistory = create<History>(() => ({ spots: [spotNow()], at: 0 }))

export const canGoBack = ({ at }: History): boolean => at > 0
export const canGoForward = ({ spots, at }: History): boolean => at < spots.length - 1

export const goBack = (): void => goBy(-1)
export const goForward = (): void => goBy(1)

function goBy(step: number): void {
  const { spots, at } = useHistory.getState()
  const spot = spots[at + step]
  if (!spot) return
  useHistory.setState({ at: at + step })
  useSearch.clearQuery()
  useSearch.setState(spot.search)
  useBrowse.setState({ screen: spot.screen })
}

function spotNow(): Spot {
  const search = useSearch.getState()
  const part = Object.fromEntries(kept.map((name) => [name, search[name]])) as Spot['search']
  return { screen: useBrowse.getState().screen, search: part }
}

/** What makes two spots the same; the draft is on its way to becoming text. */
function essence({ screen, search }: Spot): string {
  return JSON.stringify({ screen, ...search, draft: undefined, query: undefined })
}

function isSearch({ search }: Spot): boolean {
  return search.text !== ''
}

/** Pure, so that it can be tested: the spots after `now` was reached from the spot at `at`. */
export function remembered({ spots, at }: History, now: Spot): History {
  const before = spots[at]
  if (before && essence(before) === essence(now)) return { spots, at }
  const differsInWords =
    before !== undefined &&
    isSearch(before) &&
    isSearch(now) &&
    essence({ ...before, search: { ...before.search, text: '' } }) ===
      essence({ ...now, search: { ...now.search, text: '' } })
  const behind = spots.slice(0, differsInWords ? at : at + 1)
  const next = [...behind, now].slice(-most)
  return { spots: next, at: next.length - 1 }
}

let isDue = false

/** Once for all changes of one action. */
function noteChange(): void {
  if (isDue) return
  isDue = true
  queueMicrotask(() => {
    isDue = false
    const before = useHistory.getState()
    const after = remembered(before, spotNow())
    if (after !== before) useHistory.setState(after)
  })
}

useSearch.subscribe(noteChange)
useBrowse.subscribe(noteChange)

const isMac = navigator.platform.startsWith('Mac')
export const backKeys = isMac ? '⌘ [' : 'Alt ←'
export const forwardKeys = isMac ? '⌘ ]' : 'Alt →'

/** Alt and arrows (on a Mac, ⌘ and brackets), and the buttons that some mice have for it. */
export function useHistoryKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (useUi.getState().overlay !== null) return
      const { key, altKey, metaKey, ctrlKey, shiftKey } = event
      if (ctrlKey || shiftKey) return
      const [back, forward] = isMac ? [metaKey && key === '[', metaKey && key === ']'] : alt(key, altKey && !metaKey)
      if (!back && !forward) return
      event.preventDefault()
      if (back) goBack()
      else goForward()
    }
    const onMouseUp = ({ button }: MouseEvent) => {
      if (useUi.getState().overlay !== null) return
      if (button === 3) goBack()
      if (button === 4) goForward()
    }
    window.addEventListener('keydown', onKeyDown)
    window.addEventListener('mouseup', onMouseUp)
    return () => {
      window.removeEventListener('keydown', onKeyDown)
      window.removeEventListener('mouseup', onMouseUp)
    }
  }, [])
}

function alt(key: string, isHeld: boolean): [back: boolean, forward: boolean] {
  return [isHeld && key === 'ArrowLeft', isHeld && key === 'ArrowRight']
}
