// Whatever the file system refuses, at any edge of the engine: it ends in a closed code or in another try, and nothing is lost.
import type * as Fs from 'node:fs'
import type * as FsPromises from 'node:fs/promises'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type * as Chokidar from 'chokidar'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failureSentences } from '../../contract'
import { modelInUse } from '../../main/engine/models/choice'
import { resolveHome, type Home } from '../../main/engine/home'
import { readLibraryFile } from '../../main/engine/library/library-file'
import { LogFile } from '../../main/engine/log/log-file'
import { takeLock } from '../../main/engine/store/lock'
import type * as Statements from '../../main/engine/store/statements'
import { Exporter } from '../../main/shell/export'
import { SettingsFile } from '../../main/shell/settings'
import type { LibraryOptions } from '../../main/engine/library/library'
import {
  copySamples,
  everything,
  indexFolders,
  namesOf,
  openLibrary,
  resources,
  until,
  withSearcher,
} from './support/engine'
import { heal, inject, type Code } from './support/faults'
import { temporaryFolders } from './support/folders'
import { writePhoto } from './support/photos'

vi.mock('node:fs/promises', async (original) => {
  const { faulty } = await import('./support/faults')
  return faulty(await original<typeof FsPromises>(), true)
})
vi.mock('node:fs', async (original) => {
  const { faulty } = await import('./support/faults')
  return faulty(await original<typeof Fs>(), false)
})
// Commits happen in LanceDB's native part, which no layer of ours reaches: its calls fail here.
vi.mock('../../main/engine/store/statements', async (original) => {
  const { lanceError, strike } = await import('./support/faults')
  const real = await original<typeof Statements>()
  const upsert: typeof real.upsert = async (table, rows) => {
    try {
      strike('commit', table.name)
    } catch (error) {
      throw lanceError((error as { code: Code }).code)
    }
    await real.upsert(table, rows)
  }
  return { ...real, upsert }
})
// Its own calls are not reached either: what it reports is.
vi.mock('chokidar', async (original) => {
  const { strike } = await import('./support/faults')
  const real = await original<typeof Chokidar>()
  const watch: typeof real.watch = (paths, options) => {
    const watcher = real.watch(paths, options)
    setTimeout(() => {
      try {
        strike('watch', paths)
      } catch (error) {
        watcher.emit('error', error)
      }
    }, 10)
    return watcher
  }
  return { ...real, watch }
})

const temporary = temporaryFolders()
const good = ['chelsea.jpg', 'coffee.jpg', 'rocket.jpg']
const codes: Code[] = ['EIO', 'ENOSPC', 'EACCES', 'EMFILE']
let home: Home
let photos: string

beforeEach(() => {
  home = resolveHome(join(temporary(), 'library'))
  photos = join(temporary(), 'photos')
  copySamples(photos, good)
})
afterEach(() => {
  heal()
})

const said = (code: Code): string => (code === 'ENOSPC' ? 'DISK_FULL' : 'FILE_UNREADABLE')

/** All photos are there and found; `embedded`: what the run that mends it has to embed, at most. */
async function expectWhole(options: Partial<LibraryOptions> = {}, names: readonly string[] = good): Promise<number> {
  heal()
  const { embedded, failed } = await indexFolders(home, [photos], options)
  expect(failed).toEqual([])
  await withSearcher(home, async (searcher) => {
    expect(namesOf(await everything(searcher)).sort()).toEqual([...names].sort())
  })
  return embedded
}

describe('reading photos and their hashes', () => {
  it.each(['EIO'] as const)('%s is the file’s own failure, and mended by another try', async (code) => {
    inject(code, ['read'], /coffee\.jpg$/)
    const { failed, indexed } = await indexFolders(home, [photos])
    expect(heal()).toBeGreaterThan(0)
    expect({ failed, indexed }).toMatchObject({ failed: [{ reason: failureSentences.unreadable }], indexed: 2 })
    const library = await openLibrary(home)
    library.retryFailed()
    await library.settled()
    await library.close()
    expect(await expectWhole()).toBe(0)
  })

  it.each(['open', 'read'])('EMFILE at %s is waited out: no photo fails for it', async (call) => {
    inject('EMFILE', [call], /\.jpg$/, 5)
    expect(await indexFolders(home, [photos])).toMatchObject({ embedded: good.length, failed: [] })
    expect(heal()).toBe(5)
    expect(await expectWhole()).toBe(0)
  })
})

