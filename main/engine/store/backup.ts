/** Keeps a copy of what a damaged store could not give back: vectors, and who is who and what the person decided. */
import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { mkdir, open, rename, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { ContentHash, FailureCode, ItemId, RootId } from '../../../contract'
import { partsLines, readPartsLog, toPartsLine } from './backup-parts'
import { minimumFreeBytes } from './disk'
import { partsTableName, vectorsTableName, type EncoderIdentity, type ItemRow, type Part } from './schema'
import type { Store } from './store'

/** A log is written anew when it has more than twice the records that count, and this many besides. */
const slack = 1000
const hashBytes = 32
const checksumBytes = 4
/** Written and read at once: 1 MB of vectors. */
const recordsAtOnce = 1024

/** Of an item what its file does not say. All else is read again. */
const BackedUp = z.object({
  id: ItemId,
  root: RootId,
  path: z.string(),
  kind: z.string().transform((kind) => kind as ItemRow['kind']),
  size: z.number(),
  mtime: z.number(),
  hash: ContentHash.nullable(),
  width: z.number().int().positive().nullable(),
  height: z.number().int().positive().nullable(),
  phash: z.string().nullable(),
  duration: z.number().nullable().default(null),
  favorite: z.boolean(),
  userRating: z.number().int().min(0).max(5).nullable(),
  date: z.number(),
  state: z.enum(['ready', 'pending', 'failed', 'gone']),
  failure: FailureCode.nullable(),
  addedAt: z.number(),
  goneAt: z.number().nullable(),
})
export type BackedUp = z.infer<typeof BackedUp>
const Removed = z.object({ removed: ItemId })

/**
 * [Note: backup] Files beside the store that are only ever appended to, before the store's own commit, so that they
 * have whatever the store has; killed in between, they have something more, which does no harm. `items.log` is a line of
 * JSON an item, of which the last counts; `<vectors table>.log` is records of one size: the content's SHA-256, the
 * vector as little-endian float32, and four bytes of a SHA-256 of both; `<parts table>.log` is a line of JSON a content
 * (backup-parts.ts), without the words of items, which are quickly embedded anew. What a kill or a power cut has left of a record is not
 * taken for one. At start a log that has too few records, or mostly superseded ones, is written anew from the store.
 */
export class Backup {
  readonly #items: Log
  readonly #vectors: Log
  readonly #parts: Log

  private constructor(items: Log, vectors: Log, parts: Log) {
    this.#items = items
    this.#vectors = vectors
    this.#parts = parts
  }

  static async open(folder: string, store: Store, items: Iterable<ItemRow>, free: number): Promise<Backup> {
    await mkdir(folder, { recursive: true })
    const [itemsLog, vectorsLog] = [itemsLogIn(folder), vectorsLogIn(folder, store.encoder)]
    const partsLog = partsLogIn(folder, store.encoder)
    const recordBytes = recordBytesOf(store.encoder)
    const known = [...items]
    const contents = contentsOf(known)
    const withParts = contentsOf(known.filter(({ kind }) => kind !== 'image'))
    if (!suffices(await countLines(itemsLog), known.length)) await replace(itemsLog, lines(known))
    // Without room for it the next start does it; what is new is appended all the same.
    const hasRoom = free > contents * recordBytes + minimumFreeBytes
    if (!suffices((await sizeOf(vectorsLog)) / recordBytes, contents) && hasRoom)
      await replace(vectorsLog, records(store))
    if (!suffices(await countLines(partsLog), withParts) && hasRoom) await replace(partsLog, partsLines(store))
    return new Backup(await Log.open(itemsLog), await Log.open(vectorsLog, recordBytes), await Log.open(partsLog))
  }

  /** Throws what the disk throws; the same may be appended again then. */
  async append(
    items: readonly ItemRow[],
    vectors: ReadonlyMap<string, Float32Array>,
    removed: readonly string[],
    parts: ReadonlyMap<string, readonly Part[]>,
  ): Promise<void> {
    await this.#parts.append(Buffer.from([...parts].map(([hash, some]) => toPartsLine(hash, some)).join('')))
    await this.#vectors.append(Buffer.concat([...vectors].map(([hash, vector]) => toRecord(hash, vector))))
    const gone = removed.map((id) => `${JSON.stringify({ removed: id })}\n`)
    await this.#items.append(Buffer.from(items.map(toLine).join('') + gone.join('')))
  }

  async close(): Promise<void> {
    await this.#items.close()
    await this.#vectors.close()
    await this.#parts.close()
  }
}

/** The items of a backup as they were last, by id. None where there is no backup. */
export async function readBackedUpItems(folder: string): Promise<Map<string, BackedUp>> {
  const items = new Map<string, BackedUp>()
  const path = itemsLogIn(folder)
  if ((await sizeOf(path)) === 0) return items
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const value = parse(line)
    const item = BackedUp.safeParse(value)
    const removed = Removed.safeParse(value)
    if (item.success) {
      items.delete(item.data.id) // the order is that of the last lines
      items.set(item.data.id, item.data)
    } else if (removed.success) items.delete(removed.data.removed)
  }
  return items
}

/** The vectors of a backup with the hash of their content, some more than once. None where there is no backup. */
export async function* readBackedUpVectors(
  folder: string,
  encoder: EncoderIdentity,
): AsyncGenerator<{ hash: string; vector: Float32Array }> {
  const path = vectorsLogIn(folder, encoder)
  if ((await sizeOf(path)) === 0) return
  const recordBytes = recordBytesOf(encoder)
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.alloc(recordsAtOnce * recordBytes)
    for (let at = 0; ;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
      const whole = bytesRead - (bytesRead % recordBytes)
      if (whole === 0) return
      for (let from = 0; from < whole; from += recordBytes) {
        const record = fromRecord(buffer.subarray(from, from + recordBytes))
        if (record) yield record
      }
      at += whole
    }
  } finally {
    await file.close()
  }
}

