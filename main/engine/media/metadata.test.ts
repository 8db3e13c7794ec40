// Which source is believed: words from where people put them, facts from the camera.
import sharp, { type Exif } from 'sharp'
import { describe, expect, it } from 'vitest'
import { readHeader } from './decode'
import { readMetadata, type PhotoMetadata } from './metadata'
import type { SidecarTexts } from './sidecars'

const xmpOf = (attributes: string, title?: string): string =>
  `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" ${attributes}>
    ${title === undefined ? '' : `<dc:title>${title}</dc:title>`}</rdf:Description></rdf:RDF>`

const takeoutOf = (json: object): string => JSON.stringify(json)

async function read(
  { exif, xmp }: { exif?: Exif; xmp?: string },
  sidecars: Partial<SidecarTexts> = {},
  format: 'jpeg' | 'png' | 'webp' | 'tiff' | 'avif' = 'jpeg',
): Promise<PhotoMetadata> {
  let picture = sharp({ create: { width: 32, height: 32, channels: 3, background: 'red' } })
  if (exif) picture = picture.withExif(exif)
  if (xmp !== undefined) picture = picture.withXmp(xmp)
  const bytes = await picture.toFormat(format).toBuffer()
  return readMetadata(await readHeader(bytes), { xmp: undefined, takeout: undefined, ...sidecars })
}

const position = (latitude: string, longitude: string): Exif => ({
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: latitude, GPSLongitudeRef: 'E', GPSLongitude: longitude },
})

describe('readMetadata', () => {
  it('says nothing of a file that says nothing', async () => {
    const metadata = await read({})
    expect(Object.values(metadata).every((value) => value === null)).toBe(true)
  })

  it.each(['jpeg', 'png', 'webp', 'avif'] as const)('reads EXIF and XMP inside a %s', async (format) => {
    const exif = {
      IFD0: { Make: 'Canon' },
      IFD2: { DateTimeOriginal: '2019:07:21 15:04:05', OffsetTimeOriginal: '+02:00' },
    }
    const metadata = await read({ exif, xmp: xmpOf('xmp:Rating="3"', 'Inside') }, {}, format)
    expect(metadata).toMatchObject({ camera: 'Canon', takenAt: Date.UTC(2019, 6, 21, 13, 4, 5), takenOffset: 120 })
    expect(metadata).toMatchObject({ title: 'Inside', fileRating: 3 })
  })

  it('reads XMP inside a TIFF', async () => {
    expect(await read({ xmp: xmpOf('xmp:Rating="3"', 'Inside') }, {}, 'tiff')).toMatchObject({
      title: 'Inside',
      fileRating: 3,
    })
  })

  it('believes the sidecar, then XMP, then EXIF, then Takeout for words and stars', async () => {
    const exif = { IFD0: { XPTitle: 'exif', ImageDescription: 'exif' } }
    const xmp = xmpOf('xmp:Rating="3"', 'embedded')
    const sidecar = xmpOf('xmp:Rating="5"', 'sidecar')
    const takeout = takeoutOf({ description: 'takeout', people: [{ name: 'Anna' }] })
    expect(await read({ exif, xmp }, { xmp: sidecar, takeout })).toMatchObject({
      title: 'sidecar',
      fileRating: 5,
      description: 'exif',
      keywords: 'Anna',
    })
    expect(await read({ exif, xmp }, { takeout })).toMatchObject({ title: 'embedded', fileRating: 3 })
    expect(await read({ exif })).toMatchObject({ title: 'exif', fileRating: null })
    expect(await read({}, { takeout })).toMatchObject({ description: 'takeout' })
  })

  it('believes EXIF, then XMP, then Takeout for the date, and the date of a change last', async () => {
    const original = { IFD2: { DateTimeOriginal: '2019:01:01 00:00:00', OffsetTimeOriginal: '+00:00' } }
    const changed = { IFD0: { DateTime: '2022:01:01 00:00:00' } }
    const xmp = xmpOf('photoshop:DateCreated="2018-01-01T00:00:00Z"')
    const takeout = takeoutOf({ photoTakenTime: { timestamp: String(Date.UTC(2017, 0, 1) / 1000) } })
    const year = async (...parameters: Parameters<typeof read>): Promise<number> =>
      new Date((await read(...parameters)).takenAt!).getUTCFullYear()
    expect(await year({ exif: original, xmp }, { takeout })).toBe(2019)
    expect(await year({ exif: changed, xmp }, { takeout })).toBe(2018)
    expect(await year({ exif: changed }, { takeout })).toBe(2017)
    expect(new Date((await read({ exif: changed })).takenAt!).getFullYear()).toBe(2022)
  })

  it('takes the position as a whole from one source: a sidecar corrects the camera', async () => {
    const exif = position('48/1 0/1 0/1', '2/1 0/1 0/1')
    const sidecar = xmpOf('exif:GPSLatitude="50,0N" exif:GPSLongitude="8,0E"')
    const half = xmpOf('exif:GPSLatitude="50,0N"')
    const takeout = takeoutOf({ geoData: { latitude: 10, longitude: 20 } })
    expect(await read({ exif }, { xmp: sidecar })).toMatchObject({ latitude: 50, longitude: 8 })
    expect(await read({ exif }, { xmp: half, takeout })).toMatchObject({ latitude: 48, longitude: 2 })
    expect(await read({}, { takeout })).toMatchObject({ latitude: 10, longitude: 20 })
    expect(await read({ exif: position('0/1 0/1 0/1', '0/1 0/1 0/1') })).toMatchObject({
      latitude: null,
      longitude: null,
    })
  })
})
