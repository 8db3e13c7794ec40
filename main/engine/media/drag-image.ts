/** What hangs on the pointer while photos are dragged: the first of them, on a pile where there are several. */
import { loadSharp } from './sharp'

/** Long side in pixels: seen whole, and hides little of where it is dropped. */
const side = 112
/** Of the white rim, and of what shows of each photo below. */
const [rim, step] = [3, 5]
const white = { r: 255, g: 255, b: 255, alpha: 1 }
const grey = { r: 210, g: 210, b: 214, alpha: 1 }
const nothing = { r: 0, g: 0, b: 0, alpha: 0 }

/** PNG, which is what the system's drags take. */
export async function drawDragImage(thumbnail: Buffer, count: number): Promise<Buffer> {
  const sharp = loadSharp()
  const { data, info } = await sharp(thumbnail)
    .resize(side, side, { fit: 'inside' })
    .flatten({ background: white })
    .extend({ top: rim, bottom: rim, left: rim, right: rim, background: white })
    .png()
    .toBuffer({ resolveWithObject: true })
  const below = Math.min(2, count - 1)
  if (below === 0) return data
  const { width, height } = info
  const sheet = await sharp({ create: { width, height, channels: 4, background: grey } })
    .composite([
      {
        input: await sharp({
          create: { width: width - 2, height: height - 2, channels: 4, background: white },
        })
          .png()
          .toBuffer(),
        left: 1,
        top: 1,
      },
    ])
    .png()
    .toBuffer()
  const pile = Array.from({ length: below }, (_, i) => ({
    input: sheet,
    left: (below - i) * step,
    top: (below - i) * step,
  }))
  return sharp({
    create: { width: width + below * step, height: height + below * step, channels: 4, background: nothing },
  })
    .composite([...pile, { input: data, left: 0, top: 0 }])
    .png()
    .toBuffer()
}