describe('writing thumbnails', () => {
  it.each(['EIO', 'ENOSPC'] as const)('%s stops indexing by its code; the next run completes', async (code) => {
    inject(code, ['writeFile'], /thumbnails/)
    await expect(indexFolders(home, [photos])).rejects.toMatchObject({ code: said(code) })
    expect(heal()).toBeGreaterThan(0)
    await expectWhole()
  })

  it('EMFILE is waited out', async () => {
    inject('EMFILE', ['writeFile', 'rename'], /thumbnails/, 3)
    expect(await indexFolders(home, [photos])).toMatchObject({ embedded: good.length, failed: [] })
    expect(heal()).toBe(3)
    await expectWhole()
  })
})

describe('commits', () => {
  const commits: [Code, string][] = [
    ['EIO', 'items'],
    ['ENOSPC', 'vectors'],
    ['EACCES', 'vectors'],
    ['EMFILE', 'items'],
  ]
  it.each(commits)('%s in %s stops indexing by its code; the next run completes', async (code, table) => {
    inject(code, ['commit'], new RegExp(`^${table}`))
    await expect(indexFolders(home, [photos])).rejects.toMatchObject({ code: said(code) })
    expect(heal()).toBeGreaterThan(0)
    await expectWhole()
  })

  it('ENOSPC is waited out by the app, and what was embedded is not embedded again', async () => {
    inject('ENOSPC', ['commit'], /^vectors/, 1)
    const library = await openLibrary(home, { onDiskFull: 'wait' })
    await library.addFolder(photos)
    await until('the pause', () => library.status().pausedBy.includes('disk-full'))
    await until('the rest', () => library.status().phase === 'idle' && library.status().counts.ready === good.length)
    await library.settled()
    await library.close()
    expect(heal()).toBe(1)
    expect(await expectWhole()).toBe(0)
  })
})

describe('the list of folders', () => {
  beforeEach(() => indexFolders(home, [photos]))

  it.each(['EACCES', 'EMFILE'] as const)('%s when it is read is no damage: folders and photos stay', async (code) => {
    const before = readFileSync(home.libraryFile, 'utf8')
    inject(code, ['readFileSync'], /library\.json$/)
    await expect(openLibrary(home)).rejects.toMatchObject({ code: 'FILE_UNREADABLE', retry: 'try-again' })
    expect(heal()).toBeGreaterThan(0)
    expect(readFileSync(home.libraryFile, 'utf8')).toBe(before)
    expect(await expectWhole()).toBe(0)
  })

  it.each(['ENOSPC', 'EACCES'] as const)('%s when it is written is said, and the one before stays', async (code) => {
    const before = readLibraryFile(home.libraryFile).roots
    const other = temporary()
    const library = await openLibrary(home)
    inject(code, ['writeFileSync', 'renameSync'], /library\.json/)
    await expect(library.addFolder(other)).rejects.toMatchObject({ code: said(code) })
    expect(heal()).toBeGreaterThan(0)
    await library.close()
    expect(readLibraryFile(home.libraryFile).roots.map(({ path }) => path)).toEqual(before.map(({ path }) => path))
    expect(await expectWhole()).toBe(0)
  })
})

describe('looking through folders', () => {
  const inner = (name: string): string => join(photos, 'inner', name)

  beforeEach(async () => {
    mkdirSync(join(photos, 'inner'))
    await writePhoto(inner('one.jpg'), 1)
    await indexFolders(home, [photos])
  })

  const faults: [Code, string, RegExp][] = [
    ['EIO', 'lstat', /one\.jpg$/],
    ['EMFILE', 'lstat', /one\.jpg$/],
    ['EACCES', 'lstat', /one\.jpg$/],
    ['EIO', 'readdir', /inner$/],
    ['EACCES', 'readdir', /inner$/],
    ['EMFILE', 'readdir', /inner$/],
    ['EIO', 'opendir', /photos$/],
    ['EMFILE', 'opendir', /photos$/],
    ['EIO', 'readdir', /photos$/],
  ]
  it.each(faults)('%s at %s of %s lets nothing go', async (code, call, path) => {
    const library = await openLibrary(home)
    inject(code, [call], path)
    library.rescan()
    await library.scanned()
    expect(heal()).toBeGreaterThan(0)
    await library.close()
    await withSearcher(home, async (searcher) => {
      expect((await searcher.library.counts()).ready).toBe(good.length + 1)
    })
    expect(await expectWhole({}, [...good, 'one.jpg'])).toBe(0)
  })

  it.each([
    ['EIO', ['lstat']],
    ['EMFILE', ['lstat', 'readdir']],
    ['EACCES', ['readdir']],
  ] as const)('%s at %j after the watch has reported a change lets nothing go', async (code, calls) => {
    const library = await openLibrary(home)
    library.start()
    await library.scanned()
    await until('the watch', () => library.status().roots[0]?.state === 'watching')
    await library.settled()
    inject(code, calls, /(one\.jpg|inner)$/)
    utimesSync(inner('one.jpg'), 1e9, 1e9)
    renameSync(inner('one.jpg'), inner('two.jpg'))
    renameSync(inner('two.jpg'), inner('one.jpg'))
    await new Promise((wake) => setTimeout(wake, 1500))
    heal()
    await library.close()
    expect(await expectWhole({}, [...good, 'one.jpg'])).toBe(0)
  })
})

