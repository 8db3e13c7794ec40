/** Keeps the map between two encoders on disk, so that a start does not fit it anew. */
import { createHash } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Crossing } from './crossing'

/** Raised when maps are fitted otherwise. */
const version = 1
const checkBytes = 32
const Header = z.object({
  version: z.literal(version),
  key: z.string(),
  direction: z.enum(['query', 'photos']),
  /** Numbers of a vector now and before. */
  now: z.number().int().positive(),
  before: z.number().int().positive(),
  photos: z.number().int().min(0),
})

export interface KeptCrossing {
  crossing: Crossing
  /** How many it was fitted on. */
  photos: number
}

/** `key` says between which encoders, and what else it was fitted on. Undefined where there is none, or it is not what was written. */
export async function readCrossing(path: string, key: string): Promise<KeptCrossing | undefined> {
  try {
    const bytes = await readFile(path)
    const payload = bytes.subarray(0, -checkBytes)
    if (!checksum(payload).equals(bytes.subarray(-checkBytes))) return undefined
    const end = payload.indexOf(10)
    const header = Header.parse(JSON.parse(payload.toString('utf8', 0, end)))
    if (header.key !== key) return undefined
    const { now, before, direction, photos } = header
    const numbers = new Float32Array(Uint8Array.from(payload.subarray(end + 1)).buffer)
    let at = 0
    const take = (width: number): Float32Array => numbers.slice(at, (at += width))
    const image = { now: take(now), before: take(before) }
    const text = { now: take(now), before: take(before) }
    const matrix = Array.from({ length: before }, () => take(now))
    return at === numbers.length ? { crossing: { direction, image, text, matrix }, photos } : undefined
  } catch {
    return undefined // it is fitted anew
  }
}

/** Written aside and renamed. Throws what the disk throws. */
export async function keepCrossing(path: string, key: string, { crossing, photos }: KeptCrossing): Promise<void> {
  const { direction, image, text, matrix } = crossing
  const [now, before] = [image.now.length, image.before.length]
  const header = `${JSON.stringify({ version, key, direction, now, before, photos })}\n`
  const rows = [image.now, image.before, text.now, text.before, ...matrix]
  const numbers = rows.map((row) => Buffer.from(row.buffer, row.byteOffset, row.byteLength))
  const payload = Buffer.concat([Buffer.from(header), ...numbers])
  const aside = `${path}.${String(process.pid)}.part`
  await writeFile(aside, Buffer.concat([payload, checksum(payload)]))
  await rename(aside, path)
}

function checksum(payload: Uint8Array): Buffer {
  return createHash('sha256').update(payload).digest()
}
