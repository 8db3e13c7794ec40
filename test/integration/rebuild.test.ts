// A damaged store is set aside and built anew from the backup: every photo is there, with its marks, and none is embedded again.
import {
  appendFileSync,
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LibraryStatus } from '../../contract'
import { resolveHome, type Home } from '../../main/engine/home'
import { minimumFreeBytes } from '../../main/engine/store/disk'
import { buildCommand, fovea } from './support/command'
import {
  copySample,
  copySamples,
  everything,
  openLibrary,
  openSearcher,
  run,
  text,
  withSearcher,
} from './support/engine'
import { temporaryFolders } from './support/folders'
import { libraryRows, type LibraryRows } from './support/library-rows'

const temporary = temporaryFolders()
const names = ['chelsea.jpg', 'coffee.jpg', 'rocket.jpg', 'coins.jpg', 'flower.jpg']
let photos: string
/** A library with two copies of a photo of which one has marks; it is copied for each test. */
let whole: Home
let before: LibraryRows
let home: Home

beforeAll(async () => {
  photos = temporary()
  copySamples(photos, names)
  copySample('chelsea.jpg', join(photos, 'copies', 'a copy.jpg'))
  writeFileSync(join(photos, 'broken.jpg'), 'no picture')
  whole = resolveHome(temporary())
  const library = await openLibrary(whole)
  await library.addFolder(photos)
  await library.settled()
  for (const name of ['a copy.jpg', 'rocket.jpg']) await mark(library, name)
  await library.settled()
  await library.close()
  before = await libraryRows(whole)
})

async function mark(library: Awaited<ReturnType<typeof openLibrary>>, name: string): Promise<void> {
  const ids = await withSearcher(whole, async (searcher) =>
    (await everything(searcher)).filter((item) => item.name === name).map(({ id }) => id),
  )
  library.mark(ids, { favorite: true, rating: 4 })
}

beforeEach(() => {
  home = resolveHome(temporary())
  cpSync(whole.root, home.root, { recursive: true })
})

/** Files of the store whose path fits. */
function storeFiles(pattern: RegExp): string[] {
  return readdirSync(home.store, { recursive: true })
    .map((name) => join(home.store, String(name)))
    .filter((path) => pattern.test(path) && statSync(path).isFile())
}

const setAside = (): string[] => readdirSync(home.root).filter((name) => name.startsWith('store.damaged-'))

/** Opens the library once and lets it compare itself with the disk. */
async function indexAgain(): Promise<{ embedded: number; notice: string | undefined }> {
  const library = await openLibrary(home)
  library.rescan()
  await library.settled()
  const { embedded } = library.summary()
  const status = library.status()
  expect(LibraryStatus.parse(status)).toEqual(status)
  expect(status.counts).toEqual({ ready: names.length + 1, pending: 0, failed: 1, offline: 0 })
  await library.close()
  return { embedded, notice: status.notice }
}

async function expectWhole(): Promise<void> {
  expect(await libraryRows(home)).toEqual(before)
  await withSearcher(home, async (searcher) => {
    expect((await run(searcher, text('a cat'))).items[0]?.name).toMatch(/chelsea|a copy/)
  })
}

/** As a disk leaves it that lost a page: in the middle, or all of a file that is smaller than two. */
function zeroPage(path: string): void {
  const bytes = readFileSync(path)
  const from = Math.min(4096 * Math.floor(bytes.length / 8192), bytes.length >> 2)
  writeFileSync(path, bytes.fill(0, from, from + 4096))
}

function vectorsFolder(): string {
  return join(
    home.store,
    readdirSync(home.store).find((name) => name.startsWith('vectors'))!,
  )
}

