// Downloads from a server that drops, truncates, lies and sends elsewhere: what arrives is right, or nothing has changed.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ModelProgress } from '../../contract'
import { resolveHome, type Home } from '../../main/engine/home'
import { readCatalogue } from '../../main/engine/models/catalogue'
import { proxyFor, request } from '../../main/engine/models/http'
import { Models } from '../../main/engine/models/models'
import { buildCommand, fovea, startFovea } from './support/command'
import { resources, until } from './support/engine'
import { temporaryFolders } from './support/folders'
import { writeClipExport, clipMean, clipStd } from './support/models/exports'
import { answers, drops, FileServer, stalls, type Behaviour } from './support/models/file-server'

const temporary = temporaryFolders()
const revision = 'r1'
const vision = 'org/clip/resolve/r1/onnx/vision_model.onnx'
const patience = { stallMs: 400, firstPauseMs: 5, tries: 3 }
let files: string
let server: FileServer
let address: string
let home: Home
let catalogue: string

const hash = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')
const paths = ['onnx/vision_model.onnx', 'onnx/text_model.onnx', 'tokenizer.json']

beforeAll(() => {
  files = temporary()
  mkdirSync(join(files, 'org/clip/resolve/r1'), { recursive: true })
  writeClipExport(join(files, 'org/clip/resolve/r1'))
})

beforeEach(async () => {
  server = new FileServer(files)
  address = await server.start()
  home = resolveHome(temporary())
  catalogue = writeCatalogue([address])
})
afterEach(() => server.stop())

function writeCatalogue(
  addresses: readonly string[],
  change: (file: Record<string, unknown>) => object = (file) => file,
): string {
  const path = join(temporary(), 'catalogue.json')
  const model = {
    id: 'clip-small',
    name: 'Small CLIP',
    recommended: true,
    licence: 'MIT',
    note: 'For tests.',
    source: 'here',
    repository: 'org/clip',
    revision,
    approximateBytes: null,
    files: paths.map((file) => {
      const local = join(files, 'org/clip/resolve/r1', file)
      return change({ path: file, bytes: statSync(local).size, sha256: hash(local) })
    }),
    dimension: 24,
    languages: ['en'],
    speed: 'fast',
    quality: [],
    image: {
      width: 32,
      height: 32,
      resize: 'crop',
      interpolation: 'bicubic',
      colour: 'RGB',
      mean: clipMean,
      std: clipStd,
    },
    text: { maxTokens: 77, padding: 'none' },
    tokenizer: 'bpe',
  }
  const urls = addresses.map((each) => `${each}/{repository}/resolve/{revision}/{path}`)
  writeFileSync(
    path,
    JSON.stringify({
      schema: 1,
      sources: { here: { name: 'Here', urls, redirects: [] } },
      models: [model],
      importOnly: [],
    }),
  )
  return path
}

function models(options: { catalogue?: string; freeBytes?: () => Promise<number> } = {}): Models {
  const { catalogue: list = catalogue, ...rest } = options
  return new Models({ home, resources: { ...resources, catalogue: list }, threads: 2, patience, ...rest })
}

const nothingInstalled = (): void =>
  expect(readdirSync(home.models).filter((name) => !name.startsWith('.'))).toEqual([])

async function expectInstalled(): Promise<void> {
  expect(await models().verify('clip-small')).toBeUndefined()
  expect(hash(join(home.models, 'clip-small', 'onnx/vision_model.onnx'))).toBe(hash(join(files, vision)))
  expect(readdirSync(join(home.models, '.downloads'))).toEqual([])
}

