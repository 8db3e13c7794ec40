/** Has what was written reach the disk before anything relies on it. */
import { closeSync, fsyncSync, openSync } from 'node:fs'

/** A file or a folder. */
export function sync(path: string): void {
  try {
    const file = openSync(path, 'r')
    try {
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  } catch {
    // Windows opens no folders, and some file systems do not sync: the rename is all there is then.
  }
}
