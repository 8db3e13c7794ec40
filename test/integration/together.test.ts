// Two models together: their vectors are joined without embedding, one cosine is the weighted mean of both, and the way back is open.
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from '@lancedb/lancedb'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { noisyRotation, writeDerivedModel } from '../../bench/support/derived-model'
import { Encoder } from '../../main/engine/encoder/encoder'
import { readManifest } from '../../main/engine/encoder/manifest'
import { dot } from '../../main/engine/encoder/vectors'
import { resolveHome, type Home } from '../../main/engine/home'
import { modelInUse } from '../../main/engine/models/choice'
import { identityOf } from '../../main/engine/models/compact'
import { Models } from '../../main/engine/models/models'
import { partsTableName, vectorsTableName, type PartRow, type VectorRow } from '../../main/engine/store/schema'
import { buildCommand, fovea, startFovea } from './support/command'
import {
  copySamples,
  indexFolders,
  openSearcher,
  resources,
  run,
  sampleNames,
  text,
  withModelInUse,
} from './support/engine'
import { temporaryFolders } from './support/folders'
import { killRepeatedly } from './support/kills'
import { tinyClip, writeClipExport } from './support/models/exports'

const temporary = temporaryFolders()
const starter = 'fovea-starter'
const turned = 'turned'
const pairId = 'fovea-starter-with-turned'
const tiny = 'tiny'
const names = ['chelsea.jpg', 'rocket.jpg', 'coffee.jpg', 'grass.jpg']
let home: Home
let models: Models
let photos: string

beforeEach(() => {
  home = resolveHome(temporary())
  models = new Models({ home, resources, threads: 2 })
  photos = temporary()
})

/** A model whose vectors have another direction, and are a bit worse. */
function addTurned(): void {
  mkdirSync(home.models, { recursive: true })
  writeDerivedModel(resources.starterModel, join(home.models, turned), turned, noisyRotation(256, 0.3, 1))
}

/** One whose photos and texts are prepared in another way, with random weights: a small part of another size. */
async function addTiny(): Promise<void> {
  const folder = join(temporary(), tiny)
  mkdirSync(folder)
  writeClipExport(folder, tinyClip)
  expect((await models.import(folder)).id).toBe(tiny)
}

const index = async () => indexFolders(home, [photos], await withModelInUse(home))

async function indexWithBoth(other: string): Promise<void> {
  await index()
  await models.use(other)
  await index()
}

async function search(words: string): Promise<string[]> {
  const searcher = await openSearcher(home, await withModelInUse(home))
  try {
    return (await run(searcher, text(words))).items.map(({ name }) => name)
  } finally {
    await searcher.close()
  }
}

const folderOf = (id: string): string => (id === starter ? resources.starterModel : join(home.models, id))

/** Vectors of a model in the store, by item or by part. */
async function stored(id: string, of: 'vectors' | 'parts' = 'vectors'): Promise<Map<string, Float32Array>> {
  const identity = identityOf(await readManifest(folderOf(id)))
  const connection = await connect(home.store)
  const table = await connection.openTable((of === 'parts' ? partsTableName : vectorsTableName)(identity))
  const rows = (await table.query().toArray()) as (VectorRow | PartRow)[]
  connection.close()
  expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length)
  return new Map(rows.map((row) => [row.id, Float32Array.from(row.vector)]))
}

/** The formula: unit vectors of both models make a cosine of w and 1-w of theirs. */
async function expectJoined(of: 'vectors' | 'parts', pair: string, parts: [string, string]): Promise<number> {
  const { weight } = (await readManifest(folderOf(pair))).pair!
  const [joined, one, other] = [await stored(pair, of), await stored(parts[0], of), await stored(parts[1], of)]
  const ids = [...joined.keys()].filter((id) => one.has(id) && other.has(id))
  for (const a of ids) {
    for (const b of ids) {
      const expected = weight * dot(one.get(a)!, one.get(b)!) + (1 - weight) * dot(other.get(a)!, other.get(b)!)
      expect(dot(joined.get(a)!, joined.get(b)!)).toBeCloseTo(expected, 4)
    }
  }
  return ids.length
}

