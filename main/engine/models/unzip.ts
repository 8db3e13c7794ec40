/** Unpacks a zip file of a model into a folder: plain files only, inside the folder only, no more than was announced. */
import { createWriteStream, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { FoveaError } from '../../../contract'
import { FileName } from '../encoder/manifest'
import { crc32 } from './crc32'
import { refused } from './layout'

/** What a model may take unpacked; the largest public dual encoders are below 10 GB. */
const mostBytes = 32 * 1024 ** 3
const mostEntries = 2000

export interface Unpacking {
  /** Called once with the bytes to come, before any is written: throws when there is no room. */
  onSize: (bytes: number) => Promise<void>
  onBytes: (bytes: number) => void
  signal?: AbortSignal | undefined
}

/** Throws MODEL_UNSUPPORTED for what is no zip file or asks for more than a model needs. */
export async function unzip(path: string, folder: string, { onSize, onBytes, signal }: Unpacking): Promise<void> {
  const zip = await open(path)
  try {
    const wanted: { entry: Entry; file: string }[] = []
    let total = 0
    for await (const entry of zip.eachEntry()) {
      const file = placeOf(entry.fileName)
      if (file === undefined) continue
      if (entry.isEncrypted()) throw refused('is in a zip file with a password')
      // On most computers upper and lower case are one name.
      if (wanted.some((other) => other.file.toLowerCase() === file.toLowerCase())) {
        throw refused(`is in a zip file with two files called ${file}`)
      }
      wanted.push({ entry, file })
      total += entry.uncompressedSize
      if (wanted.length > mostEntries || total > mostBytes) throw refused('is in a zip file far larger than a model')
    }
    await onSize(total)
    for (const { entry, file } of wanted) {
      signal?.throwIfAborted()
      const target = join(folder, file)
      mkdirSync(dirname(target), { recursive: true })
      const source = await zip.openReadStreamPromise(entry) // ends with an error when an entry is not of its size
      let checksum = 0
      source.on('data', (chunk: Buffer) => {
        checksum = crc32(chunk, checksum)
        onBytes(chunk.length)
      })
      await pipeline(source, createWriteStream(target, { flags: 'wx' }), { ...(signal ? { signal } : {}) })
      if (checksum !== entry.crc32) throw new Error(`${file} does not have the checksum it should have`)
    }
  } catch (error) {
    if (error instanceof FoveaError || signal?.aborted) throw error
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw error // of the disk, not of the zip file
    throw new FoveaError('MODEL_UNSUPPORTED', 'The zip file is damaged.', { cause: error })
  } finally {
    zip.close()
  }
}

async function open(path: string): Promise<ZipFile> {
  try {
    // The list of entries has to be read before the first file: a sum of sizes says whether there is room.
    return await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true })
  } catch (error) {
    throw new FoveaError('MODEL_UNSUPPORTED', 'This is not a zip file, or only a part of one.', { cause: error })
  }
}

/** Relative, with forward slashes; undefined for folders and for what no model needs. yauzl refuses `..` and absolute names. */
function placeOf(name: string): string | undefined {
  if (name.endsWith('/') || name.startsWith('__MACOSX/')) return undefined
  return FileName.safeParse(name).success ? name : undefined
}
