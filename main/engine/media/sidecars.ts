/** Finds and reads the files that describe a photo beside it: XMP sidecars and those of Google Takeout. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** A photo's descriptions in words and numbers are kilobytes; whatever is larger is something else. */
const maximumBytes = 4 * 1024 * 1024
/** Folders whose names are remembered. Photos are read newest first, which goes back and forth between folders. */
const foldersKept = 64
/** Takeout cuts names off so that they have this many characters before ".json". */
const takeoutNameLength = 46
const takeoutSuffix = 'supplemental-metadata'

export interface SidecarTexts {
  xmp: string | undefined
  takeout: string | undefined
}

interface Listing {
  mtime: number
  /** Lower-case name → name, of the files that could be a sidecar. */
  names: Promise<ReadonlyMap<string, string>>
}

export class Sidecars {
  /** Oldest first. A folder's time changes when files come or go, so that each is listed once until then. */
  readonly #folders = new Map<string, Listing>()

  /** What cannot be read counts as not there. */
  async read(photo: string): Promise<SidecarTexts> {
    const folder = dirname(photo)
    const names = await this.#names(folder)
    if (names.size === 0) return { xmp: undefined, takeout: undefined }
    const find = (candidates: readonly string[]): string | undefined =>
      candidates.map((name) => names.get(name)).find((name) => name !== undefined)
    const name = basename(photo).toLowerCase()
    const [xmp, takeout] = await Promise.all([
      readText(folder, find(xmpNames(name))),
      readText(folder, find(takeoutNames(name))),
    ])
    return { xmp, takeout }
  }

  async #names(folder: string): Promise<ReadonlyMap<string, string>> {
    const mtime = (await stat(folder).catch(() => undefined))?.mtimeMs ?? Number.NaN
    const known = this.#folders.get(folder)
    if (known?.mtime === mtime) return known.names
    const names = list(folder)
    this.#folders.delete(folder)
    this.#folders.set(folder, { mtime, names })
    const [oldest] = this.#folders.keys()
    if (this.#folders.size > foldersKept && oldest !== undefined) this.#folders.delete(oldest)
    return names
  }
}

async function list(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile() && /\.(xmp|json)$/i.test(entry.name))
  return new Map(files.map(({ name }) => [name.toLowerCase(), name]))
}

/** darktable and digiKam append to the whole name, Adobe's programs replace the extension. */
export function xmpNames(photo: string): string[] {
  return [`${photo}.xmp`, `${photo.replace(/\.[^.]*$/, '')}.xmp`]
}

/**
 * `photo.jpg.json`, or since 2024 `photo.jpg.supplemental-metadata.json`, both cut off when they get too long. The number of
 * a second photo of the same name stands elsewhere: `photo(1).jpg` has `photo.jpg(1).json`. An edited copy has none.
 */
export function takeoutNames(photo: string): string[] {
  const original = photo.replace(/-edited(?=(\(\d+\))?\.[^.]*$)/, '')
  const number = /\(\d+\)(?=\.[^.]*$)/.exec(original)?.[0] ?? ''
  const name = number === '' ? original : original.replace(/\(\d+\)(?=\.[^.]*$)/, '')
  const stems = [name, name.slice(0, takeoutNameLength)]
  for (let length = takeoutSuffix.length; length >= 0; length--) stems.push(`${name}.${takeoutSuffix.slice(0, length)}`)
  return stems.map((stem) => `${stem}${number}.json`)
}

async function readText(folder: string, name: string | undefined): Promise<string | undefined> {
  if (name === undefined) return undefined
  const path = join(folder, name)
  try {
    if ((await stat(path)).size > maximumBytes) return undefined
    const bytes = await readFile(path)
    const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe
    return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes) // which drops a byte order mark
  } catch {
    return undefined
  }
}
