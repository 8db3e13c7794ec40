// The fovea:// protocol: serves the page, thumbnails and photos, and nothing else whatever the address.
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { copySample, samplePath } from '../../test/integration/support/engine'
import { temporaryFolders } from '../../test/integration/support/folders'
import { thumbnailPath } from '../engine/public'
import { contentSecurityPolicy, respond, type ProtocolSources } from './protocol'

const temporary = temporaryFolders()
const hash = 'ab'.repeat(32)
const id = '0123456789abcdef'.repeat(2)
const secret = 'TOP SECRET'

let base: string
let root: string
let located: string
const render = vi.fn(() => Promise.resolve(new Uint8Array([1, 2, 3])))
let sources: ProtocolSources

beforeAll(() => {
  base = temporary()
  root = join(base, 'photos')
  mkdirSync(join(base, 'page', 'assets'), { recursive: true })
  writeFileSync(join(base, 'page', 'index.html'), '<!doctype html>')
  writeFileSync(join(base, 'page', 'assets', 'index-B1x_2.js'), 'run()')
  writeFileSync(join(base, 'page', 'data.json'), secret) // not a type the page is made of
  writeFileSync(join(base, 'page', '.hidden.js'), secret)
  for (const name of ['secret.txt', 'secret.html', 'secret.js', 'secret.webp', 'secret.jpg'])
    writeFileSync(join(base, name), secret)
  copySample('coffee.jpg', join(root, 'coffee.jpg'))
  copySample('coffee.jpg', join(root, 'scan.TIF'))
  mkdirSync(join(base, 'thumbnails', 'ab'), { recursive: true })
  writeFileSync(thumbnailPath(join(base, 'thumbnails'), hash), 'thumbnail')
  symlinkSync(join(base, 'secret.jpg'), join(root, 'link.jpg'))
  symlinkSync(base, join(root, 'out'))
  mkdirSync(join(base, 'photos 2'))
  copySample('coffee.jpg', join(base, 'photos 2', 'a.jpg'))
})
beforeEach(() => {
  located = join(root, 'coffee.jpg')
  render.mockClear()
  sources = {
    pageFolder: join(base, 'page'),
    thumbnailPath: (name) => thumbnailPath(join(base, 'thumbnails'), name),
    locate: (asked) => (asked === id ? Promise.resolve({ path: located, root }) : Promise.reject(new Error('unknown'))),
    render,
  }
})

const get = (url: string): Promise<Response> => respond(url, sources)
async function expectNothing(url: string): Promise<void> {
  const response = await get(url)
  expect([url, response.status, await response.text()]).toEqual([url, 404, ''])
}

describe('the page', () => {
  it.each([
    ['fovea://app/index.html', 'text/html; charset=utf-8', '<!doctype html>'],
    ['fovea://app/assets/index-B1x_2.js', 'text/javascript; charset=utf-8', 'run()'],
    ['fovea://app/index.html?x=1#y', 'text/html; charset=utf-8', '<!doctype html>'],
  ])('%s', async (url, type, body) => {
    const response = await get(url)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy)
    expect(response.headers.get('cache-control')).toBe('no-cache')
    expect(await response.text()).toBe(body)
  })

  it('has a policy that lets nothing in from elsewhere', () => {
    const policy = new Map(
      contentSecurityPolicy.split('; ').map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1).join(' ')]),
    )
    expect(policy.get('default-src')).toBe("'none'")
    expect(policy.get('script-src')).toBe("'self'")
    expect(policy.get('frame-ancestors')).toBe("'none'")
    expect(contentSecurityPolicy).not.toMatch(/unsafe|https?:|\*/)
  })

  it.each([
    'fovea://app/../secret.html',
    'fovea://app/assets/../../secret.html',
    'fovea://app/%2e%2e/secret.html',
    'fovea://app/..%2fsecret.html',
    'fovea://app/%2e%2e%2fsecret.html',
    'fovea://app/%252e%252e%252fsecret.html',
    'fovea://app/..\\secret.html',
    'fovea://app/..%5csecret.html',
    'fovea://app/..%5Csecret.html',
    'fovea://app/%00/../../secret.html',
    'fovea://app/index.html%00.js',
    'fovea://app//etc/passwd.html',
    'fovea://app///server/share/x.html',
    'fovea://app/\\\\server\\share\\x.html',
    'fovea://app/C:/secret.html',
    'fovea://app/C:%5csecret.html',
    'fovea://app/data.json',
    'fovea://app/.hidden.js',
    'fovea://app/assets',
    'fovea://app/assets/',
    'fovea://app/',
    'fovea://app',
    'fovea://app/absent.js',
    'fovea://app/INDEX.html%20',
    'fovea://app/index.html/',
    'fovea://app/…/secret.html',
    'fovea://app/％2e％2e/secret.html',
  ])('is all there is: %s is not found', expectNothing)
})

