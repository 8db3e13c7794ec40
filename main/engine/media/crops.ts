/** Decodes a photo once and cuts parts of it for the image tower. */
import { forEach, kernelOf, type EncoderInput, type ImageSize } from './decode'
import { normaliseExposure } from './exposure'
import { loadSharp } from './sharp'
import { openPhoto } from './source'
import { asUnreadable, UnreadableImage } from './unreadable'

/** A part of a photo, in fractions of its width and height from the top left. */
export interface Rectangle {
  x: number
  y: number
  w: number
  h: number
}

/** RGB bytes of a whole photo, row by row, upright. */
export interface DecodedPhoto extends ImageSize {
  pixels: Uint8Array
}

/** Long side of what crops are cut from, in pixels: a fifth of it still has the resolution of a tower's input. */
const cropSource = 1600

/** Decodes for cutting, at a bounded size and never enlarged. Throws UnreadableImage. */
export async function decodeForCrops(bytes: Buffer): Promise<DecodedPhoto> {
  const { pixels, ...size } = await decodeWithin(bytes, cropSource)
  return { pixels: normaliseExposure(pixels), ...size }
}

/** The whole photo, its long side at most `side` pixels, as bright as it is. Throws UnreadableImage. */
export async function decodeWithin(bytes: Buffer, side: number): Promise<DecodedPhoto> {
  try {
    const { data, info } = await (
      await openPhoto(bytes)
    )
      .rotate()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    if (data.length !== info.width * info.height * 3) throw new UnreadableImage('corrupt')
    return { pixels: data, width: info.width, height: info.height }
  } catch (error) {
    throw asUnreadable(error)
  }
}

/**
 * RGB bytes of one part of the photo at the tower's input size. A part is always squashed, also for models that crop
 * whole photos: what stands at its edge is what somebody looks for.
 */
export function cutCrop(photo: DecodedPhoto, part: Rectangle, input: EncoderInput): Promise<Uint8Array> {
  return forEach(input, (one) => cutFor(photo, part, one))
}

function cutFor(photo: DecodedPhoto, part: Rectangle, input: EncoderInput): Promise<Uint8Array> {
  const left = Math.min(Math.round(part.x * photo.width), photo.width - 1)
  const top = Math.min(Math.round(part.y * photo.height), photo.height - 1)
  return loadSharp()(photo.pixels, { raw: { width: photo.width, height: photo.height, channels: 3 } })
    .extract({
      left,
      top,
      width: Math.max(1, Math.min(Math.round(part.w * photo.width), photo.width - left)),
      height: Math.max(1, Math.min(Math.round(part.h * photo.height), photo.height - top)),
    })
    .resize(input.width, input.height, { fit: 'fill', kernel: kernelOf(input) })
    .raw()
    .toBuffer()
}
