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
    for (let kill = 0; kill < 3; kill++) {
      const before = thumbnails(home).length
      const { child, finished } = startFovea(index(home))
      // Counted from the first new thumbnail, so that a slow machine is not killed before it begins.
      await until('work to begin', () => thumbnails(home).length > before || child.exitCode !== null)
      await new Promise((wake) => setTimeout(wake, next() * 1000))
      child.kill('SIGKILL')
      expect(await finished).toMatchObject({ signal: 'SIGKILL' })
    }
    const last = await fovea(index(home))
    expect(last).toMatchObject({ code: 0, stderr: '' })
    const summary = JSON.parse(last.stdout) as { embedded: number }
    expect(summary).toMatchObject({ found: all, indexed: all, failed: [] })
    expect(summary.embedded).toBeLessThan(all) // what was committed before is not computed again
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