const damages: [what: string, damage: () => void][] = [
  ['garbage in a manifest', () => storeFiles(/items.*_versions/).forEach((path) => writeFileSync(path, 'garbage'))],
  ['empty manifests', () => storeFiles(/vectors.*_versions/).forEach((path) => truncateSync(path))],
  ['deleted versions', () => storeFiles(/items.*_versions/).forEach((path) => rmSync(path))],
  ['deleted versions of the vectors', () => storeFiles(/vectors.*_versions/).forEach((path) => rmSync(path))],
  ['deleted data files', () => storeFiles(/items.*[\\/]data[\\/]/).forEach((path) => rmSync(path))],
  ['deleted data files of the vectors', () => storeFiles(/vectors.*[\\/]data[\\/]/).forEach((path) => rmSync(path))],
  [
    'a fragment cut off',
    () => storeFiles(/items.*[\\/]data[\\/]/).forEach((path) => truncateSync(path, statSync(path).size >> 1)),
  ],
  [
    'a fragment of the vectors cut off',
    () => storeFiles(/vectors.*[\\/]data[\\/]/).forEach((path) => truncateSync(path, statSync(path).size >> 1)),
  ],
  ['garbage in the indexes', () => storeFiles(/_indices/).forEach((path) => writeFileSync(path, 'garbage'))],
  ['deleted indexes', () => storeFiles(/_indices/).forEach((path) => rmSync(path))],
  ['a page of zeros', () => storeFiles(/items.*[\\/]data[\\/]/).forEach(zeroPage)],
  ['a page of zeros in the vectors', () => storeFiles(/vectors.*[\\/]data[\\/]/).forEach(zeroPage)],
  [
    'a cut off manifest',
    () => storeFiles(/items.*_versions/).forEach((path) => truncateSync(path, statSync(path).size >> 1)),
  ],
  ['no table of vectors', () => rmSync(vectorsFolder(), { recursive: true })],
  ['no table of items', () => rmSync(join(home.store, 'items.lance'), { recursive: true })],
]

describe('a store with', () => {
  it.each(damages)('%s is set aside and built anew, with nothing lost and nothing embedded', async (_what, damage) => {
    damage()
    const { embedded, notice } = await indexAgain()
    expect(embedded).toBe(0)
    expect(setAside()).toHaveLength(1)
    expect(notice).toContain(setAside()[0])
    await expectWhole()
    expect(await indexAgain()).toEqual({ embedded: 0, notice: undefined })
    expect(setAside()).toHaveLength(1)
  })
})

const damage = (): void => storeFiles(/items.*_versions/).forEach((path) => rmSync(path))
const log = (kind: 'items' | 'vectors'): string =>
  join(
    home.backup,
    readdirSync(home.backup).find((name) => name.startsWith(kind))!,
  )

