/** Reads the words in a picture: one network finds where text stands, another reads what it says. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as ort from '../onnxruntime'
import { z } from 'zod'
import { FoveaError } from '../../../contract'
import { sessionOptions } from '../encoder/towers'
import { ModelFile, verifyFile } from '../encoder/manifest'
import type { DecodedPhoto } from '../media/crops'
import { decode, type Reading } from './ctc'
import { toLines, type Box, type Piece } from './lines'
import { scaled, type TurnedRectangle } from './rectangle'
import { findRegions } from './regions'
import { cutStrip, stripHeight, type Turn } from './strip'

/** One line of text and where it stands, in fractions of the picture from the top left. */
export interface Line {
  text: string
  box: Box
}

export const RecogniserManifest = z.object({
  schema: z.literal(1),
  id: z.string(),
  /** Raised when the same picture would give other words: it is read again then. */
  revision: z.number().int().positive(),
  detector: ModelFile,
  reader: ModelFile,
  /** A line a letter, in the order of the reader's classes. */
  characters: ModelFile,
})
export type RecogniserManifest = z.infer<typeof RecogniserManifest>

/** Both sides of what the detector takes are multiples of this. */
const detectorStep = 32
/** Mean and deviation of the pictures that the detector's backbone was trained on, blue first, of values 0 to 255. */
const detectorMean = [103.53, 116.28, 123.675]
const detectorDeviation = [57.375, 57.12, 58.395]
/** Long side in pixels of what strips are cut from: small print of a page photographed as a whole is still legible. */
export const pictureSide = 2560
/** Long side of what the detector looks at. */
export const detectorSide = 1280
/** How likely an area must be text: the detector's usual value. */
const likelyFrom = 0.5
/** Longer lines are squeezed: the reader's memory grows with them. */
const longestStrip = 2400
/** Text this much higher than wide stands on end. */
const standingFrom = 1.5
/** Below this a strip is read the other way up as well. */
const sureFrom = 0.8
/** What is read with less is noise: leaves, fences, patterns. */
const believedFrom = 0.6

export class Recogniser {
  readonly manifest: RecogniserManifest
  readonly #folder: string
  readonly #threads: number
  #sessions: Promise<Sessions> | undefined

  private constructor(folder: string, manifest: RecogniserManifest, threads: number) {
    this.#folder = folder
    this.manifest = manifest
    this.#threads = threads
  }

  /** Reads the manifest only; the networks load at first use. Throws MODEL_DAMAGED. */
  static async open(folder: string, threads = 2): Promise<Recogniser> {
    try {
      const text = await readFile(join(folder, 'manifest.json'), 'utf8')
      return new Recogniser(folder, RecogniserManifest.parse(JSON.parse(text)), threads)
    } catch (error) {
      throw new FoveaError(
        'MODEL_DAMAGED',
        'What reads words in pictures is damaged. Install Fovea again to repair it.',
        {
          retry: 'reinstall',
          cause: error,
        },
      )
    }
  }

  /** Where the picture likely holds text, in its own pixels. `side`: the longer side it is looked at with. */
  async detect(photo: DecodedPhoto, side: number): Promise<TurnedRectangle[]> {
    const { detector } = await this.#open()
    const scale = Math.min(1, side / Math.max(photo.width, photo.height))
    const { data, width, height } = detectorInput(photo, scale)
    const input = new ort.Tensor('float32', data, [1, 3, height, width])
    const result = await detector.run({ [detector.inputNames[0]!]: input })
    const values = result[detector.outputNames[0]!]!.data as Float32Array
    return findRegions({ values, width, height }, likelyFrom).map((rectangle) => scaled(rectangle, 1 / scale))
  }

  /**
   * The lines of these parts that could be read, in reading order. `turn` resolves when the next piece of work may begin: a
   * page takes seconds.
   */
  async read(photo: DecodedPhoto, parts: readonly TurnedRectangle[], turn?: () => Promise<void>): Promise<Line[]> {
    const pieces: Piece[] = []
    for (const part of parts) {
      await turn?.()
      const { text, confidence, turn: turned } = await this.#readPart(photo, part)
      if (confidence >= believedFrom && text.trim() !== '') pieces.push({ text: text.trim(), part, turn: turned })
    }
    const within = (value: number, size: number): number => Math.min(1, Math.max(0, value / size))
    return toLines(pieces).map(({ text, box: [left, top, right, bottom] }) => ({
      text,
      box: [
        within(left, photo.width),
        within(top, photo.height),
        within(right, photo.width),
        within(bottom, photo.height),
      ],
    }))
  }

