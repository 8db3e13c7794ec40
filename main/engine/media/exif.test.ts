// EXIF and IPTC: real blocks, and the same with bytes changed.
import fc from 'fast-check'
import sharp, { type Exif } from 'sharp'
import { describe, expect, it } from 'vitest'
import { noExif, readExif, readIptc } from './exif'
import { noFacts } from './facts'

async function blockOf(exif: Exif): Promise<Buffer> {
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
  const block = (await sharp(await picture.withExif(exif).jpeg().toBuffer()).metadata()).exif!
  // sharp writes plain ASCII; cameras and programs write UTF-8
  for (let at = block.indexOf('e_'); at !== -1; at = block.indexOf('e_')) block.write('é', at)
  return block
}

const full: Exif = {
  IFD0: {
    Make: 'Canon',
    Model: 'Canon EOS R6',
    DateTime: '2020:01:01 00:00:00',
    ImageDescription: 'A cafe_ by the sea',
    XPTitle: 'Holiday',
    XPKeywords: 'sea;café; sea',
  },
  IFD2: {
    DateTimeOriginal: '2019:07:21 15:04:05',
    OffsetTimeOriginal: '+02:00',
    LensModel: 'RF24-105mm F4 L IS USM',
    ExposureTime: '1/250',
    FNumber: '28/10',
    ISOSpeedRatings: '400',
  },
  IFD3: {
    GPSLatitudeRef: 'S',
    GPSLatitude: '33/1 51/1 2448/100',
    GPSLongitudeRef: 'E',
    GPSLongitude: '151/1 12/1 5400/100',
  },
}

describe('readExif', () => {
  it('reads a whole block, with or without the marker that some decoders leave before it', async () => {
    const block = await blockOf(full)
    const facts = readExif(block)
    expect(facts).toEqual({
      ...noExif,
      taken: { at: Date.UTC(2019, 6, 21, 13, 4, 5), offset: 120 },
      changed: { at: new Date(2020, 0, 1).getTime(), offset: null },
      camera: 'Canon EOS R6',
      lens: 'RF24-105mm F4 L IS USM',
      exposure: '1/250 s, f/2.8, ISO 400',
      position: { latitude: expect.closeTo(-33.8568, 4) as number, longitude: expect.closeTo(151.215, 4) as number },
      title: 'Holiday',
      description: 'A café by the sea',
      keywords: ['sea', 'café'],
    })
    expect(readExif(block.subarray(6))).toEqual(facts)
  })

  it('takes the zone from the satellites’ time', async () => {
    const GPSDateStamp = '2019:07:21'
    const block = await blockOf({
      IFD2: { DateTimeOriginal: '2019:07:21 15:04:05' },
      IFD3: { GPSDateStamp, GPSTimeStamp: '6/1 4/1 0/1' },
    })
    expect(readExif(block).taken).toEqual({ at: Date.UTC(2019, 6, 21, 6, 4, 5), offset: 540 })
  })

  it('takes a description that the camera writes on every photo for none', async () => {
    const block = await blockOf({ IFD0: { ImageDescription: 'OLYMPUS DIGITAL CAMERA         ' } })
    expect(readExif(block).description).toBeNull()
  })

  it('ignores positions that are nowhere', async () => {
    const at = (latitude: string, longitude: string): Exif => ({
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: latitude, GPSLongitudeRef: 'E', GPSLongitude: longitude },
    })
    for (const [latitude, longitude] of [
      ['0/1 0/1 0/1', '0/1 0/1 0/1'],
      ['95/1 0/1 0/1', '10/1 0/1 0/1'],
      ['45/1 0/1 0/1', '200/1 0/1 0/1'],
      ['45/0 0/0 0/0', '10/1 0/1 0/1'],
    ] as const)
      expect(readExif(await blockOf(at(latitude, longitude))).position).toBeNull()
  })

  it('says nothing of what is no EXIF', () => {
    expect(readExif(Buffer.alloc(0))).toEqual(noExif)
    expect(readExif(Buffer.from('Exif\0\0nonsense', 'latin1'))).toEqual(noExif)
  })

  it('survives any bytes', async () => {
    const block = await blockOf(full)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(block.length - 1), fc.nat(255)), { maxLength: 20 }),
        fc.nat(block.length),
        (flips, length) => {
          const damaged = Buffer.from(block)
          for (const [at, value] of flips) damaged[at] = value
          const { taken, camera, position, rating } = readExif(damaged.subarray(0, length))
          expect(taken === null || Number.isFinite(taken.at)).toBe(true)
          expect(camera === null || typeof camera === 'string').toBe(true)
          expect(position === null || Math.abs(position.latitude) <= 90).toBe(true)
          expect(rating === null || (rating >= 0 && rating <= 5)).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('readIptc', () => {
  const record = (dataset: number, text: string): Buffer => {
    const bytes = Buffer.from(text, 'utf8')
    return Buffer.concat([Buffer.from([0x1c, 2, dataset, bytes.length >> 8, bytes.length & 0xff]), bytes])
  }
  const utf8 = Buffer.from([0x1c, 1, 90, 0, 3, 0x1b, 0x25, 0x47])
  const records = Buffer.concat([
    utf8,
    record(5, 'The harbour'),
    record(120, 'Boats in the évening'),
    record(25, 'boats'),
    record(25, 'évening'),
  ])
  const facts = {
    ...noFacts,
    title: 'The harbour',
    description: 'Boats in the évening',
    keywords: ['boats', 'évening'],
  }

  it('reads the records of a TIFF, and those of a JPEG in their wrapping', () => {
    expect(readIptc(records)).toEqual(facts)
    const size = Buffer.alloc(4)
    size.writeUInt32BE(records.length)
    const wrapping = Buffer.from('Photoshop 3.0\x008BIM\x04\x04\0\0', 'latin1')
    expect(readIptc(Buffer.concat([wrapping, size, records]))).toEqual(facts)
  })

  it('survives any bytes', () => {
    fc.assert(
      fc.property(fc.nat(records.length - 1), fc.nat(255), fc.nat(records.length), (at, value, length) => {
        const damaged = Buffer.from(records)
        damaged[at] = value
        expect(readIptc(damaged.subarray(0, length)).keywords.length).toBeLessThanOrEqual(3)
      }),
    )
    expect(readIptc(Buffer.alloc(0))).toEqual(noFacts)
  })
})
