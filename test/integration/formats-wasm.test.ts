// The decoder that Electron uses on Linux reads the same formats as the native one.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it, vi } from 'vitest'

// Before anything loads sharp: this is how Fovea knows that it runs in Electron.
vi.hoisted(() => {
  Object.defineProperty(process, 'versions', { value: { ...process.versions, electron: '0' } })
  Object.defineProperty(process, 'platform', { value: 'linux' })
})
import { decodeForCrops } from '../../main/engine/media/crops'
import { decodeForEncoder, makeThumbnail, readHeader } from '../../main/engine/media/decode'
import { decoderName, loadSharp } from '../../main/engine/media/sharp'

const fixture = (name: string): Buffer => readFileSync(resolve(import.meta.dirname, '..', 'fixtures', name))
const sample = join(import.meta.dirname, '../../resources/samples/chelsea.jpg')

const fixtures: Record<string, string> = {
  heic: 'cat.heic',
  'heic of 10 bits': 'cat-10-bit.heic',
  'turned heic': 'cat-turned.heic',
  jxl: 'cat.jxl',
  'turned jxl': 'cat-turned.jxl',
}

it('is the one under test', () => expect(decoderName()).toContain('WebAssembly'))

it.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif', 'heic', 'heic of 10 bits', 'turned heic', 'jxl', 'turned jxl'])(
  'reads %s',
  async (format) => {
    const cat = loadSharp()(sample).resize(240, 160, { fit: 'fill' })
    const bytes = fixtures[format] ? fixture(fixtures[format]) : await cat.toFormat(format as 'jpeg').toBuffer()
    expect(await readHeader(bytes)).toMatchObject({ width: 240, height: 160 })
    const pixels = await decodeForEncoder(bytes, { width: 24, height: 16 })
    const expected = await decodeForEncoder(await cat.png().toBuffer(), { width: 24, height: 16 })
    const difference = pixels.reduce((sum, value, i) => sum + Math.abs(value - expected[i]!), 0) / pixels.length
    expect(difference).toBeLessThan(format === 'gif' ? 12 : 6)
    expect(await loadSharp()(await makeThumbnail(bytes)).metadata()).toMatchObject({ width: 240, height: 160 })
    expect(await decodeForCrops(bytes)).toMatchObject({ width: 240, height: 160 })
  },
)

it('does not draw SVG', async () => {
  const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
  await expect(makeThumbnail(drawing)).rejects.toMatchObject({ code: 'not-an-image' })
})