it('joins what both have seen, without embedding; finds with it, embeds a new photo by both, and goes back', async () => {
  copySamples(photos, [...new Set([...names, ...sampleNames])].slice(0, 20))
  writeFileSync(join(photos, 'note.txt'), 'The cat sleeps on the sofa.')
  addTurned()
  await indexWithBoth(turned)
  const before = await stored(starter)

  const { id, shares, joined } = await models.together(starter, turned)
  expect(id).toBe(pairId)
  expect(joined).toBe(before.size)
  // They are much alike, so that each counts for about a half; the noise takes from what its scores lie apart.
  expect(shares[0]).toBeGreaterThan(0.4)
  expect(shares[0]).toBeLessThan(0.6)
  expect(shares[0] + shares[1]).toBeCloseTo(1)
  expect(await expectJoined('vectors', pairId, [starter, turned])).toBe(before.size)
  expect(await expectJoined('parts', pairId, [starter, turned])).toBe(1)
  expect((await search('a cat'))[0]).toMatch(/chelsea.jpg|note.txt/)
  expect((await search('a rocket on its launch pad'))[0]).toBe('rocket.jpg')

  // A photo that is new comes to the same vector by both towers as one that was joined.
  const [copy] = [join(photos, 'new.jpg')]
  writeFileSync(
    copy,
    Buffer.concat([readFileSync(join(photos, 'chelsea.jpg')), Buffer.from('other bytes, same picture')]),
  )
  expect(await index()).toMatchObject({ embedded: 1, failed: [] })
  const after = await stored(pairId)
  expect(after.size).toBe(before.size + 1)
  const [added] = [...after].filter(([item]) => !before.has(item))
  expect(Math.max(...[...after].filter(([item]) => before.has(item)).map(([, v]) => dot(v, added![1])))).toBeCloseTo(
    1,
    4,
  )

  expect((await models.list()).models.find((model) => model.id === pairId)).toMatchObject({
    state: 'installed',
    isInUse: true,
    dimension: 512,
    languages: ['en'],
    parts: [
      { id: starter, share: shares[0] },
      { id: turned, share: shares[1] },
    ],
  })
  expect(await models.verify(pairId)).toBeUndefined()

  expect(await models.back()).toBe(turned)
  expect((await search('a cat'))[0]).toMatch(/chelsea.jpg|note.txt|new.jpg/)
  await models.together(turned, starter) // the same pair, whatever comes first
  expect((await modelInUse(home, resources)).id).toBe(pairId)
  // It needs no other files than its own: those of a part may go.
  await models.remove(turned)
  expect(await modelInUse(home, resources)).toMatchObject({ id: pairId, notice: undefined })
  expect((await search('a rocket on its launch pad'))[0]).toBe('rocket.jpg')
})

it('joins a model that prepares photos and texts in another way, and one that has seen a part of the photos', async () => {
  copySamples(photos, names.slice(0, 2))
  await addTiny()
  await indexWithBoth(tiny)
  copySamples(photos, names)
  await models.use(starter)
  await index()

  const { id, joined } = await models.together(starter, tiny)
  expect(joined).toBe(2)
  // What one of them has not seen is found by the other meanwhile.
  expect(await search('a cup of coffee')).toHaveLength(names.length)
  expect(await index()).toMatchObject({ embedded: 2, failed: [] })
  // Embedded by both together, or by each and joined: the same.
  await models.use(tiny)
  await index()
  expect(await expectJoined('vectors', id, [starter, tiny])).toBe(names.length)
  const [ofPair, ofTiny] = [await stored(id), await stored(tiny)]
  for (const [item, vector] of ofPair) {
    const part = vector.slice(256)
    expect(dot(part, ofTiny.get(item)!) / Math.sqrt(dot(part, part))).toBeCloseTo(1, 4)
  }

  // What is too long for one of them is too long for both.
  const pair = await Encoder.open(folderOf(id), { threads: 2 })
  const count = await pair.tokenCounter()
  expect(count('word '.repeat(100))).toBeGreaterThan(pair.manifest.text.maxTokens)
  // Means of the model that brings none were measured; hubness is taken off the share of the one that has a bank.
  expect(pair.manifest.calibration!.imageMean).toHaveLength(280)
  expect((await pair.loadBank()).every((row) => row.slice(256).every((value) => value === 0))).toBe(true)
  await pair.close()
})

describe('refuses', () => {
  it.each([
    ['a model with itself', starter, 'INVALID_INPUT'],
    ['one that is not there', 'nobody', 'NOT_FOUND'],
  ])('%s', async (_what, other, code) => {
    await expect(models.together(starter, other)).rejects.toMatchObject({ code })
    expect((await modelInUse(home, resources)).id).toBe(starter)
  })

  it('two that are two already, and damaged ones; a damaged pair gives way to the one that comes with Fovea', async () => {
    await addTiny()
    const { id } = await models.together(starter, tiny)
    addTurned()
    await expect(models.together(id, turned)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    appendFileSync(join(folderOf(turned), 'text.onnx'), 'x')
    await expect(models.together(starter, turned)).rejects.toMatchObject({ code: 'MODEL_DAMAGED' })
    expect((await modelInUse(home, resources)).id).toBe(id)
    const { file } = (await readManifest(folderOf(id))).pair!.second.text
    rmSync(join(folderOf(id), file))
    expect(await modelInUse(home, resources)).toMatchObject({
      id: starter,
      notice: expect.stringContaining(file) as string,
    })
  })
})

describe('killed while two are put together', () => {
  beforeAll(buildCommand)

  it('the model before is in use, or both are; again makes it whole', async () => {
    copySamples(photos, names)
    addTurned()
    await indexWithBoth(turned)
    const together = ['--home', home.root, '--json', 'models', 'together', starter, turned]
    await killRepeatedly({
      count: 2,
      seed: Number(process.env['FOVEA_SEED'] ?? 20_261_128),
      longestMs: 2500,
      start: () => startFovea(together).child,
      prepare: async () => {
        const { id, notice } = await modelInUse(home, resources)
        expect(notice).toBeUndefined()
        expect([turned, pairId]).toContain(id)
        expect(await search('a cat')).toHaveLength(names.length)
        await models.use(turned)
        rmSync(folderOf(pairId), { recursive: true, force: true })
      },
    })
    const { stdout } = await fovea(together)
    expect(JSON.parse(stdout)).toMatchObject({ id: pairId, joined: names.length })
    expect(await expectJoined('vectors', pairId, [starter, turned])).toBe(names.length)
    expect((await search('a cat'))[0]).toBe('chelsea.jpg')
  })
})
