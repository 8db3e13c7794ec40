// The mount tables of the platforms, read from what they print.
import { describe, expect, it } from 'vitest'
import { isNetwork, mountOf, parseMacMounts, parseMountInfo, uuidInPlist, type Mount } from './mounts'

const mountInfo = String.raw`23 27 0:22 / /sys rw,relatime - sysfs sysfs rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
40 27 8:17 / /run/media/ada/My\040Drive\134x rw,nosuid shared:7 master:2 - vfat /dev/sdb1 rw
41 27 254:0 /home/ada/Pictures /mnt/photos rw - ext4 /dev/vda rw
42 27 0:50 / /mnt/nas rw - nfs4 nas.local:/export/photos rw,addr=10.0.0.2
43 27 0:51 / /mnt/cloud rw - fuse.rclone remote: rw
44 27 0:52 / /mnt/ntfs rw - fuseblk /dev/sdc1 rw
`

describe('mountinfo', () => {
  const mounts = parseMountInfo(mountInfo)

  it('is read with escapes, optional fields and bind mounts; system file systems are left out', () => {
    expect(mounts.map(({ point, root, type, source }) => [point, root, type, source])).toEqual([
      ['/', '/', 'ext4', '/dev/vda'],
      ['/run/media/ada/My Drive\\x', '/', 'vfat', '/dev/sdb1'],
      ['/mnt/photos', '/home/ada/Pictures', 'ext4', '/dev/vda'],
      ['/mnt/nas', '/', 'nfs4', 'nas.local:/export/photos'],
      ['/mnt/cloud', '/', 'fuse.rclone', 'remote:'],
      ['/mnt/ntfs', '/', 'fuseblk', '/dev/sdc1'],
    ])
  })

  it('says which are on a network', () => {
    expect(mounts.filter(isNetwork).map(({ point }) => point)).toEqual(['/mnt/nas', '/mnt/cloud'])
  })

  it.each(['', 'nonsense', '1 2 3', '27 1 254:0 / / rw -'])('of %j is empty', (text) => {
    expect(parseMountInfo(text)).toEqual([])
  })
})

describe('the mount of a path', () => {
  const at = (point: string, type: string): Mount => ({ point, root: '/', type, source: type, volume: null })
  const mounts = [at('/', 'ext4'), at('/mnt', 'vfat'), at('/mnt/a', 'exfat'), at('/mnt', 'ntfs')]

  it.each([
    ['/mnt/a/photos', 'exfat'],
    ['/mnt/a', 'exfat'],
    ['/mnt/ab', 'ntfs'],
    ['/home', 'ext4'],
  ])('%s is the innermost, and the last at its point', (path, type) => {
    expect(mountOf(path, mounts)?.type).toBe(type)
  })
})

it('the table of macOS names shares and volumes', () => {
  const text = `/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
devfs on /dev (devfs, local, nobrowse)
/dev/disk3s6 on /System/Volumes/VM (apfs, local, noexec)
/dev/disk4s1 on /Volumes/My Drive (1) (msdos, local, nodev)
//ada@nas/photos on /Volumes/photos (smbfs, nodev, nosuid, mounted by ada)`
  expect(parseMacMounts(text).map((mount) => [mount.point, mount.type, isNetwork(mount)])).toEqual([
    ['/', 'apfs', false],
    ['/Volumes/My Drive (1)', 'msdos', false],
    ['/Volumes/photos', 'smbfs', true],
  ])
  expect(uuidInPlist('<key>VolumeUUID</key>\n\t<string>0A-1B</string>')).toBe('uuid:0A-1B')
  expect(uuidInPlist('<plist/>')).toBeNull()
})

it('a UNC path lies on its share', () => {
  const share = mountOf('\\\\NAS\\Photos\\2019', [])!
  expect(share).toMatchObject({ point: '\\\\NAS\\Photos', volume: 'unc:\\\\nas\\photos' })
  expect(isNetwork(share)).toBe(true)
  for (const path of ['C:\\Photos', '\\\\?\\C:\\Photos', '/mnt/photos']) expect(mountOf(path, [])).toBeUndefined()
})