describe('the lock', () => {
  it.each(['EIO', 'ENOSPC'] as const)('%s when it is taken is said, and nothing is held', async (code) => {
    inject(code, ['writeFileSync'], /indexer\.lock$/)
    await expect(openLibrary(home)).rejects.toMatchObject({ code: said(code) })
    expect(heal()).toBeGreaterThan(0)
    await expectWhole()
  })

  it('held by another is said before a tower is loaded, as often as it is asked', async () => {
    const release = takeLock(home.lockFile)
    inject('EIO', ['readFile'], /image\.onnx$|manifest\.json$/)
    for (let i = 0; i < 3; i++) await expect(openLibrary(home)).rejects.toMatchObject({ code: 'STORE_LOCKED' })
    expect(heal()).toBe(0)
    release()
    await expectWhole()
  })

  it('that names nobody is not believed for ever when the clock was set back', () => {
    mkdirSync(home.root, { recursive: true })
    writeFileSync(home.lockFile, '')
    const ahead = Date.now() / 1000 + 86_400 * 365
    utimesSync(home.lockFile, ahead, ahead)
    takeLock(home.lockFile)()
    expect(existsSync(home.lockFile)).toBe(false)
  })
})

describe('the journal of files being read', () => {
  it.each(['ENOSPC', 'EACCES'] as const)(
    '%s when the library is opened is said, and the next start goes on',
    async (code) => {
      inject(code, ['writeFileSync'], /reading\.log/)
      await expect(openLibrary(home)).rejects.toMatchObject({ code: said(code) })
      expect(heal()).toBeGreaterThan(0)
      await expectWhole()
    },
  )
})

