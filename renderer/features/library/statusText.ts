/** The state of the library in a few words, for the bar at the bottom. */
import type { LibraryStatus } from '../../../contract'
import { t } from '../../../strings'
import { formatList, formatMoment, formatRate, formatTimeLeft } from '../../app/format'

export interface StatusText {
  title: string
  /** Further facts, most important first. */
  details: string[]
  /** 0 to 1, or null while the total is not known. */
  progress: number | null
}

/** Null when there is nothing to say. */
export function statusText(status: LibraryStatus): StatusText | null {
  const { phase, run, rate, etaSeconds, folder } = status
  const progress = run.total > 0 ? run.done / run.total : null
  const done = t('common.of', { number: run.done, total: run.total })
  switch (phase) {
    case 'idle':
      return readingText(status)
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
        title: t(status.upgrade ? 'status.upgrading' : 'status.indexing'),
        details: [
          status.upgrade ? t('common.of', { number: status.upgrade.done, total: status.upgrade.total }) : done,
          ...slowText(status),
          ...(rate > 0 ? [formatRate(rate)] : []),
          ...(etaSeconds === null ? [] : [formatTimeLeft(etaSeconds)]),
          ...(folder ? [folder] : []),
        ],
        progress,
      }
    case 'paused':
      return {
        title: pauseText(status),
        details: run.total > 0 ? [done] : [],
        progress,
      }
  }
}

/** Words in pictures are read when there is nothing else to do. */
function readingText({ reading }: LibraryStatus): StatusText | null {
  if (!reading.isReading || reading.total === 0) return null
  const { done, total } = reading
  return { title: t('status.readingWords'), details: [t('common.of', { number: done, total })], progress: done / total }
}

/** All reasons why indexing stands still. */
function pauseText({ pausedBy, pausedUntil }: LibraryStatus): string {
  const paused =
    pausedUntil === null ? t('status.paused') : t('status.pausedUntil', { time: formatMoment(pausedUntil) })
  const reasons = [
    ...(pausedBy.includes('disk-full') ? [t('status.diskFull')] : []),
    ...(pausedBy.includes('battery-low') ? [t('status.batteryLow')] : []),
  ]
  return reasons.length > 0 ? t('status.pausedBecause', { paused, reasons: formatList(reasons) }) : paused
}

/** All reasons why indexing is slower than it could be. */
function slowText({ slowedBy, cpuShare }: LibraryStatus): string[] {
  const words: Record<LibraryStatus['slowedBy'][number], string> = {
    searching: t('status.searching'),
    battery: t('status.battery'),
    share: t('status.share', { percent: String(cpuShare) }),
  }
  return slowedBy.map((reason) => words[reason])
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
