/** BMP, which libvips does not read: decoded to raw pixels for sharp. */
import { decode } from 'bmp-ts'

export interface RawPicture {
  /** RGBA, row by row, fully opaque: what BMP files say of alpha is mostly nonsense. */
  data: Buffer
  width: number
  height: number
}

const headerBytes = 54
const uncompressed = 0

export function isBmp(bytes: Buffer): boolean {
  return bytes.length > headerBytes && bytes.toString('latin1', 0, 2) === 'BM'
}

/** As the header claims it, read before anything is allocated for it. */
export function bmpSize(bytes: Buffer): { width: number; height: number } {
  return { width: bytes.readUInt32LE(18), height: Math.abs(bytes.readInt32LE(22)) }
}

/** Whether the file can hold the pixels it claims; one that is compressed always can. */
export function isWholeBmp(bytes: Buffer): boolean {
  const { width, height } = bmpSize(bytes)
  const [pixelsAt, bitsPerPixel, compression] = [bytes.readUInt32LE(10), bytes.readUInt16LE(28), bytes.readUInt32LE(30)]
  return compression !== uncompressed || bytes.length >= pixelsAt + Math.ceil((width * bitsPerPixel) / 8) * height
}

/** Throws an Error on a damaged or cut off file. */
export function decodeBmp(bytes: Buffer): RawPicture {
  const { data, width, height } = decode(bytes, { toRGBA: true })
  for (let alpha = 3; alpha < data.length; alpha += 4) data[alpha] = 255
  return { data, width, height }
}
