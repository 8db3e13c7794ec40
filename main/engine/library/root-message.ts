/** What is to be said of a root that is there, and how often it is looked through. */
import type { Root } from '../../../contract'
import type { RootRecord } from './library-file'

/** Folders that cannot be watched; each look at a network folder asks for every file in it. */
const rescanMinutes = 5
const rescanNetworkMinutes = 15

interface Watched {
  record: RootRecord
  state: Root['state']
  isNetwork: boolean
  tooManyToWatch: boolean
  innerAway: readonly string[]
}

export function minutesBetweenScans({ record, isNetwork }: Pick<Watched, 'record' | 'isNetwork'>): number {
  return record.rescanMinutes ?? (isNetwork ? rescanNetworkMinutes : rescanMinutes)
}

export function messageOf(root: Watched): string | undefined {
  const [away] = root.innerAway
  if (away !== undefined)
    return `The drive in “${away}” is not there right now. Its photos are still found. To let them go, leave that folder out.`
  if (root.state !== 'rescanning') return undefined
  const minutes = minutesBetweenScans(root)
  const often = minutes === 1 ? 'every minute' : `every ${String(minutes)} minutes`
  if (root.isNetwork) return `On a network, which does not report changes: looked through ${often}.`
  if (!root.tooManyToWatch) return undefined
  return `There are too many folders to watch: changes are looked for ${often}. On Linux, raising fs.inotify.max_user_watches helps.`
}
