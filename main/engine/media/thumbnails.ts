/** Thumbnails on disk, named by the hash of the photo's bytes, so that equal files share one. */
import { randomBytes } from 'node:crypto'
import { access, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** `<folder>/ab/abcdef….webp`: 256 folders keep each one small. */
export function thumbnailPath(folder: string, hash: string): string {
  return join(folder, hash.slice(0, 2), `${hash}.webp`)
}

export async function hasThumbnail(folder: string, hash: string): Promise<boolean> {
  return access(thumbnailPath(folder, hash)).then(
    () => true,
    () => false,
  )
}

/** Written aside and renamed: a reader sees a whole file or none, also after a kill. */
export async function writeThumbnail(folder: string, hash: string, webp: Buffer): Promise<void> {
  const path = thumbnailPath(folder, hash)
  const aside = `${path}.${randomBytes(4).toString('hex')}.part`
  await mkdir(dirname(path), { recursive: true })
  try {
    await writeFile(aside, webp)
    await rename(aside, path)
  } catch (error) {
    await rm(aside, { force: true })
    throw error
  }
}

/** Removes thumbnails nobody wants any more, and what a kill left half written. */
export async function sweepThumbnails(folder: string, isWanted: (hash: string) => boolean): Promise<void> {
  for (const part of await readdir(folder).catch(() => [])) {
    for (const name of await readdir(join(folder, part)).catch(() => [])) {
      if (!name.endsWith('.webp') || !isWanted(name.slice(0, -'.webp'.length))) {
        await rm(join(folder, part, name), { force: true })
      }
    }
  }
}
