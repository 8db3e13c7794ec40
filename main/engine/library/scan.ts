/** Walks a folder tree and lists the photos in it with size and modification time. */
import { lstat, readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isImageName, isPairable, isRawName, isSkippedName, rawsWithJpeg, stemOf } from './file-kinds'
import { folderOf, nameOf, toAbsolute } from './paths'

export interface FoundFile {
  /** Relative to the root, forward slashes. */
  path: string
  size: number
  mtime: number
}

export interface ScanResult {
  files: FoundFile[]
  /** Folders (relative) whose contents could not be listed: what is known under them is left as it is. */
  unreadable: string[]
}

export interface ScanOptions {
  /** Absolute folders not to enter (the library's own data). */
  exclude?: readonly string[]
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
  const excluded = new Set((options.exclude ?? []).map((folder) => resolve(folder)))
  const folders = [start]
  while (folders.length > 0) {
    const folder = folders.pop() ?? ''
    options.signal?.throwIfAborted()
    options.onFolder?.(folder, result.files.length)
    const absolute = toAbsolute(root, folder)
    if (excluded.has(absolute)) continue
    const entries = await readdir(absolute, { withFileTypes: true }).catch((error: unknown) => {
      if (folder === start) throw error
      // Deleted since its parent was listed: simply not there. Anything else: there, but closed to us.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') result.unreadable.push(folder)
      return []
    })
    const photos: string[] = []
    const leftOut = rawsWithJpeg(entries.filter((entry) => entry.isFile()).map(({ name }) => name))
    for (const entry of entries) {
      if (isSkippedName(entry.name) || leftOut.has(entry.name)) continue
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) folders.push(path)
      else if (entry.isFile() && isImageName(entry.name)) photos.push(path)
    }
    result.files.push(...(await statAll(root, photos)))
  }
  return result
}

/** What the disk says of one path, or undefined when no photo is there. */
export async function statPhoto(root: string, path: string): Promise<FoundFile | undefined> {
  if (path.split('/').some(isSkippedName) || !isImageName(path)) return undefined
  if (isRawName(path) && rawsWithJpeg(await filesIn(root, folderOf(path))).has(nameOf(path))) return undefined
  return (await statAll(root, [path]))[0]
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
      if (isPairable(name) && wanted.has(stemOf(name))) all.add(folder === '' ? name : `${folder}/${name}`)
    }
  }
  return [...all]
}

/** The names of a folder's files; none where it cannot be listed. */
async function filesIn(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(toAbsolute(root, folder), { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}

async function statAll(root: string, paths: readonly string[]): Promise<FoundFile[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      const stats = await lstat(toAbsolute(root, path)).catch(() => undefined)
      return stats?.isFile() ? { path, size: stats.size, mtime: stats.mtimeMs } : undefined
    }),
  )
  return found.filter((file) => file !== undefined)
}
