// What a person leaves out of a folder, pauses, or has on a network: scans, single paths and the watch agree about it.
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { RootSettings } from '../../contract'
import { resolveHome, type Home } from '../../main/engine/home'
import type { Library } from '../../main/engine/library/library'
import { tableWith } from './support/drives'
import {
  copySample,
  copySamples,
  everything,
  openLibrary,
  openSearcher,
  samplePath,
  until,
  withSearcher,
} from './support/engine'
import { temporaryFolders } from './support/folders'
import { dng } from './support/raw-files'

const temporary = temporaryFolders()
let home: Home
let photos: string
beforeEach(() => {
  home = resolveHome(temporary())
  photos = join(temporary(), 'photos')
  copySamples(photos, ['coffee.jpg', 'coins.jpg'])
  copySample('flower.jpg', join(photos, 'Screenshots', 'flower.jpg'))
  copySample('brick.jpg', join(photos, '2019', 'raw', 'brick.jpg'))
})

const all = ['2019/raw/brick.jpg', 'Screenshots/flower.jpg', 'coffee.jpg', 'coins.jpg']

/** Path to item id, of all that is found. */
async function found(): Promise<Map<string, string>> {
  return withSearcher(home, async (searcher) => {
    const items = await everything(searcher)
    const paths = await searcher.library.paths(items.map(({ id }) => id))
    return new Map(items.map(({ id }) => [(paths.get(id) ?? '').slice(photos.length + 1), id]))
  })
}

async function withLibrary<T>(use: (library: Library, root: string) => Promise<T>): Promise<T> {
  const library = await openLibrary(home)
  try {
    const root = await library.addFolder(photos)
    await library.settled()
    return await use(library, root.id)
  } finally {
    await library.close()
  }
}

const names = async (): Promise<string[]> => [...(await found()).keys()].sort()

describe('patterns', () => {
  it.each<[what: string, settings: Partial<RootSettings>, left: string[]]>([
    ['a folder by its name', { exclude: ['screenshots'] }, ['2019/raw/brick.jpg', 'coffee.jpg', 'coins.jpg']],
    ['a folder by its path', { exclude: ['/2019/raw'] }, ['Screenshots/flower.jpg', 'coffee.jpg', 'coins.jpg']],
    ['all but one', { exclude: ['*', '!coffee.jpg'] }, ['coffee.jpg']],
    ['only one folder', { include: ['2019/'] }, ['2019/raw/brick.jpg']],
    ['only some, and of these not all', { include: ['*.jpg'], exclude: ['co*'] }, all.slice(0, 2)],
    ['everything', { exclude: ['*'] }, []],
  ])('that leave out %s let it go, and without them it is back as it was, unembedded', async (_, settings, left) => {
    await withLibrary(async (library, root) => {
      const before = await found()
      expect([...before.keys()].sort()).toEqual(all)
      library.mark([before.get('Screenshots/flower.jpg')!], { favorite: true })
      const { embedded } = library.summary()
      expect(library.changeRoot(root, settings)).toMatchObject(settings)
      await library.settled()
      expect(await names()).toEqual(left)
      expect(library.status().counts).toEqual({ ready: left.length, pending: 0, failed: 0, offline: 0 })
      expect(library.describeRoot(root)).toMatchObject(settings)
      library.changeRoot(root, { exclude: [], include: [] })
      await library.settled()
      expect(await found()).toEqual(before)
      expect(library.summary().embedded).toBe(embedded)
      await withSearcher(home, async (searcher) => {
        const details = await searcher.library.details(before.get('Screenshots/flower.jpg')!)
        expect(details.favorite).toBe(true)
      })
    })
  })

  it('are remembered, and hold for a photo that is moved in and out', async () => {
    await withLibrary(async (library, root) => {
      library.changeRoot(root, { exclude: ['private/'] })
      await library.settled()
    })
    const before = await found()
    mkdirSync(join(photos, 'private'))
    renameSync(join(photos, 'coffee.jpg'), join(photos, 'private', 'coffee.jpg'))
    await withLibrary(() => Promise.resolve())
    expect(await names()).toEqual(all.filter((name) => name !== 'coffee.jpg'))
    renameSync(join(photos, 'private', 'coffee.jpg'), join(photos, 'out.jpg'))
    const { embedded } = await withLibrary((library) => Promise.resolve(library.summary()))
    expect(embedded).toBe(0)
    expect((await found()).get('out.jpg')).toBe(before.get('coffee.jpg'))
  })

  it('that leave out the JPEG of a pair let its RAW in', async () => {
    const preview = readFileSync(samplePath('rocket.jpg'))
    writeFileSync(join(photos, 'pair.dng'), dng(preview, preview))
    copySample('rocket.jpg', join(photos, 'pair.jpg'))
    await withLibrary(async (library, root) => {
      expect(await names()).toEqual([...all, 'pair.jpg'])
      library.changeRoot(root, { exclude: ['pair.jpg'] })
      await library.settled()
      expect(await names()).toEqual([...all, 'pair.dng'])
    })
  })

  it('stop what is being indexed', async () => {
    await withLibrary(async (library, root) => {
      for (let i = 0; i < 12; i++) copySample('rocket.jpg', join(photos, 'many', `${String(i)}.jpg`))
      library.rescan()
      await until('the first of them', () => library.status().run.total >= 12)
      library.changeRoot(root, { exclude: ['many'] })
      await library.settled()
      expect(await names()).toEqual(all)
      expect(library.status().counts).toEqual({ ready: 4, pending: 0, failed: 0, offline: 0 })
    })
  })
})

