// A library that is open keeps up with its folders: what changes on disk is found within three seconds.
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resolveHome } from '../../main/engine/home'
import type { Library } from '../../main/engine/library/library'
import type { Searcher } from '../../main/engine/search/searcher'
import { copySamples, everything, openLibrary, openSearcher, samplePath, until } from './support/engine'
import { temporaryFolders } from './support/folders'

const temporary = temporaryFolders()
const limitMs = 3000

let photos: string
let library: Library
let searcher: Searcher

beforeAll(async () => {
  const home = resolveHome(temporary())
  photos = temporary()
  copySamples(photos, ['coffee.jpg', 'coins.jpg'])
  copySamples(join(photos, 'inner'), ['flower.jpg'])
  library = await openLibrary(home, { onDiskFull: 'wait' })
  searcher = await openSearcher(home)
  await searcher.warmUp()
  await library.addFolder(photos)
  library.start()
  await until(
    'the first run',
    async () => library.status().phase === 'idle' && (await everything(searcher)).length === 3,
  )
  await until('the watch', () => library.status().roots[0]?.state === 'watching')
})
afterAll(async () => {
  await library.close()
  await searcher.close()
})

/** What is found, as "name width x height", in order of names. */
async function found(): Promise<string> {
  const items = await everything(searcher)
  return items
    .map(({ name, width, height }) => `${name} ${width}x${height}`)
    .sort()
    .join(', ')
}

/** Resolves once exactly these are found; fails if that takes longer than people are promised. */
async function expectSoon(expected: string): Promise<void> {
  let last = ''
  const took = await until(expected, async () => (last = await found()) === expected, limitMs).catch(() => Infinity)
  expect(last).toBe(expected)
  expect(took).toBeLessThan(limitMs)
}

const before = 'coffee.jpg 600x400, coins.jpg 384x303, flower.jpg 640x427'

describe('within three seconds', () => {
  it('a new photo is found', async () => {
    copyFileSync(samplePath('chelsea.jpg'), join(photos, 'cat.jpg'))
    await expectSoon(`cat.jpg 451x300, ${before}`)
  })

  it('a changed photo is found as it is now', async () => {
    const { id } = (await everything(searcher)).find(({ name }) => name === 'cat.jpg')!
    copyFileSync(samplePath('rocket.jpg'), join(photos, 'cat.jpg'))
    await expectSoon(`cat.jpg 640x427, ${before}`)
    expect((await everything(searcher)).find(({ name }) => name === 'cat.jpg')?.id).toBe(id)
  })

  it('a renamed photo is found under its new name, as the same item', async () => {
    const { id } = (await everything(searcher)).find(({ name }) => name === 'cat.jpg')!
    renameSync(join(photos, 'cat.jpg'), join(photos, 'a rocket.jpg'))
    await expectSoon(`a rocket.jpg 640x427, ${before}`)
    expect((await everything(searcher)).find(({ name }) => name === 'a rocket.jpg')?.id).toBe(id)
  })

  it('a deleted photo is found no more', async () => {
    rmSync(join(photos, 'a rocket.jpg'))
    await expectSoon(before)
  })

  it('a new folder is found with what is in it, and goes with it', async () => {
    mkdirSync(join(photos, 'new', 'deep'), { recursive: true })
    copyFileSync(samplePath('brick.jpg'), join(photos, 'new', 'deep', 'brick.jpg'))
    await expectSoon(`brick.jpg 512x512, ${before}`)
    rmSync(join(photos, 'new'), { recursive: true })
    await expectSoon(before)
  })

  it('a renamed folder is found under its new name', async () => {
    renameSync(join(photos, 'inner'), join(photos, 'outer'))
    await until(
      'the new name',
      async () => (await searcher.library.folders()).some(({ path }) => path === 'outer'),
      limitMs,
    )
    await until(
      'the old name to go',
      async () => !(await searcher.library.folders()).some(({ path }) => path === 'inner'),
      limitMs,
    )
    expect(await found()).toBe(before)
  })

  it('files that are no photos change nothing', async () => {
    await library.settled()
    const { revision } = library.status()
    await writeFile(join(photos, 'notes.doc'), 'x')
    await writeFile(join(photos, '.hidden.jpg'), readFileSync(samplePath('coffee.jpg')))
    await new Promise((wake) => setTimeout(wake, 1000))
    expect(library.status().revision).toBe(revision)
    expect(await found()).toBe(before)
  })
})

describe('a photo written slowly, in pieces', () => {
  it('ends up whole, within three seconds of its last byte', async () => {
    const bytes = readFileSync(samplePath('hubble-deep-field.jpg'))
    const path = join(photos, 'slow.jpg')
    const pieces = 6
    for (let piece = 0; piece < pieces; piece++) {
      const part = bytes.subarray((bytes.length * piece) / pieces, (bytes.length * (piece + 1)) / pieces)
      await appendFile(path, part)
      // Longer than a write may pause without being taken for finished, every second time.
      await new Promise((wake) => setTimeout(wake, piece % 2 === 0 ? 200 : 900))
    }
    await expectSoon(`${before}, slow.jpg 1000x872`)
    expect(await searcher.library.failed(0, 10)).toEqual({ items: [], total: 0 })
    expect(library.status()).toMatchObject({ phase: 'idle', counts: { ready: 4, pending: 0, failed: 0 } })
  })
})

describe('a drive that is unplugged while it is watched', () => {
  it('is offline soon, and comes back by itself without embedding anything', async () => {
    const away = `${photos} is away`
    renameSync(photos, away)
    await until('offline', () => library.status().roots[0]?.state === 'offline', 15_000)
    expect(await found()).toBe(`${before}, slow.jpg 1000x872`)
    renameSync(away, photos)
    await until('back', () => ['watching', 'rescanning'].includes(library.status().roots[0]?.state ?? ''), 15_000)
    const embedded = library.summary().embedded
    copyFileSync(samplePath('gravel.jpg'), join(photos, 'gravel.jpg'))
    await until('a photo added after the return', async () => (await found()).includes('gravel.jpg'), 15_000)
    expect(library.summary().embedded).toBe(embedded + 1)
  })
})
