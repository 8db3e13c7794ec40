/**
 * What the searcher holds of a table, as it lay in memory, in a file: so that a start need not read and take apart the table.
 *
 * [Note: rows in a file] Loading 100,000 vectors from the store takes 1.8 s of a processor: they are read, found in their
 * batches, copied, and measured one by one. The file holds the outcome, and is read into place in a quarter of that. What changed in the
 * table since is told by comparing the facts of all rows with the table's, as after any change. A file that does not fit the
 * table or the model, or was not written to its end, is none.
 */
import * as fs from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import type { Home } from '../home'
import type { Store } from '../store/store'

/** Raised when the same rows would be written in another way. */
const format = 1
/** One read or write takes at most so much. */
const pieceBytes = 32 * 1024 * 1024
const endMark = Buffer.from('fovea rows end\n')

const Head = z.object({
  format: z.literal(format),
  /** Which table of which model, under which conditions: rows of any other are not read. */
  of: z.string(),
  /** Of the table. */
  version: z.number().int().nonnegative(),
  rows: z.number().int().nonnegative(),
  isExact: z.boolean(),
  /** Whether the facts are nothing but ASCII, which is decoded in no time. */
  isAscii: z.boolean(),
  /** Bytes of each section behind the head, the facts as JSON first. */
  sections: z.array(z.number().int().nonnegative()),
})
export type RowsHead = Omit<z.infer<typeof Head>, 'format' | 'isAscii' | 'sections'>

/** Values of the columns, by name and row. */
export type Facts = Record<string, unknown[]>

export interface RowsReader {
  head: RowsHead
  facts: () => Promise<Facts>
  /** Fills arrays of the sizes that were written, in that order. */
  fill: (arrays: readonly Uint8Array[]) => Promise<void>
  close: () => Promise<void>
}

export interface RowsPlace {
  path: string
  /** Another one for a table that was made anew under the same name. */
  table: string
}

/** For the photos, and for each side of their parts. */
export interface RowsPlaces {
  items: RowsPlace
  frames: RowsPlace
  texts: RowsPlace
}

/** Where rows of a store are written down; undefined where the store is no folder of this machine. */
export async function rowsPlaces(
  { rows, store }: Pick<Home, 'rows' | 'store'>,
  tables: Pick<Store, 'vectors' | 'parts'>,
): Promise<RowsPlaces | undefined> {
  const place = async (name: string, kind: string): Promise<RowsPlace> => {
    const { ino, birthtimeMs } = await fs.stat(join(store, `${name}.lance`))
    return { path: join(rows, `${name}.${kind}`), table: `${name} ${String(ino)} ${String(birthtimeMs)}` }
  }
  const { vectors, parts } = tables
  return Promise.all([place(vectors.name, 'items'), place(parts.name, 'frames'), place(parts.name, 'texts')]).then(
    ([items, frames, texts]) => ({ items, frames, texts }),
    () => undefined,
  )
}

/** Lets go of what was written down of other tables, and of what was not written to its end. */
export async function sweepRows(folder: string, { items, frames, texts }: RowsPlaces): Promise<void> {
  const kept = new Set([items, frames, texts].map(({ path }) => basename(path)))
  for (const name of await fs.readdir(folder).catch(() => [])) {
    if (!kept.has(name)) await fs.rm(join(folder, name), { recursive: true, force: true })
  }
}

/** Undefined where there is none that fits. */
export async function openRows(path: string, of: string): Promise<RowsReader | undefined> {
  const file = await fs.open(path).catch(() => undefined)
  if (!file) return undefined
  try {
    const length = (await read(file, 0, 4)).readUInt32LE()
    const head = Head.parse(JSON.parse((await read(file, 4, length)).toString()))
    const places: { at: number; bytes: number }[] = []
    let at = 4 + length
    for (const bytes of head.sections) {
      places.push({ at, bytes })
      at += bytes
    }
    const isWhole =
      (await file.stat()).size === at + endMark.length && (await read(file, at, endMark.length)).equals(endMark)
    const [facts, ...arrays] = places
    if (head.of !== of || !isWhole || !facts) throw new Error('the rows are those of another table, or not whole')
    return {
      head,
      facts: async () => {
        const bytes = await read(file, facts.at, facts.bytes)
        return JSON.parse(bytes.toString(head.isAscii ? 'latin1' : 'utf8')) as Facts
      },
      fill: async (targets) => {
        if (targets.length !== arrays.length || targets.some(({ length }, i) => length !== arrays[i]!.bytes))
          throw new Error('the rows have another size')
        await Promise.all(targets.map((target, i) => readInto(file, arrays[i]!.at, target)))
      },
      close: () => file.close(),
    }
  } catch {
    await file.close()
    return undefined
  }
}

/** `mayStay` is asked when all is written: rows may have moved meanwhile, and the file is then thrown away. */
export async function writeRows(
  path: string,
  head: RowsHead,
  facts: Facts,
  arrays: readonly Uint8Array[],
  mayStay: () => boolean,
): Promise<void> {
  const text = JSON.stringify(facts)
  const first = Buffer.from(text)
  const isAscii = text.length === first.length
  const sections = [first, ...arrays].map(({ length }) => length)
  const top = Buffer.from(JSON.stringify({ format, ...head, isAscii, sections } satisfies z.infer<typeof Head>))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(top.length)
  await fs.mkdir(dirname(path), { recursive: true })
  const aside = `${path}.part`
  try {
    const file = await fs.open(aside, 'w')
    try {
      for (const bytes of [length, top, first, ...arrays, endMark]) {
        for (let at = 0; at < bytes.length;) {
          at += (await file.write(bytes, at, Math.min(pieceBytes, bytes.length - at))).bytesWritten
        }
      }
      await file.sync()
    } finally {
      await file.close()
    }
    if (mayStay()) await fs.rename(aside, path)
  } finally {
    await fs.rm(aside, { force: true })
  }
}

async function read(file: fs.FileHandle, at: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(bytes) // filled below, or thrown away
  await readInto(file, at, buffer)
  return buffer
}

/** In several pieces at once: half of the time goes into memory that nobody has touched yet. */
async function readInto(file: fs.FileHandle, at: number, target: Uint8Array): Promise<void> {
  const pieces: Promise<void>[] = []
  for (let from = 0; from < target.length; from += pieceBytes)
    pieces.push(readPiece(file, at + from, target.subarray(from, from + pieceBytes)))
  await Promise.all(pieces)
}

async function readPiece(file: fs.FileHandle, at: number, target: Uint8Array): Promise<void> {
  for (let done = 0; done < target.length;) {
    const { bytesRead } = await file.read(target, done, target.length - done, at + done)
    if (bytesRead === 0) throw new Error('the file of rows ends too soon')
    done += bytesRead
  }
}
