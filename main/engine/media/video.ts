/** Reads one video file: its hash, without holding it in memory, what its container says, and pictures of it. */
import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import type { VideoReading } from '../../../contract'
import { isIsoVideo, readIsoVideo, unknownContainer, type Container } from './iso-video'
import { isMatroska, readMatroska } from './matroska'
import type { PhotoFile } from './photo'
import { UnreadableImage, unreadableFile } from './unreadable'

const chunkBytes = 1024 * 1024

/**
 * [Note: pictures of videos] The decoder is Chromium's, which only the app has: the engine is given something that asks it
 * for pictures, and does without where there is no app. See docs/adr/0013-video.md.
 */
export interface VideoFrames {
  /** Whether there is a decoder: asked before a file of gigabytes is read for its hash. */
  isThere(): Promise<boolean>
  read(path: string): Promise<VideoReading>
}

export interface VideoFile extends Omit<PhotoFile, 'bytes'> {
  container: Container
}

/** What was read of a video that can be shown. */
export type VideoPictures = Exclude<VideoReading, { failed: unknown }>

/** The app is closing: the file is read another time. */
export class VideoLeftAside extends Error {}

/** Codecs that Chromium has on every system: one of these that cannot be read is damaged. */
const knownCodecs = /^(avc[134]|vp0?[89]|av01|V_VP[89]|V_AV1|V_MPEG4\/ISO\/AVC)/i

/** Throws UnreadableImage with the reason (empty, vanished, unreadable). */
export async function readVideoFile(path: string): Promise<VideoFile> {
  let file: FileHandle | undefined
  try {
    file = await open(path, 'r')
    const { size, mtimeMs: mtime } = await file.stat()
    if (size === 0) throw new UnreadableImage('empty')
    return { container: await readContainer(file, size), hash: await hashOf(file), size, mtime }
  } catch (error) {
    throw unreadableFile(error)
  } finally {
    await file?.close()
  }
}

/** Throws UnreadableImage with the reason (video-codec, corrupt, too-slow, crashed), or VideoLeftAside. */
export async function readVideoPictures(
  path: string,
  { codec }: Container,
  frames: VideoFrames,
): Promise<VideoPictures> {
  const reading = await frames.read(path)
  if (!('failed' in reading)) return reading
  switch (reading.failed) {
    case 'stopped':
      throw new VideoLeftAside()
    case 'unreadable':
      // Chromium says the same of a codec that it does not know and of a file that is none.
      throw new UnreadableImage(codec === null || knownCodecs.test(codec) ? 'corrupt' : 'video-codec')
    default:
      throw new UnreadableImage(reading.failed)
  }
}

async function readContainer(file: FileHandle, size: number): Promise<Container> {
  const read = async (position: number, length: number): Promise<Buffer> => {
    const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - position)))
    const { bytesRead } = await file.read(buffer, 0, buffer.length, position)
    return buffer.subarray(0, bytesRead)
  }
  const start = await read(0, 16)
  if (isMatroska(start)) return readMatroska(read)
  return isIsoVideo(start) ? readIsoVideo(size, read) : unknownContainer
}

async function hashOf(file: FileHandle): Promise<string> {
  const hash = createHash('sha256')
  const buffer = Buffer.alloc(chunkBytes)
  for (let at = 0; ;) {
    const { bytesRead } = await file.read(buffer, 0, chunkBytes, at)
    if (bytesRead === 0) return hash.digest('hex')
    hash.update(buffer.subarray(0, bytesRead))
    at += bytesRead
  }
}
