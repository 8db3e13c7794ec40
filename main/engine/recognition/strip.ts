/** Cuts a turned rectangle out of a picture as a strip of fixed height, which is what the recogniser reads. */
import type { DecodedPhoto } from '../media/crops'
import type { TurnedRectangle } from './rectangle'

/** Rows of a strip: the height the recogniser was trained with. */
export const stripHeight = 48

/** Grey values are not enough for coloured letters on a ground of the same brightness: three planes, blue first. */
export interface Strip {
  /** Planes of `stripHeight` rows, scaled to -1..1. */
  data: Float32Array
  width: number
}

export type Turn = 'none' | 'left' | 'right' | 'around'

/** The size of the part in pixels as it is read: text that stands on end is laid down. */
function readSize({ width, height }: TurnedRectangle, turn: Turn): [number, number] {
  return turn === 'left' || turn === 'right' ? [height, width] : [width, height]
}

/** `turn`: what is done to the part before it is read. Beyond the picture its edge goes on. */
export function cutStrip(photo: DecodedPhoto, part: TurnedRectangle, turn: Turn, longest: number): Strip {
  const [length, thickness] = readSize(part, turn)
  const width = Math.max(8, Math.min(longest, Math.round((stripHeight * length) / Math.max(1, thickness))))
  const data = new Float32Array(3 * stripHeight * width)
  const [stepX, stepY] = [length / width, thickness / stripHeight]
  // Several samples a pixel where the strip is smaller than the part, so that thin strokes are not lost.
  const samples = Math.max(1, Math.min(4, Math.round(Math.max(stepX, stepY))))
  const [cos, sin] = [Math.cos(part.angle), Math.sin(part.angle)]
  const plane = stripHeight * width
  const scale = 2 / (255 * samples * samples)
  const colour = new Float64Array(3)
  for (let row = 0; row < stripHeight; row++) {
    for (let column = 0; column < width; column++) {
      colour.fill(0)
      for (let i = 0; i < samples * samples; i++) {
        const along = (column + ((i % samples) + 0.5) / samples) * stepX - length / 2
        const across = (row + (Math.floor(i / samples) + 0.5) / samples) * stepY - thickness / 2
        const [dx, dy] = turned(along, across, turn)
        addSample(photo, part.centre.x + dx * cos - dy * sin, part.centre.y + dx * sin + dy * cos, colour)
      }
      const at = row * width + column
      for (let channel = 0; channel < 3; channel++) data[channel * plane + at] = colour[2 - channel]! * scale - 1
    }
  }
  return { data, width }
}

/** From the axes of the strip to those of the part. */
function turned(along: number, across: number, turn: Turn): [number, number] {
  switch (turn) {
    case 'none':
      return [along, across]
    case 'around':
      return [-along, -across]
    case 'left':
      return [-across, along]
    case 'right':
      return [across, -along]
  }
}

/** Bilinear. */
function addSample({ pixels, width, height }: DecodedPhoto, x: number, y: number, sum: Float64Array): void {
  const [px, py] = [Math.min(width - 1, Math.max(0, x - 0.5)), Math.min(height - 1, Math.max(0, y - 0.5))]
  const [left, top] = [Math.floor(px), Math.floor(py)]
  const [right, bottom] = [Math.min(width - 1, left + 1), Math.min(height - 1, top + 1)]
  const [fx, fy] = [px - left, py - top]
  const [a, b] = [(top * width + left) * 3, (top * width + right) * 3]
  const [c, d] = [(bottom * width + left) * 3, (bottom * width + right) * 3]
  for (let channel = 0; channel < 3; channel++) {
    const upper = pixels[a + channel]! * (1 - fx) + pixels[b + channel]! * fx
    const lower = pixels[c + channel]! * (1 - fx) + pixels[d + channel]! * fx
    sum[channel] = sum[channel]! + upper * (1 - fy) + lower * fy
  }
}
