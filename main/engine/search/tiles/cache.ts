/** Files named by content hash, in a folder whose size is bounded: those written longest ago go first. */
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const extension = '.tiles'
/** A sweep leaves some room, so that not every write has to sweep again. */
const keptByASweep = 0.9

export class HashedFiles {
  /** Several kinds of files can be below one root; a sweep looks at all of them. */
  readonly #root: string
  readonly #folder: string

  constructor(root: string, kind: string) {
    this.#root = root
    this.#folder = join(root, kind)
  }

  /** Undefined if there is none. */
  async read(hash: string): Promise<Buffer | undefined> {
    return readFile(this.#path(hash)).catch(() => undefined)
  }

  /** Written aside and renamed: a reader sees a whole file or none, also after a kill. */
  async write(hash: string, bytes: Buffer): Promise<void> {
    const path = this.#path(hash)
    const aside = `${path}.${randomBytes(4).toString('hex')}.part`
    await mkdir(dirname(path), { recursive: true })
    try {
      await writeFile(aside, bytes)
      await rename(aside, path)
    } catch (error) {
      await rm(aside, { force: true })
      throw error
    }
  }

  /** Removes the oldest files if all together are larger than `maximumBytes`, and what a kill left half written. */
  async sweep(maximumBytes: number): Promise<void> {
    const files: { path: string; bytes: number; written: number }[] = []
    for (const kind of await list(this.#root)) {
      for (const part of await list(join(this.#root, kind))) {
        for (const name of await list(join(this.#root, kind, part))) {
          const path = join(this.#root, kind, part, name)
          const found = await stat(path).catch(() => undefined)
          if (found) files.push({ path, bytes: found.size, written: name.endsWith(extension) ? found.mtimeMs : 0 })
        }
      }
    }
    let total = files.reduce((sum, { bytes }) => sum + bytes, 0)
    const wanted = total > maximumBytes ? maximumBytes * keptByASweep : Infinity
    for (const { path, bytes, written } of files.sort((a, b) => a.written - b.written)) {
      if (written > 0 && total <= wanted) break
      await rm(path, { force: true })
      total -= bytes
    }
  }

  /** 256 folders keep each one small. */
  #path(hash: string): string {
    return join(this.#folder, hash.slice(0, 2), `${hash}${extension}`)
  }
}

function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}
