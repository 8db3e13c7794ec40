// The list of versions: believed only when signed, read only when it is what it should be, whatever is sent.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FoveaError } from '../../../contract'
import {
  feedText,
  fileEntry,
  newTestKey,
  signed,
  type FeedChanges,
} from '../../../test/integration/support/updates/signed-feed'
import { fileFor, mostFeedBytes, readFeed, type Feed, type SignedFeed, type UpdateSource } from './feed'

const key = newTestKey()
const source: UpdateSource = {
  feed: 'https://fovea.example/updates/latest.json',
  hosts: ['files.example', '*.mirror.example'],
  keys: [key.text],
}
const entry = (changes: object = {}): object => fileEntry('https://fovea.example/a', Buffer.from('installer'), changes)
const read = (changes: FeedChanges = {}, from = source): Feed => readFeed(signed(feedText(changes), key), from)
const codeOf = (action: () => unknown): string => {
  try {
    action()
    return 'fine'
  } catch (error) {
    return error instanceof FoveaError ? error.code : String(error)
  }
}

describe('the signature', () => {
  it('of a key that is built in is good, and of any of several', () => {
    expect(read().version).toBe('0.2.0')
    expect(read({}, { ...source, keys: [newTestKey().text, key.text] }).version).toBe('0.2.0')
  })

  it('of another key is not, nor that of another list', () => {
    const own = signed(feedText(), key)
    for (const wrong of [
      signed(feedText(), newTestKey()),
      { ...own, bytes: Buffer.from(feedText({ version: '9.9.9' })) },
      { ...own, bytes: Buffer.concat([own.bytes, Buffer.from(' ')]) },
      { ...own, signature: signed(feedText({ version: '0.1.9' }), key).signature },
    ]) {
      expect(codeOf(() => readFeed(wrong, source))).toBe('UPDATE_UNSIGNED')
    }
  })

  it.each(['', 'x', '=', 'A'.repeat(86), `${'A'.repeat(86)}==`, '<html></html>', '-----BEGIN', 'A'.repeat(1000)])(
    'that is none (%j) is not good',
    (signature) => {
      expect(codeOf(() => readFeed({ bytes: Buffer.from(feedText()), signature }, source))).toBe('UPDATE_UNSIGNED')
    },
  )

  it('is good under no key that is none', () => {
    for (const keys of [[], [''], ['AAAA'], [key.text.slice(4)]])
      expect(
        codeOf(() => read({}, { ...source, keys })),
        String(keys),
      ).toBe('UPDATE_UNSIGNED')
  })

  it('is looked at before anything else', () => {
    const bytes = Buffer.from('{"format":99}')
    expect(codeOf(() => readFeed({ bytes, signature: 'none' }, source))).toBe('UPDATE_UNSIGNED')
  })

  it('stays bad whatever is changed in either', () => {
    const good = signed(feedText({ files: [entry()] }), key)
    fc.assert(
      fc.property(fc.nat(good.bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const bytes = Buffer.from(good.bytes)
        bytes[at] = bytes[at]! ^ by
        expect(codeOf(() => readFeed({ ...good, bytes }, source))).toBe('UPDATE_UNSIGNED')
      }),
    )
    const raw = Buffer.from(good.signature, 'base64')
    fc.assert(
      fc.property(fc.nat(raw.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const signature = Buffer.from(raw)
        signature[at] = signature[at]! ^ by
        expect(codeOf(() => readFeed({ ...good, signature: signature.toString('base64') }, source))).toBe(
          'UPDATE_UNSIGNED',
        )
      }),
    )
  })
})

