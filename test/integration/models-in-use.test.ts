// Models at their true size, from import to search; and changing the model of a library that is in use.
import { appendFileSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Filters } from '../../contract'
import { resolveHome } from '../../main/engine/home'
import { readLibraryFile } from '../../main/engine/library/library-file'
import { Models } from '../../main/engine/models/models'
import { buildCommand, fovea, type Finished } from './support/command'
import {
  copySamples,
  everything,
  indexFolders,
  openLibrary,
  openSearcher,
  resources,
  run,
  text,
  withModelInUse,
} from './support/engine'
import { temporaryFolders } from './support/folders'
import { clipB32, siglip2B16, tinyClip, writeClipExport, writeSiglip2Export } from './support/models/exports'

const temporary = temporaryFolders()
const names = ['chelsea.jpg', 'rocket.jpg', 'coffee.jpg', 'grass.jpg']

beforeAll(buildCommand)

describe.each([
  ['SigLIP 2 B/16 at 256 pixels', (folder: string) => writeSiglip2Export(folder, siglip2B16), 768],
  ['CLIP B/32', (folder: string) => writeClipExport(folder, clipB32), 512],
])('a model of the true shape of %s', (_name, write, dimension) => {
  it('is imported, chosen, indexed with and searched with by the command', async () => {
    const [home, folder, photos] = [temporary(), join(temporary(), 'true-shape'), temporary()]
    mkdirSync(folder)
    write(folder)
    copySamples(photos, names.slice(0, 2))
    const command = async (...args: string[]): Promise<Record<string, unknown>> => {
      const finished: Finished = await fovea(['--home', home, '--json', ...args])
      expect(finished, finished.stderr).toMatchObject({ code: 0 })
      return JSON.parse(finished.stdout) as Record<string, unknown>
    }
    expect(await command('models', 'import', folder)).toMatchObject({
      id: 'true-shape',
      dimension,
      licence: expect.any(String),
    })
    rmSync(folder, { recursive: true }) // nothing of it is needed any more
    await command('models', 'use', 'true-shape')
    expect(await command('index', photos)).toMatchObject({ indexed: 2, embedded: 2, failed: [] })
    expect(await command('search', '--weak', 'a cat on the sofa')).toMatchObject({ total: 2 })
    const [similar] = (await command('similar', join(photos, 'chelsea.jpg')))['results'] as object[]
    expect(similar).toMatchObject({ path: join(photos, 'chelsea.jpg'), score: expect.closeTo(1, 3) as number })
  })
})

describe('changing the model', () => {
  it('embeds what the other one does not know, and keeps what each one knew', async () => {
    const home = resolveHome(temporary())
    const models = new Models({ home, resources, threads: 2 })
    const [photos, folder] = [temporary(), join(temporary(), 'other')]
    copySamples(photos, names)
    mkdirSync(folder)
    writeClipExport(folder, tinyClip)
    const { id } = await models.import(folder)
    const index = async () => indexFolders(home, [photos], await withModelInUse(home))
    const search = async (words: string, filters: Filters = {}) => {
      const searcher = await openSearcher(home, await withModelInUse(home))
      try {
        return (await run(searcher, text(words), filters)).items
      } finally {
        await searcher.close()
      }
    }
    expect(await index()).toMatchObject({ embedded: 4 })
    await models.use(id)
    // Nothing was looked at with it yet: the model before answers.
    expect((await search('a cat'))[0]).toMatchObject({ name: 'chelsea.jpg' })
    expect(await index()).toMatchObject({ indexed: 4, embedded: 4 })
    expect(await search('a cat')).toHaveLength(4)

    // What happens to photos meanwhile is known to the first one as well when it comes back.
    appendFileSync(join(photos, 'grass.jpg'), 'changed')
    mkdirSync(join(photos, 'moved'))
    renameSync(join(photos, 'coffee.jpg'), join(photos, 'moved', 'coffee.jpg'))
    rmSync(join(photos, 'rocket.jpg'))
    expect(await index()).toMatchObject({ found: 3, indexed: 3, embedded: 1 })
    const library = await openLibrary(home, { modelFolder: join(home.models, id) })
    const searcher = await openSearcher(home, { modelFolder: join(home.models, id) })
    const [cat] = (await everything(searcher)).filter(({ name }) => name === 'chelsea.jpg')
    await searcher.close()
    library.mark([cat?.id ?? ''], { favorite: true })
    await library.close()

    await models.use('fovea-starter')
    expect(await index()).toMatchObject({ found: 3, indexed: 3, embedded: 1 })
    expect((await search('a cat'))[0]).toMatchObject({ name: 'chelsea.jpg' })
    expect((await search('is:favorite')).map(({ name }) => name)).toEqual(['chelsea.jpg'])
    const [root] = readLibraryFile(home.libraryFile).roots
    const moved = await search('a cat', { folder: { rootId: root?.id ?? '', path: 'moved' } })
    expect(moved.map(({ name }) => name)).toEqual(['coffee.jpg'])
    expect((await search('a cat')).map(({ name }) => name).sort()).toEqual(['chelsea.jpg', 'coffee.jpg', 'grass.jpg'])
    expect(await index()).toMatchObject({ embedded: 0, reused: 0 })
  })

  it('works on with what works, and a sentence, when the chosen one breaks', async () => {
    const home = resolveHome(temporary())
    const models = new Models({ home, resources, threads: 2 })
    const [photos, folder] = [temporary(), join(temporary(), 'breaks')]
    copySamples(photos, names.slice(0, 1))
    mkdirSync(folder)
    writeClipExport(folder, tinyClip)
    await models.use((await models.import(folder)).id)
    await fovea(['--home', home.root, 'index', photos])
    rmSync(join(home.models, 'breaks', 'onnx'), { recursive: true })
    const indexed = await fovea(['--home', home.root, '--json', 'index', photos])
    expect(indexed.stderr).toContain('The model “breaks” cannot be used')
    expect(JSON.parse(indexed.stdout)).toMatchObject({ indexed: 1 })
    const found = await fovea(['--home', home.root, '--json', 'search', 'a cat'])
    expect(JSON.parse(found.stdout)).toMatchObject({ total: 1 })
  })
})
