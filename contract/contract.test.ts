// The contract says what it promises: a sentence for every failure, shapes that refuse what does not fit.
import { describe, expect, it } from 'vitest'
import {
  contract,
  engineContract,
  ErrorShape,
  errorCodes,
  FailureCode,
  failureSentences,
  FoveaError,
  maxImageBytes,
} from '.'

describe('failures', () => {
  it.each(FailureCode.options)('%s has a sentence', (code) => {
    expect(failureSentences[code]).toMatch(/^[A-Z].{10,}\.$/)
  })
})

describe('errors', () => {
  it.each(errorCodes)('%s survives the way to another process', (code) => {
    const error = new FoveaError(code, 'What happened.', { retry: 'try-again', cause: new Error('secret') })
    const shape = structuredClone(error.toShape())
    expect(ErrorShape.parse(shape)).toEqual({ code, message: 'What happened.', retry: 'try-again' })
    expect(FoveaError.fromShape(shape)).toMatchObject({ code, message: 'What happened.', retry: 'try-again' })
  })

  it('wrap anything that is thrown', () => {
    const own = new FoveaError('NOT_FOUND', 'Gone.')
    expect(FoveaError.from(own)).toBe(own)
    expect(FoveaError.from(new Error('x is not a function'))).toMatchObject({ code: 'INTERNAL', retry: 'try-again' })
    expect(FoveaError.from('a string').message).toContain('a string')
    expect(FoveaError.from(undefined)).toMatchObject({ code: 'INTERNAL' })
    expect(FoveaError.from(AbortSignal.abort().reason)).toMatchObject({ code: 'CANCELLED' })
  })
})

describe('inputs', () => {
  const refuses = (name: keyof typeof engineContract, input: unknown): boolean => {
    const entry = engineContract[name]
    return entry.kind === 'call' && !entry.input.safeParse(input).success
  }
  const search = (changes: object): unknown => ({
    query: { kind: 'all' },
    filters: {},
    offset: 0,
    limit: 10,
    ...changes,
  })

  it('of a search are taken, with the text trimmed', () => {
    const input = search({ query: { kind: 'text', text: '  a cat ' } })
    expect(contract['search.run'].input.parse(input)).toMatchObject({ query: { text: 'a cat' } })
    expect(refuses('search.run', search({}))).toBe(false)
  })

  it.each([
    ['no text', { query: { kind: 'text', text: '   ' } }],
    ['too long a text', { query: { kind: 'text', text: 'x'.repeat(2001) } }],
    ['an unknown kind', { query: { kind: 'sql', text: 'x' } }],
    ['an id that is no id', { query: { kind: 'item', itemId: "' OR 1=1 --" } }],
    ['an id in capitals', { query: { kind: 'item', itemId: 'A'.repeat(32) } }],
    ['a root that is none', { filters: { rootIds: ["x' OR 'a'='a"] } }],
    ['a date that is none', { filters: { from: Number.NaN } }],
    ['a date beyond all dates', { filters: { to: 1e18 } }],
    ['a negative offset', { offset: -1 }],
    ['a limit of zero', { limit: 0 }],
    ['a limit too large', { limit: 1001 }],
    ['a limit as text', { limit: '10' }],
  ])('of a search are refused: %s', (_what, changes) => {
    expect(refuses('search.run', search(changes))).toBe(true)
  })

  it('of pictures are bounded', () => {
    expect(refuses('search.addImage', { name: 'a', bytes: new Uint8Array(8) })).toBe(false)
    expect(refuses('search.addImage', { name: 'a', bytes: new Uint8Array(maxImageBytes + 1) })).toBe(true)
    expect(refuses('search.addImage', { name: 'a', bytes: [1, 2, 3] })).toBe(true)
    expect(refuses('search.addImage', { name: 'a'.repeat(1025), bytes: new Uint8Array(8) })).toBe(true)
  })

  it('never hold a path where the page can call', () => {
    for (const [name, entry] of Object.entries(contract)) {
      if (entry.kind !== 'call') continue
      expect(entry.input.safeParse({ path: '/etc/passwd' }).success && entry.at !== 'shell', name).toBe(
        // `rescan` takes an optional id and drops whatever else it is given
        name === 'library.rescan',
      )
    }
  })
})
