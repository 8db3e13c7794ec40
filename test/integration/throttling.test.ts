// Indexing that is paused, slowed, or told what to read first, with the real engine.
import { readdirSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { resolveHome, type Home } from '../../main/engine/home'
import { readLibraryFile, writeLibraryFile } from '../../main/engine/library/library-file'
import type { Library } from '../../main/engine/library/library'
import { readPhoto } from '../../main/engine/media/photo'
import { copySamples, indexFolders, openLibrary, sampleNames, until } from './support/engine'
import { temporaryFolders } from './support/folders'
import { writePhoto } from './support/photos'

const makeFolder = temporaryFolders()
const few = sampleNames.slice(0, 4)
const hour = 3_600_000

let home: Home
let photos: string

beforeEach(() => {
  home = resolveHome(makeFolder())
  photos = makeFolder()
})

/** Paused, with everything found and waiting. */
async function openPaused(): Promise<Library> {
  const library = await openLibrary(home)
  library.pause()
  await library.addFolder(photos)
  await library.settled().catch(() => undefined)
  return library
}

describe('a pause for an hour', () => {
  it('survives a restart and says until when', async () => {
    copySamples(photos, few)
    let library = await openLibrary(home)
    const until = Date.now() + hour
    library.pause(until)
    await library.close()
    library = await openLibrary(home)
    await library.addFolder(photos)
    await expect(library.settled()).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(library.status()).toMatchObject({ phase: 'paused', pausedBy: ['until'], pausedUntil: until })
    expect(library.status().counts.ready).toBe(0)
    library.resume()
    await library.settled()
    expect(library.status()).toMatchObject({ phase: 'idle', pausedUntil: null, counts: { ready: few.length } })
    await library.close()
    expect(readLibraryFile(home.libraryFile).pausedUntil).toBeNull()
  })

  it('ends by itself', async () => {
    copySamples(photos, few)
    const library = await openLibrary(home)
    library.pause(Date.now() + 1000)
    await library.addFolder(photos)
    await until('the end of the pause', () => library.status().phase === 'idle')
    await library.settled()
    expect(library.status().counts.ready).toBe(few.length)
    await library.close()
  })
})

describe('a battery', () => {
  it('under 20 % stops indexing until there is mains power, and is no reason to give up', async () => {
    copySamples(photos, few)
    const library = await openLibrary(home)
    library.setPower({ onBattery: true, level: 0.19 })
    await library.addFolder(photos)
    const settled = library.settled()
    await until('the pause', () => library.status().phase === 'paused')
    expect(library.status()).toMatchObject({ pausedBy: ['battery-low'], counts: { ready: 0, pending: few.length } })
    library.setPower({ onBattery: true, level: 0.5 })
    await settled
    expect(library.status()).toMatchObject({ pausedBy: [], slowedBy: ['battery'], counts: { ready: few.length } })
    // Nothing is left to do: an idle library is not called paused.
    library.setPower({ onBattery: true, level: 0.1 })
    expect(library.status().phase).toBe('idle')
    await library.close()
  })
})

describe('a search', () => {
  it('makes indexing wait until it is over', async () => {
    copySamples(photos)
    const library = await openPaused()
    library.setSearching(true)
    library.resume()
    await new Promise((wake) => setTimeout(wake, 1500))
    expect(library.status()).toMatchObject({ phase: 'indexing', slowedBy: ['searching'], run: { done: 0 } })
    library.setSearching(false)
    await library.settled()
    expect(library.status().counts.ready).toBe(sampleNames.length)
    await library.close()
  })
})

describe('a share of the processor', () => {
  it('is kept, also after a restart, and more of it counts at once', async () => {
    for (let seed = 0; seed < 60; seed++) await writePhoto(join(photos, `${String(seed)}.jpg`), seed)
    let library = await openLibrary(home)
    library.setShare(25)
    await library.close()

    library = await openPaused()
    expect(library.status()).toMatchObject({ cpuShare: 25, slowedBy: ['share'] })
    const cpu = (): number => process.cpuUsage().user + process.cpuUsage().system
    const [began, used] = [performance.now(), cpu()]
    library.resume()
    await until('some photos', () => library.status().run.done >= 30)
    const cores = (cpu() - used) / 1000 / (performance.now() - began)
    expect(cores).toBeLessThan(1) // a quarter of two, what was begun before the first rest, and the test itself
    library.setShare(100)
    expect(library.status()).toMatchObject({ cpuShare: 100, slowedBy: [] })
    await library.settled()
    await library.close()
  })
})

it('reads what is on screen before newer photos elsewhere', async () => {
  const [shown, elsewhere] = [8, 24]
  for (let seed = 0; seed < shown + elsewhere; seed++) {
    const path = join(photos, seed < shown ? 'shown' : 'elsewhere', `${String(seed)}.jpg`)
    await writePhoto(path, seed)
    const modified = new Date(Date.UTC(seed < shown ? 2001 : 2021, 1, 1 + seed))
    utimesSync(path, modified, modified)
  }
  const library = await openPaused()
  library.prioritise([], { root: library.roots[0]!.id, folder: 'shown' })
  library.resume()
  await library.settled()
  await library.close()

  // A thumbnail is written when its photo has been read.
  const read = readdirSync(home.thumbnails, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.webp'))
    .map((name) => ({ hash: name.slice(-69, -5), at: statSync(join(home.thumbnails, name)).mtimeMs }))
    .sort((a, b) => a.at - b.at)
    .map(({ hash }) => hash)

  const first = await Promise.all(
    Array.from(
      { length: shown },
      async (_, seed) => (await readPhoto(join(photos, 'shown', `${String(seed)}.jpg`))).hash,
    ),
  )
  expect(read).toHaveLength(shown + elsewhere)
  // All in work at once may finish in any order.
  for (const hash of first) expect(read.indexOf(hash)).toBeLessThan(2 * shown)
})

it('takes a library that knows nothing of shares and hours for one without', async () => {
  copySamples(photos, few)
  await indexFolders(home, [photos])
  const { version, paused, roots } = readLibraryFile(home.libraryFile)
  writeLibraryFile(home.libraryFile, { version, paused, roots })
  const library = await openLibrary(home)
  expect(library.status()).toMatchObject({ cpuShare: 100, pausedBy: [], slowedBy: [] })
  await library.close()
})
