// What hangs on the pointer: a PNG of the first photo, larger where others lie below.
import { describe, expect, it } from 'vitest'
import { drawDragImage } from './drag-image'
import { loadSharp } from './sharp'

const thumbnail = (): Promise<Buffer> =>
  loadSharp()({ create: { width: 512, height: 256, channels: 3, background: '#c04020' } })
    .webp()
    .toBuffer()

describe('drawDragImage', () => {
  it('is the photo in a white rim', async () => {
    const { format, width, height } = await loadSharp()(await drawDragImage(await thumbnail(), 1)).metadata()
    expect({ format, width, height }).toEqual({ format: 'png', width: 118, height: 62 })
  })

  it('shows others below, two at most, on a ground that shows through', async () => {
    const sizes = await Promise.all(
      [2, 3, 500].map(async (count) => loadSharp()(await drawDragImage(await thumbnail(), count)).metadata()),
    )
    expect(sizes.map(({ width, height }) => [width, height])).toEqual([
      [123, 67],
      [128, 72],
      [128, 72],
    ])
    expect(sizes.every(({ hasAlpha }) => hasAlpha)).toBe(true)
  })
})
