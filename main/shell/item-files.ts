/** The files of items, for what leaves the app: other programs, the clipboard, a drag, a copy. The page names ids, never paths. */
import { realpath } from 'node:fs/promises'
import { basename, sep } from 'node:path'
import { FoveaError } from '../../contract'
import { isListedName } from '../engine/public'

export interface LocatedFile {
  path: string
  /** The folder of the library that it must lie in. */
  root: string
}

/**
 * The file itself, with links resolved; undefined where it has left the folder that the person chose, or is of no kind that Fovea
 * lists: a link put in place of a photo must not have a program run.
 */
export async function safeFile({ path, root }: LocatedFile): Promise<string | undefined> {
  const found = await Promise.all([realpath(path), realpath(root)]).catch(() => undefined)
  if (!found) return undefined
  const [real, realRoot] = found
  const isInside = real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)
  return isInside && isListedName(basename(real)) ? real : undefined
}

/** Of several: those that may be given away, in their order. Throws FILE_UNREADABLE when there is none. */
export async function safeFiles(located: readonly LocatedFile[]): Promise<string[]> {
  const files = (await Promise.all(located.map(safeFile))).filter((file) => file !== undefined)
  if (files.length > 0) return files
  throw new FoveaError('FILE_UNREADABLE', 'None of these files can be reached right now. Is their drive connected?', {
    retry: 'try-again',
  })
}
