/** Selecting by a rectangle: drawn from a place without a photo, with Ctrl, Cmd or Shift beside what is selected. */
import { useEffect, useRef, useState } from 'react'
import { photosIn, rectangleOf, scrollAt } from './lasso'
import type { Point, Rectangle } from './lasso'
import type { PhotoLayout } from './layout'
import { useSelection } from './selection'

export interface LassoField {
  layout: PhotoLayout
  gap: number
  /** Upper left corner of the first photo in the scrolled content. */
  origin: Point
  /** What floats over the photos below. */
  bottom: number
}

/** A press that moves less is a click. */
const threshold = 4

/** The rectangle in the scrolled content, while there is one. */
export function useLasso(scroller: HTMLElement | null, field: LassoField): Rectangle | null {
  const [rectangle, setRectangle] = useState<Rectangle | null>(null)
  const now = useRef(field)
  useEffect(() => {
    now.current = field
  })

  useEffect(() => {
    if (!scroller) return
    let end: (() => void) | undefined
    const onPointerDown = (event: PointerEvent) => {
      if (event.button !== 0 || event.pointerType === 'touch' || !isEmptyPlace(event, scroller)) return
      end = lasso(event, scroller, now, setRectangle)
    }
    scroller.addEventListener('pointerdown', onPointerDown)
    return () => {
      scroller.removeEventListener('pointerdown', onPointerDown)
      end?.()
    }
  }, [scroller])
  return rectangle
}

/** Between and beside the photos; not on what stands there, nor on the scrollbar. */
function isEmptyPlace({ target, clientX }: PointerEvent, scroller: HTMLElement): boolean {
  if (!(target instanceof Element) || target.closest('[data-index], button, a, input')) return false
  return clientX < scroller.getBoundingClientRect().left + scroller.clientWidth
}

function lasso(
  start: PointerEvent,
  scroller: HTMLElement,
  field: { readonly current: LassoField },
  show: (rectangle: Rectangle | null) => void,
): () => void {
  const isMore = start.ctrlKey || start.metaKey || start.shiftKey
  const kept = isMore ? [...useSelection.getState().photos.values()] : []
  const placeOf = ({ clientX, clientY }: Pick<PointerEvent, 'clientX' | 'clientY'>): Point => {
    const box = scroller.getBoundingClientRect()
    return {
      x: Math.min(scroller.clientWidth, Math.max(0, clientX - box.left)),
      y: Math.max(0, clientY - box.top + scroller.scrollTop),
    }
  }
  const from = placeOf(start)
  let last: PointerEvent = start
  let isDrawn = false
  let frame = 0

  const draw = () => {
    const { layout, gap, origin } = field.current
    const rectangle = rectangleOf(from, placeOf(last))
    show(rectangle)
    useSelection.selectAt(photosIn(rectangle, layout, gap, origin), kept)
  }
  const pull = () => {
    const box = scroller.getBoundingClientRect()
    const { origin, bottom } = field.current
    const by = scrollAt(last.clientY - box.top, origin.y, scroller.clientHeight - bottom)
    if (by !== 0) {
      scroller.scrollTop += by
      draw()
    }
    frame = requestAnimationFrame(pull)
  }
  const onMove = (event: PointerEvent) => {
    last = event
    if (!isDrawn && Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < threshold) return
    if (!isDrawn) {
      isDrawn = true
      scroller.setPointerCapture(start.pointerId)
      frame = requestAnimationFrame(pull)
    }
    draw()
  }
  const end = () => {
    cancelAnimationFrame(frame)
    show(null)
    listening.abort()
  }
  const onUp = () => {
    if (!isDrawn && !isMore) useSelection.clear()
    end()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    useSelection.selectAt([], kept)
    end()
  }
  const listening = new AbortController()
  const { signal } = listening
  scroller.addEventListener('pointermove', onMove, { signal })
  scroller.addEventListener('pointerup', onUp, { signal })
  scroller.addEventListener('pointercancel', end, { signal })
  window.addEventListener('keydown', onKeyDown, { capture: true, signal })
  return end
}
