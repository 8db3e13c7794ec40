/** BMP, which libvips does not read: decoded to raw pixels for sharp. */
import { decode } from 'bmp-ts'

export interface RawPicture {
  /** RGBA, row by row, fully opaque: what BMP files say of alpha is mostly nonsense. */
  data: Buffer
  width: number
  height: number
}

export function isBmp(bytes: Buffer): boolean {
  return bytes.length > 26 && bytes.toString('latin1', 0, 2) === 'BM'
}

/** Pixels as the header claims them, read before anything is allocated for them. */
export function bmpPixels(bytes: Buffer): number {
  return bytes.readUInt32LE(18) * Math.abs(bytes.readInt32LE(22))
}

/** Throws an Error on a damaged or cut off file. */
export function decodeBmp(bytes: Buffer): RawPicture {
  const { data, width, height } = decode(bytes, { toRGBA: true })
  for (let alpha = 3; alpha < data.length; alpha += 4) data[alpha] = 255
  return { data, width, height }
}
