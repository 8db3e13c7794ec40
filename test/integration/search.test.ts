// Searching an indexed library: by words, by picture, by item, with filters, page by page, with whatever people type.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Folder, ItemDetails, QueryImage, SearchPage } from '../../contract'
import { resolveHome, type Home } from '../../main/engine/home'
import { isUnder } from '../../main/engine/library/paths'
import type { Searcher } from '../../main/engine/search/searcher'
import {
  copySample,
  copySamples,
  everything,
  indexFolders,
  namesOf,
  openSearcher,
  run,
  samplePath,
  term,
  sampleNames,
  text,
  withSearcher,
} from './support/engine'
import { temporaryFolders } from './support/folders'
import { writeDatedPhoto, writePhoto } from './support/photos'

const temporary = temporaryFolders()

/** Folders (relative to the first root) with names that a careless filter trips over, and one photo in each. */
const hostileFolders = [
  "it's",
  "it's/inner",
  '100%',
  '100%/a_b',
  '100x',
  'a_b',
  'axb',
  'a',
  'ab',
  'a b',
  'a/b',
  'a0',
  'a-b',
  "'; DROP TABLE items; --",
  '"quoted"',
  'back\\slash',
  'Été 2019/ñandú',
  '日本',
  '[x]*?',
  'x y z',
]

let home: Home
let searcher: Searcher
/** Ids of the roots: the sample photos, and the folders with hostile names. */
let samplesRoot: string
let foldersRoot: string
const dated = {
  'winter.jpg': '2011:12:31 23:59:59',
  'new year.jpg': '2012:01:01 00:00:00',
  'summer.jpg': '2012:07:21 15:04:05',
}

beforeAll(async () => {
  home = resolveHome(temporary())
  const [samples, folders] = [temporary(), temporary()]
  copySamples(samples)
  let seed = 0
  for (const folder of hostileFolders) await writePhoto(join(folders, folder, `${seed}.jpg`), seed++)
  for (const [name, date] of Object.entries(dated))
    await writeDatedPhoto(join(folders, 'dated', name), 'coffee.jpg', date, name)
  const summary = await indexFolders(home, [samples, folders])
  expect(summary).toMatchObject({ indexed: sampleNames.length + hostileFolders.length + 3, failed: [] })
  searcher = await openSearcher(home)
  const roots = (await searcher.library.folders()).filter(({ path }) => path === '')
  samplesRoot = roots.find(({ count }) => count === sampleNames.length)!.rootId
  foldersRoot = roots.find(({ rootId }) => rootId !== samplesRoot)!.rootId
})
afterAll(async () => {
  await searcher.close()
})

const inSamples = (): { rootIds: string[] } => ({ rootIds: [samplesRoot] })

describe('words', () => {
  it.each([
    ['a cat', 'chelsea.jpg'],
    ['a rocket launch', 'rocket.jpg'],
    ['a cup of coffee on a table', 'coffee.jpg'],
    ['a brick wall', 'brick.jpg'],
    ['coins', 'coins.jpg'],
    ['stars and galaxies', 'hubble-deep-field.jpg'],
    ['a temple with a red roof', 'china-temple.jpg'],
    ['mountains with snow', 'french-alpine-landscape.jpg'],
  ])('"%s" finds %s first', async (words, name) => {
    const page = await run(searcher, text(words), inSamples())
    expect(page.items[0]).toMatchObject({ name })
    expect(page.total).toBe(sampleNames.length)
  })

  it.each(['a cat', 'a cat looks into the camera'])(
    'gives scores that fall and belong to photos that exist: %s',
    async (words) => {
      const { items } = await run(searcher, text(words))
      expect(items).toHaveLength(sampleNames.length + hostileFolders.length + 3)
      const scores = items.map(({ score }) => score!)
      expect(scores).toEqual([...scores].sort((a, b) => b - a))
      expect(Math.max(...scores)).toBeLessThanOrEqual(1)
      expect(Math.min(...scores)).toBeGreaterThanOrEqual(-1)
      expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
    },
  )

  it.each([
    ["'; DROP TABLE items; --"],
    ["' OR '1'='1"],
    ['x'.repeat(2000)],
    ['word '.repeat(400)],
    ['😀🐈‍⬛🏳️‍🌈'],
    ['日本の写真'],
    ['\u0000\u0001'],
    ['\ud800 alone'],
    ['%_\\"`$(rm -rf)'],
    ['.'],
  ])('takes %j as what it is: words', async (words) => {
    const page = await run(searcher, text(words))
    expect(page.total).toBe(sampleNames.length + hostileFolders.length + 3)
    expect(page.items.every(({ score }) => Number.isFinite(score))).toBe(true)
    // and nothing was harmed
    expect((await run(searcher, text('a cat'))).items[0]).toMatchObject({ name: 'chelsea.jpg' })
  })
})

