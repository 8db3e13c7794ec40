/** Brightens the pixels of photos that are dark all over, so that the image tower sees what is in them. */
import type { Pixels } from '../encoder/encoder'
import type { EncoderInput } from './decode'

/**
 * [Note: dark photos] A photo is dark when not even its brightest hundredth is of middle brightness (of 255). A street at
 * night with its lamps is not: its darkness belongs to it. Such photos are multiplied so that the brightest hundredth
 * becomes almost white. On Flickr photos at 15 % of their brightness this raises recall@10 from 75.4 to 82.0 %; of the
 * photos as they are, 0.2 % are touched and recall does not change. Keeping both views was worse than the bright one.
 */
const dark = 140
const almostWhite = 245
/** Below this there is nothing but noise to brighten: a picture taken with the lens cap on. */
const black = 12
const brightest = 0.01
/** Every fourth pixel says enough about brightness, in 0.04 ms a photo. */
const sampleStep = 4

/** The same pixels unless the photo is dark. With an input of two towers, the pixels of each by themselves. */
export function normaliseExposure(pixels: Pixels, input?: EncoderInput): Pixels {
  if (!input?.second) return brightened(pixels)
  const end = input.width * input.height * 3
  return Buffer.concat([brightened(pixels.subarray(0, end)), brightened(pixels.subarray(end))])
}

function brightened(pixels: Pixels): Pixels {
  const white = brightestLevel(pixels)
  if (white >= dark || white < black) return pixels
  const gain = almostWhite / white
  return pixels.map((value) => Math.min(255, Math.round(value * gain)))
}

/** The luma (Rec. 709) that the brightest hundredth of the pixels reach. */
function brightestLevel(pixels: Pixels): number {
  const histogram = new Uint32Array(256)
  let count = 0
  for (let at = 0; at + 2 < pixels.length; at += 3 * sampleStep) {
    const luma = 0.2126 * (pixels[at] ?? 0) + 0.7152 * (pixels[at + 1] ?? 0) + 0.0722 * (pixels[at + 2] ?? 0)
    const level = Math.round(luma)
    histogram[level] = (histogram[level] ?? 0) + 1
    count++
  }
  let level = 255
  for (let above = 0; level > 0; level--) {
    above += histogram[level] ?? 0
    if (above > count * brightest) break
  }
  return level
}
