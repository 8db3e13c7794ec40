// The curation file: read back as written, rescued when damaged, refused when newer, never lost.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolders } from '../../../test/integration/support/folders'
import { addAlbum, addWord, emptyCuration } from './curation'
import { readCurationFile, writeCurationFile } from './curation-file'

const temporary = temporaryFolders()
const first = addWord(emptyCuration, 'hiddenConcepts', 'spider')
const second = addAlbum(first, { name: 'Été', kind: 'smart', itemIds: ['0'.repeat(32)] })
let path: string
beforeEach(() => {
  path = join(temporary(), 'home', 'curation.json')
})
const kept = (): string[] => readdirSync(dirname(path)).filter((name) => name.includes('.damaged-'))

describe('the curation file', () => {
  it('is empty where there is none, without making one', () => {
    expect(readCurationFile(path)).toEqual({ curation: emptyCuration })
    expect(existsSync(path)).toBe(false)
  })

  it('is read as it was written, and the state before is kept', () => {
    writeCurationFile(path, first)
    writeCurationFile(path, second)
    expect(readCurationFile(path)).toEqual({ curation: second })
    expect(JSON.parse(readFileSync(`${path}.bak`, 'utf8'))).toEqual(first)
    expect(existsSync(`${path}.part`)).toBe(false)
  })

  it.each([
    '',
    '{"version":1,"albums":[',
    'null',
    '[]',
    '{"version":1}',
    '{"version":1,"albums":[{"id":"../x"}]}',
    '\0\0',
  ])('damaged to %j: the state before is used, the damaged file kept, and the person told', (damage) => {
    writeCurationFile(path, first)
    writeCurationFile(path, second)
    writeFileSync(path, damage)
    const { curation, notice } = readCurationFile(path)
    expect(curation).toEqual(first)
    expect(kept()).toHaveLength(1)
    expect(notice).toContain(kept()[0])
    expect(readFileSync(join(dirname(path), kept()[0]!), 'utf8')).toBe(damage)
    writeCurationFile(path, second)
    expect(readCurationFile(path)).toEqual({ curation: second })
  })

  it('is empty when both copies are damaged, which are kept', () => {
    writeCurationFile(path, first)
    writeFileSync(path, 'x')
    writeFileSync(`${path}.bak`, 'y')
    const { curation, notice } = readCurationFile(path)
    expect(curation).toEqual(emptyCuration)
    expect(kept()).toHaveLength(2)
    for (const name of kept()) expect(notice).toContain(name)
  })

  it('of a newer version is refused and left as it is', () => {
    const newer = JSON.stringify({ version: 2, people: {} })
    mkdirSync(dirname(path))
    writeFileSync(path, newer)
    expect(() => readCurationFile(path)).toThrow(expect.objectContaining({ code: 'STORE_NEWER', retry: 'update-app' }))
    expect(readFileSync(path, 'utf8')).toBe(newer)
    expect(kept()).toEqual([])
  })

  it('that cannot be read is not taken for an empty one', () => {
    mkdirSync(path, { recursive: true })
    expect(() => readCurationFile(path)).toThrow(expect.objectContaining({ code: 'FILE_UNREADABLE' }))
  })

  it('is never replaced by one that could not be read back', () => {
    writeCurationFile(path, first)
    const wrong = { ...second, hiddenConcepts: [''] }
    expect(() => writeCurationFile(path, wrong)).toThrow()
    expect(readCurationFile(path)).toEqual({ curation: first })
  })
})
