/** What of a root is looked at: the one predicate that scans, single paths and the watcher agree on. */
import { lstat, open } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isSkippedName } from './file-kinds'
import { folderOf, nameOf, toAbsolute } from './paths'
import { Patterns } from './patterns'

/** Hides a folder and all below it; phones and cameras put it into folders of thumbnails and ringtones. */
const hidingName = '.nomedia'
/** Has patterns for its folder and below, as .gitignore does. */
const ignoreName = '.foveaignore'
/** Nobody writes more by hand. */
const mostIgnoreBytes = 64 * 1024

/** Whether a file is one that says what is looked at. */
export function isRuleName(name: string): boolean {
  return name === hidingName || name === ignoreName
}

export interface Choice {
  /** Patterns; where there are any, only files that one of them covers are looked at. */
  include: readonly string[]
  /** Patterns of what is left out. */
  exclude: readonly string[]
}

/** The ignore files that hold in a folder, the outermost first; `base` is the folder each is in. */
export type Ignored = readonly { base: string; patterns: Patterns }[]

/**
 * [Note: what is left out] In this order: names that are hidden or the system's, the library's own data, what the person's
 * exclude patterns cover, files that no include pattern covers, folders with a `.nomedia` in them, and what the
 * nearest `.foveaignore` with an opinion says. What is left out is gone for the library: kept for a while, so that it
 * comes back without being embedded.
 */
export class Rules {
  readonly #root: string
  readonly #include: Patterns
  readonly #exclude: Patterns
  readonly #own: ReadonlySet<string>
  /** Of folders above single paths; an object of this class serves one scan, during which the disk is taken as it was. */
  readonly #known = new Map<string, Promise<Ignored | undefined>>()

  /** `own`: absolute folders that are never entered, the library's own data. */
  constructor(root: string, { include, exclude }: Choice, own: readonly string[]) {
    this.#root = root
    this.#include = new Patterns(include)
    this.#exclude = new Patterns(exclude)
    this.#own = new Set(own.map((folder) => resolve(folder)))
  }

  /** By its name and the person's patterns alone, without a look at the disk; of a file, its folders are judged as well. */
  mayHold(path: string, isFolder: boolean): boolean {
    const names = path.split('/')
    const name = names.pop() ?? ''
    if (names.some(isSkippedName) || (isSkippedName(name) && !isRuleName(name))) return false
    if (isFolder && isRuleName(name)) return true
    if (isFolder) return !this.#own.has(toAbsolute(this.#root, path)) && this.#exclude.says(path, true) !== true
    return isRuleName(name) || (!this.#exclude.covers(path) && (this.#include.isEmpty || this.#include.covers(path)))
  }

  /** Whether a folder in one that is looked at is entered, or a file in it looked at. */
  admits(path: string, isFolder: boolean, ignored: Ignored): boolean {
    if (isSkippedName(nameOf(path)) || this.#exclude.says(path, isFolder) === true) return false
    if (isFolder && this.#own.has(toAbsolute(this.#root, path))) return false
    if (!isFolder && !this.#include.isEmpty && !this.#include.covers(path)) return false
    for (let i = ignored.length - 1; i >= 0; i--) {
      const { base, patterns } = ignored[i]!
      const says = patterns.says(base === '' ? path : path.slice(base.length + 1), isFolder)
      if (says !== undefined) return !says
    }
    return true
  }

  /**
   * What holds in a folder with files of these names in it; undefined when it hides itself. Throws what reading throws when its ignore
   * file cannot be read: nobody knows then what it leaves out.
   */
  async enter(folder: string, names: ReadonlySet<string>, above: Ignored): Promise<Ignored | undefined> {
    if (names.has(hidingName)) return undefined
    if (!names.has(ignoreName)) return above
    const text = await readStart(join(toAbsolute(this.#root, folder), ignoreName))
    return [...above, { base: folder, patterns: Patterns.parse(text) }]
  }

  /** What holds in a folder, by looking at it and all above; undefined when it is left out. Throws as `enter` does. */
  within(folder: string): Promise<Ignored | undefined> {
    const known = this.#known.get(folder) ?? this.#within(folder)
    this.#known.set(folder, known)
    return known
  }

  async #within(folder: string): Promise<Ignored | undefined> {
    const above = await this.around(folder)
    if (!above) return undefined
    const names = new Set<string>()
    for (const name of [hidingName, ignoreName]) {
      const about = await lstat(join(toAbsolute(this.#root, folder), name)).catch((error: unknown) => {
        const { code } = error as NodeJS.ErrnoException
        if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error
      })
      if (about?.isFile()) names.add(name)
    }
    return this.enter(folder, names, above)
  }

  /** What holds around a folder; undefined when the folder, by what is said above it, is left out. */
  async around(folder: string): Promise<Ignored | undefined> {
    if (folder === '') return []
    const above = await this.within(folderOf(folder))
    return above && this.admits(folder, true, above) ? above : undefined
  }
}

async function readStart(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(mostIgnoreBytes), 0, mostIgnoreBytes, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}
