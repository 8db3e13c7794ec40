// Whatever is wrong with a file, a folder, the disk, the store or the model: it is said, and the good photos are found.
import {
  appendFileSync,
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { connect } from '@lancedb/lancedb'
import { Field, Schema, Utf8 } from 'apache-arrow'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { failureSentences, FailedItem, LibraryStatus, type FailureCode } from '../../contract'
import { resolveHome, type Home } from '../../main/engine/home'
import { statusWithoutLibrary } from '../../main/engine/library/status'
import { minimumFreeBytes } from '../../main/engine/store/disk'
import { takeLock } from '../../main/engine/store/lock'
import { buildCommand, fovea } from './support/command'
import {
  copySample,
  copySamples,
  everything,
  indexFolders,
  namesOf,
  openLibrary,
  resources,
  run,
  text,
  until,
  withSearcher,
  openSearcher,
} from './support/engine'
import { temporaryFolders } from './support/folders'
import { touch, writeHugePng, writePhoto, writeTruncatedPhoto } from './support/photos'

const temporary = temporaryFolders()

const good = ['chelsea.jpg', 'coffee.jpg', 'rocket.jpg']
let home: Home
let photos: string

beforeEach(() => {
  home = resolveHome(temporary())
  photos = temporary()
  copySamples(photos, good)
})

/** The photos beside the bad ones can be found. */
async function expectGoodOnes(others: readonly string[] = []): Promise<void> {
  await withSearcher(home, async (searcher) => {
    expect(namesOf(await everything(searcher)).sort()).toEqual([...good, ...others].sort())
    expect((await run(searcher, text('a cat'))).items[0]).toMatchObject({ name: 'chelsea.jpg' })
  })
}

describe('a file that is no photo', () => {
  const cases: [what: string, code: FailureCode, write: (path: string) => void][] = [
    ['a truncated JPEG', 'corrupt', (path) => writeTruncatedPhoto(path, 'grass.jpg')],
    ['an empty file', 'empty', (path) => writeFileSync(path, '')],
    ['text named .jpg', 'not-an-image', (path) => writeFileSync(path, 'Dear diary, '.repeat(100))],
    [
      'a JPEG header and nothing else',
      'corrupt',
      (path) => writeFileSync(path, readFileSync(join(photos, 'chelsea.jpg')).subarray(0, 400)),
    ],
    ['zeros', 'not-an-image', (path) => writeFileSync(path, Buffer.alloc(50_000))],
    ['20,000 by 20,000 pixels', 'too-large', (path) => writeHugePng(path, 20_000)],
    ['a script in an SVG', 'not-an-image', (path) => writeFileSync(path, '<html><script>alert(1)</script></html>')],
  ]
  it.each(cases)('%s fails with its reason (%s)', async (_what, code, write) => {
    const path = join(photos, 'bad.jpg')
    write(path)
    touch(path, 60) // the newest file is read first
    const summary = await indexFolders(home, [photos])
    expect(summary).toEqual({
      found: good.length + 1,
      indexed: good.length,
      embedded: good.length,
      reused: 0,
      failed: [{ path, reason: failureSentences[code] }],
    })
    await expectGoodOnes()
    await withSearcher(home, async (searcher) => {
      expect(await searcher.library.counts()).toEqual({ ready: good.length, pending: 0, failed: 1, offline: 0 })
      const { items, total } = await searcher.library.failed(0, 10)
      expect(total).toBe(1)
      expect(items).toEqual([{ id: items[0]?.id, path, code, reason: failureSentences[code] }])
      expect(FailedItem.parse(items[0])).toEqual(items[0])
    })
  })

  it('is not read again while it stays as it is, but when asked, and when it changed', async () => {
    const path = join(photos, 'bad.jpg')
    writeTruncatedPhoto(path, 'grass.jpg')
    await indexFolders(home, [photos])
    const library = await openLibrary(home)
    await library.addFolder(photos)
    await library.settled()
    expect(library.status().run.total).toBe(0)
    library.retryFailed()
    await library.settled()
    expect(library.status().run).toMatchObject({ total: 1, done: 1, failed: 1 })
    copySample('grass.jpg', path)
    touch(path, 5)
    library.rescan()
    await library.settled()
    expect(library.status()).toMatchObject({ counts: { ready: good.length + 1, failed: 0, pending: 0 } })
    await library.close()
    await expectGoodOnes(['bad.jpg'])
  })

  it('does not keep hundreds of its kind from leaving the good ones indexed', async () => {
    for (let i = 0; i < 250; i++) writeFileSync(join(photos, `bad ${i}.jpg`), `not a picture ${i}`)
    const summary = await indexFolders(home, [photos])
    expect(summary).toMatchObject({ found: good.length + 250, indexed: good.length })
    expect(summary.failed).toHaveLength(250)
    await expectGoodOnes()
  })
})

describe('a folder', () => {
  it('with links in circles and out of it is walked once', async () => {
    symlinkSync(photos, join(photos, 'circle'))
    symlinkSync(join(photos, 'chelsea.jpg'), join(photos, 'link.jpg'))
    symlinkSync('/', join(photos, 'outside'))
    symlinkSync(join(photos, 'absent'), join(photos, 'dangling.jpg'))
    mkdirSync(join(photos, 'a folder named.jpg'))
    expect(await indexFolders(home, [photos])).toMatchObject({ found: good.length, indexed: good.length, failed: [] })
    await expectGoodOnes()
  })

  it('that vanishes right after it was added is offline, and nothing breaks', async () => {
    const doomed = temporary()
    copySamples(doomed)
    const library = await openLibrary(home)
    const root = await library.addFolder(doomed)
    rmSync(doomed, { recursive: true })
    await library.addFolder(photos)
    await library.settled()
    expect(library.describeRoot(root.id)).toMatchObject({ state: 'offline' })
    expect(library.describeRoot(root.id).message).toContain('not there right now')
    await library.close()
    await expectGoodOnes()
  })

  it('that vanishes while its photos are being read is offline, and the next one is indexed', async () => {
    const doomed = temporary()
    copySamples(doomed)
    const library = await openLibrary(home)
    await library.addFolder(doomed)
    await until('the first photos to be read', () => library.status().run.done >= 2)
    rmSync(doomed, { recursive: true })
    await library.addFolder(photos)
    await library.settled()
    const [gone, there] = library.status().roots
    expect(gone).toMatchObject({ state: 'offline' })
    expect(there).toMatchObject({ ready: good.length, pending: 0, failed: 0 })
    expect(LibraryStatus.parse(library.status())).toEqual(library.status())
    const { run: figures } = library.status()
    expect(figures.done).toBe(figures.total)
    await library.close()
  })

  describe('on a drive that is', () => {
    it.each(['unplugged', 'leaving an empty mount point'])('%s keeps its photos, embedded once', async (how) => {
      const drive = join(temporary(), 'drive')
      copySamples(drive, ['flower.jpg', 'coins.jpg'])
      await indexFolders(home, [photos, drive])
      const away = `${drive} is away`
      renameSync(drive, away)
      if (how !== 'unplugged') mkdirSync(drive)

      let library = await openLibrary(home)
      library.rescan()
      await library.settled()
      const offline = library.status().roots.find(({ path }) => path === drive)
      expect(offline).toMatchObject({ state: 'offline', ready: 0, pending: 0, failed: 0, offline: 2 })
      await library.close()
      await expectGoodOnes(['flower.jpg', 'coins.jpg'])
      await withSearcher(home, async (searcher) => {
        const [flower] = (await run(searcher, text('a flower'))).items
        expect(flower).toMatchObject({ name: 'flower.jpg' })
        expect(await searcher.library.details(flower!.id)).toMatchObject({
          available: false,
          path: join(drive, 'flower.jpg'),
        })
        await expect(searcher.render(flower!.id)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
      })

      if (how !== 'unplugged') rmSync(drive, { recursive: true })
      renameSync(away, drive)
      library = await openLibrary(home)
      library.rescan()
      await library.settled()
      expect(library.summary()).toMatchObject({ indexed: good.length + 2, embedded: 0, reused: 0, failed: [] })
      await library.close()
      await expectGoodOnes(['flower.jpg', 'coins.jpg'])
    })
  })

  describe('without permission', () => {
    const nobody = 65534
    const isRoot = process.getuid?.() === 0
    /** Root may read everything: as root, the command runs as nobody, in folders of theirs. */
    const user = isRoot ? { uid: nobody, gid: nobody } : {}
    const own = (folder: string): void => {
      if (!isRoot) return
      chownSync(folder, nobody, nobody)
      for (const entry of readdirSync(folder, { recursive: true }))
        chownSync(join(folder, String(entry)), nobody, nobody)
    }
    beforeAll(buildCommand)

    it('to read one inner folder or file is reported by name, and what was known of it stays', async () => {
      copySample('flower.jpg', join(photos, 'locked', 'flower.jpg'))
      copySample('coins.jpg', join(photos, 'coins.jpg'))
      own(photos)
      own(home.root)
      const args = ['index', photos, '--json', '--home', home.root]
      expect((await fovea(args, user)).code).toBe(0)

      const locked = [join(photos, 'locked'), join(photos, 'coins.jpg')]
      for (const path of locked) chmodSync(path, 0o000)
      touch(join(photos, 'coins.jpg'), 5)
      const second = await fovea(args, user)
      for (const path of locked) chmodSync(path, 0o755)
      expect(second).toMatchObject({ code: 0 })
      const summary = JSON.parse(second.stdout) as { indexed: number; failed: { path: string; reason: string }[] }
      expect(summary.failed.map(({ path }) => path).sort()).toEqual(locked.sort())
      for (const { reason } of summary.failed) expect(reason).toContain('permissions')
      expect(summary.indexed).toBe(good.length + 1) // flower.jpg in the locked folder is still known
      await expectGoodOnes(['flower.jpg'])

      const third = await fovea(args, user)
      expect(JSON.parse(third.stdout)).toMatchObject({ indexed: good.length + 2, failed: [], embedded: 1 })
      await expectGoodOnes(['flower.jpg', 'coins.jpg'])
    })

    it('to read the folder itself is an error that says so', async () => {
      own(photos)
      own(home.root)
      chmodSync(photos, 0o000)
      const { code, stdout, stderr } = await fovea(['index', photos, '--json', '--home', home.root], user)
      chmodSync(photos, 0o755)
      expect(code).toBe(1)
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'FOLDER_UNREADABLE' } })
      expect(stderr).toContain(photos)
    })
  })
})

