/** Draws a dot for each photo, in the colour of its part of the map. */
import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'
import type { MeaningMap } from '../../../contract'
import type { Size, View } from '../places/mercator'
import { sharpCanvas } from '../places/sharpCanvas'
import { useTheme } from '../places/useOutlineDrawing'
import { onScreen } from './meaningView'

/** Hues far apart for numbers that are near: steps of the golden angle. */
function colourOf(cluster: number, isDark: boolean): string {
  return `hsl(${Math.round((cluster * 137.5) % 360)} 58% ${isDark ? 62 : 46}%)`
}

/** Answers the canvas to draw on. */
export function useDots(
  map: MeaningMap,
  view: View | null,
  { width, height }: Size,
): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null)
  const theme = useTheme()
  useEffect(() => {
    const drawing = sharpCanvas(canvas.current, { width, height })
    if (!drawing || !view) return
    const { context, ratio } = drawing
    context.scale(ratio, ratio)
    const { xs, ys, clusterOf } = map
    // Larger from nearer, and where there are few.
    const radius = Math.min(5, Math.max(1.1, (view.scale / Math.sqrt(xs.length)) * 0.06))
    const isDark = theme === 'dark'
    context.globalAlpha = 0.8
    for (let i = 0; i < xs.length; i++) {
      const { x, y } = onScreen({ x: xs[i]!, y: ys[i]! }, view, { width, height })
      if (x < -radius || y < -radius || x > width + radius || y > height + radius) continue
      context.fillStyle = colourOf(clusterOf[i]!, isDark)
      context.beginPath()
      context.arc(x, y, radius, 0, 2 * Math.PI)
      context.fill()
    }
  }, [map, view, width, height, theme])
  return canvas
}
