// Exporting: nothing is overwritten, what cannot be copied is counted, and it can be stopped.
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { temporaryFolders } from '../../test/integration/support/folders'
import { copyBeside, Exporter } from './export'

const temporary = temporaryFolders()
let [from, to] = ['', '']
const file = (name: string): string => join(from, name)
const locate = (id: string) => Promise.resolve<string | undefined>(file(id))

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const folder = temporary()
  ;[from, to] = [join(folder, 'from'), join(folder, 'to')]
  for (const made of [from, to]) mkdirSync(made)
  for (const name of ['a.jpg', 'b.jpg', 'no extension']) writeFileSync(file(name), `this is ${name}`)
})
afterEach(() => {
  vi.restoreAllMocks()
})

describe('copyBeside', () => {
  it('takes the next name that is free, and keeps what is there', async () => {
    writeFileSync(join(to, 'a.jpg'), 'mine')
    for (let i = 0; i < 2; i++) expect(await copyBeside(file('a.jpg'), to)).toBe('copied')
    expect(readdirSync(to).sort()).toEqual(['a (2).jpg', 'a (3).jpg', 'a.jpg'])
    expect(readFileSync(join(to, 'a.jpg'), 'utf8')).toBe('mine')
    expect(readFileSync(join(to, 'a (3).jpg'), 'utf8')).toBe('this is a.jpg')
    for (let i = 0; i < 2; i++) await copyBeside(file('no extension'), to)
    expect(readdirSync(to)).toContain('no extension (2)')
  })

  it('keeps the time of the file', async () => {
    utimesSync(file('a.jpg'), 1e9, 1e9)
    await copyBeside(file('a.jpg'), to)
    expect(statSync(join(to, 'a.jpg')).mtimeMs).toBe(1e12)
  })

  it('says so where it cannot', async () => {
    expect(await copyBeside(file('absent.jpg'), to)).toBe('failed')
    expect(readdirSync(to)).toEqual([])
  })
})

describe('Exporter', () => {
  it('goes on after what cannot be had, and tells how it went', async () => {
    const exporter = new Exporter()
    const told = vi.fn()
    exporter.subscribe(told)
    const ids = ['a.jpg', 'away', 'b.jpg']
    const answer = await exporter.run(ids, to, (id) => (id === 'away' ? Promise.reject(new Error('away')) : locate(id)))
    expect(answer).toEqual({ phase: 'done', done: 3, total: 3, failed: 1, folder: 'to' })
    expect(told.mock.calls[0]).toEqual([null])
    expect(told).toHaveBeenLastCalledWith(answer)
    expect(readdirSync(to)).toEqual(['a.jpg', 'b.jpg'])
    expect(exporter.folder).toBe(to)
  })

  it('stops after the file it is at, and can begin again', async () => {
    const exporter = new Exporter()
    const stopped = await exporter.run(['a.jpg', 'b.jpg'], to, (id) => {
      exporter.cancel()
      return locate(id)
    })
    expect(stopped).toMatchObject({ phase: 'cancelled', done: 1 })
    expect(readdirSync(to)).toEqual(['a.jpg'])
    expect(await exporter.run(['b.jpg'], to, locate)).toMatchObject({ phase: 'done', done: 1 })
  })

  it('does one thing at a time', async () => {
    const exporter = new Exporter()
    const first = exporter.run(['a.jpg'], to, locate)
    await expect(exporter.run(['b.jpg'], to, locate)).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    await first
  })
})
