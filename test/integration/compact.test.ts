// Shorter vectors: what they cost is said before, nothing is embedded for them, and the way back is open.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { resolveHome, type Home } from '../../main/engine/home'
import { Models } from '../../main/engine/models/models'
import { copySamples, indexFolders, openSearcher, resources, run, text, withModelInUse } from './support/engine'
import { temporaryFolders } from './support/folders'
import { tinyClip, writeClipExport } from './support/models/exports'

const temporary = temporaryFolders()
const names = ['chelsea.jpg', 'rocket.jpg', 'coffee.jpg', 'grass.jpg']
let home: Home
let models: Models
let photos: string

beforeEach(() => {
  home = resolveHome(temporary())
  models = new Models({ home, resources, threads: 2 })
  photos = temporary()
})

const index = async () => indexFolders(home, [photos], await withModelInUse(home))

async function search(words: string): Promise<{ names: string[]; dimension: number }> {
  const searcher = await openSearcher(home, await withModelInUse(home))
  try {
    expect(await searcher.library.upgrade(resources)).toBeUndefined()
    const { items } = await run(searcher, text(words))
    return { names: items.map(({ name }) => name), dimension: searcher.encoder.identity.dimension }
  } finally {
    await searcher.close()
  }
}

it('keeps a prefix of a model that was trained for it, without embedding, and goes back', async () => {
  copySamples(photos)
  await index()
  const before = await search('a cat')
  const { model, choices, photos: count } = await models.compactChoices()
  expect(model).toBe('fovea-starter')
  expect(choices.map(({ numbers, kind }) => [numbers, kind])).toEqual([
    [256, 'full'],
    [128, 'prefix'],
    [64, 'prefix'],
  ])
  const [full, half, quarter] = choices
  expect(full).toMatchObject({ isInUse: true, recall: null, memoryBytes: count * 256 * 4 })
  expect(quarter).toMatchObject({ memoryBytes: count * 64 * 4, diskBytes: full!.diskBytes - count * 192 * 8 })
  for (const { recall } of [half!, quarter!]) {
    expect(recall).toBeGreaterThan(0.7)
    expect(recall).toBeLessThan(1)
  }
  expect(half!.recall).toBeGreaterThan(quarter!.recall!)

  expect(await models.compact(64)).toBe('fovea-starter-64')
  const short = await search('a cat')
  expect(short.dimension).toBe(64)
  expect(short.names).toHaveLength(before.names.length)
  expect(short.names[0]).toBe('chelsea.jpg')
  copySamples(join(photos, 'more'), ['chelsea.jpg'])
  expect(await index()).toMatchObject({ embedded: 0, failed: [] })
  expect((await models.compactChoices()).choices.find(({ isInUse }) => isInUse)).toMatchObject({ numbers: 64 })
  // A photo of its own is embedded by the towers of the full model.
  const [own, other] = await models.vectors()
  expect(own).toMatchObject({ id: 'fovea-starter-64', dimension: 64, isInUse: true, photos: count + 1 })
  expect(other).toMatchObject({ id: 'fovea-starter', dimension: 256, photos: count, needed: 0 })
  await models.forgetVectors('fovea-starter')
  expect((await search('a cat')).names[0]).toBe('chelsea.jpg')
  await models.compact(256)
  expect(await models.vectors()).toMatchObject([{ id: 'fovea-starter', photos: 0 }, { id: 'fovea-starter-64' }])
})

it('keeps principal components of any other model, once there are enough photos to learn them from', async () => {
  copySamples(photos, names)
  const folder = join(temporary(), 'other')
  mkdirSync(folder)
  writeClipExport(folder, {
    ...tinyClip,
    vision: { ...tinyClip.vision, dimension: 96 },
    text: { ...tinyClip.text, dimension: 96 },
  })
  await models.use((await models.import(folder)).id)
  await index()
  const { choices } = await models.compactChoices()
  expect(choices).toMatchObject([
    { numbers: 96, kind: 'full' },
    { numbers: 64, kind: 'pca', recall: null },
  ])
  await expect(models.compact(64)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await expect(models.compact(50)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
})