describe('a damaged store', () => {
  it('without a backup is set aside, and everything is embedded anew', async () => {
    rmSync(home.backup, { recursive: true })
    damage()
    expect(await indexAgain()).toMatchObject({ embedded: names.length, notice: expect.stringContaining('damaged') })
    expect(setAside()).toHaveLength(1)
    // The backup is complete again.
    damage()
    expect(await indexAgain()).toMatchObject({ embedded: 0 })
  })

  it('of a library from before there were backups has one as soon as it was opened once', async () => {
    rmSync(home.backup, { recursive: true })
    await indexAgain()
    damage()
    expect(await indexAgain()).toMatchObject({ embedded: 0 })
    await expectWhole()
  })

  it('with a backup cut off by a kill, and damaged elsewhere, loses only what was hit', async () => {
    const vectors = log('vectors')
    const bytes = readFileSync(vectors)
    const recordBytes = bytes.length / names.length
    bytes[recordBytes + 100]! ^= 1
    writeFileSync(vectors, bytes.subarray(0, -10)) // two of five have no vector
    appendFileSync(log('items'), '{"id":"0123')
    damage()
    expect(await indexAgain()).toMatchObject({ embedded: 2 })
    await expectWhole()
    damage()
    expect(await indexAgain()).toMatchObject({ embedded: 0 }) // the two are in the backup again
    await expectWhole()
  })

  it('keeps those that are gone findable by their content, and what was set and removed meanwhile', async () => {
    const library = await openLibrary(home)
    await library.addFolder(photos)
    const extra = temporary()
    copySamples(extra, ['grass.jpg', 'brick.jpg'])
    const root = await library.addFolder(extra)
    await library.settled()
    rmSync(join(extra, 'grass.jpg'))
    library.rescan()
    await library.settled()
    await library.close()
    damage()

    const again = await openLibrary(home)
    copySample('grass.jpg', join(extra, 'back again.jpg'))
    again.rescan()
    await again.settled()
    expect(again.summary()).toMatchObject({ indexed: names.length + 3, embedded: 0 })
    await again.removeRoot(root.id)
    await again.close()
    damage()
    expect(await indexAgain()).toMatchObject({ embedded: 0 })
    expect((await libraryRows(home)).items.map(({ name }) => name).sort()).toEqual(
      before.items.map(({ name }) => name).sort(),
    )
  })

  it('stays as it is while the disk is full', async () => {
    damage()
    const full = { freeBytes: () => Promise.resolve(minimumFreeBytes) }
    await expect(openLibrary(home, full)).rejects.toMatchObject({ code: 'DISK_FULL', retry: 'free-space' })
    expect(readdirSync(home.root).filter((name) => name.startsWith('store'))).toEqual(['store'])
    expect(await indexAgain()).toMatchObject({ embedded: 0 })
  })

  it.each(['store.rebuilding', 'store'])('is built anew after a kill that left no %s', async (missing) => {
    damage()
    cpSync(whole.store, `${home.store}.rebuilding`, { recursive: true })
    rmSync(join(`${home.store}.rebuilding`, 'items.lance'), { recursive: true })
    rmSync(join(home.root, missing), { recursive: true })
    expect(await indexAgain()).toMatchObject({ embedded: 0 })
    expect(existsSync(`${home.store}.rebuilding`)).toBe(false)
    await expectWhole()
  })

  it('is an empty library for those who search while it is rebuilt, and they find everything afterwards', async () => {
    damage()
    const searcher = await openSearcher(home)
    await expect(run(searcher, text('a cat'))).rejects.toMatchObject({ code: 'STORE_DAMAGED' })
    cpSync(whole.store, `${home.store}.rebuilding`, { recursive: true })
    expect(await run(searcher, text('a cat'))).toMatchObject({ total: 0 })
    await indexAgain()
    expect(await run(searcher, text('a cat'))).toMatchObject({ total: names.length + 1 })
    await searcher.close()
  })

  it('that somebody has open is read as the new one by the next search', async () => {
    const searcher = await openSearcher(home)
    expect(await run(searcher, text('a cat'))).toMatchObject({ total: names.length + 1 })
    storeFiles(/vectors.*[\\/]data[\\/]/).forEach((path) => rmSync(path))
    await indexAgain()
    const { total, items } = await run(searcher, text('a cat'))
    expect(total).toBe(names.length + 1)
    expect(await everything(searcher)).toHaveLength(names.length + 1)
    expect(items[0]?.name).toMatch(/chelsea|a copy/)
    await searcher.close()
  })
})

describe('a store that cannot be reached', () => {
  beforeAll(buildCommand)

  it('for lack of permission is left where it is, and works again with it', async () => {
    const isRoot = process.getuid?.() === 0
    const nobody = isRoot ? { uid: 65534, gid: 65534 } : {}
    const all = [home.root, ...readdirSync(home.root, { recursive: true }).map((name) => join(home.root, String(name)))]
    if (isRoot) for (const path of all) chownSync(path, 65534, 65534)
    const closed = [
      join(home.store, 'items.lance', '_versions'),
      join(storeFiles(/vectors.*[\\/]data[\\/]/)[0]!, '..'),
      home.store,
    ]
    for (const path of closed) {
      chmodSync(path, 0o000)
      const refused = await fovea(['index', photos, '--home', home.root, '--json'], nobody)
      chmodSync(path, 0o755)
      expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'FILE_UNREADABLE' } })
      expect(refused.stderr).toContain('permissions')
      expect(setAside()).toEqual([])
    }
    expect(await indexAgain()).toEqual({ embedded: 0, notice: undefined })
    await expectWhole()
  })
})
