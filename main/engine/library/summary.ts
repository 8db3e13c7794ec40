/** What a run has come to, for the command line. */
import { resolve } from 'node:path'
import { failureSentences } from '../../../contract'
import type { Catalog } from './catalog'
import type { LiveRoots } from './live-roots'
import { isListedName } from './file-kinds'
import { isWithin, toAbsolute } from './paths'

export interface IndexSummary {
  found: number
  indexed: number
  embedded: number
  reused: number
  failed: { path: string; reason: string }[]
}

/** Of these folders (absolute paths), or of everything. */
export function summarise(
  catalog: Catalog,
  roots: LiveRoots,
  folders?: readonly string[],
): Pick<IndexSummary, 'found' | 'indexed' | 'failed'> {
  const summary = { found: 0, indexed: 0, failed: [] as IndexSummary['failed'] }
  const wanted = folders?.map((folder) => resolve(folder))
  const covers = (path: string): boolean => wanted?.some((folder) => isWithin(path, folder)) ?? true
  for (const root of roots.records) {
    for (const item of catalog.inRoot(root.id)) {
      const path = toAbsolute(root.path, item.path)
      if (!covers(path)) continue
      summary.found++
      if (item.state === 'ready') summary.indexed++
      if (item.state === 'failed') summary.failed.push({ path, reason: failureSentences[item.failure ?? 'unreadable'] })
    }
    for (const unseen of roots.unreadableIn(root.id)) {
      const path = toAbsolute(root.path, unseen)
      const folder = 'The folder could not be read: check its permissions.'
      if (covers(path))
        summary.failed.push({ path, reason: isListedName(unseen) ? failureSentences.unreadable : folder })
    }
  }
  return summary
}
