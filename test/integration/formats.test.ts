// Every photo format: found by what it shows, upright, with its metadata; damaged files fail with a reason and in time.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import fc from 'fast-check'
import sharp from 'sharp'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { failureSentences, type FailureCode } from '../../contract'
import { resolveHome, type Home } from '../../main/engine/home'
import type { Library } from '../../main/engine/library/library'
import { decodeForCrops } from '../../main/engine/media/crops'
import { decodeForEncoder, makeThumbnail, readHeader, UnreadableImage } from '../../main/engine/media/decode'
import {
  copySample,
  everything,
  indexFolders,
  namesOf,
  openLibrary,
  repository,
  run,
  samplePath,
  text,
  until,
  withSearcher,
} from './support/engine'
import { temporaryFolders } from './support/folders'
import { cr2, cr3, dng, nef, orf, pef, raf, rw2 } from './support/raw-files'

const temporary = temporaryFolders()
const fixture = (name: string): Buffer => readFileSync(join(repository, 'test', 'fixtures', name))

/** The cat as a camera's previews. `turned` lies on its side and is upright after orientation 6. */
let preview: Buffer
let small: Buffer
let turned: Buffer
let files: Record<string, Buffer>

beforeAll(async () => {
  const cat = sharp(samplePath('chelsea.jpg'))
  preview = await cat.clone().resize(1500).jpeg().toBuffer()
  small = await cat.clone().resize(160).jpeg().toBuffer()
  turned = await cat.clone().rotate(-90).resize(1000).jpeg().toBuffer()
  const side = cat.clone().resize(240)
  files = {
    'cat.heic': fixture('cat.heic'),
    'cat-10-bit.heic': fixture('cat-10-bit.heic'),
    'cat-turned.heic': fixture('cat-turned.heic'),
    'cat.jxl': fixture('cat.jxl'), // a bare codestream
    'cat-turned.jxl': fixture('cat-turned.jxl'), // a container with EXIF, XMP, and orientation 6
    'cat.avif': await side.clone().avif({ effort: 1 }).toBuffer(),
    'cat.cr2': cr2(preview, small),
    'cat-turned.cr2': cr2(turned, small, 6),
    'cat.cr3': cr3(preview, small),
    'cat-turned.cr3': cr3(turned, small, 6),
    'cat.nef': nef(preview, small),
    'cat.arw': nef(preview, small),
    'cat.dng': dng(preview, small),
    'cat.pef': pef(preview, small),
    'cat.orf': orf(preview, small),
    'cat.rw2': rw2(preview),
    'cat.raf': raf(
      await sharp(preview)
        .withExif({ IFD0: { Make: 'FUJIFILM' } })
        .toBuffer(),
    ),
  }
})

let home: Home
let photos: string

beforeEach(() => {
  home = resolveHome(temporary())
  photos = temporary()
})

