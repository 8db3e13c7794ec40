// The lock: one holder at a time, taken over from the dead, never from the living.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolders } from '../../../test/integration/support/folders'
import { takeLock } from './lock'

const temporary = temporaryFolders()
const newFile = (): string => join(temporary(), 'inner', 'indexer.lock')

describe('takeLock', () => {
  it('is refused while it is held, naming the holder, and given afterwards', () => {
    const file = newFile()
    const release = takeLock(file)
    expect(() => takeLock(file)).toThrow(`(process ${process.pid})`)
    expect(() => takeLock(file)).toThrow(expect.objectContaining({ code: 'STORE_LOCKED', retry: 'try-again' }))
    release()
    expect(existsSync(file)).toBe(false)
    takeLock(file)()
  })

  it('is taken over from a process that is dead', () => {
    const file = newFile()
    takeLock(file)()
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    writeFileSync(file, JSON.stringify({ pid, started: null }))
    const release = takeLock(file)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid })
    release()
  })

  it.runIf(process.platform === 'linux')('is taken over when another process has the dead one’s number', () => {
    const file = newFile()
    takeLock(file)()
    writeFileSync(file, JSON.stringify({ pid: process.pid, started: '1' }))
    takeLock(file)()
  })

  it.each(['', '{"pid":', '{}', 'null', '{"pid":"1"}'])(
    'holding %j is believed for a moment, then taken over',
    (content) => {
      const file = newFile()
      takeLock(file)()
      writeFileSync(file, content)
      expect(() => takeLock(file)).toThrow(expect.objectContaining({ code: 'STORE_LOCKED' }))
      const past = new Date(Date.now() - 5000)
      utimesSync(file, past, past)
      takeLock(file)()
      expect(existsSync(file)).toBe(false)
    },
  )

  it('of another process is not removed by a late release', () => {
    const file = newFile()
    const release = takeLock(file)
    const other = JSON.stringify({ pid: 1, started: null })
    writeFileSync(file, other)
    release()
    expect(readFileSync(file, 'utf8')).toBe(other)
  })
})
