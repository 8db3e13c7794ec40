// Ended at any instant, indexing resumes: nothing lost, nothing doubled.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { resolveHome, type Home } from '../../main/engine/home'
import { thumbnailPath } from '../../main/engine/media/thumbnails'
import { buildCommand, fovea, startFovea } from './support/command'
import { copySamples, everything, indexFolders, run, sampleNames, text, until, withSearcher } from './support/engine'
import { temporaryFolders } from './support/folders'
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
    expect(await searcher.counts()).toEqual({ ready: all, pending: 0, failed: 0 })
    const items = await everything(searcher)
    expect(items).toHaveLength(all)
    const paths = await searcher.paths(items.map(({ id }) => id))
    expect(new Set(paths.values()).size).toBe(all)
    for (const { hash } of items)
      expect(readFileSync(thumbnailPath(home.thumbnails, hash)).subarray(0, 4).toString()).toBe('RIFF')
    const found = await run(searcher, text('a cat'))
    expect(found.total).toBe(all)
    expect(found.items[0]).toMatchObject({ name: 'chelsea.jpg' })
  })
}

/** The same pauses in every run of the suite (mulberry32). */
function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

describe('killed', () => {
  it('three times at random moments, it ends with every photo once', async () => {
    const home = resolveHome(temporary())
    const next = random(20190721)
    const committed = async (): Promise<number> => (await withSearcher(home, (searcher) => searcher.counts())).ready

    // Moments are counted in photos done, not in seconds, so that they are the same on slow and fast machines.
    for (let kill = 0; kill < 2; kill++) {
      const before = await committed()
      const moment = before + 1 + Math.floor(next() * 0.5 * (all - before))
      const { child, finished } = startFovea(index(home))
      await until(`${moment} photos`, () => thumbnails(home).length >= moment || child.exitCode !== null)
      child.kill('SIGKILL')
      expect(await finished).toMatchObject({ signal: 'SIGKILL' })
    }
    // And once after a commit (a machine fast enough to be done by then has nothing left to be killed at).
    const { child, finished } = startFovea(index(home))
    await until('a commit', async () => (await committed()) > 0 || child.exitCode !== null)
    child.kill('SIGKILL')
    await finished

    const ready = await committed()
    expect(ready).toBeGreaterThan(0)
    const last = await fovea(index(home))
    expect(last).toMatchObject({ code: 0, stderr: '' })
    const summary = JSON.parse(last.stdout) as unknown
    // What was committed is not computed again.
    expect(summary).toMatchObject({ found: all, indexed: all, embedded: all - ready, reused: 0, failed: [] })
    await expectWhole(home)
    expect(await indexFolders(home, [photos])).toMatchObject({ indexed: all, embedded: 0, reused: 0 })
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
    const { ready } = await withSearcher(home, (searcher) => searcher.counts())
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
