/** Decodes pictures: to the encoder's pixels, to a thumbnail, to a preview. Orientation from EXIF is applied. */
import type { Sharp } from 'sharp'
import type { FailureCode } from '../../../contract'
import { bmpPixels, decodeBmp, isBmp } from './bmp'
import { loadSharp } from './sharp'

/** Above this a picture is refused: sharp's own limit (16,383 squared), about 800 MB once decoded. */
export const maximumPixels = 0x3fff * 0x3fff
const maximumSeconds = 30
/** Long side of a thumbnail in pixels: crisp on a high-density screen at the grid's largest usual size. */
export const thumbnailSide = 512

/** A picture that cannot be used, with the reason the user is told. */
export class UnreadableImage extends Error {
  readonly code: FailureCode
  constructor(code: FailureCode, cause?: unknown) {
    super(`unreadable image: ${code}`, { cause })
    this.name = 'UnreadableImage'
    this.code = code
  }
}

export interface ImageSize {
  /** Pixels after EXIF orientation. */
  width: number
  height: number
}

export interface ImageHeader extends ImageSize {
  /** The raw EXIF block, if the file has one. */
  exif: Buffer | undefined
}

/** Reads the header only. Throws UnreadableImage. */
export async function readHeader(bytes: Buffer): Promise<ImageHeader> {
  if (bytes.length === 0) throw new UnreadableImage('empty')
  try {
    const { autoOrient, exif } = await open(bytes).metadata()
    if (autoOrient.width * autoOrient.height > maximumPixels) throw new UnreadableImage('too-large')
    return { width: autoOrient.width, height: autoOrient.height, exif }
  } catch (error) {
    throw asUnreadable(error)
  }
}

/**
 * RGB bytes for the image tower, squashed to its input size: bicubic, antialiased, shrink-on-load where the format has
 * it. Agrees with the reference preprocessing to cosine >= 0.995 on the sample photos.
 */
export async function decodeForEncoder(bytes: Buffer, { width, height }: ImageSize): Promise<Uint8Array> {
  try {
    const pixels = await open(bytes)
      .rotate()
      .flatten({ background: '#ffffff' }) // what people see behind transparent drawings
      .toColourspace('srgb')
      .resize(width, height, { fit: 'fill', kernel: 'cubic' })
      .removeAlpha()
      .raw()
      .toBuffer()
    if (pixels.length !== width * height * 3) throw new UnreadableImage('corrupt')
    return pixels
  } catch (error) {
    throw asUnreadable(error)
  }
}

/** A WebP no larger than `side` on its long side, never enlarged, without metadata. */
export async function makeThumbnail(bytes: Buffer, side = thumbnailSide): Promise<Buffer> {
  try {
    return await open(bytes)
      .rotate()
      .toColourspace('srgb')
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 78, effort: 1 }) // effort 4 costs twice the time and saves a tenth of the bytes
      .toBuffer()
  } catch (error) {
    throw asUnreadable(error)
  }
}

function open(bytes: Buffer): Sharp {
  if (isBmp(bytes)) {
    if (bmpPixels(bytes) > maximumPixels) throw new UnreadableImage('too-large')
    const { data, width, height } = decodeBmp(bytes)
    return loadSharp()(data, { raw: { width, height, channels: 4 } })
  }
  return loadSharp()(bytes, { failOn: 'truncated', limitInputPixels: maximumPixels, sequentialRead: true }).timeout({
    seconds: maximumSeconds,
  })
}

function asUnreadable(error: unknown): UnreadableImage {
  if (error instanceof UnreadableImage) return error
  const message = error instanceof Error ? error.message : String(error)
  if (/unsupported image format|unknown or unsupported|missing/i.test(message))
    return new UnreadableImage('not-an-image', error)
  if (/pixel limit|too large|dimensions? (exceed|too)/i.test(message)) return new UnreadableImage('too-large', error)
  return new UnreadableImage('corrupt', error)
}