describe('thumbnails', () => {
  it('are served for good', async () => {
    const response = await get(`fovea://thumb/${hash}`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('image/webp')
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(await response.text()).toBe('thumbnail')
  })

  it.each([
    `fovea://thumb/${hash.toUpperCase()}`,
    `fovea://thumb/${'cd'.repeat(32)}`,
    `fovea://thumb/${hash}.webp`,
    `fovea://thumb/${hash}/`,
    `fovea://thumb//${hash}`,
    `fovea://thumb/${hash.slice(1)}`,
    `fovea://thumb/${hash}%0a`,
    'fovea://thumb/../secret',
    'fovea://thumb/..%2f..%2fsecret',
    'fovea://thumb/',
  ])('are asked for by hash only: %s is not found', expectNothing)
})

describe('photos', () => {
  it('are served as they are when the page can show them', async () => {
    const response = await get(`fovea://original/${id}`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('image/jpeg')
    const bytes = readFileSync(samplePath('coffee.jpg'))
    expect(response.headers.get('content-length')).toBe(String(bytes.length))
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
    expect(render).not.toHaveBeenCalled()
  })

  it('are rendered when it cannot: a TIFF', async () => {
    located = join(root, 'scan.TIF')
    const response = await get(`fovea://original/${id}`)
    expect(response.headers.get('content-type')).toBe('image/webp')
    expect(response.headers.get('cache-control')).toBe('no-cache')
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([1, 2, 3])
    expect(render).toHaveBeenCalledExactlyOnceWith(id)
  })

  it.each([
    ['a link out of the folder', 'link.jpg'],
    ['a folder that is a link out of it', 'out/secret.jpg'],
    ['a path with ..', '../secret.jpg'],
    ['a neighbour whose name begins the same', '../photos 2/a.jpg'],
    ['a file that is gone', 'absent.jpg'],
    ['the folder itself', ''],
  ])('are not found behind %s', async (_what, path) => {
    located = `${root}/${path}`
    await expectNothing(`fovea://original/${id}`)
  })

  it('are not found when they cannot be rendered', async () => {
    located = join(root, 'scan.TIF')
    render.mockRejectedValueOnce(new Error('damaged'))
    await expectNothing(`fovea://original/${id}`)
  })

  it('inside a folder that is itself reached by a link are served', async () => {
    const link = join(base, 'link to photos')
    symlinkSync(root, link)
    sources = { ...sources, locate: () => Promise.resolve({ path: join(link, 'coffee.jpg'), root: link }) }
    const response = await get(`fovea://original/${id}`)
    expect(response.status).toBe(200)
    await response.body?.cancel()
    rmSync(link)
  })

  it.each([
    `fovea://original/${'f'.repeat(32)}`,
    `fovea://original/${id.toUpperCase()}`,
    `fovea://original/${id}.jpg`,
    `fovea://original/${id}/..`,
    'fovea://original/../secret.jpg',
    'fovea://original/',
  ])('are asked for by id only: %s is not found', expectNothing)
})

describe('anything else', () => {
  it.each([
    'fovea://evil/index.html',
    'fovea://app.evil/index.html',
    'fovea://app@evil/index.html',
    'fovea://app:80/index.html',
    'fovea:/app/index.html',
    'fovea:index.html',
    'fovea:///index.html',
    'file:///etc/passwd',
    'http://app/index.html',
    'https://app/index.html',
    'not an address',
    '',
  ])('%s is not found', expectNothing)

  it('never serves a file from outside, whatever the path', async () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '%2e',
      '%2E%2e',
      '%252e%252e',
      '/',
      '//',
      '\\',
      '%2f',
      '%5c',
      '%00',
      '\0',
      ':',
      'C:',
      '?',
      '#',
      'assets',
      'photos',
      'secret.html',
      'secret.js',
      'secret.webp',
      'secret.jpg',
      'index.html',
      '.hidden.js',
      'data.json',
      '\ud800',
      '％2e',
    )
    const hosts = fc.constantFrom('app', 'thumb', 'original', 'app/..', '', 'app%2f..', '..', 'app\\..')
    await fc.assert(
      fc.asyncProperty(hosts, fc.array(piece, { maxLength: 8 }), fc.boolean(), async (host, pieces, slashes) => {
        const response = await get(`fovea://${host}/${pieces.join(slashes ? '/' : '')}`)
        const body = await response.text()
        expect(body).not.toContain(secret)
        if (response.status !== 404) expect(['<!doctype html>', 'run()']).toContain(body)
      }),
      { numRuns: 1500 },
    )
  })

  it('asks for nothing that is no id, whatever is sent, and always answers', async () => {
    const locate = vi.fn(() => Promise.reject(new Error('unknown')))
    const asked: string[] = []
    sources = {
      ...sources,
      locate,
      thumbnailPath: (name) => {
        asked.push(name)
        return join(base, 'absent')
      },
    }
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map(encodeURIComponent),
      fc.constantFrom(id, hash, `${id}%00`, `${hash}%2e`, 'x'.repeat(1_000_000), '\0', '\ud800', `${id}\n`),
    )
    const url = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc
        .tuple(fc.constantFrom('app', 'thumb', 'original', 'APP', 'reader'), text)
        .map((parts) => `fovea://${parts.join('/')}`),
    )
    const range = fc.option(fc.oneof(fc.string(), fc.constantFrom('bytes=0-', `bytes=${'9'.repeat(400)}-`, 'bytes=-0')))
    await fc.assert(
      fc.asyncProperty(url, range, async (address, header) => {
        expect((await respond(address, sources, header)).status).toBe(404)
      }),
      { numRuns: 1500 },
    )
    expect(locate.mock.calls.flat().every((given: unknown) => /^[0-9a-f]{32}$/.test(String(given)))).toBe(true)
    expect(asked.every((given) => /^[0-9a-f]{64}$/.test(given))).toBe(true)
    expect(locate).toHaveBeenCalled() // or nothing was asked at all
  })

  it('answers any Range header with bytes of the photo alone', async () => {
    const { length } = readFileSync(samplePath('coffee.jpg'))
    const number = fc.oneof(fc.integer({ min: -1, max: length + 5 }).map(String), fc.constantFrom('', '9'.repeat(15)))
    const header = fc.oneof(
      fc.tuple(number, number).map(([first, last]) => `bytes=${first}-${last}`),
      fc.string(),
    )
    await fc.assert(
      fc.asyncProperty(header, async (range) => {
        const response = await respond(`fovea://original/${id}`, sources, range)
        expect([200, 206, 416]).toContain(response.status)
        const body = await response.arrayBuffer()
        expect(body.byteLength).toBe(Number(response.headers.get('content-length') ?? 0))
        expect(body.byteLength).toBeLessThanOrEqual(length)
      }),
      { numRuns: 200 },
    )
  })
})
