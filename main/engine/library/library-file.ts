/** The small file that remembers which folders the user chose, and whether and how fast they are indexed. */
import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { z } from 'zod'
import { CpuShare, FoveaError, ReadingMode, RootId } from '../../../contract'
import { readOwnFile } from '../own-file'

/** Where a root's folder is, in terms that hold wherever its volume is mounted. See: [Note: where a root is] */
const Place = z.object({
  /** UUID, serial or network address; null where the volume has none. */
  volume: z.string().nullable(),
  /** The folder of the volume that was mounted. */
  mounted: z.string(),
  /** Below the mount point, with forward slashes. */
  path: z.string(),
  /** The folder's own number, when it was made (0: not known), and the device, unless the folder is the mount point. */
  folder: z.string(),
  born: z.number(),
  device: z.string().nullable(),
})
export type Place = z.infer<typeof Place>

const RootRecord = z.object({
  id: RootId,
  /** Absolute, in the platform's own notation. */
  path: z.string(),
  addedAt: z.number(),
  isSample: z.boolean().default(false),
  /** As it was when the root was last there. */
  place: Place.optional(),
  /** Volumes mounted inside it when it was last scanned, by their path in it: what is on one that is away stays. */
  inner: z.array(z.object({ path: z.string(), volume: z.string().nullable() })).default([]),
  /** Of what is looked at, and left out. See: [Note: what is left out] */
  include: z.array(z.string()).default([]),
  exclude: z.array(z.string()).default([]),
  /** Left as it is until the person resumes it. */
  paused: z.boolean().default(false),
  /** How often it is looked through while it cannot be watched; null for the usual. */
  rescanMinutes: z.number().nullable().default(null),
  /** When the last scan of the whole root began: what it found was there then. */
  scannedAt: z.number().optional(),
})
export type RootRecord = z.infer<typeof RootRecord>
/** What a person can set of a root. */
export type RootSettings = Pick<RootRecord, 'include' | 'exclude' | 'paused' | 'rescanMinutes'>

const LibraryFile = z.object({
  version: z.literal(1),
  paused: z.boolean().default(false),
  /** Paused until then; null when it is not, or until further notice. */
  pausedUntil: z.number().nullable().default(null),
  cpuShare: CpuShare.default(100),
  /** In which pictures words are read. */
  reading: ReadingMode.default('likely'),
  roots: z.array(RootRecord),
})
export type LibraryFile = z.infer<typeof LibraryFile>

export function newRoot(path: string, isSample: boolean): RootRecord {
  const settings: RootSettings = { include: [], exclude: [], paused: false, rescanMinutes: null }
  return { id: randomBytes(8).toString('hex'), path, addedAt: Date.now(), isSample, inner: [], ...settings }
}

export function nameOfRoot(path: string): string {
  return basename(path) || path
}

const unreadable =
  'The list of your folders (library.json) cannot be read. Check the permissions of the library’s folder and the drive; nothing in it was changed.'

/**
 * A missing file is an empty library; a damaged one is kept aside and its last good copy used. Throws STORE_NEWER, and
 * FILE_UNREADABLE where the system does not let it be read: taken for damaged, its folders would be forgotten.
 */
export function readLibraryFile(path: string): LibraryFile {
  const empty: LibraryFile = {
    version: 1,
    paused: false,
    pausedUntil: null,
    cpuShare: 100,
    reading: 'likely',
    roots: [],
  }
  for (const candidate of [path, `${path}.bak`]) {
    const text = readOwnFile(candidate, unreadable)
    if (text === undefined) continue
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      keepAside(candidate)
      continue
    }
    const parsed = LibraryFile.safeParse(value)
    if (parsed.success) return parsed.data
    const version = (value as { version?: unknown } | null)?.version
    if (typeof version === 'number' && version > 1) {
      throw new FoveaError(
        'STORE_NEWER',
        'This library was written by a newer Fovea. Update Fovea to open it; nothing in it was changed.',
        {
          retry: 'update-app',
        },
      )
    }
    keepAside(candidate)
  }
  return empty
}

/** Written aside and renamed. The version before is kept as `.bak`, unless only what Fovea notes by itself has changed. */
export function writeLibraryFile(path: string, library: z.input<typeof LibraryFile>, { isNote = false } = {}): void {
  mkdirSync(dirname(path), { recursive: true })
  const aside = `${path}.part`
  writeFileSync(aside, `${JSON.stringify(library, null, 2)}\n`)
  try {
    if (!isNote) copyFileSync(path, `${path}.bak`)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  renameSync(aside, path)
}

function keepAside(path: string): void {
  renameSync(path, `${path}.damaged-${String(Date.now())}`)
}
