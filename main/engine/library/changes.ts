/** Compares what is known of a folder with what a scan found in it. Pure: it decides, others act. */
import { metadataVersion } from '../media/metadata'
import type { ItemRow } from '../store/schema'
import { isUnderAny } from './paths'
import type { FoundFile } from './scan'

export interface Changes {
  /** Files to read: new ones without an item, changed and unfinished ones with theirs. */
  read: { file: FoundFile; item: ItemRow | undefined }[]
  /** Items whose file is not there any more. */
  missing: ItemRow[]
  unchanged: number
}

/** Failures that may pass without the file changing: permissions, a drive that was asleep, a process without a decoder. */
const passing = new Set(['unreadable', 'vanished', 'video-needs-app'])

/**
 * Size and modification time decide whether a known file is looked at again; its content hash then decides whether
 * it is embedded again. One whose metadata was read by an older version, or never, and one that another encoder embedded
 * (`isStale`) is looked at again as well. What lies under an unreadable folder is neither changed nor missing: nobody could look.
 */
export function compare(
  known: Iterable<ItemRow>,
  found: readonly FoundFile[],
  unreadable: readonly string[] = [],
  isStale: (id: string) => boolean = () => false,
): Changes {
  const changes: Changes = { read: [], missing: [], unchanged: 0 }
  const closed = new Set(unreadable)
  const unseen = new Map<string, ItemRow>()
  for (const item of known) unseen.set(item.path, item)
  for (const file of found) {
    const item = unseen.get(file.path)
    unseen.delete(file.path)
    if (item && isSettled(item) && !isStale(item.id) && item.size === file.size && item.mtime === file.mtime)
      changes.unchanged++
    else changes.read.push({ file, item })
  }
  for (const item of unseen.values()) {
    if (!isUnderAny(item.path, closed)) changes.missing.push(item)
  }
  return changes
}

function isSettled(item: ItemRow): boolean {
  if (item.state === 'ready') return item.metadataVersion >= metadataVersion
  return item.state === 'failed' && !passing.has(item.failure ?? '')
}
