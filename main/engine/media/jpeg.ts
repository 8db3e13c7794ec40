/** Finds whole JPEGs inside other files, and gives a JPEG an orientation. */

export interface EmbeddedJpeg {
  start: number
  /** Past the last byte: after its end marker, or the end of the file where that is missing. */
  end: number
  width: number
  height: number
}

/**
 * Markers looked at in one file. A 100-megapixel JPEG has about a million stuffed bytes and restart markers; a hostile
 * file could hold a beginning every four bytes, each of which would be followed to the end.
 */
const maximumMarkers = 8_000_000
/** A search for a preview does not go on once it has followed this many beginnings. */
const maximumJpegs = 200

const startOfImage = Buffer.from([0xff, 0xd8, 0xff])
const baseline = 0xc0
const extended = 0xc1
const progressive = 0xc2
const endOfImage = 0xd9
const startOfScan = 0xda
const app1 = 0xe1

/** How much work is left; shared by all searches in one file. */
export interface Budget {
  markers: number
}

export function newBudget(): Budget {
  return { markers: maximumMarkers }
}

/**
 * The JPEG that begins at `start`, if one does that browsers could show: eight bits, one or three components, not the
 * lossless kind in which cameras keep raw data.
 */
export function jpegAt(file: Buffer, start: number, budget: Budget): EmbeddedJpeg | undefined {
  if (start < 0 || start + 4 > file.length || !file.subarray(start, start + 3).equals(startOfImage)) return undefined
  let size: { width: number; height: number } | undefined
  let at = start + 2
  while (at + 4 <= file.length && budget.markers-- > 0) {
    if (file[at] !== 0xff) return undefined
    const marker = file[at + 1]!
    if (marker === 0xff) at++
    else if (marker === endOfImage) return size && { start, end: at + 2, ...size }
    else if (isFrame(marker)) {
      if (size || at + 10 > file.length || ![baseline, extended, progressive].includes(marker)) return undefined
      const [height, width] = [file.readUInt16BE(at + 5), file.readUInt16BE(at + 7)]
      const components = file[at + 9]!
      if (file[at + 4] !== 8 || width === 0 || height === 0 || (components !== 1 && components !== 3)) return undefined
      size = { width, height }
      at += 2 + file.readUInt16BE(at + 2)
    } else {
      if (marker < baseline || (marker >= 0xd0 && marker <= 0xd8)) return undefined
      const length = file.readUInt16BE(at + 2)
      if (length < 2) return undefined
      at += 2 + length
      if (marker === startOfScan) {
        if (!size) return undefined
        at = endOfEntropyCodedData(file, at, budget)
      }
    }
  }
  if (!size) return undefined
  return { start, end: Math.min(at + 2, file.length), ...size }
}

/** The largest JPEG anywhere in the file. Those inside another JPEG (its thumbnail) are not looked at. */
export function largestJpeg(file: Buffer, budget: Budget): EmbeddedJpeg | undefined {
  let largest: EmbeddedJpeg | undefined
  let at = 0
  for (let tried = 0; tried < maximumJpegs && budget.markers > 0; tried++) {
    const start = file.indexOf(startOfImage, at)
    if (start === -1) break
    const found = jpegAt(file, start, budget)
    largest = larger(largest, found)
    at = found?.end ?? start + startOfImage.length
  }
  return largest
}

export function larger(a: EmbeddedJpeg | undefined, b: EmbeddedJpeg | undefined): EmbeddedJpeg | undefined {
  if (!a || !b) return a ?? b
  return b.width * b.height > a.width * a.height ? b : a
}

/** The JPEG with an EXIF block that says how it is to be turned, before any other block. */
export function withOrientation(jpeg: Buffer, orientation: number): Buffer {
  // "Exif", then a TIFF of one entry: orientation (0x0112), one short.
  const exif = Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0', 'latin1')
  exif.writeUInt16BE(orientation, exif.length - 8)
  const length = exif.length + 2
  const marker = Buffer.from([0xff, app1, length >> 8, length & 0xff])
  return Buffer.concat([jpeg.subarray(0, 2), marker, exif, jpeg.subarray(2)])
}

/** All kinds of frame header; the codes between them are tables (0xc4, 0xcc) and an extension (0xc8). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

/** The next marker that is neither a stuffed 0xff nor a restart. */
function endOfEntropyCodedData(file: Buffer, start: number, budget: Budget): number {
  let at = start
  while (budget.markers-- > 0) {
    at = file.indexOf(0xff, at)
    if (at === -1 || at + 1 >= file.length) return file.length
    const next = file[at + 1]!
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
    at += next === 0xff ? 1 : 2
  }
  return file.length
}