describe('files that leave out', () => {
  it('.nomedia: its folder and all below', async () => {
    await withLibrary(async (library) => {
      const before = await found()
      writeFileSync(join(photos, '2019', '.nomedia'), '')
      library.rescan()
      await library.settled()
      expect(await names()).toEqual(all.slice(1))
      unlinkSync(join(photos, '2019', '.nomedia'))
      library.rescan()
      await library.settled()
      expect(await found()).toEqual(before)
      expect(library.summary()).toMatchObject({ embedded: 4 })
    })
  })

  it('.foveaignore: as .gitignore does, the inner one over the outer one', async () => {
    copySample('rocket.jpg', join(photos, '2019', 'raw', 'keep.jpg'))
    await withLibrary(async (library) => {
      writeFileSync(join(photos, '.foveaignore'), '# not these\n*.jpg\n!coffee.jpg\n')
      writeFileSync(join(photos, '2019', '.foveaignore'), '!keep.jpg\n')
      library.rescan()
      await library.settled()
      expect(await names()).toEqual(['2019/raw/keep.jpg', 'coffee.jpg'])
    })
  })

  it('damaged, of any size or kind, leave nothing out and stop nothing', async () => {
    writeFileSync(join(photos, '.foveaignore'), Buffer.alloc(3 * 1024 * 1024, '[\0*\n'))
    mkdirSync(join(photos, '2019', '.foveaignore'))
    symlinkSync('/dev/zero', join(photos, 'Screenshots', '.foveaignore'))
    mkdirSync(join(photos, '2019', 'raw', '.nomedia'))
    const summary = await withLibrary((library) => Promise.resolve(library.summary()))
    expect(summary).toMatchObject({ found: 4, failed: [] })
  })
})

