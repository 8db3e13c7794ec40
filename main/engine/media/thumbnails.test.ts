// Thumbnails on disk: written whole, named by content, swept when nobody wants them.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolders } from '../../../test/integration/support/folders'
import { hasThumbnail, sweepThumbnails, thumbnailPath, writeThumbnail } from './thumbnails'

const temporary = temporaryFolders()
const [one, other] = ['ab'.repeat(32), `ab${'cd'.repeat(31)}`]

describe('thumbnails', () => {
  it('are found by the hash of the photo', async () => {
    const folder = join(temporary(), 'thumbnails')
    expect(await hasThumbnail(folder, one)).toBe(false)
    await writeThumbnail(folder, one, Buffer.from('webp'))
    expect(await hasThumbnail(folder, one)).toBe(true)
    expect(thumbnailPath(folder, one)).toBe(join(folder, 'ab', `${one}.webp`))
    expect(readFileSync(thumbnailPath(folder, one), 'utf8')).toBe('webp')
  })

  it('are whole when several writers write the same one, and leave nothing beside', async () => {
    const folder = temporary()
    const contents = Array.from({ length: 8 }, (_, i) => Buffer.alloc(100_000, i))
    await Promise.all(contents.map((content) => writeThumbnail(folder, one, content)))
    const read = readFileSync(thumbnailPath(folder, one))
    expect(contents.some((content) => content.equals(read))).toBe(true)
    expect(readdirSync(join(folder, 'ab'))).toEqual([`${one}.webp`])
  })

  it('leave nothing behind when they cannot be written', async () => {
    const folder = temporary()
    mkdirSync(thumbnailPath(folder, one), { recursive: true }) // a folder in its place
    await expect(writeThumbnail(folder, one, Buffer.from('x'))).rejects.toThrow()
    expect(readdirSync(join(folder, 'ab'))).toEqual([`${one}.webp`])
  })

  it('are swept when unwanted, with what a kill left half written', async () => {
    const folder = temporary()
    for (const hash of [one, other]) await writeThumbnail(folder, hash, Buffer.from('x'))
    writeFileSync(`${thumbnailPath(folder, one)}.0000.part`, 'half')
    await sweepThumbnails(folder, (hash) => hash === one)
    expect(readdirSync(join(folder, 'ab'))).toEqual([`${one}.webp`])
    await sweepThumbnails(join(folder, 'absent'), () => true)
    expect(existsSync(join(folder, 'absent'))).toBe(false)
  })
})
