/** Embeds a photo of the library now that its turn has not come to yet. */
import { readFile } from 'node:fs/promises'
import type { Encoder } from '../../encoder/encoder'
import { decodeForEncoder } from '../../media/decode'
import { normaliseExposure } from '../../media/exposure'
import { thumbnailPath } from '../../media/thumbnails'

/** From its thumbnail, which is there also while its folder is away. Rejects where it is not. */
export async function thumbnailVector(encoder: Encoder, thumbnails: string, hash: string): Promise<Float32Array> {
  const bytes = await readFile(thumbnailPath(thumbnails, hash))
  const { image } = encoder.manifest
  const [vector] = await encoder.embedImages([normaliseExposure(await decodeForEncoder(bytes, image), image)])
  if (!vector) throw new Error('the image tower gave no vector')
  return vector
}
