// What is refused for its memory, who waits for whom, and how a photo's time is counted.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { bytesToDecode, hasRoom, isSmall, maximumSeconds, TimeLimit, withRoom, type PictureStructure } from './cost'
import { UnreadableImage } from './unreadable'

const megabyte = 1024 * 1024

function structure(
  format: PictureStructure['format'],
  [width, height]: readonly [number, number],
  more: Partial<PictureStructure> = {},
): PictureStructure {
  return { width, height, autoOrient: { width, height }, format, channels: 3, depth: 'uchar', ...more }
}

describe('the memory that decoding takes', () => {
  it('is little where rows are read one by one: what counts then is the time of so many pixels', () => {
    for (const format of ['jpeg', 'png', 'tiff'] as const) {
      expect(isSmall(bytesToDecode(structure(format, [6000, 4000])))).toBe(true)
      expect(bytesToDecode(structure(format, [16_383, 16_383]))).toBe(16_383 ** 2)
    }
  })

  it.each([
    ['a progressive JPEG', structure('jpeg', [16_000, 16_000], { isProgressive: true, chromaSubsampling: '4:4:4' })],
    ['an interlaced PNG of 16 bits', structure('png', [16_000, 16_000], { isProgressive: true, depth: 'ushort' })],
    ['a PNG that is to be turned', structure('png', [16_000, 16_000], { orientation: 6 })],
    ['a GIF', structure('gif', [16_000, 16_000])],
    ['a WebP', structure('webp', [16_000, 16_000])],
    ['an AVIF', structure('heif', [16_000, 16_000], { compression: 'av1' })],
    ['a BMP', structure('bmp', [16_000, 16_000])],
    ['a PNG of more pixels than sharp takes', structure('png', [20_000, 20_000])],
  ])('is too much of %s of 256 megapixels', (_what, large) => {
    expect(() => bytesToDecode(large)).toThrow(new UnreadableImage('too-large'))
  })

  it('is there for the largest photos of phones', () => {
    const phone = [8064, 6048] as const
    expect(bytesToDecode(structure('heif', phone, { compression: 'hevc' }))).toBeLessThan(600 * megabyte)
    expect(bytesToDecode(structure('jpeg', [16_320, 12_240], { orientation: 6 }))).toBeLessThan(256 * megabyte)
  })
})

describe('room', () => {
  it('is given to small pictures at once, and to large ones in turn', async () => {
    const inside: string[] = []
    const leave = new Map<string, () => void>()
    const work = (name: string, megabytes: number): Promise<void> =>
      withRoom(megabytes * megabyte, () => {
        inside.push(name)
        return new Promise((resolve) => leave.set(name, resolve))
      })
    const all = [work('a', 200), work('b', 100), work('c', 500), work('d', 30), work('small', 1)]
    await vi.waitFor(() => expect(inside).toEqual(['small', 'a']))
    leave.get('a')!()
    await vi.waitFor(() => expect(inside).toEqual(['small', 'a', 'b'])) // c is too large for any company, d came after it
    leave.get('b')!()
    await vi.waitFor(() => expect(inside).toContain('c'))
    expect(inside).not.toContain('d')
    leave.get('c')!()
    await vi.waitFor(() => expect(inside).toContain('d'))
    leave.get('d')!()
    leave.get('small')!()
    await Promise.all(all)
  })

  it('can be asked for', async () => {
    let leave = (): void => undefined
    expect(hasRoom(500 * megabyte)).toBe(true) // alone any picture may be as large as it likes
    const working = withRoom(200 * megabyte, () => new Promise<void>((resolve) => (leave = resolve)))
    await vi.waitFor(() => expect(hasRoom(100 * megabyte)).toBe(false))
    expect(hasRoom(50 * megabyte)).toBe(true)
    expect(hasRoom(1)).toBe(true)
    leave()
    await working
    expect(hasRoom(500 * megabyte)).toBe(true)
  })

  it('is free again after a failure', async () => {
    for (let i = 0; i < 3; i++) {
      await expect(withRoom(600 * megabyte, () => Promise.reject(new Error('damaged')))).rejects.toThrow('damaged')
    }
  })
})

describe('the time of a photo', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is up after its seconds, all its parts together', async () => {
    const time = new TimeLimit()
    const first = time.within(new Promise((resolve) => setTimeout(resolve, (maximumSeconds - 2) * 1000, 'header')))
    await vi.advanceTimersByTimeAsync((maximumSeconds - 2) * 1000)
    expect(await first).toBe('header')
    const failing = expect(time.within(new Promise(() => undefined))).rejects.toMatchObject({ code: 'too-slow' })
    await vi.advanceTimersByTimeAsync(2500)
    await failing
    expect(time.isUp).toBe(true)
  })

  it('does not pass while nothing is done, and a failure stays what it is', async () => {
    const time = new TimeLimit()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await time.within(Promise.resolve('pixels'))).toBe('pixels')
    await expect(time.within(Promise.reject(new Error('damaged')))).rejects.toThrow('damaged')
  })
})
