/** Where in the photo a term matches: the rest is dimmed, the warm part tinted and ringed by lines. */
import { useEffect, useRef } from 'react'
import type { HeatMap } from '../../../contract'
import { t } from '../../../strings'
import { contourLines, sampleField } from './heat'
import type { Field } from './heat'
import styles from './HeatOverlay.module.css'

/** Points along the long side of the field: smooth lines, and a few milliseconds to draw. */
const fieldSize = 128
/** Pixels along the long side of the canvas; the photo's own zoom enlarges it. */
const canvasSize = 1600
/** Of the hottest value: the outer line surrounds what is warm, the inner one what is hottest. */
const levels = [0.45, 0.75] as const
/** Opacity of what lies over the coldest and the hottest part, in a map that is sure of itself. */
const dimmest = 0.5
const warmest = 0.45

interface HeatOverlayProps {
  heat: HeatMap
  term: string
  /** Of the photo on screen; only their ratio counts. */
  width: number
  height: number
}

export function HeatOverlay({ heat, term, width, height }: HeatOverlayProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const scale = 1 / Math.max(width, height)
  const [columns, rows] = [width, height].map((side) => Math.max(2, Math.round(side * scale * fieldSize)))
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (context && columns && rows) draw(context, sampleField(heat, columns, rows))
  }, [heat, columns, rows])
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={t('viewer.heatOf', { term })}
      className={styles['heat']}
      width={Math.max(2, Math.round(width * scale * canvasSize))}
      height={Math.max(2, Math.round(height * scale * canvasSize))}
    />
  )
}

function draw(context: CanvasRenderingContext2D, field: Field): void {
  const { width, height } = context.canvas
  context.clearRect(0, 0, width, height)
  const hottest = Math.max(...field.values)
  const small = document.createElement('canvas')
  small.width = field.columns
  small.height = field.rows
  small.getContext('2d')?.putImageData(paint(field, hottest), 0, 0)
  context.imageSmoothingQuality = 'high'
  context.drawImage(small, 0, 0, width, height)
  context.lineCap = 'round'
  for (const level of levels) {
    context.beginPath()
    for (const [x1, y1, x2, y2] of contourLines(field, level * hottest)) {
      context.moveTo(x1 * width, y1 * height)
      context.lineTo(x2 * width, y2 * height)
    }
    // A light line in a dark one is seen on any photo.
    for (const [style, thickness] of [
      ['rgb(0 0 0 / 0.7)', 9],
      ['rgb(255 255 255 / 0.95)', 4],
    ] as const) {
      context.strokeStyle = style
      context.lineWidth = (thickness * Math.max(width, height)) / canvasSize
      context.stroke()
    }
  }
}

/** How warm a place is, is told from the hottest one; how sure the map is, from how hot that is. */
function paint({ columns, rows, values }: Field, hottest: number): ImageData {
  const image = new ImageData(columns, rows)
  const sureness = 0.6 + 0.4 * hottest
  const [outer] = levels
  values.forEach((value, i) => {
    const heat = value / hottest
    // Dimming fades out towards the outer line, and the tint fades in from there.
    const cold = Math.max(0, 1 - heat / outer)
    const warm = Math.max(0, (heat - outer) / (1 - outer))
    const pixel = heat > outer ? [255, 122, 40, warmest * warm] : [8, 8, 14, dimmest * cold]
    image.data.set([pixel[0]!, pixel[1]!, pixel[2]!, Math.round(pixel[3]! * sureness * 255)], i * 4)
  })
  return image
}
