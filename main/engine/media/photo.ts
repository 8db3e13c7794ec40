/** Reads one photo file whole: its bytes, their hash, and what the library keeps of it. */
import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import type { FailureCode } from '../../../contract'
import { UnreadableImage, unreadableFile } from './unreadable'

/** Larger files are refused: a photo of this size is not a photo, and it would have to fit into memory. */
const maximumFileBytes = 1024 * 1024 * 1024

/** How large a file may be, and what is said of larger ones. */
export interface LargestFile {
  bytes: number
  failure: FailureCode
}
const photoSize: LargestFile = { bytes: maximumFileBytes, failure: 'too-large' }

export interface PhotoFile {
  bytes: Buffer
  /** SHA-256 of the bytes, lower-case hex. */
  hash: string
  size: number
  /** ms since 1970, as at the time of reading. */
  mtime: number
}

/** Throws UnreadableImage with the reason (empty, too-large, vanished, unreadable). */
export async function readPhoto(path: string, largest: LargestFile = photoSize): Promise<PhotoFile> {
  let file: FileHandle | undefined
  try {
    file = await open(path, 'r')
    const before = await file.stat()
    if (!before.isFile()) throw new UnreadableImage('not-an-image')
    if (before.size === 0) throw new UnreadableImage('empty')
    if (before.size > largest.bytes) throw new UnreadableImage(largest.failure)
    const bytes = await file.readFile()
    return { bytes, hash: createHash('sha256').update(bytes).digest('hex'), size: before.size, mtime: before.mtimeMs }
  } catch (error) {
    throw unreadableFile(error)
  } finally {
    await file?.close()
  }
}
