/** The TIFF that carries decoded pixels to sharp holds exactly those pixels and their profile. */
import { describe, expect, it } from 'vitest'
import { loadSharp } from './sharp'
import { writeTiff } from './tiff'

describe('writeTiff', () => {
  it.each([
    [3, 7, 5],
    [4, 130, 129],
    [3, 1, 64],
    [4, 65, 200],
  ] as const)('is read back with %i channels, %i by %i', async (channels, width, height) => {
    const data = Uint8Array.from({ length: width * height * channels }, (_, i) => (i * 31) & 0xff)
    const { data: read, info } = await loadSharp()(writeTiff({ data, width, height, channels }, undefined))
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ width, height, channels })
    expect(read.equals(data)).toBe(true)
  })

  it('keeps the colour profile', async () => {
    const { icc } = await loadSharp()(
      await loadSharp()({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
        .withIccProfile('p3')
        .png()
        .toBuffer(),
    ).metadata()
    const file = writeTiff({ data: new Uint8Array(12), width: 2, height: 2, channels: 3 }, icc)
    expect((await loadSharp()(file).metadata()).icc?.equals(icc!)).toBe(true)
  })
})
