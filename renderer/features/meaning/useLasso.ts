/** A line drawn around photos: with the tool, or with Shift held. */
import { useState } from 'react'
import type { PointerEvent } from 'react'
import type { Point } from '../places/mercator'

/** Pixels between two points of the line, and points of which it has at most as many. */
const step = 4
const most = 400

export function useLasso(isDrawing: boolean, onDrawn: (line: Point[]) => void) {
  const [line, setLine] = useState<Point[]>([])
  const at = (event: PointerEvent): Point => {
    const box = event.currentTarget.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  return {
    line,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        if (event.button !== 0 || !(isDrawing || event.shiftKey)) return
        event.currentTarget.setPointerCapture(event.pointerId)
        setLine([at(event)])
      },
      onPointerMove: (event: PointerEvent) => {
        const before = line.at(-1)
        if (!before) return
        const next = at(event)
        if (Math.hypot(next.x - before.x, next.y - before.y) < step || line.length >= most) return
        setLine([...line, next])
      },
      onPointerUp: (event: PointerEvent) => {
        if (line.length === 0) return
        event.currentTarget.releasePointerCapture(event.pointerId)
        setLine([])
        if (line.length >= 3) onDrawn(line)
      },
    },
  }
}
