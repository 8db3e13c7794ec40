/** Opens a photo of any format for sharp: what sharp does not read is first made into something it does. */
import type { Sharp } from 'sharp'
import { bmpSize, decodeBmp, isBmp, isWholeBmp } from './bmp'
import { bytesToDecode, maximumPixels, maximumSeconds, type PictureStructure } from './cost'
import { decodeHeif, isHeif } from './heif'
import { withOrientation } from './jpeg'
import { decodeJxl, isJxl, jxlMetadata, jxlSize } from './jxl'
import { rawPreview } from './raw'
import { loadSharp } from './sharp'
import { writeTiff } from './tiff'
import { UnreadableImage } from './unreadable'

/** What sharp is given in place of the file, and the EXIF that it would not find there. */
type Input = { bytes: Buffer; exif?: Buffer[] } | { data: Buffer; width: number; height: number; channels: 4 }

/** The header, the thumbnail and the pixels of one photo are asked for one by one: it is decoded once for all of them. */
const inputs = new WeakMap<Buffer, Promise<Input>>()

/** To be used as sharp would be on the file itself. Throws UnreadableImage or what a decoder throws. */
export async function openPhoto(bytes: Buffer): Promise<Sharp> {
  const input = await inputFor(bytes)
  if ('bytes' in input) return openFile(input.bytes)
  const { data, ...raw } = input
  return loadSharp()(data, { raw })
}

/** The header alone: no pixels are decoded. All EXIF of the photo, that of the file itself first. Throws as `openPhoto`. */
export async function readStructure(bytes: Buffer): Promise<{ structure: PictureStructure; exif: Buffer[] }> {
  if (isBmp(bytes)) {
    const size = bmpSize(bytes)
    const structure = { ...size, autoOrient: size, format: 'bmp' } as const
    bytesToDecode(structure)
    if (!isWholeBmp(bytes)) throw new UnreadableImage('corrupt')
    return { structure, exif: [] }
  }
  if (isJxl(bytes)) {
    const { exif, xmp } = jxlMetadata(bytes)
    const size = await jxlSize(bytes, maximumPixels, maximumSeconds)
    return { structure: { ...size, autoOrient: size, format: 'jxl', ...(xmp && { xmp }) }, exif }
  }
  if (isHeif(bytes)) {
    const structure = await openFile(bytes).metadata()
    return { structure, exif: structure.exif ? [structure.exif] : [] }
  }
  const input = await inputFor(bytes)
  const structure = await (await openPhoto(bytes)).metadata()
  const outside = 'bytes' in input ? (input.exif ?? []) : []
  return { structure, exif: structure.exif ? [...outside, structure.exif] : outside }
}

/** What was made of the file takes far more memory than the file. */
export function closePhoto(bytes: Buffer): void {
  inputs.delete(bytes)
}

function inputFor(bytes: Buffer): Promise<Input> {
  let input = inputs.get(bytes)
  if (!input) inputs.set(bytes, (input = makeInput(bytes)))
  return input
}

/** Opens what sharp reads itself. */
function openFile(bytes: Buffer): Sharp {
  const options = { failOn: 'truncated', limitInputPixels: maximumPixels, sequentialRead: true } as const
  return loadSharp()(bytes, options).timeout({ seconds: maximumSeconds })
}

async function makeInput(bytes: Buffer): Promise<Input> {
  if (isBmp(bytes)) return { ...decodeBmp(bytes), channels: 4 }
  if (isHeif(bytes)) {
    // sharp reads the structure of every HEIF, and the pixels of those coded as AV1.
    const { compression, icc } = await openFile(bytes).metadata()
    if (compression === 'av1') return { bytes }
    return { bytes: writeTiff(await decodeHeif(bytes, maximumPixels, maximumSeconds), icc) }
  }
  if (isJxl(bytes)) return { bytes: await decodeJxl(bytes, maximumPixels, maximumSeconds) }
  const preview = rawPreview(bytes)
  if (!preview) return isTiff(bytes) ? { bytes, exif: [bytes] } : { bytes }
  const { jpeg, orientation, exif } = preview
  const isTurned = orientation === undefined || (await openFile(jpeg).metadata()).orientation !== undefined
  return { bytes: isTurned ? jpeg : withOrientation(jpeg, orientation), exif }
}

/** A TIFF file keeps EXIF as its own structure, which sharp does not hand over. */
function isTiff(bytes: Buffer): boolean {
  return ['II*\0', 'MM\0*'].includes(bytes.toString('latin1', 0, 4))
}
