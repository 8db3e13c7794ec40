/** Decodes pictures: to the encoder's pixels, to a thumbnail, to a preview. Orientation from EXIF is applied. */
import type { Preprocessing } from '../encoder/manifest'
import { bytesToDecode, hasRoom, isSmall, NoRoom, TimeLimit, withRoom } from './cost'
import { closePhoto, openPhoto, readStructure } from './source'
import { asUnreadable, UnreadableImage } from './unreadable'

export { UnreadableImage }

/** Long side of a thumbnail in pixels: crisp on a high-density screen at the grid's largest usual size. */
const thumbnailSide = 512

export interface ImageSize {
  /** Pixels after EXIF orientation. */
  width: number
  height: number
}

export interface ImageHeader extends ImageSize {
  /** The raw blocks of metadata the file has. */
  exif: readonly Buffer[]
  iptc: Buffer | undefined
  xmp: string | undefined
  /** Memory that decoding the picture takes. */
  bytesToDecode: number
}

export interface Picture {
  header: ImageHeader
  /** RGB bytes of the input size of the image tower. */
  pixels: Uint8Array
  /** WebP. */
  thumbnail: Buffer
}

export interface ReadingOptions {
  /** Long side of the thumbnail, in pixels. */
  side?: number
  /** Otherwise NoRoom is thrown where other pictures have the memory. */
  mayWait?: boolean
}

/** All that the library wants of a picture, within the memory and the time that one may take. Throws UnreadableImage. */
export async function readPicture(
  bytes: Buffer,
  input: EncoderInput,
  { side = thumbnailSide, mayWait = true }: ReadingOptions = {},
): Promise<Picture> {
  const time = new TimeLimit()
  const header = await time.within(readHeader(bytes))
  if (!mayWait && !hasRoom(header.bytesToDecode)) throw new NoRoom(header.bytesToDecode)
  return new Promise((resolve, reject) => {
    const decode = async (): Promise<Picture> => {
      if (isSmall(header.bytesToDecode)) {
        const both = [decodeForEncoder(bytes, input), makeThumbnail(bytes, side)] as const
        const [pixels, thumbnail] = await Promise.all(both)
        return { header, pixels, thumbnail }
      }
      const pixels = await decodeForEncoder(bytes, input)
      if (time.isUp) throw new UnreadableImage('too-slow')
      return { header, pixels, thumbnail: await makeThumbnail(bytes, side) }
    }
    // The room is kept until the decoder is done with it, also when nobody waits for that any more.
    void withRoom(header.bytesToDecode, async () => {
      const decoding = decode()
      time.within(decoding).then(resolve, reject)
      await decoding.catch(() => undefined)
      closePhoto(bytes)
    })
  })
}

/** What the image tower takes; what is not said is as the starter model has it. */
export interface EncoderInput extends ImageSize {
  resize?: Preprocessing['resize']
  shortest?: number | undefined
  interpolation?: Preprocessing['interpolation']
  /** Of two models together: what the second one takes; its pixels stand behind those of the first. */
  second?: EncoderInput | undefined
}

/** Reads the header only. Throws UnreadableImage. */
export async function readHeader(bytes: Buffer): Promise<ImageHeader> {
  if (bytes.length === 0) throw new UnreadableImage('empty')
  try {
    const { structure, exif } = await readStructure(bytes)
    const { autoOrient, iptc, xmp } = structure
    return { ...autoOrient, exif, iptc, xmp: xmp?.toString('utf8'), bytesToDecode: bytesToDecode(structure) }
  } catch (error) {
    throw asUnreadable(error)
  }
}

/** libvips' names; both widen with the reduction, which is what antialiased means. */
const kernels = { bicubic: 'cubic', bilinear: 'linear' } as const

export function kernelOf({ interpolation = 'bicubic' }: EncoderInput): 'cubic' | 'linear' {
  return kernels[interpolation]
}

/**
 * RGB bytes for the image tower at its input size: squashed, or the middle of the photo resized by its shorter side;
 * antialiased, shrink-on-load where the format has it. Agrees with the reference preprocessing to cosine >= 0.995 on
 * the sample photos. Throws UnreadableImage.
 */
export function decodeForEncoder(bytes: Buffer, input: EncoderInput): Promise<Uint8Array> {
  return forEach(input, (one) => decodeForTower(bytes, one))
}

/** Pixels for each tower that takes some, one behind the other. */
export async function forEach(
  { second, ...first }: EncoderInput,
  make: (input: EncoderInput) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const pixels = await make(first)
  return second ? Buffer.concat([pixels, await make(second)]) : pixels
}

async function decodeForTower(bytes: Buffer, input: EncoderInput): Promise<Uint8Array> {
  const { width, height, resize = 'squash', shortest = Math.max(width, height) } = input
  try {
    const upright = (await openPhoto(bytes))
      .rotate()
      .flatten({ background: '#ffffff' }) // what people see behind transparent drawings
      .toColourspace('srgb')
    const kernel = kernelOf(input)
    const sized =
      resize === 'squash'
        ? upright.resize(width, height, { fit: 'fill', kernel })
        : upright.resize(shortest, shortest, { fit: 'cover', position: 'centre', kernel }).extract({
            left: Math.round((shortest - width) / 2),
            top: Math.round((shortest - height) / 2),
            width,
            height,
          })
    const pixels = await sized.removeAlpha().raw().toBuffer()
    if (pixels.length !== width * height * 3) throw new UnreadableImage('corrupt')
    return pixels
  } catch (error) {
    throw asUnreadable(error)
  }
}

/** A WebP no larger than `side` on its long side, never enlarged, without metadata. */
export async function makeThumbnail(bytes: Buffer, side = thumbnailSide): Promise<Buffer> {
  try {
    return await (
      await openPhoto(bytes)
    )
      .rotate()
      .toColourspace('srgb')
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 78, effort: 1 }) // effort 4 costs twice the time and saves a tenth of the bytes
      .toBuffer()
  } catch (error) {
    throw asUnreadable(error)
  }
}
