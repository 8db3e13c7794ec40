// Photos made for a test: distinct, dated, rotated, broken.
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { samplePath } from './engine'

/** A small JPEG that no other seed gives: a gradient between two colours. */
export async function writePhoto(path: string, seed: number): Promise<void> {
  const [width, height] = [96, 64]
  const pixels = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3
      pixels[at] = (seed * 53 + x) & 0xff
      pixels[at + 1] = (seed * 101 + y * 2) & 0xff
      pixels[at + 2] = ((seed >> 3) * 29 + x + y) & 0xff
    }
  }
  mkdirSync(dirname(path), { recursive: true })
  await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toFile(path)
}

/** A sample photo with the EXIF date (local time, "2019:07:21 15:04:05") and camera given. */
export async function writeDatedPhoto(path: string, sample: string, date: string, camera = 'Test'): Promise<void> {
  mkdirSync(dirname(path), { recursive: true })
  await sharp(samplePath(sample))
    .withExif({ IFD0: { Make: camera, Model: `${camera} One` }, IFD2: { DateTimeOriginal: date } })
    .jpeg({ quality: 90 })
    .toFile(path)
}

/** A sample photo that has to be turned by a quarter to be upright: EXIF orientation 6. */
export async function writeRotatedPhoto(path: string, sample: string): Promise<void> {
  await sharp(samplePath(sample)).rotate(-90).withMetadata({ orientation: 6 }).jpeg({ quality: 90 }).toFile(path)
}

/** A grey PNG of one bit a pixel: 20,000 by 20,000 of them take about 50 KB. */
export function writeHugePng(path: string, side: number): void {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([1, 0, 0, 0, 0], 8) // 1 bit, greyscale, no interlace
  const rows = Buffer.alloc((1 + Math.ceil(side / 8)) * side)
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const framed = Buffer.alloc(body.length + 8)
    framed.writeUInt32BE(data.length, 0)
    framed.set(body, 4)
    framed.writeUInt32BE(crc32(body), body.length + 4)
    return framed
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  writeFileSync(
    path,
    Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]),
  )
}

/** The first part of a sample photo's file. */
export function writeTruncatedPhoto(path: string, sample: string, share = 0.4): void {
  const bytes = readFileSync(samplePath(sample))
  writeFileSync(path, bytes.subarray(0, Math.round(bytes.length * share)))
}

/** Sets a file's times to now plus some seconds, so that a change within the clock's resolution is seen. */
export function touch(path: string, seconds: number): void {
  const at = new Date(Date.now() + seconds * 1000)
  utimesSync(path, at, at)
}

/** A sample photo enlarged to `side` pixels in width, as a PNG: takes long to decode. */
export async function writeLargePng(path: string, sample: string, side: number): Promise<void> {
  mkdirSync(dirname(path), { recursive: true })
  await sharp(samplePath(sample)).resize(side).png({ compressionLevel: 1 }).toFile(path)
}
