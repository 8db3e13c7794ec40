// Drives that go away, come back elsewhere or are swapped for others: photos are kept, and never embedded again.
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { StateCounts } from '../../contract'
import { resolveHome, type Home } from '../../main/engine/home'
import type { MountTable } from '../../main/engine/library/mounts'
import { needsMounts, tableWith, temporaryMounts } from './support/drives'
import { copySamples, everything, indexFolders, openLibrary, openSearcher, run, term, text } from './support/engine'
import { temporaryFolders } from './support/folders'

const temporary = temporaryFolders()
const mounts = temporaryMounts()
const ours = ['coffee.jpg', 'coins.jpg']
const theirs = ['flower.jpg', 'brick.jpg']

let home: Home
let base: string
beforeEach(() => {
  home = resolveHome(temporary())
  base = temporary()
})

/** Looks at all roots, as a start does, and tells what came of it. */
async function scan(table?: MountTable) {
  const library = await openLibrary(home, table ? { mounts: table } : {})
  try {
    library.rescan()
    await library.settled()
    const { counts, roots } = library.status()
    return { counts, root: roots[0]!, embedded: library.summary().embedded }
  } finally {
    await library.close()
  }
}

/** What a process that only reads says: name, id, path, and whether the photo is offline. */
async function seen(table?: MountTable) {
  const searcher = await openSearcher(home, table ? { mounts: table } : {})
  try {
    const items = await everything(searcher)
    const paths = await searcher.library.paths(items.map(({ id }) => id))
    const photos = items.map(({ id, name, offline }) => ({ id, name, offline, path: paths.get(id) }))
    return { counts: await searcher.library.counts(), photos: photos.sort((a, b) => (a.name < b.name ? -1 : 1)) }
  } finally {
    await searcher.close()
  }
}

const there = (ready: number): StateCounts => ({ ready, pending: 0, failed: 0, offline: 0 })
const away = (offline: number): StateCounts => ({ ready: 0, pending: 0, failed: 0, offline })

describe('a drive that is away', () => {
  it('keeps its photos as offline: found, marked, with a thumbnail, and not to be opened', async () => {
    const drive = join(base, 'drive')
    copySamples(drive, ours)
    await indexFolders(home, [drive])
    const before = await seen()
    expect(before.counts).toEqual(there(2))
    expect(before.photos.every(({ offline }) => !offline)).toBe(true)

    renameSync(drive, join(base, 'in a drawer'))
    const { counts, root, embedded } = await scan()
    expect(counts).toEqual(away(2))
    expect(root).toMatchObject({ state: 'offline', ...away(2) })
    expect(embedded).toBe(0)
    expect(await seen()).toEqual({
      counts: away(2),
      photos: before.photos.map((photo) => ({ ...photo, offline: true })),
    })

    const searcher = await openSearcher(home)
    const [first] = (await run(searcher, text('a cup of coffee'))).items
    expect(first).toMatchObject({ name: 'coffee.jpg', offline: true })
    expect((await searcher.search({ query: text('is:offline'), filters: {}, offset: 0, limit: 9 })).total).toBe(2)
    await expect(searcher.library.locate(first!.id)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('“drive”'),
    })
    expect(await searcher.library.details(first!.id)).toMatchObject({ available: false, offline: true })
    const thumbnail = join(home.thumbnails, first!.hash.slice(0, 2), `${first!.hash}.webp`)
    expect(readFileSync(thumbnail).length).toBeGreaterThan(500)
    // Its vector is at work, too.
    expect((await run(searcher, term({ kind: 'like', itemId: first!.id }))).items).toHaveLength(1)
    await searcher.close()

    renameSync(join(base, 'in a drawer'), drive)
    expect(await scan()).toMatchObject({ counts: there(2), embedded: 0 })
    expect(await seen()).toEqual(before)
  })

  it('is told from another one in its place, whose photos are not taken for its own', async () => {
    const drive = join(base, 'drive')
    copySamples(drive, ours)
    await indexFolders(home, [drive])
    const before = await seen()
    renameSync(drive, join(base, 'first'))
    copySamples(join(base, 'second'), theirs)
    renameSync(join(base, 'second'), drive)

    const result = await scan()
    expect(result).toMatchObject({ counts: away(2), embedded: 0, root: { state: 'offline' } })
    expect(result.root.message).toContain('Another drive or folder is in its place')
    expect((await seen()).photos.map(({ id, offline }) => [id, offline])).toEqual(
      before.photos.map(({ id }) => [id, true]),
    )

    renameSync(drive, join(base, 'second'))
    renameSync(join(base, 'first'), drive)
    expect(await scan()).toMatchObject({ counts: there(2), embedded: 0 })
    expect(await seen()).toEqual(before)
  })

  it('replaced by a copy of itself goes on as before', async () => {
    const drive = join(base, 'drive')
    copySamples(drive, ours)
    await indexFolders(home, [drive])
    const before = await seen()
    cpSync(drive, join(base, 'copy'), { recursive: true })
    rmSync(drive, { recursive: true })
    renameSync(join(base, 'copy'), drive)
    expect(await scan()).toMatchObject({ counts: there(2), embedded: 0, root: { path: drive } })
    expect(await seen()).toEqual(before)
  })
})

