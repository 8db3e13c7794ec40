/** Reads the directories of a TIFF and of what cameras build on it, whatever the file claims; and writes a plain TIFF. */

/** Tags by number, each with its first values. */
export type Directory = ReadonlyMap<number, readonly number[]>

export const tag = {
  jpegFromRaw: 0x002e, // Panasonic
  compression: 0x0103,
  photometric: 0x0106,
  stripOffsets: 0x0111,
  orientation: 0x0112,
  stripByteCounts: 0x0117,
  subDirectories: 0x014a,
  jpegOffset: 0x0201,
  jpegLength: 0x0202,
  dngVersion: 0xc612,
} as const

/** Real files have fewer than ten directories of a few hundred tags. */
const maximumDirectories = 64
const maximumTags = 2000
/** Values read of one tag: sub-directories come as a list of offsets. */
const maximumValues = 16

const sizes: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 7: 1, 13: 4 }

/** What TIFF, and Olympus and Panasonic in its place, write after the byte order. */
const magicNumbers = new Set([0x002a, 0x4f52, 0x5352, 0x0055])

/**
 * All directories, breadth first from the first one, without those of EXIF and of makers. Offsets out of the file and
 * circles end the walk. `base` is where the TIFF begins in the file; offsets are relative to it. Undefined if none does.
 */
export function readDirectories(file: Buffer, base = 0): Directory[] | undefined {
  const tiff = file.subarray(base)
  const order = tiff.toString('latin1', 0, 2)
  if (tiff.length < 16 || (order !== 'II' && order !== 'MM')) return undefined
  const isLittle = order === 'II'
  const short = (at: number): number => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const long = (at: number): number => (isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at))
  if (!magicNumbers.has(short(2))) return undefined

  const directories: Directory[] = []
  const offsets = [long(4)]
  const seen = new Set<number>()
  for (let offset = offsets.shift(); offset !== undefined; offset = offsets.shift()) {
    if (offset === 0 || offset + 2 > tiff.length || seen.has(offset) || seen.size >= maximumDirectories) continue
    seen.add(offset)
    const count = Math.min(short(offset), maximumTags)
    const directory = new Map<number, number[]>()
    for (let at = offset + 2; at < offset + 2 + count * 12 && at + 12 <= tiff.length; at += 12) {
      const [number, type, length] = [short(at), short(at + 2), long(at + 4)]
      const size = sizes[type]
      if (size === undefined) continue
      // Panasonic keeps a whole JPEG as the value of a tag: what matters is where it is.
      const start = length * size <= 4 ? at + 8 : long(at + 8)
      if (number === tag.jpegFromRaw) {
        directory.set(number, [start, length])
        continue
      }
      const values: number[] = []
      for (let i = 0; i < Math.min(length, maximumValues) && start + (i + 1) * size <= tiff.length; i++) {
        const value = start + i * size
        values.push(size === 1 ? tiff[value]! : size === 2 ? short(value) : long(value))
      }
      directory.set(number, values)
    }
    directories.push(directory)
    const next = offset + 2 + short(offset) * 12
    offsets.push(...(directory.get(tag.subDirectories) ?? []))
    if (next + 4 <= tiff.length) offsets.push(long(next))
  }
  return directories
}

/** 8-bit pixels, row by row. */
export interface Pixels8 {
  data: Uint8Array
  width: number
  height: number
  channels: 3 | 4
}

/** Decoders work strip by strip; this many rows keep a strip below a few megabytes. */
const rowsPerStrip = 64

/** The pixels as an uncompressed TIFF: the simplest file that carries a colour profile to sharp. */
export function writeTiff({ data, width, height, channels }: Pixels8, profile: Buffer | undefined): Buffer {
  const strips = Math.ceil(height / rowsPerStrip)
  const stripBytes = width * channels * rowsPerStrip
  const values: [tag: number, type: 3 | 4, values: number[]][] = [
    [0x0100, 4, [width]],
    [0x0101, 4, [height]],
    [0x0102, 3, Array.from({ length: channels }, () => 8)],
    [tag.compression, 3, [1]],
    [tag.photometric, 3, [2]], // RGB
    [tag.stripOffsets, 4, Array.from({ length: strips }, (_, i) => i * stripBytes)],
    [0x0115, 3, [channels]],
    [0x0116, 4, [rowsPerStrip]],
    [
      tag.stripByteCounts,
      4,
      Array.from({ length: strips }, (_, i) => Math.min(stripBytes, data.length - i * stripBytes)),
    ],
  ]
  if (channels === 4) values.push([0x0152, 3, [2]]) // alpha, not multiplied in
  const entries = values.length + (profile ? 1 : 0)
  const header = 8 + 2 + entries * 12 + 4
  const extraBytes = values.reduce((sum, [, type, list]) => sum + list.length * sizes[type]!, 0)
  const pixelsAt = header + extraBytes + (profile?.length ?? 0)
  const head = Buffer.alloc(pixelsAt)
  head.write('II*\0', 'latin1')
  head.writeUInt32LE(8, 4)
  head.writeUInt16LE(entries, 8)
  let at = 10
  let extra = header
  const entry = (number: number, type: number, length: number): void => {
    head.writeUInt16LE(number, at)
    head.writeUInt16LE(type, at + 2)
    head.writeUInt32LE(length, at + 4)
  }
  for (const [number, type, list] of values) {
    const size = sizes[type]!
    entry(number, type, list.length)
    let place = at + 8
    if (list.length * size > 4) {
      head.writeUInt32LE(extra, place)
      place = extra
      extra += list.length * size
    }
    for (const value of list) {
      const written = number === tag.stripOffsets ? value + pixelsAt : value
      head.writeUIntLE(written, place, size)
      place += size
    }
    at += 12
  }
  if (profile) {
    entry(0x8773, 7, profile.length)
    head.writeUInt32LE(extra, at + 8)
    profile.copy(head, extra)
  }
  return Buffer.concat([head, data])
}