describe('a good server', () => {
  it('gives a model that can be chosen, and progress on the way', async () => {
    expect(server.requests).toEqual([]) // nobody was asked before somebody asked for it
    const told: ModelProgress[] = []
    const offer = await models().offer('clip-small')
    expect(offer).toMatchObject({
      licence: 'MIT',
      bytesHere: 0,
      unverifiable: [],
      freeBytes: expect.any(Number) as number,
    })
    expect(server.requests).toEqual([])
    await models().pull('clip-small', { onProgress: (progress) => told.push(progress) })
    await expectInstalled()
    expect(told.at(0)?.phase).toBe('asking')
    expect(told.at(-1)?.phase).toBe('trying')
    const done = told.filter(({ phase }) => phase === 'downloading').map((progress) => progress.done)
    expect(done).toEqual([...done].sort((a, b) => a - b))
    expect(done.at(-1)).toBe(offer.bytes)
    await models().use('clip-small')
    expect((await models().list()).models.find(({ isInUse }) => isInUse)).toMatchObject({
      id: 'clip-small',
      isRecommended: true,
    })
    const asked = server.requests.length
    await models().pull('clip-small') // here already
    expect(server.requests).toHaveLength(asked)
  })

  it('is asked for what the catalogue does not know, and the answer is remembered', async () => {
    const unknown = writeCatalogue([address], (file) => ({ ...file, bytes: null, sha256: null }))
    const offer = await models({ catalogue: unknown }).offer('clip-small')
    expect(offer.unverifiable).toEqual(paths)
    expect(offer.bytes).toBe(
      paths.reduce((sum, path) => sum + statSync(join(files, 'org/clip/resolve/r1', path)).size, 0),
    )
    await models({ catalogue: unknown }).pull('clip-small')
    await expectInstalled()
    await models().remove('clip-small')
    expect((await models({ catalogue: unknown }).offer('clip-small')).unverifiable).toEqual([])
    const [first, ...rest] = readFileSync(join(files, vision))
    server.next(
      vision,
      ...Array.from({ length: 3 }, () => answers(200, {}, () => Buffer.from([(first ?? 0) ^ 1, ...rest]))),
    )
    await expect(models({ catalogue: unknown }).pull('clip-small')).rejects.toThrow('SHA-256')
  })
})

describe('a bad server', () => {
  const mended: [string, Behaviour[], ((range: (string | undefined)[]) => void)?][] = [
    ['drops the connection', [drops()], (ranges) => expect(ranges[1]).toMatch(/^bytes=[1-9]\d*-$/)],
    ['drops it again and again', [drops(0.1), (q, r, b, good) => (q.headers.range ? r.destroy() : good()), drops(0.2)]],
    ['stops talking', [stalls], (ranges) => expect(ranges[1]).toMatch(/^bytes=/)],
    ['is busy', [answers(503, { 'Retry-After': '0' }), answers(429)]],
    [
      'sends everything when asked for the rest',
      [drops(), (_request, response, bytes) => response.writeHead(200, { 'Content-Length': bytes.length }).end(bytes)],
    ],
    [
      'sends another part than asked for',
      [
        drops(),
        answers(206, { 'Content-Range': 'bytes 5-9/1000', 'Content-Length': '5' }, (bytes) => bytes.subarray(5, 10)),
      ],
      (ranges) => expect(ranges[2]).toBeUndefined(), // nothing of it can be trusted: from the start
    ],
    ['sends the rest without saying which', [drops(), answers(206, {}, (bytes) => bytes.subarray(10))]],
    [
      'sends the rest of another version',
      [
        drops(),
        (_request, response, bytes) => {
          const start = Math.floor(bytes.length / 2)
          response.writeHead(206, {
            ETag: '"other"',
            'Content-Range': `bytes ${String(start)}-${String(bytes.length - 1)}/${String(bytes.length)}`,
          })
          response.end(bytes.subarray(start))
        },
      ],
    ],
    ['has no such range any more', [drops(), answers(416)]],
  ]
  it.each(mended)('that %s gives the right file in the end', async (_what, behaviours, check) => {
    server.next(vision, ...behaviours)
    await models().pull('clip-small')
    await expectInstalled()
    check?.(server.requests.filter(({ path }) => path === vision).map(({ range }) => range))
  })

  const hopeless: [string, Behaviour, RegExp][] = [
    ['sends wrong bytes', answers(200, {}, (bytes) => Buffer.alloc(bytes.length)), /SHA-256/],
    [
      'announces another length',
      answers(200, { 'Content-Length': '7' }, () => Buffer.from('1234567')),
      /7 bytes instead of/,
    ],
    [
      'sends more than the file has',
      answers(200, {}, (bytes) => Buffer.concat([bytes, bytes])),
      /more than the file has/,
    ],
    ['has nothing', answers(404), /404/],
    ['compresses what it sends', answers(200, { 'Content-Encoding': 'gzip' }, (bytes) => bytes), /changes the file/],
    ['sends to another host', answers(302, { Location: 'https://elsewhere.example/model.onnx' }), /elsewhere\.example/],
    ['sends to an open connection', answers(302, { Location: 'http://elsewhere.example/model.onnx' }), /encrypted/],
    ['sends to a file', answers(302, { Location: 'file:///etc/passwd' }), /encrypted/],
    ['goes in circles', answers(302, { Location: `/${vision}` }), /without end/],
  ]
  it.each(hopeless)('that %s changes nothing, and the reason is said', async (_what, behaviour, reason) => {
    server.next(vision, ...Array.from({ length: 20 }, () => behaviour))
    const pulling = models().pull('clip-small')
    await expect(pulling).rejects.toThrow(reason)
    await expect(pulling).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' })
    nothingInstalled()
    await models({ catalogue })
      .pull('clip-small')
      .catch(() => undefined)
    server.next(vision)
    await models().pull('clip-small') // a server that was mended is enough
    await expectInstalled()
  })

  it('gives way to a mirror', async () => {
    const mirror = new FileServer(files)
    const both = writeCatalogue([address, await mirror.start()])
    server.next(vision, drops(), ...Array.from({ length: 9 }, () => answers(404)))
    await models({ catalogue: both }).pull('clip-small')
    await expectInstalled()
    expect(mirror.requests.map(({ path }) => path)).toEqual([vision])
    await mirror.stop()
  })

  it('does not know ranges: every start is from the beginning', async () => {
    server.knowsRanges = false
    server.next(vision, drops())
    await models().pull('clip-small')
    await expectInstalled()
  })

  it('is not needed when there is no room', async () => {
    const full = models({ freeBytes: () => Promise.resolve(70_000_000) })
    await expect(full.pull('clip-small')).resolves.toMatchObject({ id: 'clip-small' })
    await models().remove('clip-small')
    const fuller = models({ freeBytes: () => Promise.resolve(67_200_000) })
    const asked = server.requests.length
    await expect(fuller.pull('clip-small')).rejects.toMatchObject({ code: 'DISK_FULL' })
    expect(server.requests).toHaveLength(asked)
  })
})

