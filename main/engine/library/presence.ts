/** Finds out whether a root is there: the folder it was, on the volume it was, here or under another mount point. */
import { createHash } from 'node:crypto'
import { lstat, opendir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Place, RootRecord } from './library-file'
import { isNetwork, mountOf, type Mount, type MountTable } from './mounts'
import { isWithin, toAbsolute, toRelative } from './paths'

/** What is known of a file, to recognise a folder by. */
export interface KnownFile {
  path: string
  size: number
  mtime: number
  hash: string | null
}

export interface Look {
  state: 'there' | 'offline' | 'unreadable'
  /** Where the root is now: under another mount point than before, perhaps. */
  path: string
  /** To be remembered; undefined while the root is away. */
  place?: Place
  isNetwork: boolean
  /** Set unless the root is there. */
  message?: string
}

export interface LookOptions {
  mounts: MountTable
  /** Some of the files known under the root; asked for only when the volume alone does not decide. */
  known: () => KnownFile[] | Promise<KnownFile[]>
  /** Folders of other roots: what lies in one of them, or around it, is theirs. */
  others: readonly string[]
}

const sampleSize = 24
/** FAT keeps times to two seconds. */
const sameTimeMs = 2000

const awayMessage = 'The folder is not there right now. Its photos are still found; they come back when the drive does.'
const anotherMessage =
  'Another drive or folder is in its place: none of the photos known from here is in it. They are still found, and come back with their drive. To index what is here now, remove the folder and add it again.'
export const unreadableMessage = 'The folder cannot be read: check its permissions.'

/**
 * [Note: where a root is] What was deleted must go, and what is only away must not. A folder that is not there is away. A
 * folder that is there is the root if it is the same folder of the same volume, then even an empty one: its photos
 * were deleted or moved. If the volume has no identity, or another, some of the known files must be in the folder;
 * without any of them, another drive was mounted at this place, and the root is away. A folder made anew in an old one's
 * place is taken for the root when it is on the same volume and not empty: an empty one is what unplugging leaves.
 *
 * A root that is away is looked for on all mounted volumes: at the same place of the same volume, or, for volumes without
 * identity, at the same place of a volume that has at least half of the known files.
 */
export async function lookForRoot(record: RootRecord, { mounts, known, others }: LookOptions): Promise<Look> {
  const table = await mounts()
  const { path } = record
  const state = await rootState(path)
  const mount = mountOf(path, table)
  const found = { path, isNetwork: mount !== undefined && isNetwork(mount) }
  if (state === 'unreadable') return { ...found, state, message: unreadableMessage }
  const place = state === 'offline' ? undefined : await placeOf(path, table).catch(() => undefined)
  if (place && record.place && isSameFolder(record.place, place)) return { ...found, state: 'there', place }
  const sample = await known()
  if (place && (await isStill(record, place, state === 'empty', sample))) return { ...found, state: 'there', place }
  const elsewhere = await findElsewhere(record, table, sample, others)
  if (elsewhere) return elsewhere
  return { ...found, state: 'offline', message: state === 'there' ? anotherMessage : awayMessage }
}

/** Where a folder is, in terms that hold wherever its volume is mounted. Throws when the folder is not there. */
export async function placeOf(path: string, table: readonly Mount[]): Promise<Place> {
  const mount = mountOf(path, table)
  const { ino, dev, birthtimeMs } = await stat(path, { bigint: true })
  const isMountPoint = mount?.point === path
  return {
    volume: mount?.volume ?? null,
    mounted: mount?.root ?? '/',
    path: (mount && toRelative(mount.point, path)) ?? '',
    folder: String(ino),
    born: Number(birthtimeMs),
    device: isMountPoint ? null : String(dev),
  }
}

/** The same folder of the same volume, as far as the two can tell. */
export function isSameFolder(a: Place, b: Place): boolean {
  if (a.folder !== b.folder || a.born !== b.born) return false
  if (a.volume !== null && b.volume !== null) return a.volume === b.volume
  // Numbers of folders are unique in a volume only, and most volumes have the same number for their outermost folder;
  // the moment it was made tells them apart, where the file system knows it.
  return a.born > 0 || (a.device !== null && a.device === b.device)
}

