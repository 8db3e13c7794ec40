// The wrapper around the page's calls: only our page, only known calls, only inputs that fit; nothing throws.
import { EventEmitter } from 'node:events'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { channels, contract, FoveaError, maxImageBytes, type Envelope } from '../../contract'
import { answer, isOurPage, register, type Routes } from './register'

const { ipcMain } = vi.hoisted(() => ({ ipcMain: { handle: vi.fn(), on: vi.fn() } }))
vi.mock('electron', () => ({ ipcMain, app: {}, session: {} }))

const id = '0123456789abcdef'.repeat(2)
const shell = {
  'app.info': vi.fn(),
  'settings.get': vi.fn(() => ({ theme: 'dark', rowHeight: 200 })),
  'settings.set': vi.fn(),
  'library.chooseFolders': vi.fn(),
  'library.addSamples': vi.fn(),
  'search.chooseImage': vi.fn(),
  'items.reveal': vi.fn(),
}
const engine = vi.fn<Routes['engine']>()
const stop = vi.fn()
const status = vi.fn(() => stop)
const routes = {
  shell,
  engine,
  streams: { 'library.status': status, 'engine.health': vi.fn(() => stop) },
} as unknown as Routes

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  engine.mockResolvedValue({ ok: true, value: 'from the engine' })
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.clearAllMocks()
})

const signal = new AbortController().signal
const ask = (...message: unknown[]): Promise<Envelope> => answer(routes, message, signal)
const refused = { ok: false, error: { code: 'INVALID_INPUT', message: expect.any(String) } }
const search = { query: { kind: 'text', text: 'a cat' }, filters: {}, offset: 0, limit: 10 }