describe('stopping', () => {
  it('keeps what is here, shows it, and goes on from there', async () => {
    const controller = new AbortController()
    server.next(vision, stalls)
    const pulling = models().pull('clip-small', {
      signal: controller.signal,
      onProgress: ({ done }) => done > 0 && controller.abort(),
    })
    await expect(pulling).rejects.toMatchObject({ name: 'AbortError' })
    nothingInstalled()
    const here = (await models().list()).models.find(({ id }) => id === 'clip-small')
    expect(here).toMatchObject({ state: 'partial', bytesHere: expect.any(Number) as number })
    expect(here?.bytesHere).toBeGreaterThan(0)
    await models().pull('clip-small')
    await expectInstalled()
    expect(server.requests.filter(({ path }) => path === vision).at(-1)?.range).toMatch(/^bytes=/)
  })

  it('does not go on with parts of another version', async () => {
    const part = join(home.models, '.downloads', 'clip-small', 'onnx', 'vision_model.onnx.part')
    mkdirSync(dirname(part), { recursive: true })
    writeFileSync(part, 'something else')
    const url = `${address}/${vision}`
    writeFileSync(`${part}.json`, JSON.stringify({ etag: '"old"', url, total: statSync(join(files, vision)).size }))
    await models().pull('clip-small')
    await expectInstalled()
  })

  it('throws away what was fetched when asked to', async () => {
    server.next(vision, ...Array.from({ length: 3 }, () => drops(0.3)))
    server.tags.set(vision, 'W/"weak"')
    await models()
      .pull('clip-small')
      .catch(() => undefined)
    await models()
      .remove('clip-small')
      .catch(() => undefined)
    expect(existsSync(join(home.models, '.downloads', 'clip-small'))).toBe(false)
  })

  it('lets nobody else in meanwhile', async () => {
    server.next(vision, stalls)
    const controller = new AbortController()
    const pulling = models().pull('clip-small', { signal: controller.signal })
    pulling.catch(() => undefined)
    await until('the download to run', () => server.requests.length > 0)
    await expect(models().pull('clip-small')).rejects.toMatchObject({ code: 'MODEL_IN_USE' })
    controller.abort()
    await expect(pulling).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('the command', () => {
  beforeAll(buildCommand)

  it('goes on where it was killed, and asks first', async () => {
    const command = ['--home', home.root, '--json', 'models', '--catalogue', catalogue]
    const unasked = await fovea([...command, 'pull', 'clip-small'])
    expect(unasked.code).toBe(1)
    expect(unasked.stderr).toContain('licence MIT')
    expect(server.requests).toEqual([])
    server.next(vision, stalls)
    const running = startFovea([...command, 'pull', 'clip-small', '--yes'])
    const part = join(home.models, '.downloads', 'clip-small', 'onnx', 'vision_model.onnx.part')
    await until('a part of the file', () => (statSync(part, { throwIfNoEntry: false })?.size ?? 0) > 0)
    running.child.kill('SIGKILL')
    await running.finished
    nothingInstalled()
    expect(JSON.parse((await fovea([...command, 'list'])).stdout)).toMatchObject({
      models: [
        { id: 'fovea-starter', isInUse: true },
        { id: 'clip-small', state: 'partial' },
      ],
    })
    const pulled = await fovea([...command, 'pull', 'clip-small', '--yes'])
    expect(pulled, pulled.stderr).toMatchObject({ code: 0 })
    await expectInstalled()
    expect(server.requests.filter(({ path }) => path === vision).at(-1)?.range).toMatch(/^bytes=/)
  })
})

describe('addresses', () => {
  const plain = { method: 'GET', redirects: [], timeoutMs: 500 } as const

  it('are reached over https, except on this computer', async () => {
    await expect(request('http://elsewhere.example/x', plain)).rejects.toThrow('encrypted')
    await expect(request('https://name:word@elsewhere.example/x', plain)).rejects.toThrow('password')
  })

  it('are reached through the proxy that the system names', async () => {
    const asked: string[] = []
    const proxy = createServer()
    proxy.on('connect', (message, socket) => {
      asked.push(`${message.url ?? ''} ${message.headers['proxy-authorization'] ?? ''}`)
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    process.env['https_proxy'] = `http://me:secret@127.0.0.1:${String((proxy.address() as AddressInfo).port)}`
    try {
      await expect(request('https://hub.example/model', plain)).rejects.toThrow('403')
    } finally {
      delete process.env['https_proxy']
      proxy.close()
    }
    expect(asked).toEqual([`hub.example:443 Basic ${Buffer.from('me:secret').toString('base64')}`])
  })

  it('are excepted from it by no_proxy', () => {
    const env = { https_proxy: 'proxy.example:3128', no_proxy: 'other.example, .inner.example' }
    const proxied = (url: string): string | undefined => proxyFor(new URL(url), env)?.href
    expect(proxied('https://hub.example/x')).toBe('http://proxy.example:3128/')
    expect(proxied('https://other.example/x')).toBeUndefined()
    expect(proxied('https://a.inner.example/x')).toBeUndefined()
    expect(proxied('http://127.0.0.1:8000/x')).toBeUndefined()
  })
})

describe('the catalogue that comes with Fovea', () => {
  it('can be read, recommends one model, and pins every revision', () => {
    const { models: known, importOnly } = readCatalogue(resources.catalogue)
    expect(known.filter(({ recommended }) => recommended).map(({ id }) => id)).toEqual(['siglip2-b16-256'])
    for (const { revision: pinned, files: wanted } of known) {
      expect(pinned).toMatch(/^[0-9a-f]{40}$/)
      expect(wanted.some(({ path }) => path.endsWith('tokenizer.json'))).toBe(true)
    }
    expect(importOnly.every(({ licence }) => /research/.test(licence))).toBe(true)
  })

  it('does not fetch what its licence forbids', async () => {
    const own = models({ catalogue: resources.catalogue })
    await expect(own.pull('mobileclip-s2')).rejects.toMatchObject({ code: 'MODEL_UNSUPPORTED' })
    await expect(own.pull('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

afterAll(() => rmSync(files, { recursive: true, force: true }))