describe('a full disk', () => {
  it('is waited out by the app, which then goes on by itself', async () => {
    let free = 0
    const library = await openLibrary(home, { onDiskFull: 'wait', freeBytes: () => Promise.resolve(free) })
    const seen: string[] = []
    library.subscribe(({ pausedBy }) => seen.push(pausedBy.join()))
    await library.addFolder(photos)
    await until('the pause', () => library.status().pausedBy.includes('disk-full'))
    expect(library.status().phase).toBe('paused')
    expect(await withSearcher(home, (searcher) => searcher.library.counts())).toMatchObject({ ready: 0 })

    free = minimumFreeBytes * 4
    await until('the rest', async () => {
      const { phase } = library.status()
      return (
        phase === 'idle' && (await withSearcher(home, (searcher) => searcher.library.counts())).ready === good.length
      )
    })
    expect(library.status()).toMatchObject({ pausedBy: [], counts: { ready: good.length, pending: 0, failed: 0 } })
    expect(seen).toContain('disk-full')
    await library.settled()
    await library.close()
    await expectGoodOnes()
  })

  it('ends the command with its reason, and the next run completes', async () => {
    const full = indexFolders(home, [photos], { freeBytes: () => Promise.resolve(minimumFreeBytes - 1) })
    await expect(full).rejects.toMatchObject({ code: 'DISK_FULL', retry: 'free-space' })
    expect(await indexFolders(home, [photos])).toMatchObject({ indexed: good.length, failed: [] })
    await expectGoodOnes()
  })
})