/** The frames and passages of a backup by content, some more than once. None where there is no backup. */
export function readBackedUpParts(
  folder: string,
  encoder: EncoderIdentity,
): AsyncGenerator<{ hash: string; parts: Part[] }> {
  return readPartsLog(partsLogIn(folder, encoder), encoder.dimension)
}

/** Whether there is anything to rebuild a store from. */
export async function hasBackup(folder: string): Promise<boolean> {
  return (await sizeOf(itemsLogIn(folder))) > 0
}

/** Whether there are vectors of this encoder in the backup. */
export async function hasBackedUpVectors(folder: string, encoder: EncoderIdentity): Promise<boolean> {
  return (await sizeOf(vectorsLogIn(folder, encoder))) > 0
}

/** A file that grows; what an append that failed has left at its end is overwritten by the next. */
class Log {
  readonly #file: FileHandle
  #at: number

  private constructor(file: FileHandle, at: number) {
    this.#file = file
    this.#at = at
  }

  /** Goes on after the last whole record, or on a new line. */
  static async open(path: string, recordBytes = 0): Promise<Log> {
    const file = await open(path, constants.O_RDWR | constants.O_CREAT)
    const { size } = await file.stat()
    const log = new Log(file, recordBytes === 0 ? size : size - (size % recordBytes))
    if (recordBytes === 0 && size > 0) await log.append(Buffer.from('\n'))
    return log
  }

  async append(bytes: Buffer): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      done += (await this.#file.write(bytes, done, bytes.length - done, this.#at + done)).bytesWritten
    }
    this.#at += bytes.length
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}

const itemsLogIn = (folder: string): string => join(folder, 'items.log')
const vectorsLogIn = (folder: string, encoder: EncoderIdentity): string =>
  join(folder, `${vectorsTableName(encoder)}.log`)
const partsLogIn = (folder: string, encoder: EncoderIdentity): string => join(folder, `${partsTableName(encoder)}.log`)
const recordBytesOf = ({ dimension }: EncoderIdentity): number =>
  hashBytes + dimension * Float32Array.BYTES_PER_ELEMENT + checksumBytes

function contentsOf(items: readonly ItemRow[]): number {
  return new Set(items.map(({ hash }) => hash).filter((hash) => hash !== null)).size
}

function suffices(records: number, wanted: number): boolean {
  return records >= wanted && records <= wanted * 2 + slack
}

async function countLines(path: string): Promise<number> {
  if ((await sizeOf(path)) === 0) return 0
  let lines = 0
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines++
  }
  return lines
}

/** Written aside and renamed. */
async function replace(path: string, parts: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void> {
  const aside = `${path}.part`
  const file = await open(aside, 'w')
  try {
    for await (const part of parts) await file.writeFile(part)
  } finally {
    await file.close()
  }
  await rename(aside, path)
}

function* lines(items: readonly ItemRow[]): Generator<Buffer> {
  for (let i = 0; i < items.length; i += recordsAtOnce)
    yield Buffer.from(
      items
        .slice(i, i + recordsAtOnce)
        .map(toLine)
        .join(''),
    )
}

/** The vectors of a store, each content once. */
async function* records(store: Store): AsyncGenerator<Buffer> {
  const seen = new Set<string>()
  for await (const batch of store.vectors.query().select(['hash', 'vector'])) {
    const fresh: Buffer[] = []
    for (const { hash, vector } of batch as Iterable<{ hash: string; vector: Iterable<number> }>) {
      if (!seen.has(hash)) fresh.push(toRecord(hash, Float32Array.from(vector)))
      seen.add(hash)
    }
    yield Buffer.concat(fresh)
  }
}

function toLine(item: ItemRow): string {
  const { id, root, path, kind, size, mtime, hash, width, height, phash, favorite, userRating } = item
  const { duration, date, state, failure, addedAt, goneAt } = item
  const identity = { id, root, path, kind, size, mtime, hash, width, height, phash, favorite, userRating }
  return `${JSON.stringify({ ...identity, duration, date, state, failure, addedAt, goneAt })}\n`
}

function toRecord(hash: string, vector: Float32Array): Buffer {
  const body = Buffer.alloc(hashBytes + vector.length * Float32Array.BYTES_PER_ELEMENT)
  body.write(hash, 'hex')
  vector.forEach((value, i) => body.writeFloatLE(value, hashBytes + i * Float32Array.BYTES_PER_ELEMENT))
  return Buffer.concat([body, checksum(body)])
}

function fromRecord(record: Buffer): { hash: string; vector: Float32Array } | undefined {
  const body = record.subarray(0, -checksumBytes)
  if (!checksum(body).equals(record.subarray(-checksumBytes))) return undefined
  const length = (body.length - hashBytes) / Float32Array.BYTES_PER_ELEMENT
  const at = (i: number): number => body.readFloatLE(hashBytes + i * Float32Array.BYTES_PER_ELEMENT)
  return { hash: body.toString('hex', 0, hashBytes), vector: Float32Array.from({ length }, (_, i) => at(i)) }
}

function checksum(body: Buffer): Buffer {
  return createHash('sha256').update(body).digest().subarray(0, checksumBytes)
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined // cut off by a kill
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}
