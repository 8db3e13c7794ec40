/** Photos of the size a camera makes: enlarged, with grain, so that a file is as large and as costly to decode as such a photo is. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { loadSharp } from '../../main/engine/media/sharp'
import type { PhotoSet } from './photos'

const width = 4032
const height = 3024
/** Of the grain, out of 255: files become 3 to 6 MB. */
const grain = 8

export async function enlargePhotos({ paths }: PhotoSet, count: number, folder: string): Promise<PhotoSet> {
  await mkdir(folder, { recursive: true })
  const sharp = loadSharp()
  const noise = { type: 'gaussian' as const, mean: 128, sigma: grain }
  const film = await sharp({ create: { width, height, channels: 3, background: '#808080', noise } })
    .png({ compressionLevel: 1 })
    .toBuffer()
  const made: string[] = []
  for (const path of paths.slice(0, count)) {
    const file = join(folder, `${String(made.length).padStart(3, '0')}.jpg`)
    await sharp(path)
      .resize(width, height, { fit: 'fill' })
      .composite([{ input: film, blend: 'soft-light' }])
      .jpeg({ quality: 92 })
      .toFile(file)
    made.push(file)
  }
  return { folder, paths: made }
}