describe('the form', () => {
  it('of a newer list is said, whatever else is in it', () => {
    expect(codeOf(() => readFeed(signed('{"format":2}', key), source))).toBe('UPDATE_LIST_NEWER')
    expect(codeOf(() => read({ format: 7, version: 7 }))).toBe('UPDATE_LIST_NEWER')
  })

  it.each<[string, FeedChanges]>([
    ['no format', { format: undefined }],
    ['a format of zero', { format: 0 }],
    ['another product', { product: 'other' }],
    ['no version', { version: undefined }],
    ['a version that is none', { version: 'newest' }],
    ['no date', { released: undefined }],
    ['a date that is none', { released: 'yesterday' }],
    ['no English notes', { notes: { de: 'Neu.' } }],
    ['notes as a list', { notes: ['new'] }],
    ['notes without end', { notes: { en: 'x'.repeat(20_001) } }],
    ['no files', { files: undefined }],
    ['files without end', { files: Array.from({ length: 65 }, () => entry()) }],
    ['a size of zero', { files: [entry({ bytes: 0 })] }],
    ['a size beyond all', { files: [entry({ bytes: 1e15 })] }],
    ['a size in parts', { files: [entry({ bytes: 1.5 })] }],
    ['a short hash', { files: [entry({ sha512: 'ab' })] }],
    ['a hash in capitals', { files: [entry({ sha512: 'A'.repeat(128) })] }],
    ['a platform that leads elsewhere', { files: [entry({ platform: '../linux' })] }],
    ['a kind that leads elsewhere', { files: [entry({ kind: 'a/b' })] }],
  ])('with %s is refused', (_what, changes) => {
    expect(codeOf(() => read(changes))).toBe('UPDATE_LIST_INVALID')
  })

  it.each([
    'http://fovea.example/a',
    'https://elsewhere.example/a',
    'https://fovea.example.evil/a',
    'https://name:word@fovea.example/a',
    'https://fovea.example:444/a',
    'https://files.example:444/a',
    'https://mirror.example/a',
    'http://127.0.0.1/a',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '/a',
    '',
  ])('with an installer at %s is refused', (url) => {
    expect(codeOf(() => read({ files: [entry({ url })] }))).toBe('UPDATE_LIST_INVALID')
  })

  it.each(['https://fovea.example/b', 'https://files.example/a', 'https://one.mirror.example/a'])(
    'with an installer at %s is taken',
    (url) => {
      expect(codeOf(() => read({ files: [entry({ url })] }))).toBe('fine')
    },
  )

  it('may have more than this version knows', () => {
    const feed = read({ more: true, files: [entry({ more: true, platform: 'plan9' })] })
    expect(Object.keys(feed)).not.toContain('more')
  })

  it('cut off, empty or too large is refused', () => {
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '""',
      feedText().slice(0, -1),
      '\0',
      `${feedText()}${' '.repeat(mostFeedBytes)}`,
    ])
      expect(
        codeOf(() => readFeed(signed(text, key), source)),
        text.slice(0, 20),
      ).toBe('UPDATE_LIST_INVALID')
  })

  it('is read or refused with a code of ours, whatever was signed', () => {
    const closed = ['fine', 'UPDATE_LIST_INVALID', 'UPDATE_LIST_NEWER']
    const names = fc.constantFrom(
      'format',
      'product',
      'version',
      'released',
      'notes',
      'files',
      '__proto__',
      'constructor',
    )
    const anything = fc.oneof(
      fc.json(),
      fc.string(),
      fc.dictionary(names, fc.jsonValue()).map((changes) => feedText(changes)),
      fc.array(fc.dictionary(fc.constantFrom('url', 'bytes', 'sha512', 'kind'), fc.jsonValue())).map((some) => {
        return feedText({ files: some.map((changes) => entry(changes)) })
      }),
    )
    fc.assert(
      fc.property(anything, (text) => {
        const code = codeOf(() => readFeed(signed(text, key), source))
        expect(closed).toContain(code)
        expect(Object.keys(Object.prototype)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('is never read unsigned, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, signature) => {
        const got: SignedFeed = { bytes: Buffer.from(bytes), signature }
        expect(codeOf(() => readFeed(got, source))).toBe('UPDATE_UNSIGNED')
      }),
    )
  })
})

describe('fileFor', () => {
  const linux = { platform: 'linux', arch: 'x64' }
  const feed = read({
    files: [
      entry({ ...linux, kind: 'AppImage' }),
      entry({ ...linux, kind: 'deb' }),
      entry({ platform: 'linux', arch: 'arm64', kind: 'AppImage' }),
      entry({ platform: 'darwin', arch: 'arm64', kind: 'zip' }),
      entry({ platform: 'darwin', arch: 'arm64', kind: 'dmg' }),
      entry({ platform: 'win32', arch: 'x64', kind: 'exe' }),
    ],
  })
  const kindFor = (platform: string, arch: string, appImage?: string) =>
    fileFor(feed, { platform, arch, appImage })?.kind

  it('is of the kind this Fovea came in, or of the other one', () => {
    expect(kindFor('linux', 'x64')).toBe('deb')
    expect(kindFor('linux', 'x64', '/opt/Fovea.AppImage')).toBe('AppImage')
    expect(kindFor('linux', 'arm64')).toBe('AppImage')
    expect(kindFor('darwin', 'arm64')).toBe('dmg')
    expect(kindFor('win32', 'x64')).toBe('exe')
  })

  it('is none where there is none for this computer', () => {
    expect(kindFor('darwin', 'x64')).toBeUndefined()
    expect(kindFor('win32', 'arm64')).toBeUndefined()
    expect(kindFor('sunos', 'x64')).toBeUndefined()
  })
})
