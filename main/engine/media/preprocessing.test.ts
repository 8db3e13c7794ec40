// What the image tower gets, against the reference preprocessing: Pillow's antialiased resampling, written out here.
import { describe, expect, it } from 'vitest'
import { decodeForEncoder, type EncoderInput } from './decode'
import { loadSharp } from './sharp'

interface Picture {
  width: number
  height: number
  /** RGB, row by row. */
  data: Float32Array
}

/** Smooth and sharp structures of many sizes, as photos have. */
function picture(width: number, height: number): Picture {
  const data = new Float32Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const waves = Math.sin(x / 5) * 40 + Math.cos(y / 9) * 40 + Math.sin((x * y) / 400) * 30
      const checks = (Math.floor(x / 7) + Math.floor(y / 11)) % 2 === 0 ? 25 : -25
      for (let c = 0; c < 3; c++) data[(y * width + x) * 3 + c] = Math.round(120 + waves + checks * (c - 1))
    }
  }
  return { width, height, data }
}

/** https://github.com/python-pillow/Pillow, docs/handbook/concepts.rst: filters, widened by the reduction. */
const filters = {
  bilinear: { reach: 1, weigh: (t: number) => Math.max(0, 1 - Math.abs(t)) },
  bicubic: {
    reach: 2,
    weigh: (value: number) => {
      const [t, a] = [Math.abs(value), -0.5]
      if (t < 1) return ((a + 2) * t - (a + 3)) * t * t + 1
      return t < 2 ? (((t - 5) * t + 8) * t - 4) * a : 0
    },
  },
}

function resampled(
  { width, height, data }: Picture,
  toWidth: number,
  toHeight: number,
  kind: keyof typeof filters,
): Picture {
  const along = (length: number, to: number): { from: number; weights: number[] }[] => {
    const { reach, weigh } = filters[kind]
    const step = length / to
    const scale = Math.max(1, step)
    return Array.from({ length: to }, (_, at) => {
      const centre = (at + 0.5) * step
      const from = Math.max(0, Math.floor(centre - reach * scale + 0.5))
      const until = Math.min(length, Math.floor(centre + reach * scale + 0.5))
      const raw = Array.from({ length: until - from }, (__, i) => weigh((from + i + 0.5 - centre) / scale))
      const sum = raw.reduce((total, weight) => total + weight, 0)
      return { from, weights: raw.map((weight) => weight / sum) }
    })
  }
  const wide = new Float32Array(toWidth * height * 3)
  along(width, toWidth).forEach(({ from, weights }, x) => {
    for (let y = 0; y < height; y++)
      for (let c = 0; c < 3; c++)
        wide[(y * toWidth + x) * 3 + c] = clamped(weights, (i) => data[(y * width + from + i) * 3 + c]!)
  })
  const out = new Float32Array(toWidth * toHeight * 3)
  along(height, toHeight).forEach(({ from, weights }, y) => {
    for (let x = 0; x < toWidth; x++)
      for (let c = 0; c < 3; c++)
        out[(y * toWidth + x) * 3 + c] = clamped(weights, (i) => wide[((from + i) * toWidth + x) * 3 + c]!)
  })
  return { width: toWidth, height: toHeight, data: out }
}

function clamped(weights: readonly number[], value: (i: number) => number): number {
  const sum = weights.reduce((total, weight, i) => total + weight * value(i), 0)
  return Math.min(255, Math.max(0, Math.round(sum)))
}

function middle({ width, height, data }: Picture, toWidth: number, toHeight: number): Float32Array {
  const [left, top] = [Math.round((width - toWidth) / 2), Math.round((height - toHeight) / 2)]
  return Float32Array.from({ length: toWidth * toHeight * 3 }, (_, at) => {
    const [c, pixel] = [at % 3, Math.floor(at / 3)]
    return data[((top + Math.floor(pixel / toWidth)) * width + left + (pixel % toWidth)) * 3 + c]!
  })
}

async function towerInput({ width, height, data }: Picture, input: EncoderInput): Promise<Uint8Array> {
  const raw = { raw: { width, height, channels: 3 as const } }
  return decodeForEncoder(await loadSharp()(Uint8Array.from(data), raw).png().toBuffer(), input)
}

/** Mean of the absolute differences, in levels of 0 to 255. */
function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a).toHaveLength(b.length)
  return Array.from(a).reduce((sum, value, at) => sum + Math.abs(value - b[at]!), 0) / a.length
}

describe.each(['bilinear', 'bicubic'] as const)('%s', (interpolation) => {
  const other = interpolation === 'bilinear' ? 'bicubic' : 'bilinear'

  it('is what the reference does when a photo is squashed', async () => {
    const photo = picture(300, 200)
    const pixels = await towerInput(photo, { width: 64, height: 64, resize: 'squash', interpolation })
    const here = difference(pixels, resampled(photo, 64, 64, interpolation).data)
    // libvips halves large reductions by means of neighbours first; the kernels themselves lie further apart.
    expect(here).toBeLessThan(2)
    expect(here).toBeLessThan(0.5 * difference(pixels, resampled(photo, 64, 64, other).data))
  })

  it.each([
    ['landscape', 300, 200, 96, 64],
    ['portrait', 150, 240, 64, 102],
  ])(
    'is what the reference does when the middle of a %s is taken',
    async (_shape, width, height, toWidth, toHeight) => {
      const photo = picture(width, height)
      const pixels = await towerInput(photo, { width: 64, height: 64, resize: 'crop', interpolation })
      const reference = middle(resampled(photo, toWidth, toHeight, interpolation), 64, 64)
      expect(difference(pixels, reference)).toBeLessThan(3) // where it is cut may differ by half a pixel
    },
  )

  it('can resize to more than it takes', async () => {
    const photo = picture(300, 200)
    const pixels = await towerInput(photo, { width: 56, height: 56, resize: 'crop', shortest: 64, interpolation })
    expect(difference(pixels, middle(resampled(photo, 96, 64, interpolation), 56, 56))).toBeLessThan(2)
  })
})