describe('each format', () => {
  it('is indexed, found by its content, shown upright, and has its metadata', async () => {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(photos, name), bytes)
    copySample('rocket.jpg', join(photos, 'rocket.jpg'))
    const summary = await indexFolders(home, [photos])
    expect(summary.failed).toEqual([])
    await withSearcher(home, async (searcher) => {
      const found = await run(searcher, text('a cat'))
      expect(found.total).toBe(Object.keys(files).length + 1)
      // A cat lying on its side would be less of a cat than the rest, a rocket is none.
      expect(found.items.at(-1)?.name).toBe('rocket.jpg')
      // Of the pictures alone: one of the files also says that it is a cat.
      const scores: number[] = []
      for (const { id } of found.items.slice(0, -1)) {
        const why = await searcher.explain({ query: text('a cat'), filters: {}, itemId: id, heat: false })
        scores.push(why.terms[0]!.score)
      }
      expect(Math.min(...scores)).toBeGreaterThan(Math.max(...scores) - 0.06)
      for (const { id, name, width, height } of found.items.slice(0, -1)) {
        expect(width / height, name).toBeCloseTo(451 / 300, 1)
        const shown = await sharp(await searcher.render(id)).metadata()
        expect(shown, name).toMatchObject({ format: 'webp', width, height })
      }
      const details = new Map(
        await Promise.all(found.items.map(async ({ id, name }) => [name, await searcher.library.details(id)] as const)),
      )
      expect(details.get('cat.heic')).toMatchObject({
        camera: 'Fruit Phone 1',
        takenAt: Date.UTC(2021, 4, 4, 10, 20, 30),
      })
      expect(details.get('cat-turned.jxl')).toMatchObject({
        camera: 'Fruit Phone 1',
        takenAt: Date.UTC(2021, 4, 4, 10, 20, 30),
        title: 'A cat lying down',
      })
      for (const [name, camera] of [
        ['cat.cr2', 'Canon EOS R'],
        ['cat.cr3', 'Canon EOS R5'],
        ['cat.nef', 'NIKON CORPORATION'],
        ['cat.dng', 'Google'],
        ['cat.pef', 'PENTAX'],
        ['cat.orf', 'OLYMPUS'],
        ['cat.rw2', 'Panasonic'],
      ] as const)
        expect(details.get(name), name).toMatchObject({ camera, takenAt: Date.UTC(2020, 1, 3, 4, 5, 6) })
      expect(details.get('cat.raf')).toMatchObject({ camera: 'FUJIFILM' })
    })
  })

  it.each(['gif', 'webp'] as const)('an animated %s counts as its first frame', async (format) => {
    const frame = (background: string): Promise<Buffer> =>
      sharp({ create: { width: 30, height: 20, channels: 3, background } })
        .png()
        .toBuffer()
    const frames = await Promise.all(['red', 'blue', 'lime'].map(frame))
    const animation = sharp(frames, { join: { animated: true } })
    const bytes = await animation.toFormat(format, { loop: 0, delay: [90, 90, 90] }).toBuffer()
    expect((await sharp(bytes, { animated: true }).metadata()).pages).toBe(3)
    expect(await readHeader(bytes)).toMatchObject({ width: 30, height: 20 })
    const pixels = await decodeForEncoder(bytes, { width: 4, height: 4 })
    expect(pixels[0]).toBeGreaterThan(200)
    expect(pixels[2]).toBeLessThan(50)
    expect(await sharp(await makeThumbnail(bytes)).metadata()).toMatchObject({ width: 30, height: 20 })
  })
})

describe('JPEG XL', () => {
  const pixelsOf = async (bytes: Buffer): Promise<Buffer> =>
    sharp(await makeThumbnail(bytes))
      .raw()
      .toBuffer()

  it('keeps its colours when they are of a wide gamut', async () => {
    // Red of Display P3: taken for sRGB it would be 255, 0, 0 as well; the same red in P3 coordinates is 234, 51, 35.
    const [red = 0, green = 0] = await pixelsOf(fixture('red-wide-gamut.jxl'))
    expect(red).toBeGreaterThan(245)
    expect(green).toBeLessThan(20)
  })

  it('keeps what is transparent', async () => {
    const thumbnail = sharp(await makeThumbnail(fixture('cat-disc.jxl')))
    expect(await thumbnail.metadata()).toMatchObject({ width: 240, height: 160, hasAlpha: true })
    const alpha = await thumbnail.extractChannel('alpha').raw().toBuffer()
    expect([alpha[0], alpha[80 * 240 + 120]]).toEqual([0, 255])
    const [corner] = await decodeForEncoder(fixture('cat-disc.jxl'), { width: 24, height: 16 })
    expect(corner).toBeGreaterThan(245) // white is what people see behind it
  })

  it('counts as its first frame when it is animated', async () => {
    const [red = 0, , blue = 0] = await pixelsOf(fixture('red-then-blue.jxl'))
    expect([red > 200, blue > 50]).toEqual([true, false])
  })

  it('has its metadata also where that is packed, and does not unpack without end', async () => {
    const bytes = fixture('cat-turned.jxl')
    const at = bytes.indexOf('xml ', 0, 'latin1') - 4
    const size = bytes.readUInt32BE(at)
    const quickly = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }
    const packedInto = (contents: Buffer): Buffer => {
      const body = Buffer.concat([Buffer.from('brobxml ', 'latin1'), brotliCompressSync(contents, quickly)])
      const length = Buffer.alloc(4)
      length.writeUInt32BE(body.length + 4)
      return Buffer.concat([bytes.subarray(0, at), length, body, bytes.subarray(at + size)])
    }
    const packed = packedInto(bytes.subarray(at + 8, at + size))
    expect((await readHeader(packed)).xmp).toContain('A cat lying down')
    const bomb = await readHeader(packedInto(Buffer.alloc(64 * 1024 * 1024)))
    expect(bomb).toMatchObject({ width: 240, height: 160, xmp: undefined })
  })
})

