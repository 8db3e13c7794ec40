/** What a photo says of itself in EXIF: when it was taken and with which camera. */
import ExifReader from 'exifreader'

export interface PhotoMetadata {
  /** ms since 1970, or null. A time without zone is taken as local time of this machine. */
  takenAt: number | null
  /** Maker and model, e.g. "Canon EOS R6", or null. */
  camera: string | null
}

/** Reads an EXIF block as it stands in the file ("Exif\0\0" or a bare TIFF header). Damaged blocks give nulls. */
export function readExif(exif: Buffer | undefined): PhotoMetadata {
  if (!exif) return { takenAt: null, camera: null }
  try {
    const tags = ExifReader.load(asJpeg(exif))
    const describe = (name: string): string | undefined => {
      const tag = tags[name] as { description?: unknown } | undefined
      return typeof tag?.description === 'string' ? tag.description : undefined
    }
    return {
      takenAt: parseExifTime(
        describe('DateTimeOriginal') ?? describe('DateTimeDigitized') ?? describe('DateTime'),
        describe('OffsetTimeOriginal') ?? describe('OffsetTime'),
      ),
      camera: cameraName(describe('Make'), describe('Model')),
    }
  } catch {
    return { takenAt: null, camera: null }
  }
}

/** "2019:07:21 15:04:05" with an optional "+02:00"; anything else, and dates no camera can mean, give null. */
export function parseExifTime(text: string | undefined, offset: string | undefined): number | null {
  const parts = /^(\d{4})[:-](\d{2})[:-](\d{2})[ T](\d{2}):(\d{2}):(\d{2})/.exec(text ?? '')
  if (!parts) return null
  const [, year, month, day, hour, minute, second] = parts
  if (Number(year) < 1826 || Number(month) < 1 || Number(day) < 1) return null // 1826: the oldest photograph
  const zone = /^[+-]\d{2}:\d{2}$/.test(offset ?? '') ? (offset ?? '') : ''
  const time = Date.parse(
    `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}${zone}`,
  )
  return Number.isNaN(time) ? null : time
}

/** Cameras often repeat the maker in the model: "Canon" + "Canon EOS R6" is one name. */
export function cameraName(make: string | undefined, model: string | undefined): string | null {
  const clean = (text: string | undefined): string => (text ?? '').replaceAll('\0', '').trim()
  const [maker, type] = [clean(make), clean(model)]
  const name = type.toLowerCase().startsWith(maker.toLowerCase()) ? type : `${maker} ${type}`.trim()
  return name === '' ? null : name.slice(0, 200)
}

/** ExifReader wants a whole file: the smallest JPEG that carries the block. */
function asJpeg(exif: Buffer): ArrayBuffer {
  const marker = Buffer.from('Exif\0\0', 'latin1')
  const block = exif.subarray(0, 6).equals(marker) ? exif : Buffer.concat([marker, exif])
  const length = Math.min(block.length + 2, 0xffff)
  const header = Buffer.from([0xff, 0xd8, 0xff, 0xe1, length >> 8, length & 0xff])
  const file = Buffer.concat([header, block.subarray(0, length - 2), Buffer.from([0xff, 0xd9])])
  return new Uint8Array(file).buffer
}
