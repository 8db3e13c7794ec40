// Small valid files of every format the library lists, made of parts of the sample photos.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { cr2, cr3, dng, nef, orf, pef, raf, rw2 } from '../raw-files'
import { below, oneOf, type Random } from '../random'

export interface SeedFile {
  extension: string
  bytes: Buffer
}

export interface Sources {
  /** Paths of the sample photos. */
  samples: readonly string[]
  /** The folder of test/fixtures. */
  fixtures: string
}

/** Pixels on the longer side. */
const side = 160

/** A part of a sample photo in a tint of its own; no other state of `next` gives the same. */
export async function picture(next: Random, { samples }: Sources): Promise<Sharp> {
  const source = sharp(oneOf(next, samples)).rotate()
  const { data, info } = await source
    .resize(400, 400, { fit: 'inside' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const width = Math.round(info.width * (0.4 + next() * 0.5))
  const height = Math.round(info.height * (0.4 + next() * 0.5))
  const part = sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
    .extract({ left: below(next, info.width - width), top: below(next, info.height - height), width, height })
    .resize(side, side, { fit: 'inside' })
    .linear(
      Array.from({ length: 3 }, () => 0.7 + next() * 0.5),
      [0, 0, 0],
    )
  const pixels = await part.raw().toBuffer({ resolveWithObject: true })
  return sharp(pixels.data, { raw: { width: pixels.info.width, height: pixels.info.height, channels: 3 } })
}

const described = (next: Random): Parameters<Sharp['withExif']>[0] => ({
  IFD0: { Make: 'Canon', Model: 'Canon EOS R6', ImageDescription: `number ${String(below(next, 1e9))}` },
  IFD2: { DateTimeOriginal: '2019:07:21 15:04:05', OffsetTimeOriginal: '+02:00', ExposureTime: '1/250' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 3000/100', GPSLongitudeRef: 'E', GPSLongitude: '2/1 17/1 40/1' },
})

const previews = async (image: Sharp): Promise<[Buffer, Buffer]> => [
  await image.clone().jpeg().toBuffer(),
  await image.clone().resize(40).jpeg().toBuffer(),
]

/** The frames of an animation: the picture, sliding. */
async function frames(image: Sharp, count: number): Promise<Sharp> {
  const { data, info } = await image.clone().raw().toBuffer({ resolveWithObject: true })
  const strip = Buffer.concat(
    Array.from({ length: count }, (_, i) => Buffer.concat([data.subarray(i * 3), data.subarray(0, i * 3)])),
  )
  return sharp(strip, { raw: { width: info.width, height: info.height * count, channels: 3, pageHeight: info.height } })
}

/** From pixels to the file, by what the file is. Most common first; all of them decode. */
export const encoders: Readonly<Record<string, (image: Sharp, next: Random) => Promise<SeedFile>>> = {
  jpeg: async (image, next) => ({
    extension: oneOf(next, ['jpg', 'JPEG']),
    bytes: await image.withExif(described(next)).jpeg().toBuffer(),
  }),
  'progressive jpeg': async (image) => ({
    extension: 'jpg',
    bytes: await image.jpeg({ progressive: true }).toBuffer(),
  }),
  png: async (image, next) => ({ extension: 'png', bytes: await image.withExif(described(next)).png().toBuffer() }),
  'interlaced png': async (image) => ({
    extension: 'png',
    bytes: await image.png({ progressive: true, palette: true }).toBuffer(),
  }),
  webp: async (image, next) => ({ extension: 'webp', bytes: await image.withExif(described(next)).webp().toBuffer() }),
  'lossless webp': async (image) => ({ extension: 'webp', bytes: await image.webp({ lossless: true }).toBuffer() }),
  'animated webp': async (image) => ({ extension: 'webp', bytes: await (await frames(image, 3)).webp().toBuffer() }),
  gif: async (image) => ({ extension: 'gif', bytes: await image.gif().toBuffer() }),
  'animated gif': async (image) => ({
    extension: 'gif',
    bytes: await (await frames(image, 3)).gif({ effort: 1 }).toBuffer(),
  }),
  tiff: async (image, next) => ({
    extension: oneOf(next, ['tif', 'tiff']),
    bytes: await image
      .withExif(described(next))
      .tiff({ compression: oneOf(next, ['lzw', 'deflate', 'jpeg', 'packbits', 'none']) })
      .toBuffer(),
  }),
  'tiled tiff': async (image) => ({
    extension: 'tif',
    bytes: await image.tiff({ tile: true, tileWidth: 64, tileHeight: 64, pyramid: true }).toBuffer(),
  }),
  avif: async (image) => ({ extension: 'avif', bytes: await image.avif({ effort: 0 }).toBuffer() }),
  bmp: async (image) => ({ extension: 'bmp', bytes: await bmp(image) }),
  cr2: async (image) => ({ extension: 'cr2', bytes: cr2(...(await previews(image))) }),
  cr3: async (image) => ({ extension: 'cr3', bytes: cr3(...(await previews(image))) }),
  nef: async (image, next) => ({ extension: oneOf(next, ['nef', 'arw']), bytes: nef(...(await previews(image))) }),
  dng: async (image) => ({ extension: 'dng', bytes: dng(...(await previews(image))) }),
  pef: async (image) => ({ extension: 'pef', bytes: pef(...(await previews(image))) }),
  orf: async (image) => ({ extension: 'orf', bytes: orf(...(await previews(image))) }),
  rw2: async (image) => ({ extension: 'rw2', bytes: rw2((await previews(image))[0]) }),
  raf: async (image) => ({ extension: 'raf', bytes: raf((await previews(image))[0]) }),
}

/** `each` files of each format, to be damaged. Nothing here writes HEIC: those are fixtures. */
export async function seedFiles(next: Random, sources: Sources, each: number): Promise<SeedFile[]> {
  const seeds: SeedFile[] = ['cat.heic', 'cat-10-bit.heic', 'cat-turned.heic'].map((name) => ({
    extension: oneOf(next, ['heic', 'heif', 'hif']),
    bytes: readFileSync(join(sources.fixtures, name)),
  }))
  for (const encode of Object.values(encoders)) {
    for (let i = 0; i < each; i++) seeds.push(await encode(await picture(next, sources), next))
  }
  return seeds
}

/** 24 bits a pixel, rows from the bottom up, blue first. */
async function bmp(image: Sharp): Promise<Buffer> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true })
  const stride = Math.ceil((info.width * 3) / 4) * 4
  const header = bmpHeader(info.width, info.height, 24)
  const rows = Buffer.alloc(stride * info.height)
  for (let y = 0; y < info.height; y++) {
    for (let x = 0; x < info.width; x++) {
      const from = ((info.height - 1 - y) * info.width + x) * 3
      rows.set([data[from + 2]!, data[from + 1]!, data[from]!], y * stride + x * 3)
    }
  }
  return Buffer.concat([header, rows])
}

export function bmpHeader(width: number, height: number, bits: number, compression = 0): Buffer {
  const header = Buffer.alloc(54)
  header.write('BM', 'latin1')
  header.writeUInt32LE(54, 10)
  header.writeUInt32LE(40, 14)
  header.writeInt32LE(width, 18)
  header.writeInt32LE(height, 22)
  header.writeUInt16LE(1, 26)
  header.writeUInt16LE(bits, 28)
  header.writeUInt32LE(compression, 30)
  return header
}
