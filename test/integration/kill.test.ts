// Ended at any instant, indexing resumes: nothing lost, nothing doubled.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { resolveHome, type Home } from '../../main/engine/home'
import { thumbnailPath } from '../../main/engine/media/thumbnails'
import { buildCommand, fovea, startFovea } from './support/command'
import { copySamples, everything, repository, run, sampleNames, text, until, withSearcher } from './support/engine'
import { temporaryFolders } from './support/folders'
import { killRepeatedly } from './support/kills'
import { libraryRows } from './support/library-rows'
import { writePhoto } from './support/photos'

const temporary = temporaryFolders()
const made = 110
const all = made + sampleNames.length
let photos: string

beforeAll(async () => {
  await buildCommand()
  photos = temporary()
  copySamples(join(photos, 'samples'))
  for (let i = 0; i < made; i++) await writePhoto(join(photos, `folder ${i % 7}`, `${i}.jpg`), i)
})

function thumbnails(home: Home): string[] {
  if (!existsSync(home.thumbnails)) return []
  return readdirSync(home.thumbnails, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.webp'))
}

const index = (home: Home): string[] => ['index', photos, '--home', home.root, '--json']

/** Every photo is there once, under its path, with a thumbnail, and is found. */
async function expectWhole(home: Home): Promise<void> {
  await withSearcher(home, async (searcher) => {
    expect(await searcher.library.counts()).toEqual({ ready: all, pending: 0, failed: 0, offline: 0 })
    const items = await everything(searcher)
    expect(items).toHaveLength(all)
    const paths = await searcher.library.paths(items.map(({ id }) => id))
    expect(new Set(paths.values()).size).toBe(all)
    for (const { hash } of items)
      expect(readFileSync(thumbnailPath(home.thumbnails, hash)).subarray(0, 4).toString()).toBe('RIFF')
    const found = await run(searcher, text('a cat'))
    expect(found.total).toBe(all)
    expect(found.items[0]).toMatchObject({ name: 'chelsea.jpg' })
  })
}

describe('killed', () => {
  it('25 times at random moments, it ends with the library of a run that nobody disturbed, row for row', async () => {
    const folder = temporary()
    const [kills, photosAKill] = [25, 16]
    const env = { NODE_OPTIONS: `--require ${join(repository, 'test', 'integration', 'support', 'instant-tower.cjs')}` }
    const args = (home: Home): string[] => ['index', folder, '--home', home.root, '--json']
    const arrive = async (from: number): Promise<void> => {
      for (let i = from; i < from + photosAKill; i++) await writePhoto(join(folder, `folder ${i % 7}`, `${i}.jpg`), i)
    }

    const home = resolveHome(temporary())
    await arrive(0)
    const started = performance.now()
    await fovea(args(resolveHome(temporary())), { env })
    const longestMs = performance.now() - started
    await killRepeatedly({
      count: kills,
      seed: 20190721,
      longestMs,
      start: () => startFovea(args(home), { env }).child,
      prepare: (done) => arrive(done * photosAKill),
    })

    const total = kills * photosAKill
    const last = await fovea(args(home), { env })
    expect(last).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(last.stdout)).toMatchObject({ found: total, indexed: total, failed: [] })
    const undisturbed = resolveHome(temporary())
    await fovea(args(undisturbed), { env })
    const rows = await libraryRows(home, { identity: false })
    expect(rows.vectors).toHaveLength(total)
    expect(rows).toEqual(await libraryRows(undisturbed, { identity: false }))
    expect(new Set(thumbnails(home))).toEqual(new Set(thumbnails(undisturbed)))

    // And the backup has them all.
    const before = await libraryRows(home)
    rmSync(home.store, { recursive: true })
    const rebuilt = await fovea(args(home), { env })
    expect(JSON.parse(rebuilt.stdout)).toMatchObject({ indexed: total, embedded: 0, failed: [] })
    expect(await libraryRows(home)).toEqual(before)
  })
})

describe('interrupted with Ctrl-C', () => {
  it('it commits what it has, ends with 130, and the next run resumes', async () => {
    const home = resolveHome(temporary())
    const { child, finished } = startFovea(index(home))
    await until('some photos', () => thumbnails(home).length >= 20)
    child.kill('SIGINT')
    const { code, stdout } = await finished
    expect(code).toBe(130)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'CANCELLED' } })
    const { ready } = await withSearcher(home, (searcher) => searcher.library.counts())
    expect(ready).toBeGreaterThanOrEqual(10)
    expect(ready).toBeLessThan(all)

    const { stdout: rest } = await fovea(index(home))
    expect(JSON.parse(rest)).toMatchObject({ indexed: all, embedded: all - ready, failed: [] })
    await expectWhole(home)
  })

  it('while it is still opening the library, it ends with 130 as well', async () => {
    const home = resolveHome(temporary())
    const { child, finished } = startFovea(index(home))
    await until('the lock', () => existsSync(home.lockFile) || child.exitCode !== null)
    child.kill('SIGINT')
    expect(await finished).toMatchObject({ code: 130 })
    expect(existsSync(home.lockFile)).toBe(false)
    expect(thumbnails(home).length).toBeLessThan(all / 2)
  })
})
