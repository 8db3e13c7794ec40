/** Moves what a map shows: with the pointer, the wheel, and keys. */
import { useEffect, useRef } from 'react'
import type { KeyboardEvent, PointerEvent } from 'react'
import { panned, zoomed } from './mercator'
import type { Point, Size, View } from './mercator'

/** A press of a key moves the map by so much of the screen, or zooms by so much. */
const keyPan = 0.2
const keyZoom = 1.6
/** Pixels by which the pointer may move and still press what is under it. */
const slip = 4

interface PanZoomOptions {
  element: HTMLElement | null
  /** Null while there is nothing to move. */
  view: View | null
  size: Size
  change: (view: View) => void
  fitAll: () => void
  /** The pointer draws instead of moving the map. */
  isDrawing?: boolean
}

export function usePanZoom({ element, view, size, change, fitAll, isDrawing = false }: PanZoomOptions) {
  const zoomBy = (factor: number) => {
    if (view) change(zoomed(view, factor, size))
  }
  useWheel(element, (factor, at) => {
    if (view) change(zoomed(view, factor, size, at))
  })
  const drag = useDrag((by) => {
    if (view) change(panned(view, by, size))
  }, isDrawing)
  const onKeyDown = (event: KeyboardEvent) => {
    if (!view || event.ctrlKey || event.metaKey || event.altKey) return
    const step = { x: size.width * keyPan, y: size.height * keyPan }
    const moves: Record<string, () => void> = {
      ArrowLeft: () => change(panned(view, { x: -step.x, y: 0 }, size)),
      ArrowRight: () => change(panned(view, { x: step.x, y: 0 }, size)),
      ArrowUp: () => change(panned(view, { x: 0, y: -step.y }, size)),
      ArrowDown: () => change(panned(view, { x: 0, y: step.y }, size)),
      '+': () => zoomBy(keyZoom),
      '=': () => zoomBy(keyZoom),
      '-': () => zoomBy(1 / keyZoom),
      '0': fitAll,
    }
    const move = moves[event.key]
    if (!move) return
    event.preventDefault()
    move()
  }
  return {
    handlers: { onKeyDown, ...drag.handlers },
    /** Whether the last press moved the map, and so meant nothing else. */
    hasMoved: drag.hasMoved,
    zoomIn: () => zoomBy(keyZoom),
    zoomOut: () => zoomBy(1 / keyZoom),
  }
}

/** `onZoom`: a factor, and where the pointer is from the middle. */
function useWheel(element: HTMLElement | null, onZoom: (factor: number, at: Point) => void): void {
  const latest = useRef(onZoom)
  useEffect(() => {
    latest.current = onZoom
  })
  useEffect(() => {
    if (!element) return
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const box = element.getBoundingClientRect()
      const at = { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 }
      latest.current(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), at)
    }
    // React's own wheel listeners are passive and could not keep the page from zooming.
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      element.removeEventListener('wheel', onWheel)
    }
  }, [element])
}

/** `onPan`: by how many pixels what is shown moves away under the pointer. `isOff`: the pointer does something else now. */
function useDrag(onPan: (by: Point) => void, isOff: boolean) {
  const start = useRef<{ x: number; y: number; moved: number } | null>(null)
  const wasMoved = useRef(false)
  return {
    hasMoved: () => wasMoved.current,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        if (event.button !== 0 || isOff || event.shiftKey) return
        start.current = { x: event.clientX, y: event.clientY, moved: 0 }
        wasMoved.current = false
      },
      onPointerMove: (event: PointerEvent) => {
        const from = start.current
        if (!from || event.buttons === 0) return
        const by = { x: from.x - event.clientX, y: from.y - event.clientY }
        from.moved += Math.abs(by.x) + Math.abs(by.y)
        if (from.moved <= slip) return
        if (!wasMoved.current) event.currentTarget.setPointerCapture(event.pointerId)
        wasMoved.current = true
        start.current = { x: event.clientX, y: event.clientY, moved: from.moved }
        onPan(by)
      },
      onPointerUp: () => {
        start.current = null
      },
      onPointerCancel: () => {
        start.current = null
      },
    },
  }
}
