/** The slideshow: which photos it goes through, how fast, and whether it runs. */
import { create } from 'zustand'
import type { ResultItem } from '../../../contract'
import { openOverlay, useUi } from '../../app/uiStore'
import { indexOfItem, itemAt, useResults } from '../library/results'
import type { Placed } from '../library/results'

/** Seconds that each photo stays. */
export const intervals = [2, 3, 5, 10, 20] as const
const usual = 5
const key = 'slideshow-seconds'

interface Slideshow {
  /** off: the viewer is only a viewer. */
  state: 'off' | 'running' | 'paused'
  seconds: number
  /** The photos that were chosen for it, and which of them is shown; null for all. */
  only: readonly Placed[] | null
  at: number
}

export const useSlideshow = create<Slideshow>(() => ({ state: 'off', seconds: lastSeconds(), only: null, at: 0 }))

function lastSeconds(): number {
  try {
    const known = Number(localStorage.getItem(key))
    return intervals.find((seconds) => seconds === known) ?? usual
  } catch {
    return usual
  }
}

export function setSeconds(seconds: number): void {
  useSlideshow.setState({ seconds })
  try {
    localStorage.setItem(key, String(seconds))
  } catch {
    // A full disk: it is forgotten with the window.
  }
}

/** Of these photos where there are several, else of all from this one on. */
export function startSlideshow(photos: readonly Placed[]): void {
  const [first] = photos
  if (!first) return
  useSlideshow.setState({ state: 'running', only: photos.length > 1 ? photos : null, at: 0 })
  goTo(first)
  openOverlay('viewer')
}

export function toggleSlideshow(): void {
  useSlideshow.setState(({ state }) => ({ state: state === 'running' ? 'paused' : 'running' }))
}

export function stopSlideshow(): void {
  useSlideshow.setState({ state: 'off', only: null })
}

/** To the next or the one before, from the last on to the first again. */
export function step(by: 1 | -1): void {
  const next = neighbour(by)
  useSlideshow.setState({ at: next.at })
  if (next.photo) goTo(next.photo)
  else useResults.moveCursor(next.index)
}

/** The photo that comes next, where it is here already. */
export function upcoming(): ResultItem | undefined {
  const { photo, index } = neighbour(1)
  return photo?.item ?? itemAt(useResults.getState(), index)
}

function neighbour(by: 1 | -1): { at: number; photo: Placed | undefined; index: number } {
  const { only, at } = useSlideshow.getState()
  const { total, cursor } = useResults.getState()
  const to = only ? (at + by + only.length) % only.length : 0
  return { at: to, photo: only?.[to], index: (cursor.index + by + total) % Math.max(1, total) }
}

/** A refresh may have moved it since it was chosen. */
function goTo({ item, index }: Placed): void {
  useResults.moveCursor(indexOfItem(useResults.getState(), item.id, index) ?? index)
}

// However the viewer is closed.
useUi.subscribe(({ overlay }) => {
  if (overlay === null && useSlideshow.getState().state !== 'off') stopSlideshow()
})
