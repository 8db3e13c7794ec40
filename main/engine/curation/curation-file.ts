/** The file that keeps what a person decided about their photos, outside the store, which can be built anew. */
import { closeSync, copyFileSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { FoveaError } from '../../../contract'
import { readOwnFile } from '../own-file'
import { Curation, emptyCuration } from './curation'

export interface CurationRead {
  curation: Curation
  /** One sentence for the person when the file was damaged: what is used instead, and where the damaged one is. */
  notice?: string
}

/**
 * A missing file is an empty curation. A damaged one is kept aside, whole, and its last good copy used.
 * Throws STORE_NEWER, and FILE_UNREADABLE where the system does not let it be read: both leave it untouched.
 */
export function readCurationFile(path: string): CurationRead {
  const aside: string[] = []
  for (const candidate of [path, `${path}.bak`]) {
    const text = readOwnFile(
      candidate,
      `${basename(candidate)}, which has your albums and saved searches, cannot be read. Check its permissions.`,
    )
    if (text === undefined) continue
    const curation = parse(text)
    if (curation) return { curation, ...noticeOf(aside, 'the state before the last change is used') }
    aside.push(keepAside(candidate))
  }
  return { curation: emptyCuration, ...noticeOf(aside, 'Fovea starts without any') }
}

/** Written aside, flushed and renamed, so that no moment of a crash leaves half a file; the state before is `.bak`. */
export function writeCurationFile(path: string, curation: Curation): void {
  mkdirSync(dirname(path), { recursive: true })
  const aside = `${path}.part`
  const file = openSync(aside, 'w')
  try {
    writeFileSync(file, `${JSON.stringify(Curation.parse(curation), null, 1)}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  try {
    copyFileSync(path, `${path}.bak`)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  renameSync(aside, path)
}

/** Undefined if damaged. */
function parse(text: string): Curation | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const parsed = Curation.safeParse(value)
  if (parsed.success) return parsed.data
  const version = (value as { version?: unknown } | null)?.version
  if (typeof version === 'number' && version > 1) {
    throw new FoveaError(
      'STORE_NEWER',
      'Your albums were written by a newer Fovea. Update Fovea to use them; nothing in them was changed.',
      { retry: 'update-app' },
    )
  }
  return undefined
}

function keepAside(path: string): string {
  const kept = `${path}.damaged-${String(Date.now())}`
  renameSync(path, kept)
  return basename(kept)
}

function noticeOf(aside: readonly string[], instead: string): { notice?: string } {
  if (aside.length === 0) return {}
  return { notice: `The file with your albums was damaged: ${instead}. It is kept as ${aside.join(' and ')}.` }
}
