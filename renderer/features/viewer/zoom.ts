/** Zooming and panning as plain numbers. Lengths are CSS pixels; points count from the middle of the stage. */
export interface Size {
  width: number
  height: number
}
export interface Point {
  x: number
  y: number
}

/** How the photo lies on the stage. */
export interface View {
  /** 1: the whole photo fits. */
  scale: number
  /** Of the photo's middle. */
  x: number
  y: number
}

export const fitted: View = { scale: 1, x: 0, y: 0 }

/** A small picture is enlarged this much at most to fill the stage, and any picture this much by zooming. */
const [largestFit, largestPixel] = [2, 4]
const zoomOfDoubleClick = 2.5

/** The photo's size at scale 1. */
export function fitSize(photo: Size, stage: Size): Size {
  const factor = Math.min(stage.width / photo.width, stage.height / photo.height, largestFit)
  return { width: Math.max(1, photo.width * factor), height: Math.max(1, photo.height * factor) }
}

function largestScale(photo: Size, fit: Size): number {
  return Math.max(4, (largestPixel * photo.width) / fit.width)
}

/** To `scale`, with the part of the photo under `point` staying there. */
export function zoomTo(view: View, scale: number, point: Point, photo: Size, stage: Size): View {
  const fit = fitSize(photo, stage)
  const next = Math.min(largestScale(photo, fit), Math.max(1, scale))
  const ratio = next / view.scale
  return keepOnStage(
    { scale: next, x: point.x - (point.x - view.x) * ratio, y: point.y - (point.y - view.y) * ratio },
    fit,
    stage,
  )
}

export function panBy(view: View, by: Point, photo: Size, stage: Size): View {
  return keepOnStage({ ...view, x: view.x + by.x, y: view.y + by.y }, fitSize(photo, stage), stage)
}

/** Between the whole photo and its own pixels (or a good way closer, where those are hardly larger). */
export function toggleZoom(view: View, point: Point, photo: Size, stage: Size): View {
  if (view.scale > 1) return fitted
  const ownPixels = photo.width / fitSize(photo, stage).width
  return zoomTo(view, ownPixels > 1.3 ? ownPixels : zoomOfDoubleClick, point, photo, stage)
}

/** No empty space on a side while there is more photo on the other. */
function keepOnStage({ scale, x, y }: View, fit: Size, stage: Size): View {
  const room = {
    x: Math.max(0, (fit.width * scale - stage.width) / 2),
    y: Math.max(0, (fit.height * scale - stage.height) / 2),
  }
  return { scale, x: Math.min(room.x, Math.max(-room.x, x)), y: Math.min(room.y, Math.max(-room.y, y)) }
}

/** A wheel turns in lines or pixels; a pinch on a touchpad arrives as a wheel with Ctrl and small steps. */
export function wheelFactor(event: Pick<WheelEvent, 'deltaY' | 'deltaMode' | 'ctrlKey'>): number {
  const pixels = event.deltaMode === 1 ? event.deltaY * 32 : event.deltaY
  const step = Math.min(100, Math.max(-100, pixels))
  return Math.exp(-step * (event.ctrlKey ? 0.01 : 0.0025))
}
