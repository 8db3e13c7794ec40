// Another model is chosen: search finds everything meanwhile, at any point of it, and goes back at once.
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { LibraryStatus } from '../../contract'
import { resolveHome, type Home } from '../../main/engine/home'
import { modelInUse } from '../../main/engine/models/choice'
import { Models } from '../../main/engine/models/models'
import { copySample, copySamples, openLibrary, openSearcher, resources, run, text, until } from './support/engine'
import { temporaryFolders } from './support/folders'
import { tinyClip, writeClipExport } from './support/models/exports'

const temporary = temporaryFolders()
const names = ['chelsea.jpg', 'rocket.jpg', 'coffee.jpg', 'grass.jpg']
let home: Home
let models: Models
let photos: string
let other: string

beforeEach(async () => {
  home = resolveHome(temporary())
  models = new Models({ home, resources, threads: 2 })
  photos = temporary()
  copySamples(photos, names)
  const folder = join(temporary(), 'other')
  mkdirSync(folder)
  writeClipExport(folder, tinyClip)
  other = (await models.import(folder)).id
  await withLibrary(async (library) => {
    await library.addFolder(photos)
    await library.settled()
  })
})

const folderInUse = async (): Promise<string> => (await modelInUse(home, resources)).folder

async function withLibrary<T>(use: (library: Awaited<ReturnType<typeof openLibrary>>) => Promise<T>): Promise<T> {
  const library = await openLibrary(home, { modelFolder: await folderInUse() })
  try {
    return await use(library)
  } finally {
    await library.close()
  }
}

async function found(words: string): Promise<string[]> {
  const searcher = await openSearcher(home, { modelFolder: await folderInUse() })
  try {
    return (await run(searcher, words === '' ? { kind: 'all' } : text(words))).items.map(({ name }) => name)
  } finally {
    await searcher.close()
  }
}

async function upgrade(): Promise<LibraryStatus['upgrade']> {
  const searcher = await openSearcher(home, { modelFolder: await folderInUse() })
  try {
    return await searcher.library.upgrade(resources)
  } finally {
    await searcher.close()
  }
}

describe('a change of models', () => {
  it('takes no photo away, at none of its points', async () => {
    const before = await found('a cat')
    await models.use(other)
    expect(await found('a cat')).toEqual(before)
    expect((await found('')).sort()).toEqual([...names].sort())
    expect(await upgrade()).toEqual({ from: 'fovea-starter', to: other, done: 0, total: 4, bridge: 'both-towers' })

    const status = await withLibrary(async (library) => {
      expect(library.status()).toMatchObject({
        counts: { ready: 4, pending: 0 },
        upgrade: { from: 'fovea-starter', to: other, done: 0, total: 4, bridge: 'both-towers' },
      })
      library.start()
      await library.settled()
      return library.status()
    })
    expect(status.upgrade).toBeUndefined()
    expect(await upgrade()).toBeUndefined()
    expect(await found('a cat')).toHaveLength(4)
  })

  it('shows new photos and hides those that are gone before it is through', async () => {
    await models.use(other)
    rmSync(join(photos, 'rocket.jpg'))
    copySample('hubble-deep-field.jpg', join(photos, 'hubble.jpg'))
    await withLibrary(async (library) => {
      // One photo has its turn: the new one.
      library.start()
      await until('the first photo is embedded', () => library.status().run.done >= 1)
    })
    const expected = [...names.filter((name) => name !== 'rocket.jpg'), 'hubble.jpg'].sort()
    expect((await found('')).sort()).toEqual(expected)
    expect((await found('a cat')).sort()).toEqual(expected)
  })

  it('keeps what a person says of photos, and photos that are moved, meanwhile', async () => {
    const searcher = await openSearcher(home)
    const [cat] = (await run(searcher, text('a cat'))).items
    await searcher.close()
    await models.use(other)
    await withLibrary(async (library) => {
      library.mark([cat!.id], { favorite: true })
      await library.settled()
    })
    expect(await found('is:favorite')).toEqual(['chelsea.jpg'])
    mkdirSync(join(photos, 'moved'))
    renameSync(join(photos, 'chelsea.jpg'), join(photos, 'moved', 'chelsea.jpg'))
    await withLibrary(async (library) => {
      library.start()
      await library.settled()
      expect(library.summary()).toMatchObject({ found: 4, indexed: 4 })
    })
    expect(await found('is:favorite')).toEqual(['chelsea.jpg'])
    const after = await openSearcher(home, { modelFolder: await folderInUse() })
    expect((await run(after, text('is:favorite'))).items[0]?.id).toBe(cat!.id)
    await after.close()
  })

  it('goes back at once, with what was embedded meanwhile', async () => {
    const before = await found('a cat')
    await models.use(other)
    copySample('hubble-deep-field.jpg', join(photos, 'hubble.jpg'))
    await withLibrary(async (library) => {
      library.start()
      await library.settled()
    })
    await models.use('fovea-starter')
    expect(await upgrade()).toEqual({ from: other, to: 'fovea-starter', done: 4, total: 5, bridge: 'both-towers' })
    const after = await found('a cat')
    expect(after.filter((name) => name !== 'hubble.jpg')).toEqual(before)
    expect(after).toHaveLength(5)
  })
})
