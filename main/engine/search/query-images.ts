/** Pictures handed over as queries, kept with their vectors for as long as the searcher runs. */
import { randomBytes } from 'node:crypto'
import { FoveaError, type QueryImage } from '../../../contract'
import type { Encoder } from '../encoder/encoder'
import { normaliseExposure } from '../media/exposure'
import { readPicture, UnreadableImage } from '../media/decode'

const kept = 64
const previewSide = 160

export class QueryImages {
  readonly #encoder: Encoder
  /** Oldest first. */
  readonly #vectors = new Map<string, Float32Array>()

  constructor(encoder: Encoder) {
    this.#encoder = encoder
  }

  /** Decodes and embeds a picture, `imageId` is its name from then on. Throws IMAGE_UNREADABLE or IMAGE_TOO_LARGE. */
  async add(name: string, bytes: Uint8Array, imageId = randomBytes(16).toString('hex')): Promise<QueryImage> {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const { width, height, preview, vector } = await this.#read(buffer)
    this.#vectors.set(imageId, vector)
    const [oldest] = this.#vectors.keys()
    if (this.#vectors.size > kept && oldest !== undefined) this.#vectors.delete(oldest)
    return { imageId, name, width, height, preview: `data:image/webp;base64,${preview.toString('base64')}` }
  }

  /** Throws NOT_FOUND when the picture was let go of (many newer ones, or the searcher was restarted). */
  vector(imageId: string): Float32Array {
    const vector = this.#vectors.get(imageId)
    if (vector) return vector
    throw new FoveaError('NOT_FOUND', 'Fovea no longer has this picture. Drop or choose it again.')
  }

  /** The vector of a picture that is not kept. Throws IMAGE_UNREADABLE or IMAGE_TOO_LARGE. */
  async vectorOf(bytes: Buffer): Promise<Float32Array> {
    return (await this.#read(bytes)).vector
  }

  async #read(bytes: Buffer): Promise<{ width: number; height: number; preview: Buffer; vector: Float32Array }> {
    try {
      const { image } = this.#encoder.manifest
      const { header, pixels, thumbnail: preview } = await readPicture(bytes, image, previewSide)
      const { width, height } = header
      const [vector] = await this.#encoder.embedImages([normaliseExposure(pixels)])
      if (!vector) throw new UnreadableImage('corrupt')
      return { width, height, preview, vector }
    } catch (error) {
      if (!(error instanceof UnreadableImage)) throw error
      if (error.code === 'too-large') {
        throw new FoveaError('IMAGE_TOO_LARGE', 'This picture is too large: Fovea reads up to 268 megapixels.')
      }
      throw new FoveaError('IMAGE_UNREADABLE', 'This is not a picture Fovea can read, or it is damaged.', {
        cause: error,
      })
    }
  }
}
