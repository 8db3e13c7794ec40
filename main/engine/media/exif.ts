/** Reads the EXIF and IPTC blocks of a photo. Damaged blocks say nothing. */
import ExifReader, { type ExpandedTags } from 'exifreader'
import {
  cameraName,
  exposureText,
  keywordList,
  noFacts,
  oneLine,
  paragraphs,
  positionOf,
  starsOf,
  starsOfPercent,
  type Facts,
  type Taken,
} from './facts'
import { parseExifTime, parseGpsTime } from './time'

const exifTags = [
  'Make',
  'Model',
  'LensModel',
  'ExposureTime',
  'FNumber',
  'ISOSpeedRatings',
  'DateTimeOriginal',
  'OffsetTimeOriginal',
  'DateTimeDigitized',
  'OffsetTimeDigitized',
  'DateTime',
  'OffsetTime',
  'GPSLatitude',
  'GPSLatitudeRef',
  'GPSLongitude',
  'GPSLongitudeRef',
  'GPSDateStamp',
  'GPSTimeStamp',
  'ImageDescription',
  'UserComment',
  'XPTitle',
  'XPComment',
  'XPKeywords',
  'Rating',
  'RatingPercent',
]

/** Each IPTC record begins with it. */
const recordMarker = 0x1c

/** What cameras write as a description when nobody wrote one. */
const notDescriptions = /^(olympus digital camera|sony dsc|digital camera|minolta digital camera|dcim\\.*|untitled)$/i

export interface ExifFacts extends Facts {
  /** When the file was last changed by the camera or a program: better than nothing, worse than any other source. */
  changed: Taken | null
}

export const noExif: Readonly<ExifFacts> = { ...noFacts, changed: null }

/** `block` begins with "Exif\0\0", or with a TIFF header, as a whole TIFF file does. */
export function readExif(block: Buffer): ExifFacts {
  const marker = Buffer.from('Exif\0\0', 'latin1')
  const tiff = block.subarray(0, marker.length).equals(marker) ? block.subarray(marker.length) : block
  const tags = load(tiff, { exif: exifTags, gps: true })
  const exif = (tags?.exif ?? {}) as Record<string, { value?: unknown; description?: unknown } | undefined>
  const text = (name: string): string | undefined => {
    const description = exif[name]?.description
    return typeof description === 'string' ? description : undefined
  }
  const utc = parseGpsTime(text('GPSDateStamp'), rationals(exif['GPSTimeStamp']?.value))
  const time = (name: string, offset: string): Taken | null => parseExifTime(text(name), text(offset), utc)
  const caption = (name: string): string | null => {
    const words = paragraphs(text(name))
    return words !== null && notDescriptions.test(words) ? null : words
  }
  return {
    taken: time('DateTimeOriginal', 'OffsetTimeOriginal') ?? time('DateTimeDigitized', 'OffsetTimeDigitized'),
    changed: time('DateTime', 'OffsetTime'),
    camera: cameraName(text('Make'), text('Model')),
    lens: oneLine(text('LensModel')),
    exposure: exposureText(
      rational(exif['ExposureTime']?.value),
      rational(exif['FNumber']?.value),
      first(exif['ISOSpeedRatings']?.value),
    ),
    position: positionOf(tags?.gps?.Latitude, tags?.gps?.Longitude),
    title: oneLine(text('XPTitle'), 'title'),
    description: caption('ImageDescription') ?? caption('XPComment') ?? caption('UserComment'),
    keywords: keywordList(text('XPKeywords')?.split(';') ?? []),
    rating: starsOf(exif['Rating']?.value) ?? starsOfPercent(exif['RatingPercent']?.value),
  }
}

/** `block` is what a JPEG carries in its APP13 segment, or the bare records that a TIFF has. */
export function readIptc(block: Buffer): Facts {
  const tags = load(asJpeg(block[0] === recordMarker ? asResource(block) : block), { iptc: true })?.iptc as
    Record<string, unknown> | undefined
  const descriptions = (name: string): unknown[] => {
    const found = tags?.[name]
    const list = (Array.isArray(found) ? found : [found]) as ({ description?: unknown } | undefined)[]
    return list.map((tag) => tag?.description)
  }
  return {
    ...noFacts,
    title: oneLine(descriptions('Object Name')[0], 'title') ?? oneLine(descriptions('Headline')[0], 'title'),
    description: paragraphs(descriptions('Caption/Abstract')[0]),
    keywords: keywordList(descriptions('Keywords')),
  }
}

function load(file: Buffer, includeTags: Record<string, true | string[]>): ExpandedTags | undefined {
  try {
    return ExifReader.load(file, { expanded: true, includeTags })
  } catch {
    return undefined
  }
}

/** Records as Photoshop wraps them: the form in which JPEGs have them. */
function asResource(records: Buffer): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt32BE(records.length)
  return Buffer.concat([Buffer.from('Photoshop 3.0\0' + '8BIM\x04\x04\0\0', 'latin1'), size, records])
}

/** The smallest JPEG that carries the block. */
function asJpeg(block: Buffer): Buffer {
  const length = Math.min(block.length + 2, 0xffff)
  const header = Buffer.from([0xff, 0xd8, 0xff, 0xed, length >> 8, length & 0xff])
  return Buffer.concat([header, block.subarray(0, length - 2), Buffer.from([0xff, 0xd9])])
}

function rational(value: unknown): number {
  return Array.isArray(value) ? Number(value[0]) / Number(value[1]) : Number.NaN
}

function rationals(value: unknown): number[] {
  return Array.isArray(value) ? value.map(rational) : []
}

function first(value: unknown): number {
  return Number(Array.isArray(value) ? value[0] : (value ?? Number.NaN))
}
