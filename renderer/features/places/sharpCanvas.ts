/** A canvas with as many pixels as the screen has where it stands. */
import type { Size } from './mercator'

/** Empties the canvas and answers what to draw with; undefined while it has no size. */
export function sharpCanvas(
  canvas: HTMLCanvasElement | null,
  { width, height }: Size,
): { context: CanvasRenderingContext2D; ratio: number } | undefined {
  const context = canvas?.getContext('2d')
  if (!canvas || !context || width === 0) return undefined
  const ratio = window.devicePixelRatio
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  return { context, ratio }
}
