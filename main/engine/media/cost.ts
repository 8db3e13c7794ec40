/** What decoding pictures may cost: bounds the memory of all that are decoded at once, and the time of each. */
import type { Metadata } from 'sharp'
import { UnreadableImage } from './unreadable'

/** What sharp says of a file, or Fovea of one that sharp does not read. */
export type PictureStructure = Pick<Metadata, 'width' | 'height' | 'autoOrient'> &
  Partial<Omit<Metadata, 'format'>> & { format: Metadata['format'] | 'bmp' }

/** Above this a picture is refused: sharp's own limit, 16,383 squared. */
export const maximumPixels = 0x3fff * 0x3fff
/** No file may take more than ten seconds; what comes before and after decoding, and what else the process does, needs some of them. */
export const maximumSeconds = 7
/** A picture that has to be in memory whole may take this much: 200 megapixels of three bytes. */
const maximumBytes = 600 * 1024 * 1024
/** All pictures in memory at once; a larger one waits until it is alone. */
const roomBytes = 256 * 1024 * 1024
/** Pictures below this do not wait: as many as there are workers have room, and time, and waiting would keep threads idle. */
const smallBytes = 24 * 1024 * 1024

/**
 * [Note: the cost of decoding] A file of a few bytes can say that it is 200 megapixels of one colour, or a thousand scans
 * of them. Formats that are decoded row by row need little memory whatever their size; of the others, those with too many
 * pixels are refused, and large ones are let in as room allows. Time is bounded twice, because decoders look at sharp's
 * clock only between rows: a file whose time is up has failed, and the thread that works on it is free when it is done.
 *
 * Bytes that decoding a picture keeps in memory; a byte a pixel where that is less, for the time that pixels take. Throws
 * UnreadableImage when it is too large.
 */
export function bytesToDecode(structure: PictureStructure): number {
  const { width, height, format, channels = 4, orientation = 1 } = structure
  const pixels = width * height
  if (pixels > maximumPixels) throw new UnreadableImage('too-large')
  const turned = orientation > 1 ? pixels * channels : 0
  const bytes = pixels * bytesPerPixel(structure) + (format === 'jpeg' ? 0 : turned)
  if (bytes > maximumBytes) throw new UnreadableImage('too-large')
  return Math.max(bytes, pixels)
}

/** What the readers of libvips keep of a pixel while the picture is decoded. */
function bytesPerPixel(structure: PictureStructure): number {
  const { format, channels = 4, depth, isProgressive, chromaSubsampling } = structure
  const samples = channels * (depth === 'uchar' ? 1 : 2)
  // Coefficients of two bytes; mostly two colours of three are stored at a quarter of the size.
  if (format === 'jpeg') return isProgressive ? 2 * (chromaSubsampling === '4:2:0' ? channels / 2 : channels) : 0
  if (format === 'png') return isProgressive ? samples : 0
  if (format === 'tiff') return 0
  if (format === 'gif') return 4
  if (format === 'webp') return 4
  if (format === 'bmp') return 4
  if (format === 'jxl') return 20 // its decoder works in floating point, with room for a fourth channel
  if (structure.compression === 'hevc') return 6 // the picture as it comes from its decoder and as it goes to sharp
  return samples + 2 // AVIF: the pixels and the planes they are made of
}

/** Decoded without waiting, and more than once at the same time. */
export function isSmall(bytes: number): boolean {
  return bytes < smallBytes
}

/** There is no room for a picture now, and whoever reads it does not want to wait. */
export class NoRoom extends Error {
  readonly bytes: number

  constructor(bytes: number) {
    super(`no room for ${String(bytes)} bytes now`)
    this.bytes = bytes
  }
}

/** Whether `withRoom` would begin at once. */
export function hasRoom(bytes: number): boolean {
  return isSmall(bytes) || (waiting.length === 0 && fits(bytes))
}

let taken = 0
const waiting: { bytes: number; enter: () => void }[] = []

/** Waits until there is room for `bytes`, oldest first, and keeps it until `work` is done. */
export async function withRoom<T>(bytes: number, work: () => Promise<T>): Promise<T> {
  if (isSmall(bytes)) return work()
  await new Promise<void>((enter) => {
    waiting.push({ bytes, enter })
    letIn()
  })
  try {
    return await work()
  } finally {
    taken -= bytes
    letIn()
  }
}

function letIn(): void {
  for (let [first] = waiting; first && fits(first.bytes); [first] = waiting) {
    waiting.shift()
    taken += first.bytes
    first.enter()
  }
}

function fits(bytes: number): boolean {
  return taken === 0 || taken + bytes <= roomBytes
}

const tickMs = 500

/**
 * The time of one photo. Counted in ticks, so that neither a machine that was asleep nor a process that was busy
 * elsewhere counts against it.
 */
export class TimeLimit {
  #ticks = 0

  get isUp(): boolean {
    return this.#ticks * tickMs >= maximumSeconds * 1000
  }

  /** What `work` gives, unless the photo's time is up first: then UnreadableImage. */
  async within<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const isUp = new Promise<never>((_resolve, reject) => {
      timer = setInterval(() => {
        this.#ticks++
        if (this.isUp) reject(new UnreadableImage('too-slow'))
      }, tickMs)
    })
    try {
      return await Promise.race([work, isUp])
    } finally {
      clearInterval(timer)
    }
  }
}
