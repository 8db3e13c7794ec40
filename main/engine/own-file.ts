/** Reads a small file that Fovea keeps itself, and tells one that is not there from one that may not be read. */
import { readFileSync } from 'node:fs'
import { FoveaError } from '../../contract'

/** Undefined where there is none. Throws FILE_UNREADABLE with that sentence: taken for missing, what is in it would be lost. */
export function readOwnFile(path: string, unreadable: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new FoveaError('FILE_UNREADABLE', unreadable, { retry: 'try-again', cause: error })
  }
}
