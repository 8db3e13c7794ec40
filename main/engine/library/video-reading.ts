/** Makes of a video what the library keeps of it: a vector for each picture, and the best of them as its thumbnail. */
import type { Pixels } from '../encoder/encoder'
import { readPicture, type EncoderInput, type Picture } from '../media/decode'
import { readVideoPictures, type VideoFile, type VideoFrames } from '../media/video'
import type { Part } from '../store/schema'

export interface SeenVideo {
  width: number
  height: number
  /** Seconds. */
  duration: number
  /** Of the picture that stands for the video. */
  vector: Float32Array
  parts: Part[]
  /** WebP. */
  thumbnail: Buffer
}

interface VideoTools {
  frames: VideoFrames
  input: EncoderInput
  embed: (pixels: Pixels) => Promise<Float32Array>
}

/** A picture whose brightness varies less is black, white, or a fade. Photos lie above 25. */
const plainBelow = 8

/** Throws UnreadableImage, or VideoLeftAside. */
export async function readVideo(path: string, video: VideoFile, tools: VideoTools): Promise<SeenVideo> {
  const { duration, width, height, frames } = await readVideoPictures(path, video.container, tools.frames)
  const pictures = await Promise.all(frames.map(({ picture }) => readPicture(Buffer.from(picture), tools.input)))
  const vectors = await Promise.all(pictures.map(({ pixels }) => tools.embed(pixels)))
  const parts = vectors.map((vector, i): Part => ({ kind: 'frame', at: frames[i]!.at, text: null, vector }))
  const poster = posterOf(pictures)
  return { width, height, duration, vector: vectors[poster]!, parts, thumbnail: pictures[poster]!.thumbnail }
}

/** The middle one, unless there is nothing in it to see. */
function posterOf(pictures: readonly Picture[]): number {
  const contrasts = pictures.map(({ pixels }) => contrastOf(pixels))
  const middle = Math.floor(pictures.length / 2)
  return contrasts[middle]! >= plainBelow ? middle : contrasts.indexOf(Math.max(...contrasts))
}

/** Standard deviation of all values, 0 to 255. */
function contrastOf(pixels: Uint8Array): number {
  let [sum, squares] = [0, 0]
  for (const value of pixels) {
    sum += value
    squares += value * value
  }
  const mean = sum / pixels.length
  return Math.sqrt(Math.max(0, squares / pixels.length - mean * mean))
}