describe('while Fovea watches', () => {
  it('new photos, patterns and files that leave out count at once', async () => {
    const library = await openLibrary(home, { onDiskFull: 'wait' })
    const searcher = await openSearcher(home)
    const expectSoon = async (...wanted: string[]): Promise<void> => {
      let last: string[] = []
      const look = async (): Promise<boolean> => {
        const items = await everything(searcher)
        const paths = await searcher.library.paths(items.map(({ id }) => id))
        last = [...paths.values()].map((path) => path.slice(photos.length + 1)).sort()
        return last.join() === wanted.join()
      }
      await until(wanted.join(), look, 6000).catch(() => undefined)
      expect(last).toEqual(wanted)
    }
    const watching = (): Promise<number> =>
      until('the watch', () => library.status().phase === 'idle' && library.status().roots[0]?.state === 'watching')
    try {
      const { id } = await library.addFolder(photos)
      library.start()
      await watching()
      library.changeRoot(id, { exclude: ['2019'] })
      await expectSoon(...all.slice(1))
      await watching()
      copySample('gravel.jpg', join(photos, '2019', 'gravel.jpg'))
      copySample('rocket.jpg', join(photos, 'rocket.jpg'))
      await expectSoon(...all.slice(1), 'rocket.jpg')
      writeFileSync(join(photos, 'Screenshots', '.nomedia'), '')
      await expectSoon('coffee.jpg', 'coins.jpg', 'rocket.jpg')
      writeFileSync(join(photos, '.foveaignore'), 'coins.jpg\n')
      await expectSoon('coffee.jpg', 'rocket.jpg')
      rmSync(join(photos, '.foveaignore'))
      rmSync(join(photos, 'Screenshots', '.nomedia'))
      await expectSoon('Screenshots/flower.jpg', 'coffee.jpg', 'coins.jpg', 'rocket.jpg')
      expect(library.summary().embedded).toBe(5)

      // A paused folder is left as it is, and caught up with.
      library.changeRoot(id, { exclude: [], paused: true })
      await until('the pause', () => library.status().roots[0]?.state === 'paused')
      copySample('grass.jpg', join(photos, 'grass.jpg'))
      await new Promise((wake) => setTimeout(wake, 1000))
      await expectSoon('Screenshots/flower.jpg', 'coffee.jpg', 'coins.jpg', 'rocket.jpg')
      library.changeRoot(id, { paused: false })
      const everyone = ['2019/gravel.jpg', ...all.slice(0, 4), 'grass.jpg', 'rocket.jpg']
      await expectSoon(...everyone)
    } finally {
      await library.close()
      await searcher.close()
    }
  })
})

describe('a folder on a network', () => {
  it('says so, is not watched, and is looked through when it is time', async () => {
    await withLibrary(() => Promise.resolve())
    const file = JSON.parse(readFileSync(home.libraryFile, 'utf8')) as { roots: { rescanMinutes: number | null }[] }
    const mounts = tableWith(() => [{ point: photos, type: 'nfs4', source: 'nas:/photos', volume: 'nfs4:nas:/photos' }])
    let library = await openLibrary(home, { onDiskFull: 'wait', mounts })
    try {
      const [{ id } = { id: '' }] = library.roots
      library.start()
      await until('the scan', () => library.status().phase === 'idle' && library.status().counts.ready === 4)
      expect(library.describeRoot(id)).toMatchObject({ state: 'rescanning', isNetwork: true })
      expect(library.describeRoot(id).message).toContain('every 15 minutes')
      library.changeRoot(id, { rescanMinutes: 30 })
      await library.settled()
      expect(library.describeRoot(id).message).toContain('every 30 minutes')
      copySample('rocket.jpg', join(photos, 'rocket.jpg'))
      await new Promise((wake) => setTimeout(wake, 1500))
      expect(library.status().counts.ready).toBe(4)
      await library.close()
      rmSync(join(photos, 'rocket.jpg'))
      file.roots[0]!.rescanMinutes = 1 / 60
      writeFileSync(home.libraryFile, JSON.stringify(file))
      library = await openLibrary(home, { onDiskFull: 'wait', mounts })
      library.start()
      await until('the first look', () => library.describeRoot(id).state === 'rescanning')
      copySample('gravel.jpg', join(photos, 'gravel.jpg'))
      await until('the next look', () => library.status().counts.ready === 5, 12_000)
    } finally {
      await library.close()
    }
  })
})
