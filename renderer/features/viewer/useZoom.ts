/** Zooming by wheel, pinch, keys and double click, and panning by dragging. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { PointerEvent } from 'react'
import { fitted, panBy, toggleZoom, wheelFactor, zoomTo } from './zoom'
import type { Point, Size, View } from './zoom'

const middle: Point = { x: 0, y: 0 }
const keyFactor = 1.4

interface Zoom {
  view: View
  isDragging: boolean
  /** For the stage. */
  handlers: {
    onPointerDown: (event: PointerEvent) => void
    onPointerMove: (event: PointerEvent) => void
    onPointerUp: (event: PointerEvent) => void
    onPointerCancel: (event: PointerEvent) => void
    onDoubleClick: (event: { clientX: number; clientY: number }) => void
  }
}

export function useZoom(stage: HTMLElement | null, size: Size, photo: Size): Zoom {
  const [view, setView] = useState(fitted)
  const [isDragging, setIsDragging] = useState(false)
  const pointers = useRef(new Map<number, Point>())
  const presses = useRef(0)

  const pointOf = useCallback(
    ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
      const box = stage?.getBoundingClientRect()
      return box ? { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 } : middle
    },
    [stage],
  )

  useEffect(() => {
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      setView((now) => zoomTo(now, now.scale * wheelFactor(event), pointOf(event), photo, size))
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === '+' || event.key === '=') {
        setView((now) => zoomTo(now, now.scale * keyFactor, middle, photo, size))
      } else if (event.key === '-') setView((now) => zoomTo(now, now.scale / keyFactor, middle, photo, size))
      else if (event.key === 'z') setView((now) => toggleZoom(now, middle, photo, size))
    }
    // React's own wheel listeners are passive and could not keep the page from zooming on a pinch.
    stage?.addEventListener('wheel', onWheel, { passive: false })
    // Wherever the focus is in the viewer, but not in a dialog above it.
    const viewer = stage?.closest<HTMLElement>('[role="dialog"]')
    viewer?.addEventListener('keydown', onKeyDown)
    return () => {
      stage?.removeEventListener('wheel', onWheel)
      viewer?.removeEventListener('keydown', onKeyDown)
    }
  }, [stage, size, photo, pointOf])

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    pointers.current.set(event.pointerId, pointOf(event))
    presses.current += 1
    setIsDragging(true)
  }
  const onPointerMove = (event: PointerEvent) => {
    const before = pointers.current.get(event.pointerId)
    if (!before) return
    const now = pointOf(event)
    pointers.current.set(event.pointerId, now)
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1]
    if (other) {
      const factor = distance(now, other) / Math.max(1, distance(before, other))
      const between = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }
      setView((view) => zoomTo(view, view.scale * factor, between, photo, size))
    } else setView((view) => panBy(view, { x: now.x - before.x, y: now.y - before.y }, photo, size))
  }
  const onPointerUp = (event: PointerEvent) => {
    pointers.current.delete(event.pointerId)
    setIsDragging(pointers.current.size > 0)
  }

  return {
    view,
    isDragging,
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: onPointerUp,
      onDoubleClick: (event) => {
        // The first press of a double click on a thumbnail opened the photo; the second alone must not zoom it.
        if (presses.current > 1) setView((now) => toggleZoom(now, pointOf(event), photo, size))
      },
    },
  }
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
