// What a page gone wrong may send: no input reaches a handler that its schema does not accept, and every answer is of the closed set.
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { channels, contract, errorCodes, type CallName, type Envelope } from '../../contract'
import { answer, register, type Routes } from './register'

const { ipcMain } = vi.hoisted(() => ({ ipcMain: { handle: vi.fn(), on: vi.fn() } }))
vi.mock('electron', () => ({ ipcMain, app: {}, session: {} }))

const reached = vi.fn<(name: string, input: unknown) => void>()
const routes = {
  shell: Object.fromEntries(
    Object.keys(contract).map((name) => [
      name,
      (input: unknown) => {
        reached(name, input)
      },
    ]),
  ),
  engine: (_place: string, name: string, input: unknown) => {
    reached(name, input)
    return Promise.resolve({ ok: true, value: null })
  },
  streams: {},
} as unknown as Routes

const callNames = Object.keys(contract).filter(
  (name) => contract[name as keyof typeof contract].kind === 'call',
) as CallName[]
const polluting = fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty')
/** Names that schemas know, so that inputs are wrong in more ways than one. */
const fields = fc.constantFrom(
  'id',
  'ids',
  'text',
  'query',
  'kind',
  'filters',
  'offset',
  'limit',
  'name',
  'bytes',
  'path',
)
const leaf = fc.oneof(
  fc.constantFrom('text', 'all', 'parsed', '../..', '/etc/passwd', "' OR 1=1 --", '\0', '\ud800', 'a'.repeat(32)),
  fc.constantFrom(-1, 0, 1, 1e9, Number.NaN, Infinity, null, undefined, true),
  fc.string(),
  fc.integer(),
  fc.uint8Array({ maxLength: 8 }),
)
const hostile = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fields, polluting, fc.string({ maxLength: 5 })), tie('value'), { maxKeys: 6 }),
  ),
})).value

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  reached.mockClear()
})
afterEach(() => {
  vi.restoreAllMocks()
})

function expectClosed(envelope: Envelope): void {
  if (!envelope.ok) expect(errorCodes).toContain(envelope.error.code)
}

describe('whatever is sent', () => {
  it('reaches a handler only as its schema has it', async () => {
    const signal = new AbortController().signal
    const sent = fc.oneof(hostile, fc.anything())
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...callNames), sent, async (name, input) => {
        reached.mockClear()
        const envelope = await answer(routes, [1, name, input], signal)
        expectClosed(envelope)
        if (!contract[name].input.safeParse(input).success) {
          expect(envelope).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } })
          expect(reached).not.toHaveBeenCalled()
        }
        for (const [calledName, given] of reached.mock.calls) {
          expect(calledName).toBe(name)
          expect(contract[name].input.safeParse(given).success).toBe(true)
        }
        expect(Object.keys(Object.prototype)).toEqual([])
      }),
      { numRuns: 3000 },
    )
  })

  it('is refused also where its constructor has a name that is none', async () => {
    const input = { __proto__: null, constructor: { name: { __proto__: null } } }
    const envelope = await answer(routes, [1, 'app.info', input], new AbortController().signal)
    expect(envelope).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } })
    expect(reached).not.toHaveBeenCalled()
  })

  it('is refused in one size: a text of 50 MB, a list of a million, an object a thousand deep', async () => {
    const deep: Record<string, unknown> = {}
    let inner = deep
    for (let level = 0; level < 1000; level++) inner = inner['match'] = { op: 'not', of: {} } as Record<string, unknown>
    const signal = new AbortController().signal
    const oversized = [
      ['search.run', { query: { kind: 'text', text: 'x'.repeat(50_000_000) }, filters: {}, offset: 0, limit: 1 }],
      ['items.locateAll', { ids: Array.from({ length: 1_000_000 }, () => 'x') }],
      ['items.export', { ids: Array.from({ length: 1_000_000 }, () => 'x') }],
      ['search.print', { query: deep }],
      ['search.addImage', { name: 'x'.repeat(1_000_000), bytes: new Uint8Array(1) }],
    ] as const
    for (const [name, input] of oversized)
      expect(await answer(routes, [1, name, input], signal), name).toMatchObject({
        ok: false,
        error: { code: 'INVALID_INPUT' },
      })
    expect(reached).not.toHaveBeenCalled()
  })
})

it('is logged by the names of its fields, never by what they hold', async () => {
  const warn = vi.mocked(console.warn)
  await answer(routes, [1, 'items.details', { id: '/home/anna/secret.jpg' }], new AbortController().signal)
  expect(warn).toHaveBeenCalledOnce()
  const said = warn.mock.calls.flat().join(' ')
  expect(said).toContain('id')
  expect(said).not.toMatch(/anna|secret/)
})

describe('whoever sends it', () => {
  type Listener = (event: object, ...message: unknown[]) => unknown
  register(routes)
  const listeners = Object.fromEntries([...ipcMain.handle.mock.calls, ...ipcMain.on.mock.calls] as [string, Listener][])
  const call = (event: object, ...message: unknown[]): Promise<Envelope> =>
    listeners[channels.call]!(event, ...message) as Promise<Envelope>
  const page = { parent: null, url: 'fovea://app/index.html' }
  const fail = (): never => {
    throw new Error('Render frame was disposed before WebFrameMain could be accessed')
  }
  const destroyed = Object.defineProperties({}, { parent: { get: fail }, url: { get: fail } })

  it('is refused unless it is the main frame of our page', async () => {
    const url = fc.oneof(
      fc.webUrl(),
      fc.string(),
      fc.constantFrom('fovea://app.evil/', 'fovea://thumb/x', 'about:srcdoc', 'blob:fovea://app/1', 'FOVEA://evil/app'),
      fc.domain().map((domain) => `fovea://app.${domain}/`),
    )
    const stranger = fc.oneof(
      url.map((address) => ({ parent: null, url: address })),
      fc.constant({ parent: page, url: page.url }), // a frame inside our page
      fc.constant(null),
      fc.constant(destroyed),
    )
    await fc.assert(
      fc.asyncProperty(stranger, fc.constantFrom(...callNames), hostile, async (senderFrame, name, input) => {
        const event = { sender: { id: 1 }, senderFrame }
        expect(await call(event, 1, name, input)).toMatchObject({ ok: false, error: { code: 'NOT_ALLOWED' } })
        listeners[channels.cancel]!(event, 1)
        const port = { close: vi.fn(), start: vi.fn() }
        listeners[channels.subscribe]!({ ...event, ports: [port] }, { name: 'library.status' })
        expect(port.close).toHaveBeenCalledOnce()
        expect(port.start).not.toHaveBeenCalled()
      }),
      { numRuns: 500 },
    )
    expect(reached).not.toHaveBeenCalled()
  })

  it('is answered even where the id of the call cannot be read', async () => {
    const event = { sender: { id: 1 }, senderFrame: page }
    for (const id of [{ toString: 1, valueOf: 1 }, [], null, 'x'.repeat(1e6)]) {
      expect(await call(event, id, 'settings.get', undefined)).toMatchObject({ error: { code: 'INVALID_INPUT' } })
      expect(() => listeners[channels.cancel]!(event, id)).not.toThrow()
    }
  })

  it('is answered also when its frame goes away at the question', async () => {
    const event = Object.defineProperty({ sender: { id: 1 } }, 'senderFrame', { get: fail })
    expect(await call(event, 1, 'settings.get', undefined)).toMatchObject({ error: { code: 'NOT_ALLOWED' } })
  })
})
