/** Every format the library lists is decoded, oriented and squashed. */
import { describe, expect, it } from 'vitest'
import { decodeForEncoder, makeThumbnail, readHeader, UnreadableImage } from './decode'
import { loadSharp } from './sharp'

const sharp = loadSharp()
const [width, height] = [60, 40]

/** Left half red, right half blue: orientation and colours can be told from any two pixels. */
function halves() {
  const data = Buffer.alloc(width * height * 3)
  for (let i = 0; i < width * height; i++) data[i * 3 + (i % width < width / 2 ? 0 : 2)] = 255
  return sharp(data, { raw: { width, height, channels: 3 } })
}

/** Written by hand after the format's description: header, then rows from the bottom, blue first. */
async function bmp(): Promise<Buffer> {
  const rgb = await halves().raw().toBuffer()
  const header = Buffer.alloc(54)
  header.write('BM', 'latin1')
  header.writeUInt32LE(54 + rgb.length, 2)
  header.writeUInt32LE(54, 10)
  header.writeUInt32LE(40, 14)
  header.writeInt32LE(width, 18)
  header.writeInt32LE(height, 22)
  header.writeUInt16LE(1, 26)
  header.writeUInt16LE(24, 28)
  const rows = Buffer.alloc(rgb.length) // a row of 60 pixels needs no padding
  for (let i = 0; i < rgb.length; i += 3) rows.set([rgb[i + 2] ?? 0, rgb[i + 1] ?? 0, rgb[i] ?? 0], i)
  return Buffer.concat([header, rows])
}

function isReddish(pixels: Uint8Array, x: number, y: number, size: number): boolean {
  const at = (y * size + x) * 3
  return (pixels[at] ?? 0) > 180 && (pixels[at + 2] ?? 0) < 80
}

describe('decoding', () => {
  const formats: Record<string, () => Promise<Buffer>> = {
    jpeg: () => halves().jpeg({ quality: 95 }).toBuffer(),
    png: () => halves().png().toBuffer(),
    webp: () => halves().webp().toBuffer(),
    gif: () => halves().gif().toBuffer(),
    tiff: () => halves().tiff().toBuffer(),
    avif: () => halves().avif().toBuffer(),
    bmp,
  }
  for (const [format, make] of Object.entries(formats)) {
    it(`reads ${format}: size, pixels and thumbnail`, async () => {
      const bytes = await make()
      expect(await readHeader(bytes)).toMatchObject({ width, height })
      const pixels = await decodeForEncoder(bytes, { width: 26, height: 26 })
      expect(pixels).toHaveLength(26 * 26 * 3)
      expect(isReddish(pixels, 4, 13, 26)).toBe(true)
      expect(isReddish(pixels, 22, 13, 26)).toBe(false)
      expect(await sharp(await makeThumbnail(bytes, 30)).metadata()).toMatchObject({
        format: 'webp',
        width: 30,
        height: 20,
      })
    })
  }

  it('applies EXIF orientation', async () => {
    const bytes = await halves().withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer()
    expect(await readHeader(bytes)).toMatchObject({ width: height, height: width })
    const pixels = await decodeForEncoder(bytes, { width: 26, height: 26 })
    expect([isReddish(pixels, 13, 4, 26), isReddish(pixels, 13, 22, 26)]).toEqual([true, false])
  })

  it('shows what is transparent on white', async () => {
    const clear = await sharp({
      create: { width: 8, height: 8, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer()
    expect([...(await decodeForEncoder(clear, { width: 2, height: 2 }))]).toEqual(Array.from({ length: 12 }, () => 255))
  })

  it('says why a file cannot be read', async () => {
    const jpeg = await halves().jpeg().toBuffer()
    const hugeBmp = await bmp()
    hugeBmp.writeUInt32LE(100_000_000, 18)
    const cases: [Buffer, string][] = [
      [Buffer.alloc(0), 'empty'],
      [Buffer.from('This is a letter, not a picture.'), 'not-an-image'],
      [hugeBmp, 'too-large'],
      [(await bmp()).subarray(0, 500), 'corrupt'],
    ]
    for (const [bytes, code] of cases) {
      await expect(readHeader(bytes)).rejects.toMatchObject({ code })
    }
    await expect(decodeForEncoder(jpeg.subarray(0, jpeg.length - 40), { width: 26, height: 26 })).rejects.toThrow(
      UnreadableImage,
    )
  })
})
