/** Walks a folder tree and lists the photos in it with size and modification time. */
import { lstat, readdir } from 'node:fs/promises'
import { isListedName, isPairable, isRawName, rawsWithJpeg, stemOf } from './file-kinds'
import { folderOf, nameOf, toAbsolute } from './paths'
import { Rules, type Ignored } from './rules'

/** Enough to keep libuv's threads busy; a folder of 100,000 files must not fill its queue. */
const statsAtOnce = 256

export interface FoundFile {
  /** Relative to the root, forward slashes. */
  path: string
  size: number
  mtime: number
}

export interface ScanResult {
  files: FoundFile[]
  /** Folders (relative) that could not be listed and files that could not be looked at: what is known of them is left as it is. */
  unreadable: string[]
}

export interface ScanOptions {
  /** What is looked at; everything but hidden and system folders unless said. */
  rules?: Rules
  signal?: AbortSignal
  onFolder?: (folder: string, filesSoFar: number) => void
}

/**
 * Lists every photo under `root/start`. Hidden and system folders are skipped and symbolic links are not followed:
 * what they point to inside the root is found at its own place, and what lies outside was not chosen.
 * Throws what `readdir` throws when the start folder itself cannot be read.
 */
export async function scan(root: string, start = '', options: ScanOptions = {}): Promise<ScanResult> {
  const result: ScanResult = { files: [], unreadable: [] }
  const rules = options.rules ?? new Rules(root, { include: [], exclude: [] }, [])
  const around = await rules.around(start)
  const folders: { folder: string; above: Ignored }[] = around ? [{ folder: start, above: around }] : []
  for (let next; (next = folders.pop());) {
    const { folder, above } = next
    options.signal?.throwIfAborted()
    options.onFolder?.(folder, result.files.length)
    const entries = await readdir(toAbsolute(root, folder), { withFileTypes: true }).catch((error: unknown) => {
      if (folder === start) throw error
      // Deleted since its parent was listed: simply not there. Anything else: there, but closed to us.
      if (!isAbsent(error)) result.unreadable.push(folder)
      return []
    })
    const names = new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name))
    const ignored = await rules.enter(folder, names, above).catch(() => {
      result.unreadable.push(folder)
    })
    if (!ignored) continue
    const photos: string[] = []
    for (const entry of entries) {
      const isFolder = entry.isDirectory()
      if (!isFolder && !(entry.isFile() && isListedName(entry.name))) continue
      const path = within(folder, entry.name)
      if (!rules.admits(path, isFolder, ignored)) continue
      if (isFolder) folders.push({ folder: path, above: ignored })
      else photos.push(entry.name)
    }
    const leftOut = rawsWithJpeg(photos)
    const listed = photos.filter((name) => !leftOut.has(name)).map((name) => within(folder, name))
    const { files, unreadable } = await statAll(root, listed)
    for (const file of files) result.files.push(file) // a call takes only so many arguments
    result.unreadable.push(...unreadable)
  }
  return result
}

/** What the disk says of one path, or undefined when no photo is there. Throws where nobody can say. */
export async function statPhoto(root: string, path: string, rules: Rules): Promise<FoundFile | undefined> {
  if (!isListedName(path)) return undefined
  const ignored = await rules.within(folderOf(path))
  if (!ignored || !rules.admits(path, false, ignored)) return undefined
  if (isRawName(path)) {
    const folder = folderOf(path)
    const beside = (await filesIn(root, folder)).filter((name) => rules.admits(within(folder, name), false, ignored))
    if (rawsWithJpeg(beside).has(nameOf(path))) return undefined
  }
  const { files, unreadable } = await statAll(root, [path])
  if (unreadable.length > 0) throw new Error('the file cannot be looked at')
  return files[0]
}

/** The paths, and the other halves of pairs among them: whether a RAW is listed depends on its JPEG. */
export async function withCounterparts(root: string, paths: readonly string[]): Promise<string[]> {
  const stems = new Map<string, Set<string>>()
  for (const path of paths.filter(isPairable)) {
    const folder = folderOf(path)
    stems.set(folder, (stems.get(folder) ?? new Set()).add(stemOf(nameOf(path))))
  }
  const all = new Set(paths)
  for (const [folder, wanted] of stems) {
    for (const name of await filesIn(root, folder)) {
      if (isPairable(name) && wanted.has(stemOf(name))) all.add(within(folder, name))
    }
  }
  return [...all]
}

function within(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}

/** The names of a folder's files; none where it cannot be listed. */
async function filesIn(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(toAbsolute(root, folder), { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}

async function statAll(root: string, paths: readonly string[]): Promise<ScanResult> {
  const unreadable: string[] = []
  const found: (FoundFile | undefined)[] = []
  for (let from = 0; from < paths.length; from += statsAtOnce) {
    const some = paths.slice(from, from + statsAtOnce).map(async (path) => {
      const stats = await lstat(toAbsolute(root, path)).catch((error: unknown) => {
        // A drive that fails, or too many open files: that says nothing of the file.
        if (!isAbsent(error)) unreadable.push(path)
      })
      return stats?.isFile() ? { path, size: stats.size, mtime: stats.mtimeMs } : undefined
    })
    found.push(...(await Promise.all(some)))
  }
  return { files: found.filter((file) => file !== undefined), unreadable }
}

/** Whether an error says that there is nothing at a path. */
export function isAbsent(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ENOTDIR'
}
