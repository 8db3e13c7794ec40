/** Where in the grid the person is: kept while photos change around it, and told to whoever loads the pages. */
import { useEffect, useLayoutEffect, useRef } from 'react'
import { rowAtOffset, rowOfPhoto } from './layout'
import type { PhotoLayout } from './layout'
import { indexOfItem, itemAt, useResults } from './results'

/**
 * Keeps the first photo on screen where it is when rows change above it (a page arrived, the window or the
 * thumbnails changed size, a refresh moved photos), and goes to the top for the answer to another request.
 */
export function useStablePosition(scroller: HTMLElement | null, layout: PhotoLayout): void {
  const anchor = useRef({ index: 0, id: '', offset: 0, atTop: true })
  const current = useRef(layout)
  const shownSerial = useRef(useResults.getState().serial)

  useEffect(() => {
    if (!scroller) return
    const onScroll = () => {
      const { rows, tops } = current.current
      const row = rowAtOffset(current.current, scroller.scrollTop)
      const index = rows[row]?.start ?? 0
      const id = itemAt(useResults.getState(), index)?.id ?? ''
      anchor.current = { index, id, offset: scroller.scrollTop - (tops[row] ?? 0), atTop: scroller.scrollTop < 1 }
    }
    scroller.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      scroller.removeEventListener('scroll', onScroll)
    }
  }, [scroller])

  useLayoutEffect(() => {
    current.current = layout
    const results = useResults.getState()
    if (!scroller) return
    if (results.serial !== shownSerial.current) {
      shownSerial.current = results.serial
      anchor.current = { index: 0, id: '', offset: 0, atTop: true }
      scroller.scrollTo({ top: 0 })
      return
    }
    const { index, id, offset, atTop } = anchor.current
    if (atTop) return
    const now = indexOfItem(results, id, index) ?? index
    // The photo may have been a placeholder when the user scrolled here.
    anchor.current = { index: now, id: itemAt(results, now)?.id ?? '', offset, atTop }
    scroller.scrollTo({ top: (layout.tops[rowOfPhoto(layout.rows, now)] ?? 0) + offset })
  }, [scroller, layout])
}

const loadPause = 80

/** Asks for the pages on screen; while the user scrolls, only every now and then, and not at all while `isFast`. */
export function useVisiblePages(
  { rows }: PhotoLayout,
  range: { startIndex: number; endIndex: number } | null,
  serial: number,
  isFast: boolean,
): void {
  const first = range ? rows[range.startIndex] : undefined
  const last = range ? rows[range.endIndex] : undefined
  const visible = useRef<[number, number]>([0, 0])
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const from = first?.start ?? 0
  const to = last ? last.start + last.widths.length - 1 : from

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
