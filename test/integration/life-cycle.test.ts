// What happens to photos over time: indexed once, never again; renamed, copied, moved, edited, deleted, brought back.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { resolveHome, type Home } from '../../main/engine/home'
import type { IndexSummary } from '../../main/engine/library/library'
import { thumbnailPath } from '../../main/engine/media/thumbnails'
import type { Searcher } from '../../main/engine/search/searcher'
import {
  copySample,
  copySamples,
  everything,
  indexFolders,
  namesOf,
  openLibrary,
  run,
  sampleNames,
  text,
  withSearcher,
} from './support/engine'
import { temporaryFolders } from './support/folders'
import { touch, writeLargePng, writePhoto, writeRotatedPhoto } from './support/photos'

const temporary = temporaryFolders()

const few = ['chelsea.jpg', 'coffee.jpg', 'rocket.jpg', 'coins.jpg', 'flower.jpg']
let home: Home
let photos: string

beforeEach(() => {
  home = resolveHome(temporary())
  photos = temporary()
})

const index = (...folders: string[]): Promise<IndexSummary> =>
  indexFolders(home, folders.length > 0 ? folders : [photos])

/** Name to item id of everything that is found. */
const idsByName = (): Promise<Map<string, string>> =>
  withSearcher(home, async (searcher) => new Map((await everything(searcher)).map(({ name, id }) => [name, id])))

const sortedNames = (): Promise<string[]> =>
  withSearcher(home, async (searcher) => namesOf(await everything(searcher)).sort())

/** Name of the best match of a description. */
const best = async (searcher: Searcher, words: string): Promise<string | undefined> =>
  (await run(searcher, text(words))).items[0]?.name

