// The command killed in the middle of an upgrade and of going back: the library works, and nothing is lost or doubled.
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from '@lancedb/lancedb'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { resolveHome, type Home } from '../../main/engine/home'
import { modelInUse } from '../../main/engine/models/choice'
import { Models } from '../../main/engine/models/models'
import { vectorsTableName } from '../../main/engine/store/schema'
import { buildCommand, fovea, startFovea } from './support/command'
import { copySample, openSearcher, resources, run, text } from './support/engine'
import { temporaryFolders } from './support/folders'
import { killRepeatedly } from './support/kills'
import { tinyClip, writeClipExport } from './support/models/exports'
import { writePhoto } from './support/photos'

const temporary = temporaryFolders()
const seed = Number(process.env['FOVEA_SEED'] ?? 20_261_128)
const photosAtFirst = 10
let home: Home
let photos: string
let other: string
let made = 0
/** How long a run takes that nobody disturbs. */
let wholeRunMs = 0

beforeAll(buildCommand)
beforeEach(async () => {
  home = resolveHome(temporary())
  photos = temporary()
  made = 0
  copySample('chelsea.jpg', join(photos, 'chelsea.jpg'))
  await arrive(photosAtFirst)
  const started = performance.now()
  await fovea(index())
  wholeRunMs = performance.now() - started
  const folder = join(temporary(), 'other')
  mkdirSync(folder)
  writeClipExport(folder, tinyClip)
  other = (await models().import(folder)).id
})

const models = (): Models => new Models({ home, resources, threads: 1 })

/** So that there is always something left to embed. */
async function arrive(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await writePhoto(join(photos, `${String(made++)}.jpg`), made)
}

/** Ids with a vector, by the store's own tables; each must be there once. */
async function embeddedIn(table: string): Promise<Set<string>> {
  const connection = await connect(home.store)
  const rows = (await (await connection.openTable(table)).query().select(['id']).toArray()) as { id: string }[]
  connection.close()
  const ids = rows.map(({ id }) => id)
  expect(ids).toHaveLength(new Set(ids).size)
  return new Set(ids)
}

interface Looked {
  ready: string[]
  /** Photos that the model in use has embedded. */
  done: number
  isUpgrading: boolean
}

/** What any start of Fovea finds: every photo once, by words as well, and figures of the upgrade that are those of the store. */
async function look(): Promise<Looked> {
  const { folder, notice } = await modelInUse(home, resources)
  expect(notice).toBeUndefined()
  const searcher = await openSearcher(home, { modelFolder: folder })
  try {
    const { ready, pending } = await searcher.library.counts()
    const found = await run(searcher, text('a cat'))
    const ids = found.items.map(({ id }) => id)
    const own = await embeddedIn(vectorsTableName(searcher.encoder.identity))
    const upgrade = await searcher.library.upgrade(resources)
    expect(new Set(ids).size).toBe(ids.length)
    expect(found.items.map(({ name }) => name)).toContain('chelsea.jpg')
    if (upgrade) expect(upgrade).toMatchObject({ total: ready, done: ids.filter((id) => own.has(id)).length })
    else expect([...own]).toEqual(expect.arrayContaining(ids))
    // Vectors are written before the rows that say so: photos that a kill left between the two are found already.
    expect(ids.length).toBeGreaterThanOrEqual(ready)
    expect(ids.length).toBeLessThanOrEqual(ready + pending)
    return { ready: ids, done: own.size, isUpgrading: upgrade !== undefined }
  } finally {
    await searcher.close()
  }
}

const index = () => ['--home', home.root, '--json', 'index', '--words', 'off', photos]

it('goes on with an upgrade after each kill, and ends it with every photo once', async () => {
  await models().use(other)
  let before = await look()
  expect(before).toMatchObject({ done: 0, isUpgrading: true })
  await killRepeatedly({
    count: 4,
    seed,
    longestMs: wholeRunMs,
    start: () => startFovea(index()).child,
    prepare: async (kills) => {
      if (kills > 0) {
        const now = await look()
        expect(now.ready).toEqual(expect.arrayContaining(before.ready))
        expect(now.done).toBeGreaterThanOrEqual(before.done)
        before = now
      }
      await arrive(3)
    },
  })
  const last = await fovea(index())
  expect(JSON.parse(last.stdout)).toMatchObject({ found: made + 1, indexed: made + 1, failed: [] })
  expect(await look()).toMatchObject({ done: made + 1, isUpgrading: false })
}, 120_000)

it("says how much disk each model's vectors hold, and lets go of those that nobody needs", async () => {
  await models().use(other)
  const [before] = (await models().vectors()).filter(({ id }) => id === 'fovea-starter')
  expect(before).toMatchObject({ photos: made + 1, needed: made + 1, isInUse: false, isModelHere: true })
  await expect(models().forgetVectors('fovea-starter')).rejects.toMatchObject({ code: 'MODEL_IN_USE' })
  await expect(models().forgetVectors(other)).rejects.toMatchObject({ code: 'MODEL_IN_USE' })
  await expect(models().forgetVectors('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await fovea(index())
  const stored = readdirSync(home.store)
  const forgotten = await fovea(['--home', home.root, '--json', 'models', 'forget', 'fovea-starter'])
  const { bytes } = JSON.parse(forgotten.stdout) as { bytes: number }
  expect(bytes).toBeGreaterThanOrEqual((made + 1) * 256 * 4 * 2) // in the store and in its backup
  expect(stored.filter((name) => !readdirSync(home.store).includes(name))).toHaveLength(2)
  expect(readdirSync(home.backup).filter((name) => name.includes('fovea-starter'))).toEqual([])
  expect((await models().vectors()).map(({ id }) => id)).toEqual([other])
  expect(await look()).toMatchObject({ done: made + 1, isUpgrading: false })
  // Chosen again, it begins anew, and is helped by the other one meanwhile.
  await models().use('fovea-starter')
  expect(await look()).toMatchObject({ done: 0, isUpgrading: true })
  await fovea(index())
  expect(await look()).toMatchObject({ done: made + 1, isUpgrading: false })
}, 120_000)

it('goes back and forth between two models at any point, each run killed', async () => {
  let known = (await look()).ready
  await killRepeatedly({
    count: 3,
    seed: seed + 1,
    longestMs: 0.6 * wholeRunMs, // runs with little to do are over sooner than the first
    start: () => startFovea(index()).child,
    prepare: async (kills) => {
      await models().use(kills % 2 === 0 ? other : 'fovea-starter')
      const { ready } = await look()
      expect(ready).toEqual(expect.arrayContaining(known))
      known = ready
      await arrive(2)
    },
  })
  await models().use(other)
  expect(await models().back()).toBe('fovea-starter')
  const back = await look() // at once: nothing has to be embedded for it
  expect(back.ready).toEqual(expect.arrayContaining(known))
  const last = await fovea(index())
  expect(JSON.parse(last.stdout)).toMatchObject({ found: made + 1, indexed: made + 1, failed: [] })
  const status = await fovea(['--home', home.root, '--json', 'models', 'status'])
  expect(JSON.parse(status.stdout)).toMatchObject({ id: 'fovea-starter', upgrade: null })
  expect(await look()).toMatchObject({ done: made + 1, isUpgrading: false })
}, 240_000)