describe('answer', () => {
  it('has the shell answer its own calls', async () => {
    expect(await ask(1, 'settings.get', undefined)).toEqual({ ok: true, value: { theme: 'dark', rowHeight: 200 } })
    expect(engine).not.toHaveBeenCalled()
  })

  it('passes engine calls on, parsed, with the caller’s signal', async () => {
    const untidy = { ...search, query: { kind: 'text', text: '  a cat ' }, extra: 1 }
    expect(await ask(1, 'search.run', untidy)).toEqual({ ok: true, value: 'from the engine' })
    expect(engine).toHaveBeenCalledExactlyOnceWith('searcher', 'search.run', search, signal)
  })

  it('passes errors of the engine through', async () => {
    const error = { code: 'STORE_NEWER', message: 'Update.', retry: 'update-app' } as const
    engine.mockResolvedValueOnce({ ok: false, error })
    expect(await ask(1, 'search.run', search)).toEqual({ ok: false, error })
    engine.mockRejectedValueOnce(new FoveaError('ENGINE_DOWN', 'Again.', { retry: 'try-again' }))
    expect(await ask(1, 'search.run', search)).toEqual({
      ok: false,
      error: { code: 'ENGINE_DOWN', message: 'Again.', retry: 'try-again' },
    })
  })

  it('turns whatever a handler throws into an error, without its stack', async () => {
    shell['settings.get'].mockImplementationOnce(() => {
      throw new TypeError('x is undefined')
    })
    const envelope = await ask(1, 'settings.get', undefined)
    expect(envelope).toMatchObject({ ok: false, error: { code: 'INTERNAL' } })
    expect(JSON.stringify(envelope)).not.toContain('    at ')
  })

  it.each([
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'valueOf',
    'library.addFolder', // for the shell only
    'items.locate',
    'engine.close',
    'search.addImageFile',
    'library.status', // a stream
    'settings.get ',
    'SETTINGS.GET',
    '',
    'x'.repeat(1000),
  ])('knows no call %j', async (name) => {
    expect(await ask(1, name, { path: '/', id, isSample: false })).toEqual(refused)
    expect(engine).not.toHaveBeenCalled()
  })

  it.each([
    [[]],
    [[1]],
    [['1', 'settings.get', undefined]],
    [[1.5, 'settings.get', undefined]],
    [[Number.NaN, 'settings.get', undefined]],
    [[1, 42, undefined]],
    [[1, null, undefined]],
    [[1, ['settings.get'], undefined]],
    [[1, { toString: () => 'settings.get' }, undefined]],
    [[1, 'settings.get', undefined, 'more']],
  ])('refuses the malformed message %j', async (message) => {
    expect(await answer(routes, message, signal)).toEqual(refused)
    expect(shell['settings.get']).not.toHaveBeenCalled()
  })

  it.each([
    ['settings.get', {}],
    ['settings.set', { theme: 'purple' }],
    ['settings.set', { rowHeight: 1e9 }],
    ['settings.set', 'dark'],
    ['library.removeRoot', { id: '../..' }],
    ['library.removeRoot', undefined],
    ['items.reveal', { id: '/etc/passwd' }],
    ['items.reveal', { id: [id] }],
    ['items.details', { id: "' OR 1=1" }],
    ['search.run', { ...search, limit: 1e9 }],
    ['search.run', { ...search, query: { kind: 'text', text: 'x'.repeat(2001) } }],
    ['search.run', { ...search, filters: { folder: { rootId: 'x', path: '' } } }],
    ['search.addImage', { name: 'a', bytes: 'text' }],
    ['search.addImage', { name: 'a', bytes: new Uint8Array(maxImageBytes + 1) }],
  ])('refuses %s with an input that does not fit', async (name, input) => {
    expect(await ask(1, name, input)).toEqual(refused)
    expect(engine).not.toHaveBeenCalled()
    for (const handler of Object.values(shell)) expect(handler).not.toHaveBeenCalled()
  })

  it('drops a polluting key instead of passing it on', async () => {
    const input = JSON.parse(`{"theme":"dark","__proto__":{"polluted":true},"constructor":{}}`) as unknown
    await ask(1, 'settings.set', input)
    expect(shell['settings.set']).toHaveBeenCalledExactlyOnceWith({ theme: 'dark' })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('answers anything with an envelope', async () => {
    const name = fc.oneof(fc.constantFrom(...Object.keys(contract)), fc.string())
    await fc.assert(
      fc.asyncProperty(fc.anything(), name, fc.anything(), async (callId, called, input) => {
        const envelope = await ask(callId, called, input)
        expect(typeof envelope.ok).toBe('boolean')
      }),
      { numRuns: 300 },
    )
  })
})

describe('isOurPage', () => {
  it('is the main frame showing our page, and nothing else', () => {
    const url = 'fovea://app/index.html'
    expect(isOurPage({ parent: null, url })).toBe(true)
    expect(isOurPage(null)).toBe(false) // a frame that is gone
    const inner = { parent: { parent: null, url }, url } as unknown as Parameters<typeof isOurPage>[0]
    expect(isOurPage(inner)).toBe(false)
    for (const other of ['fovea://app.evil/', 'https://app/', 'file:///index.html', 'about:blank', ''])
      expect(isOurPage({ parent: null, url: other })).toBe(false)
  })
})

describe('register', () => {
  type Listener = (event: object, ...message: unknown[]) => unknown
  const ours = { parent: null, url: 'fovea://app/index.html' }
  const theirs = { parent: null, url: 'https://example.com' }
  const listeners = (): Record<string, Listener> => {
    register(routes)
    const calls = [...ipcMain.handle.mock.calls, ...ipcMain.on.mock.calls] as [string, Listener][]
    return Object.fromEntries(calls)
  }
  const eventFrom = (senderFrame: object | null, more: object = {}): object => ({
    sender: { id: 1 },
    senderFrame,
    ...more,
  })
  class Port extends EventEmitter {
    close = vi.fn()
    start = vi.fn()
    postMessage = vi.fn()
  }

  it('answers our page and no other', async () => {
    const call = listeners()[channels.call]!
    expect(await call(eventFrom(ours), 1, 'settings.get', undefined)).toMatchObject({ ok: true })
    for (const frame of [theirs, null, { ...ours, parent: ours }]) {
      expect(await call(eventFrom(frame), 1, 'settings.get', undefined)).toMatchObject({
        ok: false,
        error: { code: 'NOT_ALLOWED' },
      })
    }
    expect(shell['settings.get']).toHaveBeenCalledTimes(1)
  })

  it('cancels a call for the page that made it, and for no other', async () => {
    const { [channels.call]: call, [channels.cancel]: cancel } = listeners()
    let aborted: AbortSignal | undefined
    engine.mockImplementationOnce((_place, _name, _input, given) => {
      aborted = given
      return new Promise((resolve) => given.addEventListener('abort', () => resolve({ ok: true, value: 'late' })))
    })
    const answered = call!(eventFrom(ours), 7, 'search.run', search)
    await Promise.resolve()
    cancel!(eventFrom(theirs), 7)
    cancel!({ ...eventFrom(ours), sender: { id: 2 } }, 7)
    cancel!(eventFrom(ours), 8)
    expect(aborted?.aborted).toBe(false)
    cancel!(eventFrom(ours), 7)
    expect(aborted?.aborted).toBe(true)
    await answered
  })

  it('streams to our page until it wants no more', () => {
    const subscribe = listeners()[channels.subscribe]!
    const port = new Port()
    subscribe(eventFrom(ours, { ports: [port] }), { name: 'library.status' })
    expect(port.start).toHaveBeenCalledOnce()
    const [listener] = status.mock.calls[0] as unknown as [(value: unknown) => void]
    listener({ revision: 3 })
    expect(port.postMessage).toHaveBeenCalledExactlyOnceWith({ revision: 3 })
    port.emit('message', { data: 'stop' })
    expect(stop).toHaveBeenCalled()
  })

  it('ends a stream whose page went away', () => {
    const subscribe = listeners()[channels.subscribe]!
    const port = new Port()
    subscribe(eventFrom(ours, { ports: [port] }), { name: 'engine.health' })
    port.emit('close')
    expect(stop).toHaveBeenCalledOnce()
  })

  it.each([
    [theirs, { name: 'library.status' }],
    [null, { name: 'library.status' }],
    [ours, { name: 'settings.get' }],
    [ours, { name: '__proto__' }],
    [ours, { name: 'toString' }],
    [ours, 'library.status'],
    [ours, null],
  ])('closes the port of %j asking for %j', (frame, message) => {
    const subscribe = listeners()[channels.subscribe]!
    const port = new Port()
    subscribe(eventFrom(frame, { ports: [port] }), message)
    expect(port.close).toHaveBeenCalledOnce()
    expect(status).not.toHaveBeenCalled()
    subscribe(eventFrom(frame, { ports: [] }), message) // and without a port nothing happens at all
  })
})
