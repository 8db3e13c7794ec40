/** The table of mounted volumes: what is mounted where, by which identity it is known again, and what is on a network. */
import { execFile } from 'node:child_process'
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isWithin } from './paths'

export interface Mount {
  /** Absolute path of the mount point, in the platform's own notation. */
  point: string
  /** Which folder of the volume is mounted: '/' but for bind mounts and subvolumes. */
  root: string
  /** Of the file system, e.g. "ext4", "nfs4", "fuse.sshfs". */
  type: string
  source: string
  /** What the volume is known by wherever it is mounted: its UUID, serial or network address; null where it has none. */
  volume: string | null
}

export type MountTable = () => Promise<Mount[]>

/** Changes made by other machines are not reported by these, so that watching them sees nothing. */
const networkTypes = new Set([
  ...['nfs', 'nfs4', 'cifs', 'smb', 'smb2', 'smb3', 'smbfs', 'afpfs', 'webdav', 'davfs', 'ncpfs'],
  ...['9p', 'virtiofs', 'vboxsf', 'vmhgfs', 'ceph', 'glusterfs', 'lustre', 'gpfs', 'afs', 'coda', 'unc'],
])
/** No photos live on these, and looking for a drive there could hang. */
const systemTypes =
  /^(proc|sysfs|cgroup2?|dev(pts|fs|tmpfs)|mqueue|debugfs|tracefs|securityfs|pstore|bpf|configfs|efivarfs|autofs|binfmt_misc|hugetlbfs|rpc_pipefs|nsfs|fusectl|squashfs)$/

/** FUSE is behind sshfs, rclone and the file managers' own mounts; local NTFS (`fuseblk`) is none of them. */
export function isNetwork({ point, type }: Mount): boolean {
  // Some containers have such a file system as their root: it is theirs alone then.
  return point !== '/' && (networkTypes.has(type) || type === 'fuse' || type.startsWith('fuse.'))
}

/** The mount a path lies on: the innermost, and of two at one point the later, which hides the other. */
export function mountOf(path: string, mounts: readonly Mount[]): Mount | undefined {
  let best = shareOf(path)
  for (const mount of mounts) {
    if (isWithin(path, mount.point) && (!best || mount.point.length >= best.point.length)) best = mount
  }
  return best
}

/** What is mounted now; empty where the system does not say. */
export const readMounts: MountTable = async () => {
  try {
    if (process.platform === 'linux') return await linuxMounts()
    if (process.platform === 'darwin') return await macMounts()
    if (process.platform === 'win32') return await windowsMounts()
  } catch {
    // Restricted systems: folders are recognised by the files in them.
  }
  return []
}

async function linuxMounts(): Promise<Mount[]> {
  const mounts = parseMountInfo(await readFile('/proc/self/mountinfo', 'utf8'))
  const uuids = await uuidsByDevice('/dev/disk/by-uuid')
  return Promise.all(
    mounts.map(async (mount): Promise<Mount> => {
      if (isNetwork(mount)) return { ...mount, volume: `${mount.type}:${mount.source}` }
      if (!mount.source.startsWith('/dev/')) return mount
      const device = await realpath(mount.source).catch(() => mount.source)
      const uuid = uuids.get(device)
      return uuid === undefined ? mount : { ...mount, volume: `uuid:${uuid}` }
    }),
  )
}

/**
 * The lines of /proc/self/mountinfo (proc_pid_mountinfo(5)): `id parent device root point options optional… - type source …`,
 * where white space in names is written as octal escapes. System file systems are left out.
 */
export function parseMountInfo(text: string): Mount[] {
  const mounts: Mount[] = []
  for (const line of text.split('\n')) {
    const [before, after] = line.split(' - ', 2)
    const [, , , root, point] = before?.split(' ') ?? []
    const [type, source] = after?.split(' ') ?? []
    if (root === undefined || point === undefined || type === undefined || source === undefined) continue
    if (systemTypes.test(type)) continue
    mounts.push({ point: unescaped(point), root: unescaped(root), type, source: unescaped(source), volume: null })
  }
  return mounts
}

