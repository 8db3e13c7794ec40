/** Disks that are full or refuse: how much is free, and whether an error says so. */
import { readdir, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'

/** Below this nothing new is written: a commit and its thumbnails fit, and the system keeps room to breathe. */
export const minimumFreeBytes = 64 * 1024 * 1024

export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** Of a file, or of a folder with all that is in it; what cannot be looked at counts as nothing. */
export async function sizeOf(path: string): Promise<{ files: number; bytes: number }> {
  const found = await stat(path).catch(() => undefined)
  if (!found) return { files: 0, bytes: 0 }
  if (!found.isDirectory()) return { files: 1, bytes: found.size }
  const sum = { files: 0, bytes: 0 }
  for (const entry of await readdir(path, { withFileTypes: true }).catch(() => [])) {
    if (!entry.isDirectory() && !entry.isFile()) continue
    const { files, bytes } = await sizeOf(join(path, entry.name))
    sum.files += files
    sum.bytes += bytes
  }
  return sum
}

/** Node says ENOSPC; LanceDB passes the operating system's sentence on. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = (error as NodeJS.ErrnoException).code
  return (
    code === 'ENOSPC' ||
    code === 'EDQUOT' ||
    /no space left on device|ENOSPC|os error 28|os error 112/i.test(error.message)
  )
}

/** What the operating system says of files that are not there, here and on Windows: of a store, that it is damaged. */
const absent = new Set([2, 3, 20, 21])
const absentCodes = new Set(['ENOENT', 'ENOTDIR', 'EISDIR'])

/**
 * Whether an error comes from permissions, locks, limits or the drive, and not from what is in the files. Node has a
 * code; LanceDB passes the operating system's sentence and number on.
 */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, syscall } = error as NodeJS.ErrnoException
  if (syscall !== undefined) return code === undefined || !absentCodes.has(code)
  const [, number] = /os error (\d+)/i.exec(error.message) ?? []
  if (number !== undefined) return !absent.has(Number(number))
  return /permission denied|too many open files/i.test(error.message)
}
