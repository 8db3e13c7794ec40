// While another model takes over, searches find at no point less of what it finds in the end than the model before did.
import { copyFileSync, existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it, type TestContext } from 'vitest'
import { noisyRotation, prefixMatrix, writeDerivedModel, type Matrix } from '../../bench/support/derived-model'
import { measureTakeover, readPhotos, type CaptionedPhoto, type Model } from '../../bench/support/measure-upgrade'
import { resolveHome, type Home } from '../../main/engine/home'
import { resources } from './support/engine'
import { temporaryFolders } from './support/folders'
import { flickr, needsFlickr } from './support/shared-data'

const temporary = temporaryFolders()
const shares = [0, 0.1, 0.5, 1]
const threads = 2
const width = 256
const queries = 60
let photos: CaptionedPhoto[] = []

beforeAll(async () => {
  if (existsSync(flickr)) photos = await readPhotos(flickr, resources.starterModel, 400, threads)
})

function derived(home: Home, id: string, matrix: Matrix): Model {
  const folder = join(home.models, id)
  writeDerivedModel(resources.starterModel, folder, id, matrix)
  return { folder, matrix }
}

type Make = (home: Home) => [Model, Model]

const starter: Model = { folder: resources.starterModel }
const narrow = (home: Home): Model => derived(home, 'starter-64', prefixMatrix(64, width))
const turned = (home: Home): Model => derived(home, 'turned', noisyRotation(width, 0.3, 1))

async function stages(context: TestContext, make: Make, areTowersThere = true, vocabulary = resources.vocabulary) {
  needsFlickr(context)
  const home = resolveHome(temporary())
  const [old, next] = make(home)
  const captions = photos
    .filter((_, i) => i % Math.floor(photos.length / queries) === 0)
    .map(({ caption, item }) => ({ caption, id: item.id }))
  return measureTakeover({
    ...{ home, photos, captions, old, next, shares, threads },
    resources: { ...resources, vocabulary },
    withWords: vocabulary !== resources.vocabulary,
    onOldMeasured: async () => {
      if (!areTowersThere) rmSync(old.folder, { recursive: true })
      return Promise.resolve()
    },
  })
}

it.for<[string, Make]>([
  ['the first 64 numbers to all 256', (home) => [narrow(home), starter]],
  ['all 256 numbers to the first 64', (home) => [starter, narrow(home)]],
  ['the starter to one whose space is turned, with noise', (home) => [starter, turned(home)]],
  ['one whose space is turned, with noise, to the starter', (home) => [turned(home), starter]],
])('from %s', async ([, make], context) => {
  const measured = await stages(context, make)
  for (const { bridged, old } of measured) expect(bridged, JSON.stringify(measured)).toBeGreaterThanOrEqual(old)
  for (const { share, bridged, withoutBridge } of measured)
    if (share < 1) expect(bridged, JSON.stringify(measured)).toBeGreaterThan(withoutBridge)
  expect(measured[0]!.bridged).toBeCloseTo(measured[0]!.old, 6) // two encoders, none of them new: the old one as it was
  expect(measured.at(-1)!.bridged).toBe(1)
})

it.for<[string, Make]>([
  ['an orthogonal map', (home) => [turned(home), starter]],
  ['anchors, where widths differ', (home) => [narrow(home), starter]],
])('through %s when the towers before are gone', async ([, make], context) => {
  const measured = await stages(context, make, false)
  const [none, some, half, all] = measured
  // What both have embedded is what the map is fitted on: there is nothing of it at first.
  expect(none!.bridged).toBe(0)
  expect(some!.bridged, JSON.stringify(measured)).toBeGreaterThan(2 * some!.withoutBridge)
  expect(half!.bridged, JSON.stringify(measured)).toBeGreaterThan(half!.withoutBridge + 0.1)
  expect(all!.bridged).toBe(1)
})

it.for<[string, Make]>([
  ['a map', (home) => [turned(home), starter]],
  ['a map between widths', (home) => [narrow(home), starter]],
])(
  'through %s that words were embedded for, it is hardly below the model before that is gone',
  async ([, make], context) => {
    const words = temporary()
    const lists = readdirSync(resources.vocabulary).filter((name) => name.endsWith('.txt'))
    for (const name of ['animals.txt', 'people-and-activities.txt']) {
      expect(lists).toContain(name)
      copyFileSync(join(resources.vocabulary, name), join(words, name))
    }
    const measured = await stages(context, make, false, words)
    for (const { share, bridged, old, withoutBridge } of measured) {
      expect(bridged, JSON.stringify(measured)).toBeGreaterThanOrEqual(old - 0.02)
      if (share < 1) expect(bridged, JSON.stringify(measured)).toBeGreaterThan(withoutBridge)
    }
    const [, , half, all] = measured
    expect(half!.bridged, JSON.stringify(measured)).toBeGreaterThan(half!.old)
    expect(all!.bridged).toBe(1)
  },
)