function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
}

async function uuidsByDevice(folder: string): Promise<Map<string, string>> {
  const names = await readdir(folder).catch(() => [])
  const entries = await Promise.all(
    names.map(async (uuid) => [await realpath(join(folder, uuid)).catch(() => ''), uuid] as const),
  )
  return new Map(entries)
}

const run = promisify(execFile)
/** `diskutil` takes a tenth of a second a volume: asked once for each that is mounted. */
const macVolumes = new Map<string, string | null>()

async function macMounts(): Promise<Mount[]> {
  const { stdout } = await run('/sbin/mount')
  const mounts: Mount[] = []
  for (const mount of parseMacMounts(stdout)) {
    const volume = isNetwork(mount) ? `${mount.type}:${mount.source}` : await macVolume(mount)
    mounts.push({ ...mount, volume })
  }
  return mounts
}

/** The lines of macOS' mount(8): `source on point (type, options)`. */
export function parseMacMounts(text: string): Mount[] {
  const mounts: Mount[] = []
  for (const line of text.split('\n')) {
    const [, source, point, type] = /^(.+?) on (\/.*) \(([^,)]+)[^()]*\)$/.exec(line) ?? []
    if (source === undefined || point === undefined || type === undefined) continue
    if (systemTypes.test(type) || (point.startsWith('/System/Volumes/') && point !== '/System/Volumes/Data')) continue
    mounts.push({ point, root: '/', type, source, volume: null })
  }
  return mounts
}

async function macVolume({ source, point }: Mount): Promise<string | null> {
  // A device's name is given to the next drive as well; its root folder is another one.
  const { ino, birthtimeMs } = await stat(point)
  const key = `${source} ${point} ${String(ino)} ${String(birthtimeMs)}`
  let volume = macVolumes.get(key)
  if (volume === undefined) {
    const plist = await run('/usr/sbin/diskutil', ['info', '-plist', point]).catch(() => ({ stdout: '' }))
    volume = uuidInPlist(plist.stdout)
    macVolumes.set(key, volume)
  }
  return volume
}

/** The volume's UUID in what `diskutil info -plist` prints. */
export function uuidInPlist(plist: string): string | null {
  const [, uuid] = /<key>VolumeUUID<\/key>\s*<string>([0-9A-Fa-f-]+)<\/string>/.exec(plist) ?? []
  return uuid === undefined ? null : `uuid:${uuid}`
}

/** Drive letters. What Node calls the device of a file is the serial number of its volume here. */
async function windowsMounts(): Promise<Mount[]> {
  const letters = 'CDEFGHIJKLMNOPQRSTUVWXYZAB'.split('')
  const mounts = await Promise.all(
    letters.map(async (letter): Promise<Mount | undefined> => {
      const point = `${letter}:\\`
      const about = await stat(point).catch(() => undefined)
      if (!about) return undefined
      // A letter that stands for a share leads to its UNC path.
      const real = await realpath(point).catch(() => point)
      if (real.startsWith('\\\\'))
        return { point, root: '/', type: 'unc', source: real, volume: `unc:${real.toLowerCase()}` }
      return { point, root: '/', type: 'local', source: point, volume: `serial:${about.dev.toString(16)}` }
    }),
  )
  return mounts.filter((mount) => mount !== undefined)
}

/** The share a UNC path (`\\server\share\folder`) lies on, which no drive letter has to stand for. */
function shareOf(path: string): Mount | undefined {
  const [point] = /^\\\\[^\\]+\\[^\\]+/.exec(path) ?? []
  if (point === undefined || point.startsWith('\\\\?') || point.startsWith('\\\\.')) return undefined
  return { point, root: '/', type: 'unc', source: point, volume: `unc:${point.toLowerCase()}` }
}
