/** Pictures handed over as queries, kept with their vectors for as long as the searcher runs; those of saved searches on disk. */
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FoveaError, type PicturePart, type QueryImage, type ShownImage } from '../../../contract'
import type { Encoder } from '../encoder/encoder'
import { cutCrop, decodeForCrops } from '../media/crops'
import { makeThumbnail, readPicture, UnreadableImage } from '../media/decode'
import { normaliseExposure } from '../media/exposure'

const kept = 64
const previewSide = 160
/** Long side of what is kept of a picture: as large as parts are cut from. */
const keptSide = 1600

interface Kept {
  name: string
  width: number
  height: number
  preview: string
  /** WebP, `keptSide` at most. */
  picture: Buffer
  vector: Float32Array
}

export class QueryImages {
  readonly #encoder: Encoder
  readonly #folder: string
  /** Oldest first. */
  readonly #images = new Map<string, Kept>()

  /** `folder` has the pictures of saved searches. */
  constructor(encoder: Encoder, folder: string) {
    this.#encoder = encoder
    this.#folder = folder
  }

  /** Decodes and embeds a picture, `imageId` is its name from then on. Throws IMAGE_UNREADABLE or IMAGE_TOO_LARGE. */
  async add(name: string, bytes: Uint8Array, imageId = randomBytes(16).toString('hex')): Promise<QueryImage> {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const { picture: _, vector: __, ...shown } = await this.#keep(imageId, name, buffer)
    return { imageId, ...shown }
  }

  /** Without a name where it was handed over in another session. Throws NOT_FOUND. */
  async show(imageId: string): Promise<ShownImage> {
    const { picture, vector: _, ...shown } = await this.#find(imageId)
    return { imageId, ...shown, picture: asUrl(picture) }
  }

  /** Throws NOT_FOUND when the picture was let go of (many newer ones, or the searcher was restarted). */
  async vector(imageId: string, part?: PicturePart): Promise<Float32Array> {
    const { picture, vector } = await this.#find(imageId)
    if (!part) return vector
    const { image } = this.#encoder.manifest
    const pixels = await cutCrop(await decodeForCrops(picture), part, image)
    return (await this.#encoder.embedImages([normaliseExposure(pixels, image)]))[0]!
  }

  /** The vector of a picture that is not kept. Throws IMAGE_UNREADABLE or IMAGE_TOO_LARGE. */
  async vectorOf(bytes: Buffer): Promise<Float32Array> {
    return (await this.#read(bytes)).vector
  }

  /** Keeps these pictures beyond the session. Throws NOT_FOUND. */
  async save(imageIds: readonly string[]): Promise<void> {
    for (const imageId of imageIds) {
      const { picture } = await this.#find(imageId)
      await mkdir(this.#folder, { recursive: true })
      await writeFile(`${this.#file(imageId)}.part`, picture)
      await rename(`${this.#file(imageId)}.part`, this.#file(imageId))
    }
  }

  /** Lets go of the pictures on disk that no saved search has any more. */
  async tidy(imageIds: ReadonlySet<string>): Promise<void> {
    const files = await readdir(this.#folder).catch(() => [])
    const left = files.filter((file) => !imageIds.has(file.replace(/\.webp$/, '')))
    await Promise.all(left.map((file) => rm(join(this.#folder, file), { force: true })))
  }

  #file(imageId: string): string {
    return join(this.#folder, `${imageId}.webp`)
  }

  async #find(imageId: string): Promise<Kept> {
    const known = this.#images.get(imageId)
    if (known) return known
    const bytes = await readFile(this.#file(imageId)).catch((cause: unknown) => {
      throw new FoveaError('NOT_FOUND', 'Fovea no longer has this picture. Drop or choose it again.', { cause })
    })
    return this.#keep(imageId, '', bytes)
  }

  async #keep(imageId: string, name: string, bytes: Buffer): Promise<Kept> {
    const { picture, ...read } = await this.#read(bytes)
    const image = { name, ...read, picture, preview: asUrl(await makeThumbnail(picture, previewSide)) }
    this.#images.set(imageId, image)
    const [oldest] = this.#images.keys()
    if (this.#images.size > kept && oldest !== undefined) this.#images.delete(oldest)
    return image
  }

  async #read(bytes: Buffer): Promise<Omit<Kept, 'name' | 'preview'>> {
    try {
      const { image } = this.#encoder.manifest
      const { header, pixels, thumbnail: picture } = await readPicture(bytes, image, { side: keptSide })
      const { width, height } = header
      const [vector] = await this.#encoder.embedImages([normaliseExposure(pixels, image)])
      if (!vector) throw new UnreadableImage('corrupt')
      return { width, height, picture, vector }
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

function asUrl(webp: Buffer): string {
  return `data:image/webp;base64,${webp.toString('base64')}`
}