describe('an example', () => {
  it('finds the photo itself first when its file is given', async () => {
    const image = await searcher.addImage('cat', readFileSync(samplePath('chelsea.jpg')))
    expect(image).toMatchObject({ width: 451, height: 300 })
    expect(image.preview).toMatch(/^data:image\/webp;base64,UklGR/)
    const { items, total } = await run(searcher, term({ kind: 'picture', imageId: image.imageId }))
    expect(items[0]).toMatchObject({ name: 'chelsea.jpg' })
    expect(items[0]!.score).toBeGreaterThan(0.999)
    expect(total).toBe(items.length)
  })

  it('finds photos like an indexed one and leaves that one out', async () => {
    const all = await everything(searcher)
    const itemId = all.find(({ name }) => name === 'flower.jpg')!.id
    const { items, total } = await run(searcher, term({ kind: 'like', itemId }))
    expect(items.map(({ id }) => id)).not.toContain(itemId)
    expect(total).toBe(all.length - 1)
    expect(items).toHaveLength(total)
    const nearest = namesOf(items).slice(0, 3)
    expect(nearest).toContain('allium-oreophilum.jpg') // the other flower
  })

  it('says so when the item or the picture is not known', async () => {
    const id = '0'.repeat(32)
    await expect(run(searcher, term({ kind: 'like', itemId: id }))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(run(searcher, term({ kind: 'picture', imageId: id }))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(searcher.library.details(id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(searcher.library.locate(id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it.each([
    ['text', Buffer.from('not a picture')],
    ['nothing', Buffer.alloc(0)],
    ['half a picture', readFileSync(samplePath('chelsea.jpg')).subarray(0, 9000)],
  ])('refuses %s', async (_what, bytes) => {
    await expect(searcher.addImage('x', bytes)).rejects.toMatchObject({ code: 'IMAGE_UNREADABLE' })
  })
})

describe('filters', () => {
  it.each(hostileFolders)('folder %j holds exactly what lies in it and under it', async (folder) => {
    const expected = hostileFolders.flatMap((other, i) => (isUnder(other, folder) ? [`${i}.jpg`] : [])).sort()
    const filters = { folder: { rootId: foldersRoot, path: folder } }
    const listed = await everything(searcher, filters)
    expect(namesOf(listed).sort()).toEqual(expected)
    const ranked = await run(searcher, text('a cat'), filters)
    expect(namesOf(ranked.items).sort()).toEqual(expected)
    expect(ranked.total).toBe(expected.length)
  })

  it.each(["x' OR 'a'='a", "'", "''", 'a%', '%', '_', '*', 'A', 'a/', '../a', '\\'])(
    'folder %j, which does not exist, holds nothing',
    async (path) => {
      expect(await everything(searcher, { folder: { rootId: foldersRoot, path } })).toEqual([])
    },
  )

  it('lists every folder with its count, each before what lies in it', async () => {
    const folders = (await searcher.library.folders()).filter(({ rootId }) => rootId === foldersRoot)
    const counts = new Map(folders.map(({ path, count }) => [path, count]))
    expect(counts.get('')).toBe(hostileFolders.length + 3)
    for (const folder of hostileFolders) {
      expect(counts.get(folder)).toBe(hostileFolders.filter((other) => isUnder(other, folder)).length)
    }
    const paths = folders.map(({ path }) => path)
    for (const [i, path] of paths.entries()) {
      const parent = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
      if (path !== '') expect(paths.indexOf(parent)).toBeLessThan(i)
    }
  })

  it('restricts to roots', async () => {
    expect(namesOf(await everything(searcher, { rootIds: [samplesRoot] })).sort()).toEqual([...sampleNames].sort())
    expect(await everything(searcher, { rootIds: [foldersRoot] })).toHaveLength(hostileFolders.length + 3)
    expect(await everything(searcher, { rootIds: [samplesRoot, foldersRoot] })).toHaveLength(
      (await everything(searcher)).length,
    )
    expect(await everything(searcher, { rootIds: [] })).toHaveLength((await everything(searcher)).length)
    expect(await everything(searcher, { rootIds: ['0123456789abcdef'] })).toEqual([])
    const impossible = { rootIds: [samplesRoot], folder: { rootId: foldersRoot, path: 'a' } }
    expect(await everything(searcher, impossible)).toEqual([])
  })

  it('restricts to dates taken, both ends included', async () => {
    const at = (date: string): number => Date.parse(date)
    const found = async (from?: string, to?: string): Promise<string[]> => {
      const filters = { ...(from ? { from: at(from) } : {}), ...(to ? { to: at(to) } : {}) }
      return namesOf(await everything(searcher, filters)).filter((name) => name in dated)
    }
    expect(await found('2012-01-01T00:00:00', '2012-12-31T23:59:59')).toEqual(['summer.jpg', 'new year.jpg'])
    expect(await found('2011-12-31T23:59:59', '2011-12-31T23:59:59')).toEqual(['winter.jpg'])
    expect(await found(undefined, '2012-01-01T00:00:00')).toEqual(['new year.jpg', 'winter.jpg'])
    expect(await found('2012-07-21T15:04:05')).toEqual(['summer.jpg'])
    expect(await found('2012-07-21T15:04:06')).toEqual([])
    const extremes = await everything(searcher, { from: -8.64e15, to: 8.64e15 })
    expect(extremes).toHaveLength((await everything(searcher)).length)
    expect(await everything(searcher, { from: 8.64e15 })).toEqual([])
    expect(await everything(searcher, { from: at('2030-01-01'), to: at('2020-01-01') })).toEqual([])
  })

  it('hold in every combination', async () => {
    const all = await everything(searcher)
    const details = await Promise.all(all.map(({ id }) => searcher.library.details(id)))
    const roots = new Map(
      await Promise.all(
        [samplesRoot, foldersRoot].map(
          async (id) => [id, new Set((await everything(searcher, { rootIds: [id] })).map((item) => item.id))] as const,
        ),
      ),
    )
    const dates = details.map(({ date }) => date)
    const option = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('all', 'text'),
        option(fc.subarray([samplesRoot, foldersRoot], { minLength: 1 })),
        option(fc.constantFrom('', 'dated', 'absent', ...hostileFolders)),
        option(fc.constantFrom(...dates)),
        option(fc.constantFrom(...dates)),
        async (kind, rootIds, folder, from, to) => {
          const expected = details
            .filter(({ id, date, folder: its }) => {
              if (rootIds && !rootIds.some((root) => roots.get(root)!.has(id))) return false
              if (folder !== undefined && !(roots.get(foldersRoot)!.has(id) && isUnder(its, folder))) return false
              return date >= (from ?? -Infinity) && date <= (to ?? Infinity)
            })
            .map(({ id }) => id)
          const { items, total } = await run(searcher, kind === 'all' ? { kind } : text('a cat'), {
            ...(rootIds ? { rootIds } : {}),
            ...(folder === undefined ? {} : { folder: { rootId: foldersRoot, path: folder } }),
            ...(from === undefined ? {} : { from }),
            ...(to === undefined ? {} : { to }),
          })
          expect(items.map(({ id }) => id).sort()).toEqual(expected.sort())
          expect(total).toBe(expected.length)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('pages', () => {
  it.each([
    ['by words', text('a flower')],
    ['by date', { kind: 'all' } as const],
  ])('put together are the whole, %s', async (_what, query) => {
    const whole = await run(searcher, query)
    for (const limit of [1, 7, whole.total, whole.total + 1]) {
      const items = []
      for (let offset = 0; offset < whole.total; offset += limit) {
        const page = await run(searcher, query, { offset, limit })
        expect(page).toMatchObject({ offset, total: whole.total })
        items.push(...page.items)
      }
      expect(items).toEqual(whole.items)
    }
    expect((await run(searcher, query, { offset: whole.total, limit: 10 })).items).toEqual([])
    expect((await run(searcher, query, { offset: 10_000_000, limit: 1000 })).items).toEqual([])
  })

  it('lists everything newest first', async () => {
    const dates = (await everything(searcher)).map(({ date }) => date)
    expect(dates).toEqual([...dates].sort((a, b) => b - a))
  })
})

describe('details', () => {
  it('says what is known of a photo', async () => {
    const id = (await everything(searcher)).find(({ name }) => name === 'summer.jpg')!.id
    const details = await searcher.library.details(id)
    expect(details).toMatchObject({
      id,
      name: 'summer.jpg',
      folder: 'dated',
      width: 600,
      height: 400,
      takenAt: Date.parse('2012-07-21T15:04:05'),
      date: Date.parse('2012-07-21T15:04:05'),
      camera: 'summer.jpg One',
      available: true,
    })
    expect(details.path.endsWith(join('dated', 'summer.jpg'))).toBe(true)
    expect(details.size).toBe(readFileSync(details.path).length)
    expect(await searcher.library.locate(id)).toMatchObject({ path: details.path })
  })

  it('renders a photo as WebP', async () => {
    const id = (await everything(searcher)).find(({ name }) => name === 'coffee.jpg')!.id
    const { default: sharp } = await import('sharp')
    expect(await sharp(Buffer.from(await searcher.render(id))).metadata()).toMatchObject({
      format: 'webp',
      width: 600,
      height: 400,
    })
  })
})

describe('what crosses to other processes', () => {
  it('has the shapes of the contract', async () => {
    const page = await run(searcher, text('a cat'), { limit: 50 })
    expect(SearchPage.parse(page)).toEqual(page)
    const all = await run(searcher, { kind: 'all' })
    expect(SearchPage.parse(all)).toEqual(all)
    for (const { id } of all.items) {
      const details = await searcher.library.details(id)
      expect(ItemDetails.parse(details)).toEqual(details)
    }
    for (const folder of await searcher.library.folders()) expect(Folder.parse(folder)).toEqual(folder)
    const image = await searcher.addImage('cat', readFileSync(samplePath('chelsea.jpg')))
    expect(QueryImage.parse(image)).toEqual(image)
  })
})

describe('an empty library', () => {
  it('answers every question with nothing, and finds photos as soon as they are indexed', async () => {
    const own = resolveHome(temporary())
    await withSearcher(own, async (empty) => {
      expect(await run(empty, text('a cat'))).toMatchObject({ items: [], total: 0 })
      expect(await run(empty, { kind: 'all' })).toMatchObject({ items: [], total: 0 })
      expect(await empty.library.folders()).toEqual([])
      expect(await empty.library.counts()).toEqual({ ready: 0, pending: 0, failed: 0, offline: 0 })
      expect(await empty.library.failed(0, 10)).toEqual({ items: [], total: 0 })
      await expect(empty.library.details('0'.repeat(32))).rejects.toMatchObject({ code: 'NOT_FOUND' })

      const photos = temporary()
      copySample('chelsea.jpg', join(photos, 'chelsea.jpg'))
      await indexFolders(own, [photos])
      expect(namesOf((await run(empty, text('a cat'))).items)).toEqual(['chelsea.jpg'])
    })
  })
})

describe('a library that is being indexed', () => {
  it('shows an open searcher each commit', async () => {
    const own = resolveHome(temporary())
    const photos = temporary()
    copySample('coffee.jpg', join(photos, 'coffee.jpg'))
    await indexFolders(own, [photos])
    await withSearcher(own, async (open) => {
      expect((await run(open, text('a cat'))).total).toBe(1)
      copySample('chelsea.jpg', join(photos, 'chelsea.jpg'))
      await indexFolders(own, [photos])
      const page = await run(open, text('a cat'))
      expect(namesOf(page.items)).toEqual(['chelsea.jpg', 'coffee.jpg'])
    })
  })
})