/** Every file of a folder with its bytes. */
function contents(folder: string): Map<string, string> {
  return new Map(
    readdirSync(folder, { recursive: true })
      .map(String)
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name), 'latin1')]),
  )
}

describe('a store', () => {
  it.each(['items', 'vectors'])('with a newer schema in its %s is refused and left as it is', async (table) => {
    await indexFolders(home, [photos])
    const connection = await connect(home.store)
    const name = (await connection.tableNames()).find((known) => known.startsWith(table))!
    await connection.dropTable(name)
    await connection.createEmptyTable(
      name,
      new Schema([new Field('id', new Utf8(), false)], new Map([['fovea.schema', '999']])),
    )
    connection.close()
    const before = contents(home.store)

    const refusal = { code: 'STORE_NEWER', retry: 'update-app' }
    await expect(openLibrary(home)).rejects.toMatchObject(refusal)
    await withSearcher(home, async (searcher) => {
      await expect(run(searcher, text('a cat'))).rejects.toMatchObject(refusal)
    })
    expect(contents(home.store)).toEqual(before)
    // the lock was given back: the same process may try again
    await expect(openLibrary(home)).rejects.toMatchObject(refusal)
  })

  it('that is damaged is said to be so by a search; indexing sets it aside and builds it anew', async () => {
    await indexFolders(home, [photos])
    for (const name of readdirSync(home.store)) {
      for (const [file] of contents(join(home.store, name))) {
        if (file.includes('manifest') || file.includes('_versions'))
          writeFileSync(join(home.store, name, file), 'garbage')
      }
    }
    const before = contents(home.store)
    await withSearcher(home, async (searcher) => {
      await expect(run(searcher, text('a cat'))).rejects.toMatchObject({ code: 'STORE_DAMAGED' })
    })
    expect(contents(home.store)).toEqual(before)
    expect(await indexFolders(home, [photos])).toMatchObject({ indexed: good.length, embedded: 0 })
    const aside = readdirSync(home.root).filter((name) => name.startsWith('store.damaged-'))
    expect(aside.map((name) => contents(join(home.root, name)))).toEqual([before])
    await expectGoodOnes()
  })

  it('that was moved away is there again with the next run', async () => {
    await indexFolders(home, [photos])
    renameSync(home.store, `${home.store} aside`)
    expect(await indexFolders(home, [photos])).toMatchObject({ indexed: good.length, embedded: 0 })
    await expectGoodOnes()
  })

  it('has one writer: the second is told to wait, and gets it afterwards', async () => {
    const library = await openLibrary(home)
    await expect(openLibrary(home)).rejects.toMatchObject({ code: 'STORE_LOCKED', retry: 'try-again' })
    await library.addFolder(photos)
    await library.settled()
    await library.close()
    await expectGoodOnes()
    await (await openLibrary(home)).close()
  })

  it('of a process that died is taken over', async () => {
    mkdirSync(home.root, { recursive: true })
    writeFileSync(home.lockFile, JSON.stringify({ pid: 2 ** 22 + 1, started: '1' }))
    expect(await indexFolders(home, [photos])).toMatchObject({ indexed: good.length })
  })

  it('is never half opened: a lock held elsewhere leaves it untouched', async () => {
    await indexFolders(home, [photos])
    const before = contents(home.root)
    const release = takeLock(home.lockFile)
    await expect(openLibrary(home)).rejects.toMatchObject({ code: 'STORE_LOCKED' })
    release()
    expect(contents(home.root)).toEqual(before)
  })

  it('with a damaged list of folders falls back to the copy before', async () => {
    await indexFolders(home, [photos])
    const second = temporary()
    await writePhoto(join(second, 'one.jpg'), 1)
    await indexFolders(home, [second]) // the copy before knows the first folder only
    writeFileSync(home.libraryFile, '{"version":1,"roots":[{')
    const library = await openLibrary(home)
    expect(library.roots.map(({ path }) => path)).toEqual([photos])
    await library.close()
    expect(readdirSync(home.root).filter((name) => name.includes('.damaged-'))).toHaveLength(1)
  })
})