describe('the model', () => {
  it('EMFILE is no damage', async () => {
    inject('EMFILE', ['readFile'], /manifest\.json$/)
    await expect(openLibrary(home)).rejects.toMatchObject({ code: 'FILE_UNREADABLE', retry: 'try-again' })
    expect(heal()).toBeGreaterThan(0)
    await expectWhole()
  })

  it.each(['EIO', 'EACCES'] as const)(
    '%s is said to be its damage, and the library opens again with it',
    async (code) => {
      await indexFolders(home, [photos])
      inject(code, ['readFile'], /manifest\.json$/)
      await expect(openLibrary(home)).rejects.toMatchObject({ code: 'MODEL_DAMAGED' })
      expect(heal()).toBeGreaterThan(0)
      expect(await expectWhole()).toBe(0)
    },
  )

  it.each(['EIO', 'EACCES', 'EMFILE'] as const)('%s at the choice of one does not choose another', async (code) => {
    mkdirSync(home.root, { recursive: true })
    writeFileSync(home.modelFile, JSON.stringify({ version: 1, model: 'other' }))
    inject(code, ['readFileSync'], /model\.json$/)
    await expect(modelInUse(home, resources)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
    expect(heal()).toBeGreaterThan(0)
    rmSync(home.modelFile)
    expect(await modelInUse(home, resources)).toMatchObject({ id: 'fovea-starter' })
  })
})

describe('the settings', () => {
  it.each(codes)('%s when they are written is said, and they stay as they were', (code) => {
    const file = join(temporary(), 'settings.json')
    const settings = new SettingsFile(file)
    settings.change({ theme: 'dark' })
    inject(code, ['writeFileSync'], /settings\.json/)
    expect(() => settings.change({ theme: 'light' })).toThrow(expect.objectContaining({ code: said(code) }))
    expect(heal()).toBe(1)
    expect([settings.current.theme, new SettingsFile(file).current.theme]).toEqual(['dark', 'dark'])
  })

  it.each(['EIO', 'EACCES', 'EMFILE'] as const)('%s when they are read costs none of them', (code) => {
    const file = join(temporary(), 'settings.json')
    new SettingsFile(file).change({ theme: 'dark' })
    inject(code, ['readFileSync'], /settings\.json$/)
    const settings = new SettingsFile(file)
    expect(() => settings.change({ density: 'compact' })).toThrow(expect.objectContaining({ code: 'FILE_UNREADABLE' }))
    expect(heal()).toBeGreaterThan(0)
    expect(settings.change({ density: 'compact' })).toMatchObject({ theme: 'dark', density: 'compact' })
  })
})

describe('exporting', () => {
  const locate = (id: string): Promise<string> => Promise.resolve(join(photos, id))

  it.each(codes)('%s is counted or said, and the next export runs', async (code) => {
    const exporter = new Exporter()
    const to = temporary()
    writeFileSync(join(to, 'coffee.jpg'), 'mine')
    inject(code, ['copyFile'], /coffee/, 1)
    inject(code, ['stat'], /chelsea/)
    const told = await exporter.run(good, to, locate)
    expect(heal()).toBeGreaterThan(0)
    expect(told).toMatchObject(code === 'ENOSPC' ? { phase: 'disk-full' } : { phase: 'done', done: 3, failed: 1 })
    expect(await exporter.run(good, to, locate)).toMatchObject({ phase: 'done', done: 3, failed: 0 })
    expect(readFileSync(join(to, 'coffee.jpg'), 'utf8')).toBe('mine')
  })
})

describe('the logs', () => {
  it.each(codes)('%s stops nobody, and the next line is there', (code) => {
    const folder = temporary()
    const log = new LogFile(join(folder, 'logs', 'indexer.log'))
    inject(code, ['mkdirSync', 'appendFileSync', 'statSync'], /logs/)
    log.write('lost')
    expect(heal()).toBeGreaterThan(0)
    log.write('kept')
    expect(readFileSync(join(folder, 'logs', 'indexer.log'), 'utf8')).toBe('kept\n')
  })
})

describe('what a person decided', () => {
  it.each(['ENOSPC', 'EACCES'] as const)('%s when it is written is said, and the one before stays', async (code) => {
    await indexFolders(home, [photos])
    await withSearcher(home, async (searcher) => {
      await searcher.curator.create({ name: 'first', kind: 'manual', itemIds: [] })
      inject(code, ['openSync', 'writeFileSync'], /curation\.json/)
      expect(() => searcher.curator.addWord('vocabulary', 'second')).toThrow(
        expect.objectContaining({ code: said(code) }),
      )
      expect(heal()).toBeGreaterThan(0)
      expect(searcher.curator.words.vocabulary).toEqual([])
    })
    await withSearcher(home, async ({ curator }) => {
      expect((await curator.list()).map(({ name }) => name)).toEqual(['first'])
    })
  })
})

describe('watching', () => {
  it.each(['EIO', 'ENOSPC'] as const)('%s of the watch: the folder is looked through instead', async (code) => {
    const library = await openLibrary(home)
    await library.addFolder(photos)
    inject(code, ['watch'], /photos/)
    library.start()
    await library.settled()
    await until('looking through', () => library.status().roots[0]?.state === 'rescanning')
    expect(heal()).toBeGreaterThan(0)
    await library.close()
    expect(await expectWhole()).toBe(0)
  })
})

describe('the clock', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it.each([
    ['back by ten years', -10],
    ['ahead by fifty', 50],
  ])('set %s loses nothing and embeds nothing anew', async (_what, years) => {
    await indexFolders(home, [photos])
    await writePhoto(join(photos, 'later.jpg'), 2)
    const now = Date.now.bind(Date)
    vi.spyOn(Date, 'now').mockImplementation(() => now() + years * 365.25 * 86_400_000)
    expect(await indexFolders(home, [photos])).toMatchObject({ embedded: 1, failed: [] })
    rmSync(join(photos, 'later.jpg'))
    await indexFolders(home, [photos])
    vi.restoreAllMocks()
    expect(await expectWhole()).toBe(0)
  })
})
