// What containers of videos say: codec, date, camera, place; also of damaged and hostile ones.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isIsoVideo, parsePosition, readIsoVideo, type Container, type ReadAt } from '../../main/engine/media/iso-video'
import { isMatroska, readMatroska } from '../../main/engine/media/matroska'
import { noFacts } from '../../main/engine/media/facts'
import { readVideoFile } from '../../main/engine/media/video'
import { createHash } from 'node:crypto'
import { repository } from './support/engine'

const videos = join(repository, 'test', 'fixtures', 'videos')
const bytesOf = (name: string): Buffer => readFileSync(join(videos, name))
const readerOf =
  (bytes: Buffer): ReadAt =>
  async (position, length) =>
    bytes.subarray(position, Math.min(bytes.length, position + length))
const read = (bytes: Buffer): Promise<Container> =>
  isMatroska(bytes) ? readMatroska(readerOf(bytes)) : readIsoVideo(bytes.length, readerOf(bytes))

function box(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length + 8)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}
const u32 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length)
  values.forEach((value, i) => bytes.writeUInt32BE(value, 4 * i))
  return bytes
}

describe('an MP4 of a phone with Android', () => {
  it('says when, where and with what it was taken', async () => {
    expect(await read(bytesOf('scenes.mp4'))).toEqual({
      codec: 'avc1',
      facts: {
        ...noFacts,
        taken: { at: Date.UTC(2021, 6, 4, 10, 20, 30), offset: null },
        camera: 'Fovea Test Camera',
        position: { latitude: 48.2082, longitude: 16.3738 },
        title: 'Three scenes',
      },
      xmp: undefined,
    })
  })
})

describe('a QuickTime film of an iPhone', () => {
  it('says it in Apple’s keys, with the zone of the place', async () => {
    const { codec, facts } = await read(bytesOf('scenes.mov'))
    expect(codec).toBe('avc1')
    expect(facts).toMatchObject({
      taken: { at: Date.UTC(2020, 11, 24, 17, 30), offset: 60 },
      camera: 'Apple iPhone 12',
      position: { latitude: 47.3769, longitude: 8.5417 },
    })
  })
})

describe('a Matroska file', () => {
  it('says its codec', async () => {
    expect((await read(bytesOf('scenes.webm'))).codec).toBe('V_VP8')
    expect((await read(bytesOf('scenes.mkv'))).codec).toBe('V_MPEG4/ISO/AVC')
  })
  it('says its date and title', async () => {
    const date = Buffer.alloc(8)
    date.writeBigInt64BE(BigInt(Date.UTC(2022, 1, 3) - Date.UTC(2001, 0, 1)) * 1_000_000n)
    const element = (id: string, body: Buffer): Buffer =>
      Buffer.concat([Buffer.from(id, 'hex'), Buffer.from([0x80 | body.length]), body])
    const info = element('1549a966', Buffer.concat([element('4461', date), element('7ba9', Buffer.from('Holiday'))]))
    const file = Buffer.concat([element('1a45dfa3', Buffer.alloc(0)), Buffer.from('18538067ff', 'hex'), info])
    const { facts } = await read(file)
    expect(facts).toMatchObject({ title: 'Holiday', taken: { at: Date.UTC(2022, 1, 3), offset: null } })
  })
})

describe('containers that make no sense', () => {
  it('of a clock that was never set have no date', async () => {
    const moov = box('moov', box('mvhd', u32(0, 0, 0, 1000, 1000)))
    expect((await read(Buffer.concat([box('ftyp'), moov]))).facts.taken).toBeNull()
  })
  it('a description after the pictures is found, beyond 4 GB too', async () => {
    const start = Buffer.concat([u32(1), Buffer.from('mdat'), u32(2, 0)]) // 8 GB
    const moov = box('moov', box('mvhd', u32(0, 3_600_000_000, 0, 1000, 1000)))
    const at = 2 * 2 ** 32
    const sparse: ReadAt = async (position, length) =>
      position >= at
        ? moov.subarray(position - at, position - at + length)
        : start.subarray(position, position + length)
    expect((await readIsoVideo(at + moov.length, sparse)).facts.taken).not.toBeNull()
  })
  it('are cut off, or changed at any place, without more than a wrong answer', async () => {
    for (const name of ['scenes.mp4', 'scenes.mov', 'scenes.webm', 'scenes.mkv']) {
      const bytes = bytesOf(name)
      for (let length = 0; length < 1500; length += 7) await read(bytes.subarray(0, length))
      for (let at = 0; at < 1500; at += 3) {
        const changed = Buffer.from(bytes)
        changed[at] = changed[at]! ^ 0xff
        await read(changed)
      }
    }
  })
  it('do not make it read what is not there: sizes of zero, of one, and beyond the file', async () => {
    for (const size of [0, 1, 7, 0xffffffff]) {
      const file = Buffer.concat([box('ftyp'), u32(size), Buffer.from('moov'), u32(0, 0, 0)])
      expect((await read(file)).codec).toBeNull()
    }
  })
  it.each(['', '+', '48.2,16.3', '+99.0+016.0/', '+48.2082', '+00.0000+000.0000/', '+48+016; drop', null as never])(
    '%j is no position',
    (text) => expect(parsePosition(text)).toBeNull(),
  )
})

describe('a video file', () => {
  it('is hashed as a whole, without being held in memory', async () => {
    const { hash, size, container } = await readVideoFile(join(videos, 'scenes.mp4'))
    expect({ hash, size, codec: container.codec }).toEqual({
      hash: createHash('sha256').update(bytesOf('scenes.mp4')).digest('hex'),
      size: bytesOf('scenes.mp4').length,
      codec: 'avc1',
    })
  })
  it('that is not there has vanished', async () => {
    await expect(readVideoFile(join(videos, 'none.mp4'))).rejects.toMatchObject({ code: 'vanished' })
  })
  it('is told by its first bytes', () => {
    expect(['scenes.mp4', 'scenes.mov'].map((name) => isIsoVideo(bytesOf(name)))).toEqual([true, true])
    expect(isIsoVideo(Buffer.from('RIFF....AVI '))).toBe(false)
  })
})
