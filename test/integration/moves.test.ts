// Photos that move, inside a folder of the library and between two, live and while Fovea is closed: nothing is embedded again,
// and favourites, ratings and albums go with the content.
import { connect } from '@lancedb/lancedb'
import { copyFileSync, cpSync, mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { beforeEach, describe, expect, it } from 'vitest'
import { resolveHome, type Home } from '../../main/engine/home'
import type { IndexSummary } from '../../main/engine/library/library'
import {
  copySample,
  copySamples,
  everything,
  indexFolders,
  openLibrary,
  openSearcher,
  samplePath,
  until,
  withSearcher,
} from './support/engine'
import { temporaryFolders } from './support/folders'

const temporary = temporaryFolders()
const few = ['coffee.jpg', 'coins.jpg', 'flower.jpg']
let home: Home
let base: string
let a: string
let b: string
beforeEach(() => {
  home = resolveHome(temporary())
  base = temporary()
  a = join(base, 'a')
  b = join(base, 'b')
  mkdirSync(a)
  mkdirSync(b)
})

const index = (...folders: string[]): Promise<IndexSummary> => indexFolders(home, folders.length > 0 ? folders : [a])

/** Path below the test's folder to item id, of all that is found. */
function ids(): Promise<Map<string, string>> {
  return withSearcher(home, async (searcher) => {
    const items = await everything(searcher)
    const paths = await searcher.library.paths(items.map(({ id }) => id))
    return new Map(items.map(({ id }) => [(paths.get(id) ?? '').slice(base.length + 1), id]))
  })
}

/** Gives a photo everything a person can: a heart, stars, a place in an album. */
async function cherish(path: string): Promise<string> {
  const id = (await ids()).get(path)!
  const library = await openLibrary(home)
  library.mark([id], { favorite: true, rating: 4 })
  await library.settled()
  await library.close()
  await withSearcher(home, (searcher) => searcher.curator.create({ name: 'Best', kind: 'manual', itemIds: [id] }))
  return id
}

/** Names of the photos that have all of it. */
function cherished(): Promise<string[]> {
  return withSearcher(home, async (searcher) => {
    const [album] = await searcher.curator.list()
    const items = await everything(searcher, { album: album!.id })
    const details = await Promise.all(items.map(({ id }) => searcher.library.details(id)))
    return details
      .filter(({ favorite, rating }) => favorite && rating === 4)
      .map(({ path }) => path.slice(base.length + 1))
  })
}

describe('inside one folder', () => {
  it('two photos that swap their names keep what was said of them', async () => {
    copySamples(a, few)
    await index()
    const before = await ids()
    await cherish('a/coffee.jpg')
    renameSync(join(a, 'coffee.jpg'), join(a, 'x'))
    renameSync(join(a, 'coins.jpg'), join(a, 'coffee.jpg'))
    renameSync(join(a, 'x'), join(a, 'coins.jpg'))
    expect(await index()).toMatchObject({ found: 3, indexed: 3, embedded: 0 })
    expect(await cherished()).toEqual(['a/coins.jpg'])
    const after = await ids()
    expect(after.get('a/coffee.jpg')).toBe(before.get('a/coins.jpg'))
    expect(after.get('a/flower.jpg')).toBe(before.get('a/flower.jpg'))
    expect(await index()).toMatchObject({ found: 3, embedded: 0, reused: 0 })
  })

  it('names that shift by one, with a new photo in the first place, embed the new one only', async () => {
    copySample('coffee.jpg', join(a, '1.jpg'))
    copySample('coins.jpg', join(a, '2.jpg'))
    await index()
    const before = await ids()
    renameSync(join(a, '2.jpg'), join(a, '3.jpg'))
    renameSync(join(a, '1.jpg'), join(a, '2.jpg'))
    copySample('rocket.jpg', join(a, '1.jpg'))
    expect(await index()).toMatchObject({ found: 3, indexed: 3, embedded: 1 })
    const after = await ids()
    expect(after.get('a/2.jpg')).toBe(before.get('a/1.jpg'))
    expect(after.get('a/3.jpg')).toBe(before.get('a/2.jpg'))
    expect(new Set(after.values()).size).toBe(3)
  })

  it('an edited photo is embedded once, and is the same photo', async () => {
    copySamples(a, few)
    await index()
    const id = await cherish('a/coffee.jpg')
    copyFileSync(samplePath('rocket.jpg'), join(a, 'coffee.jpg'))
    expect(await index()).toMatchObject({ found: 3, indexed: 3, embedded: 1, reused: 0 })
    expect((await ids()).get('a/coffee.jpg')).toBe(id)
    expect(await cherished()).toEqual(['a/coffee.jpg'])
    expect(await index()).toMatchObject({ embedded: 0, reused: 0 })
  })

  it('an edited photo whose old looks another new file has is still the same photo', async () => {
    await writePicture(join(a, 'one.bmp'), 10)
    copySample('coins.jpg', join(a, 'coins.jpg'))
    await index()
    const id = (await ids()).get('a/one.bmp')
    const looks = statSync(join(a, 'one.bmp'))
    await writePicture(join(a, 'one.bmp'), 200)
    await writePicture(join(a, 'two.bmp'), 90)
    utimesSync(join(a, 'two.bmp'), looks.atime, looks.mtime)
    expect(statSync(join(a, 'two.bmp')).size).toBe(looks.size)
    expect(await index()).toMatchObject({ found: 3, indexed: 3, embedded: 2, reused: 0 })
    expect((await ids()).get('a/one.bmp')).toBe(id)
  })

  it('a new file that only looks like a missing one is another photo', async () => {
    await writePicture(join(a, 'one.bmp'), 10)
    copySample('coins.jpg', join(a, 'coins.jpg'))
    await index()
    const before = await ids()
    const looks = statSync(join(a, 'one.bmp'))
    rmSync(join(a, 'one.bmp'))
    await writePicture(join(a, 'two.bmp'), 90)
    utimesSync(join(a, 'two.bmp'), looks.atime, looks.mtime)
    expect(await index()).toMatchObject({ found: 2, indexed: 2, embedded: 1 })
    const after = await ids()
    expect([...after.keys()].sort()).toEqual(['a/coins.jpg', 'a/two.bmp'])
    expect([...before.values()]).not.toContain(after.get('a/two.bmp'))
  })

  it('of copies that went and came back, each is what it was', async () => {
    for (const name of ['1.jpg', '2.jpg', 'x/1.jpg']) copySample('coffee.jpg', join(a, name))
    expect(await index()).toMatchObject({ found: 3, indexed: 3, embedded: 1, reused: 2 })
    const before = await ids()
    renameSync(a, join(base, 'away'))
    mkdirSync(a)
    copySample('coins.jpg', join(a, 'other.jpg'))
    renameSync(join(base, 'away'), join(a, 'kept'))
    for (const name of ['1.jpg', '2.jpg', 'x']) renameSync(join(a, 'kept', name), join(a, name))
    await index()
    const after = await ids()
    for (const [path, id] of before) expect(after.get(path)).toBe(id)
  })

  it('a kill while one photo took another’s place costs neither its identity', async () => {
    copySamples(a, few)
    await index()
    const before = await ids()
    const store = await connect(home.store)
    const items = await store.openTable('items')
    await items.update({ where: "name = 'coins.jpg'", values: { path: 'coffee.jpg' } })
    store.close()
    await index()
    expect(await index()).toMatchObject({ found: 3, indexed: 3, embedded: 0 })
    expect(await ids()).toEqual(before)
  })
})

describe('between two folders of the library, while Fovea is closed', () => {
  it.each([
    ['the new place is looked at first', ['b', 'a']],
    ['the old place is looked at first', ['a', 'b']],
  ])('%s: the photo stays what it was', async (_, order) => {
    copySamples(a, few)
    copySample('rocket.jpg', join(b, 'rocket.jpg'))
    await index(a, b)
    const id = await cherish('a/coffee.jpg')
    renameSync(join(a, 'coffee.jpg'), join(b, 'morning.jpg'))
    // Each in a run of its own, as two calls of the command are.
    for (const folder of order) expect(await index(join(base, folder))).toMatchObject({ embedded: 0, failed: [] })
    const after = await ids()
    expect([...after.keys()].sort()).toEqual(['a/coins.jpg', 'a/flower.jpg', 'b/morning.jpg', 'b/rocket.jpg'])
    expect(after.get('b/morning.jpg')).toBe(id)
    expect(await cherished()).toEqual(['b/morning.jpg'])
  })

  it('a whole folder, of which nothing is left behind', async () => {
    copySamples(join(a, '2019'), few)
    copySample('rocket.jpg', join(b, 'rocket.jpg'))
    await index(a, b)
    const before = await ids()
    await cherish('a/2019/flower.jpg')
    renameSync(join(a, '2019'), join(b, 'holidays'))
    expect(await index(b)).toMatchObject({ embedded: 0, reused: 3 })
    expect(await index(a)).toMatchObject({ found: 0, embedded: 0 })
    const after = await ids()
    expect([...after.keys()].sort()).toEqual([...few.map((name) => `b/holidays/${name}`), 'b/rocket.jpg'])
    for (const name of few) expect(after.get(`b/holidays/${name}`)).toBe(before.get(`a/2019/${name}`))
    expect(await cherished()).toEqual(['b/holidays/flower.jpg'])
  })

  it('a copy that was there before is not taken for the photo that went', async () => {
    copySample('coffee.jpg', join(a, 'coffee.jpg'))
    copySample('coins.jpg', join(a, 'coins.jpg'))
    copySample('coffee.jpg', join(b, 'copy.jpg'))
    await index(a, b)
    await index(a)
    const copy = await cherish('b/copy.jpg')
    rmSync(join(a, 'coffee.jpg'))
    await index(b)
    await index(a)
    expect((await ids()).get('b/copy.jpg')).toBe(copy)
    expect(await cherished()).toEqual(['b/copy.jpg'])
  })

  it('from a drive that is away: a copy until the drive is back and says that the photo left it', async () => {
    copySamples(a, few)
    copySample('rocket.jpg', join(b, 'rocket.jpg'))
    await index(a, b)
    const id = await cherish('a/coffee.jpg')
    const drawer = join(base, 'drawer')
    renameSync(a, drawer)
    cpSync(join(drawer, 'coffee.jpg'), join(b, 'coffee.jpg'), { preserveTimestamps: true })
    expect(await index(b)).toMatchObject({ embedded: 0, reused: 1 })
    expect((await ids()).get('a/coffee.jpg')).toBe(id)
    rmSync(join(drawer, 'coffee.jpg'))
    renameSync(drawer, a)
    expect(await index(a)).toMatchObject({ found: 2, embedded: 0 })
    expect((await ids()).get('b/coffee.jpg')).toBe(id)
    expect(await cherished()).toEqual(['b/coffee.jpg'])
  })
})

describe('while Fovea watches', () => {
  it('moves and swaps are followed within seconds, and embed nothing', async () => {
    copySamples(join(a, '2019'), few)
    copySample('rocket.jpg', join(b, 'rocket.jpg'))
    await index(a, b)
    const before = await ids()
    await cherish('a/2019/flower.jpg')
    const library = await openLibrary(home, { onDiskFull: 'wait' })
    const searcher = await openSearcher(home)
    const found = async (): Promise<Map<string, string>> => {
      const items = await everything(searcher)
      const paths = await searcher.library.paths(items.map(({ id }) => id))
      return new Map(items.map(({ id }) => [(paths.get(id) ?? '').slice(base.length + 1), id]))
    }
    let last = ''
    const expectSoon = async (...names: [now: string, before: string][]): Promise<void> => {
      const wanted = JSON.stringify(names.map(([now, then]) => [now, before.get(then)]).sort())
      await until(wanted, async () => (last = JSON.stringify([...(await found())].sort())) === wanted, 5000).catch(
        () => undefined,
      )
      expect(last).toBe(wanted)
    }
    try {
      library.start()
      await until('the watch', () => library.status().roots.every(({ state }) => state === 'watching'))

      // A folder, across.
      renameSync(join(a, '2019'), join(b, 'holidays'))
      const rocket = ['b/rocket.jpg', 'b/rocket.jpg'] as const
      await expectSoon(...few.map((name): [string, string] => [`b/holidays/${name}`, `a/2019/${name}`]), [...rocket])

      // One photo back, and two that swap names.
      const there = (name: string): string => join(b, 'holidays', name)
      renameSync(there('flower.jpg'), join(a, 'garden.jpg'))
      renameSync(there('coffee.jpg'), there('x'))
      renameSync(there('coins.jpg'), there('coffee.jpg'))
      renameSync(there('x'), there('coins.jpg'))
      await expectSoon(
        ['a/garden.jpg', 'a/2019/flower.jpg'],
        ['b/holidays/coffee.jpg', 'a/2019/coins.jpg'],
        ['b/holidays/coins.jpg', 'a/2019/coffee.jpg'],
        [...rocket],
      )
      expect(library.summary().embedded).toBe(0)
    } finally {
      await library.close()
      await searcher.close()
    }
    expect(await cherished()).toEqual(['a/garden.jpg'])
  })
})

/** Of one size whatever its colour. */
async function writePicture(path: string, grey: number): Promise<void> {
  const side = 32
  const { data } = await sharp({
    create: { width: side, height: side, channels: 3, background: { r: grey, g: 80, b: 40 } },
  })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const header = Buffer.alloc(54)
  header.write('BM')
  header.writeUInt32LE(54 + data.length, 2)
  header.writeUInt32LE(54, 10)
  header.writeUInt32LE(40, 14)
  header.writeInt32LE(side, 18)
  header.writeInt32LE(side, 22)
  header.writeUInt16LE(1, 26)
  header.writeUInt16LE(24, 28)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, Buffer.concat([header, data]))
}
