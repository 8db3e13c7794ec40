/** Full disks: how much is free, and whether an error says so. */
import { statfs } from 'node:fs/promises'

/** Below this nothing new is written: a commit and its thumbnails fit, and the system keeps room to breathe. */
export const minimumFreeBytes = 64 * 1024 * 1024

export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
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
