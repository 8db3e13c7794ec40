/** The tiles of one photo as bytes, and back: a byte a number, with a checksum. */
import { createHash } from 'node:crypto'
import { normalise } from '../../encoder/vectors'
import type { ImageSize } from '../../media/decode'
import { layTiles } from './layout'
import type { Tile } from './tile'

/** Raised when the bytes below or the layout change, so that old files are not read. */
export const tileFormat = 1

/** "FVTL", then width and height of the photo, number of tiles, dimension. */
const magic = 0x4c545646
const headerBytes = 20
/** Hubness and spread, before each vector. */
const tileHeaderBytes = 8
const checksumBytes = 16
/** The largest number of a vector becomes this; its length needs not be kept. Costs less than 0.0001 of cosine. */
const steps = 127

/** `photo` is the size the tiles were laid out for: their places follow from it. */
export function encodeTiles(photo: ImageSize, tiles: readonly Tile[]): Buffer {
  const dimension = tiles[0]?.vector.length ?? 0
  const bytes = Buffer.alloc(headerBytes + tiles.length * (tileHeaderBytes + dimension) + checksumBytes)
  ;[magic, photo.width, photo.height, tiles.length, dimension].forEach((value, i) => bytes.writeUInt32LE(value, i * 4))
  let at = headerBytes
  for (const { vector, hubness, spread } of tiles) {
    let largest = 0
    for (const value of vector) largest = Math.max(largest, Math.abs(value))
    const step = largest / steps || 1
    bytes.writeFloatLE(hubness, at)
    bytes.writeFloatLE(spread, at + 4)
    at += tileHeaderBytes
    for (const value of vector) at = bytes.writeInt8(Math.round(value / step), at)
  }
  checksum(bytes.subarray(0, at)).copy(bytes, at)
  return bytes
}

/** Undefined if the bytes are not whole, or of another dimension. */
export function decodeTiles(bytes: Buffer, dimension: number): Tile[] | undefined {
  const end = bytes.length - checksumBytes
  if (end < headerBytes || !checksum(bytes.subarray(0, end)).equals(bytes.subarray(end))) return undefined
  if (bytes.readUInt32LE(0) !== magic) return undefined
  const places = layTiles({ width: bytes.readUInt32LE(4), height: bytes.readUInt32LE(8) })
  const [count, numbers] = [bytes.readUInt32LE(12), bytes.readUInt32LE(16)]
  if (count !== places.length || (count > 0 && numbers !== dimension)) return undefined
  if (end !== headerBytes + count * (tileHeaderBytes + numbers)) return undefined
  return places.map((place, i) => {
    const at = headerBytes + i * (tileHeaderBytes + dimension)
    const vector = Float32Array.from({ length: dimension }, (_, j) => bytes.readInt8(at + tileHeaderBytes + j))
    return {
      ...place,
      vector: normalise(vector),
      hubness: bytes.readFloatLE(at),
      spread: bytes.readFloatLE(at + 4),
    }
  })
}

function checksum(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest().subarray(0, checksumBytes)
}