describe('a folder that was renamed', () => {
  it('goes on where it is added again, with all that was said of its photos', async () => {
    const [before, after] = [join(base, 'Pictures'), join(base, 'Photos')]
    copySamples(before, ours)
    await indexFolders(home, [before])
    const known = await seen()
    renameSync(before, after)
    expect(await scan()).toMatchObject({ counts: away(2), root: { path: before } })
    expect(await indexFolders(home, [after])).toMatchObject({ found: 2, indexed: 2, embedded: 0, reused: 0 })
    expect(await seen()).toEqual({
      counts: there(2),
      photos: known.photos.map((photo) => ({ ...photo, path: join(after, photo.name) })),
    })
  })
})

describe('files deleted from a folder that is there', () => {
  it.each(['most of them', 'all of them'])('%s: they are gone, not offline, and come back unembedded', async (how) => {
    const folder = join(base, 'Pictures')
    copySamples(folder, [...ours, ...theirs])
    await indexFolders(home, [folder])
    const before = await seen()
    const kept = how === 'all of them' ? [] : ['coffee.jpg']
    for (const name of readdirSync(folder)) {
      if (!kept.includes(name)) renameSync(join(folder, name), join(base, name))
    }
    expect(await scan()).toMatchObject({ counts: there(kept.length) })
    expect((await seen()).photos.map(({ name }) => name)).toEqual(kept)
    for (const name of readdirSync(base).filter((name) => name.endsWith('.jpg'))) {
      renameSync(join(base, name), join(folder, name))
    }
    expect(await scan()).toMatchObject({ counts: there(4), embedded: 0 })
    expect(await seen()).toEqual(before)
  })
})

// The same twice: with volumes that the test decides, which runs everywhere, and with mounted ones.
describe('a volume with an identity', () => {
  const points = (): { left: string; right: string } => ({ left: join(base, 'left'), right: join(base, 'right') })

  it('is found at another mount point, and nothing is embedded', async () => {
    const { left, right } = points()
    copySamples(join(left, 'photos'), ours)
    let at = left
    const table = tableWith(() => [{ point: at, volume: 'uuid:A' }])
    await indexFolders(home, [join(left, 'photos')], { mounts: table })
    const before = await seen(table)
    renameSync(left, right)
    at = right

    // Who only reads says offline until the library has followed.
    expect((await seen(table)).counts).toEqual(away(2))
    expect(await scan(table)).toMatchObject({ counts: there(2), embedded: 0, root: { path: join(right, 'photos') } })
    const after = await seen(table)
    expect(after.counts).toEqual(there(2))
    expect(after.photos).toEqual(before.photos.map((photo) => ({ ...photo, path: join(right, 'photos', photo.name) })))
    // And it stays there, also for those who have never heard of the first place.
    expect(await scan(table)).toMatchObject({ counts: there(2), embedded: 0, root: { path: join(right, 'photos') } })
  })

  it('is found elsewhere while another one is at its old mount point', async () => {
    const { left, right } = points()
    copySamples(join(left, 'DCIM'), ours)
    copySamples(join(right, 'DCIM'), theirs)
    let volumes = [
      { point: left, volume: 'uuid:A' },
      { point: right, volume: 'uuid:B' },
    ]
    const table = tableWith(() => volumes)
    await indexFolders(home, [join(left, 'DCIM')], { mounts: table })
    const before = await seen(table)
    const swap = join(base, 'swap')
    renameSync(left, swap)
    renameSync(right, left)
    renameSync(swap, right)
    volumes = [
      { point: left, volume: 'uuid:B' },
      { point: right, volume: 'uuid:A' },
    ]
    expect(await scan(table)).toMatchObject({ counts: there(2), embedded: 0, root: { path: join(right, 'DCIM') } })
    const { photos } = await seen(table)
    expect(photos.map(({ id, name }) => [id, name])).toEqual(before.photos.map(({ id, name }) => [id, name]))
  })

  it('whose folder holds other files than before has lost the ones that were there', async () => {
    const { left } = points()
    copySamples(join(left, 'photos'), ours)
    const table = tableWith(() => [{ point: left, volume: 'uuid:A' }])
    await indexFolders(home, [join(left, 'photos')], { mounts: table })
    renameSync(join(left, 'photos'), join(left, 'old'))
    copySamples(join(left, 'photos'), theirs)
    expect(await scan(table)).toMatchObject({ counts: there(2), embedded: 2 })
    expect((await seen(table)).photos.map(({ name }) => name)).toEqual([...theirs].sort())
  })

  it('is not followed into another root', async () => {
    const { left, right } = points()
    copySamples(join(left, 'photos'), ours)
    mkdirSync(right)
    let at = left
    const table = tableWith(() => [{ point: at, volume: 'uuid:A' }])
    await indexFolders(home, [join(left, 'photos'), right], { mounts: table })
    renameSync(join(left, 'photos'), join(right, 'photos'))
    at = right
    const { root, embedded } = await scan(table)
    expect(root).toMatchObject({ path: join(left, 'photos'), state: 'offline' })
    expect(embedded).toBe(0)
  })
})

