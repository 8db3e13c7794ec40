/** Camera RAW files: the largest preview the camera put in, and where its EXIF is. The raw data is not developed. */
import { boxes, brandsOf } from './boxes'
import { jpegAt, larger, largestJpeg, newBudget, type Budget, type EmbeddedJpeg } from './jpeg'
import { readDirectories, tag, type Directory } from './tiff'
import { UnreadableImage } from './unreadable'

export interface RawPreview {
  /** A view of the file. */
  jpeg: Buffer
  /** EXIF orientation 1 to 8 as the RAW says; the JPEG may say so itself. */
  orientation: number | undefined
  /** EXIF as TIFF structures, outside the preview. */
  exif: Buffer[]
}

/** A preview with a shorter long side is a thumbnail: a better one may lie where only the maker knows. */
const thumbnailSide = 1200
/** EXIF that needs its header mended is copied, and only this much of it: the tags lie in front of the pictures. */
const mendedBytes = 1024 * 1024

const colourFilterArray = 0x8023
const linearRaw = 0x884c
const oldJpeg = 6
const jpeg = 7

const canonMetadata = '85c0b687820f11e08111f4ce462b6a48'
const canonPreview = 'eaf42b5e1c984b88b9fbb7dc406e4d16'

interface Found {
  /** Where JPEGs may begin. */
  starts: number[]
  orientation: number | undefined
  exif: Buffer[]
}

/** The preview of a RAW file, undefined for files of other kinds. Throws UnreadableImage when it has none. */
export function rawPreview(file: Buffer): RawPreview | undefined {
  const found = fromCanonBoxes(file) ?? fromFuji(file) ?? fromDirectories(file)
  if (!found) return undefined
  const budget = newBudget()
  let best = largestOf(file, found.starts, budget)
  if (!best || Math.max(best.width, best.height) < thumbnailSide) best = larger(best, largestJpeg(file, budget))
  if (!best) throw new UnreadableImage('no-preview')
  return { jpeg: file.subarray(best.start, best.end), orientation: found.orientation, exif: found.exif }
}

function largestOf(file: Buffer, starts: readonly number[], budget: Budget): EmbeddedJpeg | undefined {
  let best: EmbeddedJpeg | undefined
  for (const start of new Set(starts)) best = larger(best, jpegAt(file, start, budget))
  return best
}

/** CR2, NEF, ARW, DNG, PEF, and with another magic number ORF and RW2. An ordinary TIFF is none of them. */
function fromDirectories(file: Buffer): Found | undefined {
  const directories = readDirectories(file)
  const first = directories?.[0]
  if (!directories || !first) return undefined
  const magic = file.toString('latin1', 2, 4)
  const isTiff = magic === '*\0' || magic === '\0*'
  const isRaw =
    !isTiff ||
    file.toString('latin1', 8, 10) === 'CR' ||
    first.has(tag.dngVersion) ||
    directories.some((directory) => isRawPhotometric(directory.get(tag.photometric)?.[0]))
  if (!isRaw) return undefined
  return {
    starts: directories.flatMap(previewStarts),
    orientation: orientationOf(first),
    exif: [isTiff ? file : asTiff(file)],
  }
}

function isRawPhotometric(value: number | undefined): boolean {
  return value === colourFilterArray || value === linearRaw
}

function previewStarts(directory: Directory): number[] {
  const starts = [tag.jpegOffset, tag.jpegFromRaw].flatMap((number) => directory.get(number)?.slice(0, 1) ?? [])
  const compression = directory.get(tag.compression)?.[0]
  const strips = directory.get(tag.stripOffsets)
  const isOneJpeg = (compression === oldJpeg || compression === jpeg) && strips?.length === 1
  return isOneJpeg ? [...starts, ...strips] : starts
}

function orientationOf(directory: Directory | undefined): number | undefined {
  const value = directory?.get(tag.orientation)?.[0]
  return value !== undefined && value >= 1 && value <= 8 ? value : undefined
}

/** The front of a file of TIFF's structure with TIFF's magic number, as EXIF readers want it. */
function asTiff(file: Buffer): Buffer {
  const copy = Buffer.from(file.subarray(0, mendedBytes))
  if (copy.toString('latin1', 0, 2) === 'II') copy.writeUInt16LE(42, 2)
  else copy.writeUInt16BE(42, 2)
  return copy
}

/** RAF: a fixed header with the place of a full-size JPEG, whose EXIF is that of the photo. */
function fromFuji(file: Buffer): Found | undefined {
  if (file.toString('latin1', 0, 15) !== 'FUJIFILMCCD-RAW' || file.length < 92) return undefined
  return { starts: [file.readUInt32BE(84)], orientation: undefined, exif: [] }
}

/** CR3: a full-size JPEG as the first track's only sample, a smaller one in a box, EXIF as several TIFFs. */
function fromCanonBoxes(file: Buffer): Found | undefined {
  if (!brandsOf(file).includes('crx ')) return undefined
  const found: Found = { starts: [], orientation: undefined, exif: [] }
  const offsetOf = (part: Buffer): number => part.byteOffset - file.byteOffset
  for (const { type, body, uuid } of boxes(file)) {
    if (type === 'moov') {
      for (const inner of boxes(body)) {
        if (inner.type === 'trak') found.starts.push(...sampleStarts(inner.body))
        if (inner.uuid !== canonMetadata) continue
        for (const { type: name, body: tiff } of boxes(inner.body)) {
          if (!/^CMT[124]$/.test(name)) continue // the camera, the exposure, the position; 3 is Canon's own
          found.exif.push(tiff)
          if (name === 'CMT1') found.orientation = orientationOf(readDirectories(tiff)?.[0])
        }
      }
    } else if (uuid === canonPreview) {
      const start = body.subarray(0, 64).indexOf('ffd8ff', 0, 'hex')
      if (start !== -1) found.starts.push(offsetOf(body) + start)
    }
  }
  return found
}

/** Where the first chunks of a track are: moov / trak / mdia / minf / stbl / co64 or stco. */
function sampleStarts(track: Buffer): number[] {
  let level = track
  for (const name of ['mdia', 'minf', 'stbl']) {
    const next = [...boxes(level)].find(({ type }) => type === name)
    if (!next) return []
    level = next.body
  }
  return [...boxes(level)].flatMap(({ type, body }) => {
    if (type === 'co64' && body.length >= 16) return [Number(body.readBigUInt64BE(8))]
    if (type === 'stco' && body.length >= 12) return [body.readUInt32BE(8)]
    return []
  })
}