/** Whether a folder is there right now, and has anything in it. */
export async function rootState(path: string): Promise<'there' | 'empty' | 'offline' | 'unreadable'> {
  try {
    const folder = await opendir(path)
    const first = await folder.read()
    await folder.close()
    return first ? 'there' : 'empty'
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'EACCES' || code === 'EPERM' ? 'unreadable' : 'offline'
  }
}

/** The volumes that are mounted inside a folder, and those that were before and are not any more. */
export async function innerVolumes(
  { path: root, inner: before }: RootRecord,
  mounts: MountTable,
): Promise<{ there: RootRecord['inner']; away: RootRecord['inner'] }> {
  const there = (await mounts()).flatMap(({ point, volume }) => {
    const path = toRelative(root, point)
    return path === undefined ? [] : [{ path, volume }]
  })
  const isThere = ({ path, volume }: { path: string; volume: string | null }): boolean =>
    there.some((now) => now.path === path && (volume === null || now.volume === null || now.volume === volume))
  return { there, away: before.filter((one) => !isThere(one)) }
}

/** Up to `sampleSize` of the files, spread evenly. */
export function sampleOf(files: readonly KnownFile[]): KnownFile[] {
  const step = Math.max(1, files.length / sampleSize)
  return Array.from({ length: Math.min(sampleSize, files.length) }, (_, i) => files[Math.floor(i * step)]!)
}

/** Whether a folder, which is not the one that was there last time, stands for it nevertheless. */
async function isStill(
  { path, place }: RootRecord,
  now: Place,
  isEmpty: boolean,
  sample: readonly KnownFile[],
): Promise<boolean> {
  if (sample.length === 0) return true
  if (isEmpty) return false
  // A library from before places were remembered: what is there now is remembered from here on.
  if (!place || isSamePlace(place, now)) return true
  return (await countPresent(path, sample)) > 0
}

/** The same folder name on the same volume, whether or not it is the same folder. */
function isSamePlace(a: Place, b: Place): boolean {
  return a.volume !== null && a.volume === b.volume && a.mounted === b.mounted && a.path === b.path
}

async function findElsewhere(
  { path: before, place }: RootRecord,
  table: readonly Mount[],
  sample: readonly KnownFile[],
  others: readonly string[],
): Promise<Look | undefined> {
  if (!place || sample.length === 0) return undefined
  for (const mount of table) {
    // A volume that has an identity is not looked for on others, least of all on a network that may not answer.
    const mayBe = place.volume === null ? mount.volume === null : mount.volume === place.volume
    if (!mayBe || mount.root !== place.mounted) continue
    const path = place.path === '' ? mount.point : join(mount.point, ...place.path.split('/'))
    const isTaken = path === before || others.some((other) => isWithin(path, other) || isWithin(other, path))
    if (isTaken || mountOf(path, table) !== mount || (await rootState(path)) !== 'there') continue
    const now = await placeOf(path, table)
    const isIt = isSameFolder(place, now) || isSamePlace(place, now)
    if (isIt || (await countPresent(path, sample)) * 2 >= sample.length) {
      return { state: 'there', path, place: now, isNetwork: isNetwork(mount) }
    }
  }
  return undefined
}

/** How many of the files are where they were: of the same size and time, or else of the same content. */
async function countPresent(root: string, files: readonly KnownFile[]): Promise<number> {
  let present = 0
  for (const { path, size, mtime, hash } of files) {
    const absolute = toAbsolute(root, path)
    const stats = await lstat(absolute).catch(() => undefined)
    if (!stats?.isFile() || stats.size !== size) continue
    if (Math.abs(stats.mtimeMs - mtime) <= sameTimeMs || (await hasContent(absolute, hash))) present++
  }
  return present
}

async function hasContent(path: string, hash: string | null): Promise<boolean> {
  const bytes = hash === null ? undefined : await readFile(path).catch(() => undefined)
  return bytes !== undefined && createHash('sha256').update(bytes).digest('hex') === hash
}