function thumbnailsOf(): string[] {
  if (!existsSync(home.thumbnails)) return []
  return readdirSync(home.thumbnails, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.webp') || name.endsWith('.part'))
}

describe('the first and the second run', () => {
  it('embeds every photo once, and nothing the second time', async () => {
    copySamples(photos)
    const first = await index()
    const all = sampleNames.length
    expect(first).toEqual({ found: all, indexed: all, embedded: all, reused: 0, failed: [] })
    const ids = await idsByName()
    expect([...ids.keys()].sort()).toEqual([...sampleNames].sort())
    expect(thumbnailsOf()).toHaveLength(all)

    expect(await index()).toEqual({ found: all, indexed: all, embedded: 0, reused: 0, failed: [] })
    expect(await idsByName()).toEqual(ids)
  })

  it('counts what all folders of one run gave, also when the first is done before the second is looked at', async () => {
    copySamples(join(photos, 'a'), few.slice(0, 2))
    copySamples(join(photos, 'b'), few.slice(2))
    const library = await openLibrary(home)
    for (const folder of ['a', 'b']) {
      await library.addFolder(join(photos, folder))
      await library.settled()
    }
    expect(library.summary()).toMatchObject({ found: few.length, indexed: few.length, embedded: few.length })
    await library.close()
  })

  it('indexes photos of every listed format and leaves other files alone', async () => {
    const { default: sharp } = await import('sharp')
    const formats = ['jpg', 'jpeg', 'png', 'webp', 'gif', 'tif', 'tiff', 'avif']
    for (const [i, format] of formats.entries()) {
      const path = join(photos, `photo.${i % 2 === 0 ? format : format.toUpperCase()}`)
      await sharp({ create: { width: 40 + i, height: 30, channels: 3, background: { r: i * 20, g: 90, b: 200 } } })
        .toFormat(format === 'tif' ? 'tiff' : (format as 'png'))
        .toFile(path)
    }
    for (const other of ['notes.doc', 'film.avi', 'jpg', '.hidden.jpg', '._photo.jpg'])
      writeFileSync(join(photos, other), 'x')
    mkdirSync(join(photos, '@eaDir'))
    copySample('coffee.jpg', join(photos, '@eaDir', 'thumb.jpg'))
    const summary = await index()
    expect(summary).toMatchObject({ found: formats.length, indexed: formats.length, failed: [] })
  })
})

describe('files that move', () => {
  it('keeps the identity of a renamed photo and embeds neither it nor a copy', async () => {
    copySamples(photos, few)
    await index()
    const before = await idsByName()
    renameSync(join(photos, 'chelsea.jpg'), join(photos, 'the cat.jpg'))
    copyFileSync(join(photos, 'coffee.jpg'), join(photos, 'coffee (copy).jpg'))

    const summary = await index()
    expect(summary).toMatchObject({
      found: few.length + 1,
      indexed: few.length + 1,
      embedded: 0,
      reused: 2,
      failed: [],
    })
    const after = await idsByName()
    expect(after.get('the cat.jpg')).toBe(before.get('chelsea.jpg'))
    expect(after.has('chelsea.jpg')).toBe(false)
    expect(after.get('coffee.jpg')).toBe(before.get('coffee.jpg'))
    expect(new Set(after.values()).size).toBe(few.length + 1)
    await withSearcher(home, async (searcher) => {
      expect(await best(searcher, 'a cat')).toBe('the cat.jpg')
      const coffee = (await run(searcher, text('a cup of coffee on a table'))).items
      expect(namesOf(coffee.slice(0, 2)).sort()).toEqual(['coffee (copy).jpg', 'coffee.jpg'])
      expect(coffee[0]?.score).toBe(coffee[1]?.score)
    })
  })

  it('keeps the identity of photos in a moved folder', async () => {
    copySamples(join(photos, '2019', 'summer'), few)
    await index()
    const before = await idsByName()
    mkdirSync(join(photos, 'archive'))
    renameSync(join(photos, '2019'), join(photos, 'archive', 'old'))

    expect(await index()).toMatchObject({ found: few.length, embedded: 0, reused: few.length })
    expect(await idsByName()).toEqual(before)
    await withSearcher(home, async (searcher) => {
      const folders = await searcher.library.folders()
      expect(folders.map(({ path, count }) => [path, count])).toEqual([
        ['', few.length],
        ['archive', few.length],
        ['archive/old', few.length],
        ['archive/old/summer', few.length],
      ])
    })
  })

  it('keeps the identity of a photo moved from one indexed folder to another', async () => {
    const [a, b] = [join(photos, 'a'), join(photos, 'b')]
    copySamples(a, ['chelsea.jpg', 'coffee.jpg'])
    copySamples(b, ['rocket.jpg'])
    await index(a, b)
    const before = await idsByName()
    renameSync(join(a, 'chelsea.jpg'), join(b, 'chelsea.jpg'))
    expect(await index(a, b)).toMatchObject({ found: 3, embedded: 0, reused: 1 })
    expect(await idsByName()).toEqual(before)
  })

  it('keeps both photos when two names are exchanged', async () => {
    copySamples(photos, few)
    await index()
    renameSync(join(photos, 'chelsea.jpg'), join(photos, 'x'))
    renameSync(join(photos, 'coffee.jpg'), join(photos, 'chelsea.jpg'))
    renameSync(join(photos, 'x'), join(photos, 'coffee.jpg'))
    expect(await index()).toMatchObject({ found: few.length, indexed: few.length, embedded: 0, reused: 2 })
    await withSearcher(home, async (searcher) => {
      expect(await best(searcher, 'a cat')).toBe('coffee.jpg')
      expect(await best(searcher, 'a cup of coffee on a table')).toBe('chelsea.jpg')
    })
  })
})

describe('files that change', () => {
  it('embeds an edited photo again, and only it', async () => {
    copySamples(photos, few)
    await index()
    const before = await idsByName()
    copySample('locomotion-house-cat.jpg', join(photos, 'coins.jpg'))
    touch(join(photos, 'coins.jpg'), 5)

    expect(await index()).toMatchObject({ found: few.length, indexed: few.length, embedded: 1, reused: 0 })
    expect((await idsByName()).get('coins.jpg')).toBe(before.get('coins.jpg'))
    await withSearcher(home, async (searcher) => {
      const coins = (await run(searcher, text('coins'))).items.find(({ name }) => name === 'coins.jpg')
      expect(coins).toMatchObject({ width: 1024, height: 510 })
    })
  })

  it('embeds nothing when only the time of a file changed, and knows the new time', async () => {
    copySamples(photos, few)
    await index()
    touch(join(photos, 'coins.jpg'), 3600)
    expect(await index()).toMatchObject({ indexed: few.length, embedded: 0, reused: 1, failed: [] })
    expect(await index()).toMatchObject({ indexed: few.length, embedded: 0, reused: 0 })
    await withSearcher(home, async (searcher) => {
      expect(namesOf(await everything(searcher))[0]).toBe('coins.jpg') // the newest now
    })
  })

  it('takes a photo that became unreadable out of the results, and back when it is repaired', async () => {
    copySamples(photos, few)
    await index()
    const path = join(photos, 'chelsea.jpg')
    const good = readFileSync(path)
    writeFileSync(path, 'no longer a picture')
    touch(path, 5)
    const broken = await index()
    expect(broken).toMatchObject({ found: few.length, indexed: few.length - 1 })
    expect(broken.failed.map((failed) => failed.path)).toEqual([path])
    expect(await sortedNames()).not.toContain('chelsea.jpg')

    writeFileSync(path, good)
    touch(path, 10)
    expect(await index()).toMatchObject({ indexed: few.length, failed: [] })
    await withSearcher(home, async (searcher) => {
      expect(await best(searcher, 'a cat')).toBe('chelsea.jpg')
    })
  })

  it('reads dimensions as a person sees them: an EXIF-rotated copy has them swapped back', async () => {
    copySamples(photos, ['chelsea.jpg'])
    await writeRotatedPhoto(join(photos, 'rotated.jpg'), 'chelsea.jpg')
    await index()
    await withSearcher(home, async (searcher) => {
      const { items } = await run(searcher, text('a cat'))
      const [upright, rotated] = ['chelsea.jpg', 'rotated.jpg'].map((name) => items.find((item) => item.name === name)!)
      expect([upright!.width, upright!.height]).toEqual([451, 300])
      expect([rotated!.width, rotated!.height]).toEqual([451, 300]) // stored as 300 x 451
      expect(Math.abs(upright!.score! - rotated!.score!)).toBeLessThan(0.02)
      const { default: sharp } = await import('sharp')
      const thumbnail = await sharp(thumbnailPath(home.thumbnails, rotated!.hash)).metadata()
      expect([thumbnail.width, thumbnail.height]).toEqual([451, 300])
    })
  })
})

describe('files that go', () => {
  it('finds a deleted photo no more, and takes it back without embedding', async () => {
    copySamples(photos, few)
    await index()
    const before = await idsByName()
    rmSync(join(photos, 'chelsea.jpg'))
    expect(await index()).toMatchObject({ found: few.length - 1, indexed: few.length - 1, embedded: 0 })
    expect(await sortedNames()).toEqual(few.filter((name) => name !== 'chelsea.jpg').sort())
    await withSearcher(home, async (searcher) => {
      expect((await run(searcher, text('a cat'))).total).toBe(few.length - 1)
    })

    copySample('chelsea.jpg', join(photos, 'back again', 'chelsea.jpg'))
    expect(await index()).toMatchObject({ found: few.length, indexed: few.length, embedded: 0, reused: 1 })
    expect((await idsByName()).get('chelsea.jpg')).toBe(before.get('chelsea.jpg'))
    await withSearcher(home, async (searcher) => {
      expect(await best(searcher, 'a cat')).toBe('chelsea.jpg')
    })
  })

  it('keeps a photo whose twin was deleted', async () => {
    copySamples(photos, few)
    copySample('chelsea.jpg', join(photos, 'twin.jpg'))
    await index()
    rmSync(join(photos, 'chelsea.jpg'))
    expect(await index()).toMatchObject({ indexed: few.length, embedded: 0 })
    await withSearcher(home, async (searcher) => {
      expect(await best(searcher, 'a cat')).toBe('twin.jpg')
    })
  })
})

describe('folders', () => {
  it('takes an indexed folder into its parent without embedding anything again', async () => {
    const inner = join(photos, 'trips', 'alps')
    copySamples(inner, few)
    await index(inner)
    const before = await idsByName()
    copySample('gravel.jpg', join(photos, 'gravel.jpg'))

    const library = await openLibrary(home)
    await library.addFolder(photos)
    await library.settled()
    expect(library.roots.map(({ path }) => path)).toEqual([photos])
    expect(library.summary()).toMatchObject({ found: few.length + 1, indexed: few.length + 1, embedded: 1, reused: 0 })
    await library.close()
    const after = await idsByName()
    for (const name of few) expect(after.get(name)).toBe(before.get(name))
    await withSearcher(home, async (searcher) => {
      const paths = await searcher.library.paths([before.get('coins.jpg')!])
      expect([...paths.values()]).toEqual([join(inner, 'coins.jpg')])
      expect((await searcher.library.folders()).map(({ path, count }) => [path, count])).toContainEqual([
        'trips/alps',
        few.length,
      ])
    })
  })

  it('takes a folder into its parent while its photos are being read, and leaves none behind', async () => {
    const inner = join(photos, 'inner')
    copySamples(inner, few)
    // Slow to decode: they are being read when the parent is scanned.
    for (const side of [2500, 2501, 2502, 2503]) await writeLargePng(join(inner, `${side}.png`), 'coffee.jpg', side)
    for (const name of few) touch(join(inner, name), -3600) // the newest are read first
    const all = few.length + 4
    const library = await openLibrary(home)
    await library.addFolder(inner)
    while (library.status().run.total === 0) await new Promise((wake) => setTimeout(wake, 5))
    await library.addFolder(photos)
    await library.settled()
    expect(library.status()).toMatchObject({ phase: 'idle', counts: { ready: all, pending: 0, failed: 0 } })
    expect(library.roots).toHaveLength(1)
    await library.close()
    expect(await sortedNames()).toHaveLength(all)
  })

  it('adds no second root for a folder inside an indexed one', async () => {
    copySamples(join(photos, 'inner'), few)
    const library = await openLibrary(home)
    const outer = await library.addFolder(photos)
    await library.settled()
    expect(await library.addFolder(join(photos, 'inner'))).toMatchObject({ id: outer.id, path: photos })
    expect(await library.addFolder(photos)).toMatchObject({ id: outer.id, path: photos })
    await library.settled()
    expect(library.roots.map(({ path }) => path)).toEqual([photos])
    expect(library.summary()).toMatchObject({ found: few.length, indexed: few.length, embedded: few.length })
    await library.close()
  })

  it('tells a folder from one whose name merely begins the same', async () => {
    const [a, ab] = [join(photos, 'a'), join(photos, 'ab')]
    copySamples(a, ['coffee.jpg'])
    copySamples(ab, ['coins.jpg'])
    await index(a, ab)
    await withSearcher(home, async (searcher) => {
      expect((await searcher.library.folders()).map(({ name, count }) => [name, count]).sort()).toEqual([
        ['a', 1],
        ['ab', 1],
      ])
    })
  })

  it('removes a folder from the library with its rows and thumbnails, and leaves its files', async () => {
    const [a, b] = [join(photos, 'a'), join(photos, 'b')]
    copySamples(a, few)
    copySamples(b, ['gravel.jpg', 'coins.jpg']) // coins.jpg is in both
    const library = await openLibrary(home)
    const root = await library.addFolder(a)
    const kept = await library.addFolder(b)
    await library.settled()
    await library.removeRoot(root.id)
    expect(library.roots).toMatchObject([{ id: kept.id, path: b }])
    expect(library.status().counts).toEqual({ ready: 2, pending: 0, failed: 0, offline: 0 })
    await library.close()

    expect(readdirSync(a).sort()).toEqual([...few].sort())
    expect(thumbnailsOf()).toHaveLength(2)
    expect(await sortedNames()).toEqual(['coins.jpg', 'gravel.jpg'])
    await withSearcher(home, async (searcher) => {
      expect(await searcher.library.counts()).toEqual({ ready: 2, pending: 0, failed: 0, offline: 0 })
      expect(await searcher.library.counts(root.id)).toEqual({ ready: 0, pending: 0, failed: 0, offline: 0 })
    })
  })

  it('can remove a folder while it is being indexed', async () => {
    const [a, b] = [join(photos, 'a'), join(photos, 'b')]
    copySamples(a)
    for (let i = 0; i < 4; i++) await writePhoto(join(b, `${i}.jpg`), i)
    const library = await openLibrary(home)
    const root = await library.addFolder(a)
    await library.addFolder(b)
    while (library.status().run.done < 2) await new Promise((wake) => setTimeout(wake, 5))
    await library.removeRoot(root.id)
    await library.settled()
    expect(library.status()).toMatchObject({ phase: 'idle', counts: { ready: 4, pending: 0, failed: 0 } })
    await library.close()
    expect(await sortedNames()).toEqual(['0.jpg', '1.jpg', '2.jpg', '3.jpg'])
  })

  it('refuses a folder that is not there, and a file', async () => {
    copySamples(photos, few)
    const library = await openLibrary(home)
    await expect(library.addFolder(join(photos, 'absent'))).rejects.toMatchObject({ code: 'FOLDER_NOT_FOUND' })
    await expect(library.addFolder(join(photos, 'coins.jpg'))).rejects.toMatchObject({ code: 'FOLDER_NOT_FOUND' })
    await expect(library.removeRoot('0123456789abcdef')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(library.roots).toEqual([])
    await library.close()
  })

  it('never indexes the library itself, when it lies in an indexed folder', async () => {
    copySamples(photos, few)
    home = resolveHome(join(photos, 'fovea'))
    expect(await index()).toMatchObject({ found: few.length })
    expect(await index()).toMatchObject({ found: few.length, embedded: 0 })
  })
})

describe('pausing', () => {
  it('stands still while paused, also after a restart, and goes on when resumed', async () => {
    copySamples(photos, few)
    let library = await openLibrary(home)
    library.pause()
    await library.addFolder(photos)
    await expect(library.settled()).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(library.status()).toMatchObject({ phase: 'paused', pausedBy: ['user'] })
    await library.close()

    library = await openLibrary(home)
    expect(library.status()).toMatchObject({ phase: 'paused', pausedBy: ['user'] })
    library.resume()
    library.rescan()
    await library.settled()
    expect(library.status()).toMatchObject({ phase: 'idle', pausedBy: [], counts: { ready: few.length } })
    await library.close()
  })

  it('is overridden by the command line, without being forgotten', async () => {
    copySamples(photos, few)
    let library = await openLibrary(home)
    library.pause()
    await library.close()
    expect(await indexFolders(home, [photos], { ignorePause: true })).toMatchObject({ indexed: few.length })
    library = await openLibrary(home)
    expect(library.status().pausedBy).toEqual(['user'])
    await library.close()
  })
})
