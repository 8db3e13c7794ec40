// Downloads and imports as the window steers them: begun, told of, paused, cancelled.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ModelProgress } from '../../contract'
import { resolveHome, type Home } from '../../main/engine/home'
import { ModelDesk } from '../../main/engine/models/desk'
import { Models } from '../../main/engine/models/models'
import { resources, until } from './support/engine'
import { temporaryFolders } from './support/folders'
import { writeClipExport } from './support/models/exports'
import { answers, FileServer, stalls } from './support/models/file-server'

const temporary = temporaryFolders()
const vision = 'org/clip/resolve/r1/onnx/vision_model.onnx'
let server: FileServer
let home: Home
let desk: ModelDesk
let told: (ModelProgress | null)[]
let exported: string

beforeEach(async () => {
  const files = temporary()
  exported = join(files, 'org/clip/resolve/r1')
  mkdirSync(exported, { recursive: true })
  writeClipExport(exported)
  server = new FileServer(files)
  home = resolveHome(temporary())
  const { models, ...rest } = JSON.parse(readFileSync(resources.catalogue, 'utf8')) as { models: { id: string }[] }
  const clip = models.find(({ id }) => id === 'clip-b32')
  const wanted = ['onnx/vision_model.onnx', 'onnx/text_model.onnx', 'tokenizer.json'].map((path) => ({
    path,
    bytes: statSync(join(exported, path)).size,
    sha256: createHash('sha256')
      .update(readFileSync(join(exported, path)))
      .digest('hex'),
  }))
  const model = { ...clip, id: 'clip', repository: 'org/clip', revision: 'r1', files: wanted }
  const hub = { name: 'Here', urls: [`${await server.start()}/{repository}/resolve/{revision}/{path}`], redirects: [] }
  const catalogue = join(temporary(), 'catalogue.json')
  writeFileSync(catalogue, JSON.stringify({ ...rest, sources: { hub }, models: [model] }))
  const patience = { stallMs: 5000, firstPauseMs: 5, tries: 2 }
  desk = new ModelDesk(new Models({ home, resources: { ...resources, catalogue }, threads: 2, patience }))
  told = []
  desk.subscribe((progress) => told.push(progress))
})
afterEach(() => server.stop())

const phase = (): string | undefined => told.at(-1)?.phase
const ended = (): boolean => ['done', 'failed', 'paused'].includes(phase() ?? '')

it('tells of a download from its beginning to its end, also those who come later', async () => {
  expect(told).toEqual([null])
  desk.pull('clip')
  await until('the end', ended)
  expect(phase()).toBe('done')
  expect((await desk.models.list()).models.find(({ id }) => id === 'clip')).toMatchObject({ state: 'installed' })
  const late: (ModelProgress | null)[] = []
  desk.subscribe((progress) => late.push(progress))
  expect(late).toEqual([told.at(-1)])
})

it('pauses and goes on', async () => {
  server.next(vision, stalls)
  desk.pull('clip')
  await until('some bytes', () => (told.at(-1)?.done ?? 0) > 0)
  expect(() => desk.pull('clip')).toThrow('Another model')
  await desk.pause()
  expect(phase()).toBe('paused')
  expect((await desk.models.list()).models.find(({ id }) => id === 'clip')).toMatchObject({ state: 'partial' })
  desk.pull('clip')
  await until('the end', ended)
  expect(phase()).toBe('done')
})

it.each([
  ['while it runs', async () => Promise.resolve()],
  ['after a pause', () => desk.pause()],
])('deletes what was fetched when it is cancelled %s', async (_when, before) => {
  server.next(vision, stalls)
  desk.pull('clip')
  await until('some bytes', () => (told.at(-1)?.done ?? 0) > 0)
  await before()
  await desk.cancel()
  expect(told.at(-1)).toBeNull()
  expect(existsSync(join(home.models, '.downloads', 'clip'))).toBe(false)
  desk.pull('clip')
  await until('the end', ended)
  expect(phase()).toBe('done')
})

it('says why a download or an import failed', async () => {
  server.next(vision, answers(404), answers(404))
  desk.pull('clip')
  await until('the end', ended)
  expect(told.at(-1)).toMatchObject({ phase: 'failed', error: { code: 'DOWNLOAD_FAILED' } })
  desk.import(temporary(), 'nothing')
  await until('the end', () => told.at(-1)?.id === 'nothing' && ended())
  expect(told.at(-1)).toMatchObject({ phase: 'failed', error: { code: 'MODEL_UNSUPPORTED' } })
  expect(() => desk.pull('nobody')).toThrow('nobody')
})

it('takes in a folder', async () => {
  desk.import(exported, 'My model')
  await until('the end', ended)
  expect(told.at(-1)).toMatchObject({ id: 'My model', phase: 'done' })
})
