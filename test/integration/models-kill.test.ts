// The command killed at any moment of an import, a choice and a removal: what is left works.
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { resolveHome, type Home } from '../../main/engine/home'
import { modelInUse } from '../../main/engine/models/choice'
import { Models } from '../../main/engine/models/models'
import { Encoder } from '../../main/engine/encoder/encoder'
import { buildCommand, startFovea } from './support/command'
import { resources } from './support/engine'
import { temporaryFolders } from './support/folders'
import { killRepeatedly } from './support/kills'
import { tinyClip, writeClipExport } from './support/models/exports'

const temporary = temporaryFolders()
const seed = Number(process.env['FOVEA_SEED'] ?? 20_261_124)
let home: Home
let models: Models
let folder: string

beforeAll(buildCommand)
beforeAll(async () => {
  home = resolveHome(temporary())
  models = new Models({ home, resources, threads: 1 })
  folder = join(temporary(), 'other')
  mkdirSync(folder)
  writeClipExport(folder, tinyClip)
})

/** What any start of Fovea would find: a model that can be loaded, and every model there is whole. */
async function expectWorking(): Promise<void> {
  const { folder: used, notice } = await modelInUse(home, resources)
  expect(notice).toBeUndefined()
  const encoder = await Encoder.open(used, { threads: 1 })
  expect(await encoder.embedText('a cat')).toHaveLength(encoder.manifest.dimension)
  await encoder.close()
  for (const { state, id } of (await models.list()).models) {
    if (state === 'installed') expect(await models.verify(id), id).toBeUndefined()
    else expect(state, id).toMatch(/available|import-only/)
  }
}

it('leaves a working model behind each kill of an import, and the next import is done', async () => {
  await killRepeatedly({
    count: 8,
    seed,
    longestMs: 900,
    start: () => startFovea(['--home', home.root, 'models', 'import', folder]).child,
    prepare: async (kills) => {
      if (kills > 0) await expectWorking()
      if (existsSync(join(home.models, 'other'))) await models.remove('other')
    },
  })
  await expectWorking()
  await models.import(folder)
  expect(readdirSync(home.models).filter((name) => name.startsWith('.staging'))).toEqual([])
}, 120_000)

it('leaves one model or the other in use behind each kill of a choice, and a removal whole or undone', async () => {
  let turn = 0
  await killRepeatedly({
    count: 8,
    seed,
    longestMs: 600,
    start: () => {
      turn++
      const id = turn % 4 < 2 ? 'other' : 'fovea-starter'
      const action = turn % 4 === 3 ? ['remove', 'other'] : ['use', id]
      return startFovea(['--home', home.root, 'models', ...action]).child
    },
    prepare: async () => {
      await expectWorking()
      if (!existsSync(join(home.models, 'other'))) {
        cpSync(folder, join(temporary(), 'again'), { recursive: true })
        await models.import(folder)
      }
    },
  })
  await expectWorking()
}, 120_000)