describe('a picture that is not indexed', () => {
  it.each<[name: string, code: FailureCode]>([
    ['logo.svg', 'drawing'],
    ['poster.psd', 'layered'],
  ])('%s is listed with its reason', async (name, code) => {
    writeFileSync(join(photos, name), '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    const summary = await indexFolders(home, [photos])
    expect(summary).toMatchObject({ found: 1, indexed: 0 })
    expect(summary.failed).toEqual([{ path: join(photos, name), reason: failureSentences[code] }])
  })

  it('is not drawn under another name either', async () => {
    const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    for (const name of ['a.jpg', 'b.heic', 'c.cr2']) writeFileSync(join(photos, name), drawing)
    const { failed } = await indexFolders(home, [photos])
    expect(failed.map(({ reason }) => reason)).toEqual(Array(3).fill(failureSentences['not-an-image']))
  })
})

describe('RAW and JPEG of one photo', () => {
  const listed = (): Promise<string[]> => withSearcher(home, async (searcher) => namesOf(await everything(searcher)))
  /** The names in the library, once it has become quiet, are these. */
  const become = (library: Library, names: readonly string[]): Promise<number> =>
    until(names.join(), async () => {
      if (library.status().phase !== 'idle') return false
      return (await listed()).sort().join() === [...names].sort().join()
    })

  it('are shown as one, HEIC and JPEG as two', async () => {
    writeFileSync(join(photos, 'IMG_1.CR2'), files['cat.cr2']!)
    copySample('chelsea.jpg', join(photos, 'IMG_1.JPG'))
    writeFileSync(join(photos, 'IMG_2.DNG'), files['cat.dng']!)
    writeFileSync(join(photos, 'IMG_3.heic'), files['cat.heic']!)
    copySample('coins.jpg', join(photos, 'IMG_3.jpg'))
    copySample('coffee.jpg', join(photos, 'elsewhere', 'IMG_2.jpg'))
    expect(await indexFolders(home, [photos])).toMatchObject({ found: 5, indexed: 5, failed: [] })
    expect((await listed()).sort()).toEqual(['IMG_1.JPG', 'IMG_2.DNG', 'IMG_2.jpg', 'IMG_3.heic', 'IMG_3.jpg'])
  })

  it('stay one while they come, move and go', async () => {
    const place = (...path: string[]): string => join(photos, ...path)
    copySample('rocket.jpg', place('rocket.jpg'))
    mkdirSync(place('moved'))
    const library = await openLibrary(home)
    library.start()
    await library.addFolder(photos)
    await become(library, ['rocket.jpg'])
    await until('the watcher', () => library.status().roots[0]?.state === 'watching')

    writeFileSync(place('a.nef'), files['cat.nef']!)
    await become(library, ['rocket.jpg', 'a.nef'])
    copySample('chelsea.jpg', place('A.jpg'))
    await become(library, ['rocket.jpg', 'A.jpg'])
    const id = await withSearcher(home, async (searcher) => (await run(searcher, text('a cat'))).items[0]?.id)

    for (const name of ['a.nef', 'A.jpg']) renameSync(place(name), place('moved', name))
    await until('the move', () =>
      withSearcher(home, async (searcher) => (await searcher.library.details(id!)).path === place('moved', 'A.jpg')),
    )
    await become(library, ['rocket.jpg', 'A.jpg'])

    rmSync(place('moved', 'A.jpg'))
    await become(library, ['rocket.jpg', 'a.nef'])
    await library.close()

    copySample('chelsea.jpg', place('moved', 'a.JPEG')) // while nobody watches
    await indexFolders(home, [photos])
    expect((await listed()).sort()).toEqual(['a.JPEG', 'rocket.jpg'])
  })
})

describe('damage', () => {
  /** All that is done with a photo; the reason where it cannot be. */
  async function use(bytes: Buffer): Promise<FailureCode | 'ready'> {
    try {
      await readHeader(bytes)
      await decodeForEncoder(bytes, { width: 32, height: 32 })
      await makeThumbnail(bytes)
      await decodeForCrops(bytes)
      return 'ready'
    } catch (error) {
      if (error instanceof UnreadableImage) return error.code
      throw error
    }
  }
  const limitMs = 10_000

  it('that cuts a file off fails it with a reason', async () => {
    for (const [name, bytes] of Object.entries(files)) {
      const cut = bytes.subarray(0, Math.round(bytes.length * 0.6))
      writeFileSync(join(photos, name), cut)
      writeFileSync(join(photos, `head of ${name}`), bytes.subarray(0, 40))
    }
    const started = performance.now()
    const { found, indexed, failed } = await indexFolders(home, [photos])
    expect(performance.now() - started).toBeLessThan(limitMs)
    // A cut may leave one of several previews whole.
    expect(indexed + failed.length).toBe(found)
    expect(failed.length).toBeGreaterThan(Object.keys(files).length)
    expect(failed.filter(({ path }) => /head of|heic|jxl|avif/.test(path))).toHaveLength(Object.keys(files).length + 6)
  })

  it('anywhere in a file ends in a photo or in a reason, soon', async () => {
    const names = [
      'cat.heic',
      'cat-turned.heic',
      'cat.jxl',
      'cat-turned.jxl',
      'cat.avif',
      'cat.cr2',
      'cat.cr3',
      'cat.orf',
      'cat.raf',
      'cat.rw2',
    ]
    const outcomes = new Set<string>()
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.array(fc.tuple(fc.oneof(fc.nat(600), fc.nat(6000)), fc.nat(255)), { minLength: 1, maxLength: 12 }),
        async (name, changes) => {
          const bytes = Buffer.from(files[name]!)
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
          const started = performance.now()
          outcomes.add(await use(bytes))
          expect(performance.now() - started).toBeLessThan(limitMs)
        },
      ),
      { seed: 7, numRuns: 120 },
    )
    expect(outcomes).toContain('ready')
    expect(outcomes).toContain('corrupt')
  })

  it('of a HEIC leaves the decoder fit for the next one', async () => {
    const damaged = Buffer.from(files['cat.heic']!)
    damaged.fill(0x55, 1000, 4000)
    const all = await Promise.all([damaged, files['cat.heic']!, Buffer.from(damaged), fixture('cat.heic')].map(use))
    expect([all[1], all[3]]).toEqual(['ready', 'ready'])
  })

  it('that claims a huge HEIC refuses it before it is decoded', async () => {
    const huge = Buffer.from(files['cat.heic']!)
    const size = huge.indexOf('ispe', 0, 'latin1') + 8
    huge.writeUInt32BE(30_000, size)
    huge.writeUInt32BE(30_000, size + 4)
    expect(await use(huge)).toBe('too-large')
  })
})
