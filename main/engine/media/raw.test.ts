/** The right preview is found in every container, and no file, however damaged, stops the search for one. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cr2, cr3, dng, nef, orf, pef, raf, rw2, tiffFile } from '../../../test/integration/support/raw-files'
import { rawPreview } from './raw'
import { loadSharp } from './sharp'
import { UnreadableImage } from './unreadable'

const jpeg = (width: number, height: number): Promise<Buffer> =>
  loadSharp()({ create: { width, height, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer()

const thumbnail = await jpeg(160, 120)
const small = await jpeg(400, 300)
const preview = await jpeg(1500, 1000)

const files: Record<string, Buffer> = {
  CR2: cr2(preview, thumbnail),
  CR3: cr3(preview, small),
  NEF: nef(preview, thumbnail),
  DNG: dng(preview, thumbnail),
  PEF: pef(preview, thumbnail),
  ORF: orf(preview, thumbnail),
  RW2: rw2(preview),
  RAF: raf(preview),
}

describe('rawPreview', () => {
  it.each(Object.entries(files))('finds the largest JPEG of a %s', (_format, file) => {
    expect(rawPreview(file)?.jpeg.equals(preview)).toBe(true)
  })

  it('searches the whole file when the directories lead to a thumbnail only', () => {
    const file = Buffer.concat([dng(thumbnail, thumbnail), Buffer.alloc(1000, 0xff), small, Buffer.alloc(9)])
    expect(rawPreview(file)?.jpeg.equals(small)).toBe(true)
  })

  it('never takes lossless JPEG data, in which cameras keep the raw picture, for a preview', () => {
    const lossless = Buffer.from(preview)
    lossless[lossless.indexOf('ffc0', 0, 'hex') + 1] = 0xc3
    expect(rawPreview(cr2(lossless, thumbnail))?.jpeg.equals(thumbnail)).toBe(true)
  })

  it('says so when there is none', () => {
    const file = tiffFile({ directories: [[{ tag: 0x0106, shorts: [0x8023] }]] })
    expect(() => rawPreview(file)).toThrow(new UnreadableImage('no-preview'))
  })

  it('tells the orientation of the file', () => {
    expect(rawPreview(cr2(preview, thumbnail, 6))?.orientation).toBe(6)
    expect(rawPreview(cr3(preview, small, 8))?.orientation).toBe(8)
  })

  it('leaves files of all other kinds alone, TIFF among them', async () => {
    const others = [
      preview,
      await loadSharp()(preview).tiff().toBuffer(),
      await loadSharp()(small).avif({ effort: 0 }).toBuffer(),
      Buffer.from('II*\0', 'latin1'),
      Buffer.from('MM\0*\xff\xff\xff\xff', 'latin1'),
      Buffer.alloc(0),
    ]
    expect(others.map((file) => rawPreview(file))).toEqual(others.map(() => undefined))
  })

  it('follows directories in a circle once', () => {
    const file = tiffFile({ magic: 0x55, directories: [[{ tag: 0x014a, longs: [8, 8, 8, 0xfffffff0] }], []] })
    file.writeUInt32LE(8, 8 + 2 + 12) // the next directory of the first is the first
    expect(() => rawPreview(file)).toThrow(new UnreadableImage('no-preview'))
  })

  it('ends on any damage with a preview, without one, or with an UnreadableImage', () => {
    const bases = Object.values(files).map((file) => file.subarray(0, 6000))
    const byte = fc.integer({ min: 0, max: 255 })
    fc.assert(
      fc.property(
        fc.constantFrom(...bases),
        fc.array(fc.tuple(fc.nat(700), fc.oneof(byte, fc.constantFrom(0, 1, 8, 0xff))), { maxLength: 24 }),
        fc.nat(6000),
        (base, changes, length) => {
          const file = Buffer.from(base.subarray(0, length))
          for (const [at, value] of changes) if (at < file.length) file[at] = value
          try {
            const found = rawPreview(file)
            if (found) expect(found.jpeg.length).toBeLessThanOrEqual(file.length)
          } catch (error) {
            expect(error).toBeInstanceOf(UnreadableImage)
          }
        },
      ),
      { seed: 1, numRuns: 3000 },
    )
  })

  it('is done in seconds with a large file made of beginnings of JPEGs', () => {
    const beginning = preview.subarray(0, preview.indexOf('ffda', 0, 'hex') + 30)
    const head = tiffFile({ magic: 0x55, directories: [[]] })
    for (const filler of [Buffer.from('ffd8ff', 'hex'), beginning, Buffer.from('ff00', 'hex')]) {
      const file = Buffer.concat([head, beginning, Buffer.alloc(32 * 1024 * 1024, filler)])
      const started = performance.now()
      try {
        rawPreview(file)
      } catch (error) {
        expect(error).toBeInstanceOf(UnreadableImage)
      }
      expect(performance.now() - started).toBeLessThan(3000)
    }
  })
})
