// The list of folders: read back as written, rescued when damaged, refused when newer.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolders } from '../../../test/integration/support/folders'
import { newRoot, readLibraryFile, writeLibraryFile, type LibraryFile } from './library-file'

const temporary = temporaryFolders()
const empty: LibraryFile = { version: 1, paused: false, pausedUntil: null, cpuShare: 100, reading: 'likely', roots: [] }
const first: LibraryFile = { ...empty, roots: [newRoot('/photos', false)] }
const second: LibraryFile = {
  ...empty,
  paused: true,
  pausedUntil: 1e12,
  cpuShare: 50,
  roots: [...first.roots, newRoot('/more', true)],
}
let path: string
beforeEach(() => {
  path = join(temporary(), 'home', 'library.json')
})
const kept = (): string[] => readdirSync(join(path, '..')).filter((name) => name.includes('.damaged-'))

describe('the library file', () => {
  it('is empty where there is none, without making one', () => {
    expect(readLibraryFile(path)).toEqual(empty)
    expect(existsSync(path)).toBe(false)
  })

  it('is read as it was written, and the version before is kept', () => {
    writeLibraryFile(path, first)
    expect(readLibraryFile(path)).toEqual(first)
    writeLibraryFile(path, second)
    expect(readLibraryFile(path)).toEqual(second)
    expect(JSON.parse(readFileSync(`${path}.bak`, 'utf8'))).toEqual(first)
    expect(existsSync(`${path}.part`)).toBe(false)
  })

  it.each([
    '',
    '{"version":1,"roots":[',
    'null',
    '[]',
    '{"version":1}',
    '{"version":1,"roots":[{"id":"../x","path":1}]}',
    '\0\0\0',
  ])('damaged to %j: its last good copy is used and the damaged one kept', (damage) => {
    writeLibraryFile(path, first)
    writeLibraryFile(path, second)
    writeFileSync(path, damage)
    expect(readLibraryFile(path)).toEqual(first)
    expect(kept()).toHaveLength(1)
    expect(readFileSync(join(path, '..', kept()[0]!), 'utf8')).toBe(damage)
    writeLibraryFile(path, second)
    expect(readLibraryFile(path)).toEqual(second)
  })

  it('is empty when both copies are damaged, which are kept', () => {
    writeLibraryFile(path, first)
    writeFileSync(path, 'x')
    writeFileSync(`${path}.bak`, 'y')
    expect(readLibraryFile(path)).toEqual(empty)
    expect(kept()).toHaveLength(2)
  })

  it('of a newer version is refused and left as it is', () => {
    writeLibraryFile(path, first)
    const newer = JSON.stringify({ version: 2, folders: {} })
    writeFileSync(path, newer)
    expect(() => readLibraryFile(path)).toThrow(expect.objectContaining({ code: 'STORE_NEWER', retry: 'update-app' }))
    expect(readFileSync(path, 'utf8')).toBe(newer)
    expect(kept()).toEqual([])
  })
})

describe('newRoot', () => {
  it('gives each root an id of its own', () => {
    const ids = new Set(Array.from({ length: 100 }, () => newRoot('/photos', false).id))
    expect(ids.size).toBe(100)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{16}$/)
  })
})
