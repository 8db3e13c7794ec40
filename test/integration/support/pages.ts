// Pictures with words in them, drawn for a test.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import sharp from 'sharp'
import { samplePath } from './engine'

export interface Page {
  text: string
  size?: number
  ink?: string
  paper?: string
}

/** Whether this machine has fonts to draw with: without any, a text is drawn as nothing. */
export async function canDraw(): Promise<boolean> {
  try {
    const { width } = await sharp({ text: { text: 'Fovea', font: 'Sans 40', dpi: 72 } }).metadata()
    return width > 40
  } catch {
    return false
  }
}

/** A picture of the kind the path's extension says: lines of text with a margin. */
export async function writePage(path: string, { text, size = 32, ink = '#101010', paper = '#f4f2ea' }: Page) {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const markup = `<span foreground="${ink}">${escaped}</span>`
  const input = await sharp({ text: { text: markup, font: `Sans ${size}`, dpi: 72, rgba: true } })
    .png()
    .toBuffer()
  const { width, height } = await sharp(input).metadata()
  const margin = size * 2
  mkdirSync(dirname(path), { recursive: true })
  await sharp({
    create: { width: width + 2 * margin, height: height + 2 * margin, channels: 3, background: paper },
  })
    .composite([{ input, left: margin, top: margin }])
    .toFile(path)
}

/** A sample photo with a sign in it. */
export async function writeSign(path: string, sample: string, text: string): Promise<void> {
  const input = await sharp({
    text: {
      text: `<span foreground="#fff" background="#134">${text}</span>`,
      font: 'Sans Bold 48',
      dpi: 72,
      rgba: true,
    },
  })
    .png()
    .toBuffer()
  mkdirSync(dirname(path), { recursive: true })
  await sharp(samplePath(sample))
    .composite([{ input, left: 20, top: 20 }])
    .jpeg({ quality: 90 })
    .toFile(path)
}
