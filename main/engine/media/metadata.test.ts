// EXIF: when a photo was taken and with what, from real blocks and from nonsense.
import fc from 'fast-check'
import sharp, { type Exif } from 'sharp'
import { describe, expect, it } from 'vitest'
import { cameraName, parseExifTime, readExif } from './metadata'

describe('parseExifTime', () => {
  it('takes a time without zone as local, and with one as it says', () => {
    expect(parseExifTime('2019:07:21 15:04:05', undefined)).toBe(new Date(2019, 6, 21, 15, 4, 5).getTime())
    expect(parseExifTime('2019:07:21 15:04:05', '+02:00')).toBe(Date.UTC(2019, 6, 21, 13, 4, 5))
    expect(parseExifTime('2019:07:21 15:04:05', '-05:30')).toBe(Date.UTC(2019, 6, 21, 20, 34, 5))
    expect(parseExifTime('2019-07-21T15:04:05', '+00:00')).toBe(Date.UTC(2019, 6, 21, 15, 4, 5))
    expect(parseExifTime('2019:07:21 15:04:05', 'nonsense')).toBe(new Date(2019, 6, 21, 15, 4, 5).getTime())
  })

  it.each([
    undefined,
    '',
    '0000:00:00 00:00:00',
    '    :  :     :  :  ',
    '2019:13:01 00:00:00',
    '2019:00:10 00:00:00',
    '2019:01:01 25:00:00',
    '1800:01:01 00:00:00',
    '2019:07:21',
    'yesterday',
  ])('%j is no time', (text) => {
    expect(parseExifTime(text, undefined)).toBeNull()
  })
})

describe('cameraName', () => {
  it.each([
    ['Canon', 'Canon EOS R6', 'Canon EOS R6'],
    ['NIKON CORPORATION', 'NIKON D90', 'NIKON CORPORATION NIKON D90'],
    ['Apple', 'iPhone 12', 'Apple iPhone 12'],
    ['Apple', undefined, 'Apple'],
    [undefined, 'iPhone 12', 'iPhone 12'],
    ['Canon\0\0', ' EOS \0', 'Canon EOS'],
    ['', '  ', null],
    [undefined, undefined, null],
  ])('%j and %j give %j', (make, model, expected) => {
    expect(cameraName(make, model)).toBe(expected)
  })

  it('is never longer than is good for a list', () => {
    expect(cameraName('x'.repeat(5000), 'y')).toHaveLength(200)
  })
})

describe('readExif', () => {
  const blockOf = async (exif: Exif): Promise<Buffer | undefined> => {
    const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    return (await sharp(await picture.withExif(exif).jpeg().toBuffer()).metadata()).exif
  }

  it('reads a real block', async () => {
    const block = await blockOf({
      IFD0: { Make: 'Canon', Model: 'Canon EOS R6', DateTime: '2020:01:01 00:00:00' },
      IFD2: { DateTimeOriginal: '2019:07:21 15:04:05', OffsetTimeOriginal: '+02:00' },
    })
    expect(readExif(block)).toEqual({ takenAt: Date.UTC(2019, 6, 21, 13, 4, 5), camera: 'Canon EOS R6' })
    // also without the "Exif" marker before it, as some decoders hand it over
    expect(readExif(block?.subarray(6))).toEqual({ takenAt: Date.UTC(2019, 6, 21, 13, 4, 5), camera: 'Canon EOS R6' })
  })

  it('falls back to the file’s own date, and to nothing', async () => {
    const block = await blockOf({ IFD0: { DateTime: '2020:01:02 03:04:05' } })
    expect(readExif(block)).toEqual({ takenAt: new Date(2020, 0, 2, 3, 4, 5).getTime(), camera: null })
    expect(readExif(undefined)).toEqual({ takenAt: null, camera: null })
  })

  it('survives any bytes', async () => {
    const block = await blockOf({ IFD0: { Make: 'Canon' }, IFD2: { DateTimeOriginal: '2019:07:21 15:04:05' } })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(block!.length - 1), fc.nat(255)), { maxLength: 20 }),
        fc.nat(block!.length),
        (flips, length) => {
          const damaged = Buffer.from(block!)
          for (const [at, value] of flips) damaged[at] = value
          const { takenAt, camera } = readExif(damaged.subarray(0, length))
          expect(takenAt === null || Number.isFinite(takenAt)).toBe(true)
          expect(camera === null || typeof camera === 'string').toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })
})