describe('a mounted volume', () => {
  it('is offline without its mount, even where its mount point is empty, and told from another', async (context) => {
    needsMounts(context, base)
    const point = join(base, 'mnt')
    const keep = join(base, 'keep')
    mounts.drive(point)
    mounts.bind(point, keep) // keeps the volume alive, out of sight of Fovea: it is not at its place of the volume
    copySamples(join(point, 'photos'), ours)
    await indexFolders(home, [point])
    const before = await seen()
    const hidden: MountTable = tableWithout(keep)

    mounts.unmount(point)
    expect(await scan(hidden)).toMatchObject({ counts: away(2), embedded: 0, root: { state: 'offline' } })
    mounts.drive(point)
    expect(await scan(hidden)).toMatchObject({ counts: away(2), embedded: 0, root: { state: 'offline' } })
    copySamples(join(point, 'photos'), theirs)
    expect(await scan(hidden)).toMatchObject({ counts: away(2), embedded: 0, root: { state: 'offline' } })
    mounts.unmount(point)
    mounts.bind(keep, point)
    expect(await scan(hidden)).toMatchObject({ counts: there(2), embedded: 0 })
    expect(await seen()).toEqual(before)
    for (const mounted of [point, keep]) mounts.unmount(mounted)
  })

  it('without identity is found at another mount point by the files in it', async (context) => {
    needsMounts(context, base)
    const left = join(base, 'left')
    const right = join(base, 'right')
    mounts.drive(left)
    copySamples(join(left, 'photos'), ours)
    await indexFolders(home, [join(left, 'photos')])
    const before = await seen()
    mounts.bind(left, right)
    mounts.unmount(left)
    expect(await scan()).toMatchObject({ counts: there(2), embedded: 0, root: { path: join(right, 'photos') } })
    expect((await seen()).photos.map(({ id }) => id)).toEqual(before.photos.map(({ id }) => id))
    mounts.unmount(right)
  })

  it('emptied by the person, is empty: its photos are gone', async (context) => {
    needsMounts(context, base)
    const point = join(base, 'mnt')
    mounts.drive(point)
    copySamples(point, ours)
    await indexFolders(home, [point])
    for (const name of ours) rmSync(join(point, name))
    expect(await scan()).toMatchObject({ counts: there(0), root: { path: point } })
    mounts.unmount(point)
  })
})

describe('a drive that is mounted inside a folder of the library', () => {
  const check = async (isReal: boolean): Promise<void> => {
    const folder = join(base, 'all drives')
    const point = join(folder, 'drive')
    copySamples(folder, ['rocket.jpg'])
    if (isReal) mounts.drive(point)
    let isThere = true
    const table = isReal ? tableWith(() => []) : tableWith(() => (isThere ? [{ point, volume: 'uuid:A' }] : []))
    copySamples(point, ours)
    await indexFolders(home, [folder], { mounts: table })
    const before = await seen(table)
    expect(before.photos).toHaveLength(3)

    const drawer = join(base, 'drawer')
    if (isReal) mounts.bind(point, drawer)
    if (isReal) mounts.unmount(point)
    else renameSync(point, drawer)
    isThere = false
    const { root, embedded } = await scan(table)
    expect(embedded).toBe(0)
    expect(root.message).toContain('The drive in “drive” is not there right now')
    expect(await seen(table)).toEqual(before)

    const library = await openLibrary(home, { mounts: table })
    library.changeRoot(root.id, { exclude: ['/drive'] })
    await library.settled()
    expect(library.describeRoot(root.id)).toMatchObject({ ready: 1 })
    expect(library.describeRoot(root.id).message).toBeUndefined()
    library.changeRoot(root.id, { exclude: [] })
    await library.settled()
    await library.close()
    if (isReal) mounts.bind(drawer, point)
    else renameSync(drawer, point)
    isThere = true
    expect(await scan(table)).toMatchObject({ counts: there(3), embedded: 0 })
    expect(await seen(table)).toEqual(before)
    if (isReal) for (const mounted of [point, drawer]) mounts.unmount(mounted)
  }

  it('keeps its photos while it is away', () => check(false))

  it('keeps its photos while it is unmounted', async (context) => {
    needsMounts(context, base)
    await check(true)
  })
})

function tableWithout(point: string): MountTable {
  const table = tableWith(() => [])
  return async () => (await table()).filter((mount) => mount.point !== point)
}
