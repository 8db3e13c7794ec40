/** The state of the library in a few words, for the bar at the bottom. */
import type { LibraryStatus } from '../../../contract'
import { t } from '../../../strings'
import { formatRate, formatTimeLeft } from '../../app/format'

export interface StatusText {
  title: string
  /** Further facts, most important first. */
  details: string[]
  /** 0 to 1, or null while the total is not known. */
  progress: number | null
}

/** Null when there is nothing to say. */
export function statusText({ phase, pausedBy, run, rate, etaSeconds, folder }: LibraryStatus): StatusText | null {
  const progress = run.total > 0 ? run.done / run.total : null
  const done = t('common.of', { number: run.done, total: run.total })
  switch (phase) {
    case 'idle':
    case 'failed':
      return null
    case 'starting':
      return { title: t('status.starting'), details: [], progress: null }
    case 'scanning':
      return {
        title: t('status.looking'),
        details: [...(run.total > 0 ? [t('status.newSoFar', { count: run.total })] : []), ...(folder ? [folder] : [])],
        progress: null,
      }
    case 'indexing':
      return {
        title: t('status.indexing'),
        details: [
          done,
          ...(rate > 0 ? [formatRate(rate)] : []),
          ...(etaSeconds === null ? [] : [formatTimeLeft(etaSeconds)]),
          ...(folder ? [folder] : []),
        ],
        progress,
      }
    case 'paused':
      return {
        title: t(pausedBy.includes('disk-full') ? 'status.diskFull' : 'status.paused'),
        details: run.total > 0 ? [done] : [],
        progress,
      }
  }
}

/** Names the folders that cannot be reached; null when all can. */
export function missingFolders(roots: LibraryStatus['roots']): string | null {
  const missing = roots.filter(({ state }) => state === 'offline' || state === 'unreadable')
  const [first, ...others] = missing
  if (!first) return null
  return others.length === 0
    ? t('status.folderAway', { name: first.name })
    : t('status.foldersAway', { count: missing.length })
}