describe('a model', () => {
  const damages: [what: string, damage: (folder: string) => void][] = [
    [
      'with one wrong byte',
      (folder) => {
        const path = join(folder, 'image.onnx')
        const bytes = readFileSync(path)
        bytes[bytes.length >> 1]! ^= 1
        writeFileSync(path, bytes)
      },
    ],
    ['without its image tower', (folder) => rmSync(join(folder, 'image.onnx'))],
    ['with a bank cut off', (folder) => writeFileSync(join(folder, 'bank.f32'), '')],
    ['of another size', (folder) => appendFileSync(join(folder, 'image.onnx'), 'x')],
    ['without a manifest', (folder) => rmSync(join(folder, 'manifest.json'))],
    ['with a manifest cut off', (folder) => writeFileSync(join(folder, 'manifest.json'), '{"schema": 1,')],
  ]
  let model: string
  beforeEach(() => {
    model = join(temporary(), 'model')
    cpSync(resources.starterModel, model, { recursive: true })
  })

  it.each(damages)('%s is not used, and the library is as it was', async (_what, damage) => {
    await indexFolders(home, [photos])
    damage(model)
    const opening = openLibrary(home, { modelFolder: model })
    await expect(opening).rejects.toMatchObject({ code: 'MODEL_DAMAGED', retry: 'reinstall' })
    await expectGoodOnes()
    const error = await opening.catch((thrown: unknown) => thrown)
    expect(String(error)).toContain('Install Fovea again')
    const shape = { code: 'MODEL_DAMAGED', message: String(error) } as const
    expect(LibraryStatus.parse(statusWithoutLibrary(shape))).toMatchObject({ phase: 'failed', error: shape })
  })

  it.each(['text.onnx', 'tokenizer.json'])('with a damaged %s cannot answer, and says so', async (file) => {
    await indexFolders(home, [photos])
    copyFileSync(join(model, 'MODEL_CARD.md'), join(model, file))
    const searcher = await openSearcher(home, { modelFolder: model })
    await expect(run(searcher, text('a cat'))).rejects.toMatchObject({ code: 'MODEL_DAMAGED' })
    expect(await everything(searcher)).toHaveLength(good.length) // browsing needs no text tower
    copyFileSync(join(resources.starterModel, file), join(model, file))
    expect((await run(searcher, text('a cat'))).items[0]).toMatchObject({ name: 'chelsea.jpg' }) // repaired in place
    await searcher.close()
  })

  it('of another revision embeds everything anew, without mixing vectors', async () => {
    await indexFolders(home, [photos])
    const path = join(model, 'manifest.json')
    writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), revision: '2' }))
    expect(await indexFolders(home, [photos], { modelFolder: model })).toMatchObject({
      embedded: good.length,
      indexed: good.length,
    })
  })
})
