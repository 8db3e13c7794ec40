/** Where in the grid the person is: kept while photos change around it, and told to whoever loads the pages. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { rowAtOffset, rowOfPhoto, rowsInWindow } from './layout'
import type { PhotoLayout, RowRange } from './layout'
import { indexOfItem, itemAt, useResults } from './results'

/** The first photo below the top bar, and how far it is scrolled out; by its id, where it has been loaded. */
interface Place {
  serial: number
  index: number
  id: string
  offset: number
  atTop: boolean
}

const topOf = (serial: number): Place => ({ serial, index: 0, id: '', offset: 0, atTop: true })

/**
 * The rows on screen. Keeps the first photo where it is when rows change above it (a page arrived, the window or the
 * thumbnails changed size, a refresh moved photos), and goes to the top for the answer to another request.
 *
 * [Note: rows on screen follow from the place] A layout whose rows have other heights stands at another scroll position.
 * What is on screen is computed from the photo there, not from that position, so the first render of a new layout already
 * has the rows that will be seen, and only those that differ are rendered.
 */
export function useRowsOnScreen(
  scroller: HTMLElement | null,
  layout: PhotoLayout,
  { height, barHeight }: { height: number; barHeight: number },
): RowRange {
  const serial = useResults((results) => results.serial)
  const [rendered, setRendered] = useState(() => topOf(serial))
  const range = useMemo(() => {
    const place = rendered.serial === serial ? rendered : topOf(serial)
    return rowsInWindow(layout, scrollTopOf(layout, placeNow(place)) - barHeight, height)
  }, [layout, rendered, serial, height, barHeight])

  const place = useRef(rendered)
  const shown = useRef({ layout, range, height, barHeight })

  useEffect(() => {
    if (!scroller) return
    const onScroll = () => {
      const { layout: now, range: before } = shown.current
      const { scrollTop } = scroller
      const row = rowAtOffset(now, scrollTop)
      const index = now.rows[row]?.start ?? 0
      const results = useResults.getState()
      const id = itemAt(results, index)?.id ?? ''
      const offset = scrollTop - (now.tops[row] ?? 0)
      place.current = { serial: results.serial, index, id, offset, atTop: scrollTop < 1 }
      const { first, last } = rowsInWindow(now, scrollTop - shown.current.barHeight, shown.current.height)
      // Before the next frame: rows that are late show as a blank space.
      if (first !== before.first || last !== before.last) flushSync(() => setRendered(place.current))
    }
    scroller.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      scroller.removeEventListener('scroll', onScroll)
    }
  }, [scroller])

  useLayoutEffect(() => {
    const isNewLayout = shown.current.layout !== layout
    shown.current = { layout, range, height, barHeight }
    if (!scroller) return
    if (place.current.serial !== serial) {
      place.current = topOf(serial)
      scroller.scrollTo({ top: 0 })
    } else if (isNewLayout && !place.current.atTop) {
      place.current = placeNow(place.current)
      scroller.scrollTo({ top: scrollTopOf(layout, place.current) })
    }
  }, [scroller, layout, range, height, barHeight, serial])

  return range
}

/** The photo may have been moved since, or have been a placeholder when the person scrolled there. */
function placeNow(place: Place): Place {
  if (place.atTop) return place
  const results = useResults.getState()
  const index = (place.id === '' ? null : indexOfItem(results, place.id, place.index)) ?? place.index
  return { ...place, index, id: itemAt(results, index)?.id ?? '' }
}

function scrollTopOf({ rows, tops }: PhotoLayout, { index, offset, atTop }: Place): number {
  return atTop ? 0 : (tops[rowOfPhoto(rows, index)] ?? 0) + offset
}

const loadPause = 80

/** Asks for the pages on screen; while the user scrolls, only every now and then, and not at all while `isFast`. */
export function useVisiblePages(
  { rows }: PhotoLayout,
  { first, last }: RowRange,
  serial: number,
  isFast: boolean,
): void {
  const visible = useRef<[number, number]>([0, 0])
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const from = rows[first]?.start ?? 0
  const lastRow = rows[last]
  const to = lastRow ? lastRow.start + lastRow.widths.length - 1 : from

  useEffect(() => {
    visible.current = [from, to]
    if (isFast) return
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      useResults.showRange(...visible.current)
    }, loadPause)
  }, [from, to, serial, isFast])

  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
    },
    [],
  )
}