  async close(): Promise<void> {
    const sessions = await this.#sessions?.catch(() => undefined)
    this.#sessions = undefined
    await sessions?.detector.release()
    await sessions?.reader.release()
  }

  /** Nothing says which way up a text is: where it reads badly the other way is tried, and the surer one counts. */
  async #readPart(photo: DecodedPhoto, part: TurnedRectangle): Promise<Reading & { turn: Turn }> {
    const turns: Turn[] = part.height >= standingFrom * part.width ? ['right', 'left', 'none'] : ['none', 'around']
    let best: Reading & { turn: Turn } = { text: '', confidence: 0, turn: 'none' }
    for (const turn of turns) {
      const reading = await this.#readStrip(photo, part, turn)
      if (reading.confidence > best.confidence) best = { ...reading, turn }
      if (best.confidence >= sureFrom) break
    }
    return best
  }

  async #readStrip(photo: DecodedPhoto, part: TurnedRectangle, turn: Turn): Promise<Reading> {
    const { reader, characters } = await this.#open()
    const { data, width } = cutStrip(photo, part, turn, longestStrip)
    const input = new ort.Tensor('float32', data, [1, 3, stripHeight, width])
    const { data: probabilities, dims } = (await reader.run({ [reader.inputNames[0]!]: input }))[
      reader.outputNames[0]!
    ]!
    return decode(probabilities as Float32Array, dims.at(-1)!, characters)
  }

  #open(): Promise<Sessions> {
    this.#sessions ??= this.#load().catch((error: unknown) => {
      this.#sessions = undefined
      throw error
    })
    return this.#sessions
  }

  async #load(): Promise<Sessions> {
    const { detector, reader, characters } = this.manifest
    const options = sessionOptions(this.#threads)
    const open = async (file: ModelFile): Promise<ort.InferenceSession> =>
      ort.InferenceSession.create(await verifyFile(this.#folder, file), options)
    const letters = await readFile(await verifyFile(this.#folder, characters), 'utf8')
    return {
      detector: await open(detector),
      reader: await open(reader),
      // The last class is a blank that stands between words.
      characters: [...letters.replace(/\n$/, '').split('\n'), ' '],
    }
  }
}

interface Sessions {
  detector: ort.InferenceSession
  reader: ort.InferenceSession
  characters: string[]
}

function stepped(side: number): number {
  return Math.max(detectorStep, Math.ceil(side / detectorStep) * detectorStep)
}

/** The picture in the size it is looked at, on the ground of the detector's input. Each pixel is the mean of those it stands for. */
function detectorInput(photo: DecodedPhoto, scale: number): { data: Float32Array; width: number; height: number } {
  const [usedWidth, usedHeight] = [Math.round(photo.width * scale), Math.round(photo.height * scale)]
  const [width, height] = [stepped(usedWidth), stepped(usedHeight)]
  const plane = width * height
  const data = new Float32Array(3 * plane)
  const { pixels } = photo
  const columns = Array.from({ length: usedWidth + 1 }, (_, x) => Math.floor((x * photo.width) / usedWidth))
  for (let y = 0; y < usedHeight; y++) {
    const from = Math.floor((y * photo.height) / usedHeight)
    const to = Math.max(from + 1, Math.floor(((y + 1) * photo.height) / usedHeight))
    for (let x = 0; x < usedWidth; x++) {
      const left = columns[x]!
      const right = Math.max(left + 1, columns[x + 1]!)
      let [red, green, blue] = [0, 0, 0]
      for (let row = from; row < to; row++) {
        for (let at = (row * photo.width + left) * 3, end = (row * photo.width + right) * 3; at < end; at += 3) {
          red += pixels[at]!
          green += pixels[at + 1]!
          blue += pixels[at + 2]!
        }
      }
      const count = (to - from) * (right - left)
      const at = y * width + x
      data[at] = (blue / count - detectorMean[0]!) / detectorDeviation[0]!
      data[plane + at] = (green / count - detectorMean[1]!) / detectorDeviation[1]!
      data[2 * plane + at] = (red / count - detectorMean[2]!) / detectorDeviation[2]!
    }
  }
  return { data, width, height }
}
