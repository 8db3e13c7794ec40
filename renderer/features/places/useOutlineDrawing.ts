/** Draws the map's land and lines in the colours of the theme. */
import { useEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import type { Size, View } from './mercator'
import type { Outlines } from './outlines'
import { sharpCanvas } from './sharpCanvas'

/** Answers the canvas to draw on. */
export function useOutlineDrawing(
  outlines: Outlines | null,
  view: View | null,
  { width, height }: Size,
): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null)
  const theme = useTheme()
  useEffect(() => {
    const drawing = sharpCanvas(canvas.current, { width, height })
    if (!drawing || !outlines || !view) return
    const { context, ratio } = drawing
    const element = context.canvas
    const style = getComputedStyle(element)
    const scale = view.scale * ratio
    context.setTransform(scale, 0, 0, scale, element.width / 2 - view.x * scale, element.height / 2 - view.y * scale)
    // What lies across the date line is drawn beyond the edges as well.
    context.beginPath()
    context.rect(0, 0, 1, 1)
    context.clip()
    context.fillStyle = style.getPropertyValue('--map-land')
    context.fill(outlines.land)
    context.strokeStyle = style.getPropertyValue('--map-line')
    context.lineWidth = ratio / scale
    context.lineJoin = 'round'
    context.stroke(outlines.lines)
  }, [outlines, view, width, height, theme])
  return canvas
}

/** Changes when the page changes its colours. */
export function useTheme(): string {
  const read = (): string => document.documentElement.dataset['theme'] ?? ''
  const [theme, setTheme] = useState(read)
  useEffect(() => {
    const observer = new MutationObserver(() => setTheme(read()))
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => {
      observer.disconnect()
    }
  }, [])
  return theme
}
