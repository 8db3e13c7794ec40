// What a Debian package of Fovea is, on a small app; whether the real one installs and runs: `npm run pack -- --deb --try`.
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolders } from '../integration/support/folders'

const root = path.resolve(import.meta.dirname, '../..')
const temporary = temporaryFolders()
const load = async (name: string): Promise<unknown> => import(pathToFileURL(path.join(root, name)).href)
const { buildDeb } = (await load('scripts/package/linux/deb.mjs')) as {
  buildDeb: (app: object, options: { folder: string; to: string; epoch: number }) => Promise<string>
}
const { readElf } = (await load('scripts/package/linux/elf.mjs')) as {
  readElf: (file: string) => { libraries: string[]; versions: [string, string][] } | undefined
}

const binding = path.join(root, 'node_modules/onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node')
const epoch = Date.UTC(2026, 0, 2) / 1000
const app = {
  name: 'fovea',
  version: '1.2.0-beta.1',
  productName: 'Fovea',
  executable: 'fovea',
  arch: 'x64',
  author: 'Fovea contributors <noreply@fovea.github.io>',
  homepage: 'https://fovea.github.io',
  license: 'Apache-2.0',
  synopsis: 'find photos',
  description: 'Find any photo.',
  category: 'Graphics;Photography',
  mimeTypes: ['image/jpeg', 'inode/directory'],
  desktopEntry: { 'Comment[de]': 'Finde jedes Foto.' },
  icons: path.join(root, 'resources/icons/linux'),
}

/** A real binary, its library, the sandbox's helper and a picture, with modes as a careless umask leaves them. */
function packedApp(names: readonly string[]): string {
  const folder = temporary()
  for (const name of names) {
    const file = path.join(folder, name)
    mkdirSync(path.dirname(file), { recursive: true })
    if (name === 'fovea' || name === 'chrome-sandbox') copyFileSync(binding, file)
    else writeFileSync(file, name)
    chmodSync(file, 0o664)
  }
  return folder
}
const names = ['fovea', 'chrome-sandbox', 'libonnxruntime.so.1', 'resources/samples/a.jpg', 'resources/app.asar']

function hasDpkg(): boolean {
  try {
    execFileSync('dpkg-deb', ['--version'])
    return true
  } catch {
    return false
  }
}
const canBuild = hasDpkg()

describe('a Debian package', () => {
  let deb: string
  const ask = (...args: string[]): string => execFileSync('dpkg-deb', args, { encoding: 'utf8' })
  const field = (name: string): string => ask('--field', deb, name).trim()

  beforeAll(async () => {
    if (canBuild) deb = await buildDeb(app, { folder: packedApp(names), to: temporary(), epoch })
  })
  beforeEach((context) => context.skip(!canBuild, 'SKIPPED: this test needs dpkg-deb'))

  it('is named after its version and architecture, and a version before another sorts before it', () => {
    expect(path.basename(deb)).toBe('fovea_1.2.0~beta.1_amd64.deb')
    expect([field('Package'), field('Version'), field('Architecture')]).toEqual(['fovea', '1.2.0~beta.1', 'amd64'])
  })

  it('depends on what its binaries need, and not on what it brings', () => {
    const depends = field('Depends').split(', ')
    expect(depends).toEqual(expect.arrayContaining(['libgtk-3-0', 'libgcc-s1']))
    expect(depends.find((each) => each.startsWith('libc6 '))).toMatch(/^libc6 \(>= 2\.\d+\)$/)
    expect(depends.find((each) => each.startsWith('libstdc++6 '))).toMatch(/^libstdc\+\+6 \(>= \d+(\.\d+)?\)$/)
    expect(depends.join()).not.toContain('onnx')
    expect(field('Recommends')).toContain('xdg-utils')
  })

  it('belongs to root, with the sandbox’s helper set-uid and all else as it should be', () => {
    const lines = ask('--contents', deb).split('\n')
    const modeOf = (place: string): string | undefined =>
      lines
        .find((line) => line.split(/\s+/)[5] === place)
        ?.split(/\s+/, 2)
        .join(' ')
    expect(modeOf('./opt/Fovea/chrome-sandbox')).toBe('-rwsr-xr-x root/root')
    expect(modeOf('./opt/Fovea/fovea')).toBe('-rwxr-xr-x root/root')
    expect(modeOf('./opt/Fovea/libonnxruntime.so.1')).toBe('-rw-r--r-- root/root')
    expect(modeOf('./opt/Fovea/resources/samples/a.jpg')).toBe('-rw-r--r-- root/root')
    expect(modeOf('./opt/Fovea/')).toBe('drwxr-xr-x root/root')
    expect(lines.find((line) => line.includes('./usr/bin/fovea'))).toMatch(/^l.* -> \/opt\/Fovea\/fovea$/)
    for (const size of ['16x16', '48x48', '256x256', '512x512'])
      expect(modeOf(`./usr/share/icons/hicolor/${size}/apps/fovea.png`)).toBe('-rw-r--r-- root/root')
    expect(lines.filter((line) => line !== '' && !line.includes(' root/root '))).toEqual([])
  })

  it('runs nothing of its own when it is installed or removed', () => {
    const folder = temporary()
    ask('--control', deb, path.join(folder, 'control'))
    expect(execFileSync('ls', [path.join(folder, 'control')], { encoding: 'utf8' }).split('\n')).toEqual([
      'control',
      'md5sums',
      '',
    ])
  })

  it('has a menu entry that takes paths, a copyright and sums that are right', () => {
    const folder = temporary()
    ask('--raw-extract', deb, path.join(folder, 'all'))
    const read = (name: string): string => readFileSync(path.join(folder, 'all', name), 'utf8')
    const entry = read('usr/share/applications/fovea.desktop').split('\n')
    expect(entry[0]).toBe('[Desktop Entry]')
    expect(entry).toEqual(
      expect.arrayContaining([
        'Exec=/opt/Fovea/fovea %F',
        'Icon=fovea',
        'StartupWMClass=fovea',
        'MimeType=image/jpeg;inode/directory;',
        'Comment[de]=Finde jedes Foto.',
      ]),
    )
    expect(read('usr/share/doc/fovea/copyright')).toContain('License: Apache-2.0')
    execFileSync('md5sum', ['--check', '--quiet', 'DEBIAN/md5sums'], { cwd: path.join(folder, 'all') })
  })

  it('is the same to the byte when it is made again elsewhere', async () => {
    const again = await buildDeb(app, { folder: packedApp([...names].reverse()), to: temporary(), epoch })
    expect(readFileSync(again).equals(readFileSync(deb))).toBe(true)
  })
})

describe('the needs of a binary', () => {
  it('are read from its tables', () => {
    const elf = readElf(binding)
    expect(elf?.libraries).toEqual(expect.arrayContaining(['libonnxruntime.so.1', 'libstdc++.so.6', 'libc.so.6']))
    expect(elf?.versions).toContainEqual(['libc.so.6', expect.stringMatching(/^GLIBC_2\.\d+$/)])
    expect(elf?.versions).toContainEqual(['libstdc++.so.6', expect.stringMatching(/^GLIBCXX_3\.4/)])
  })

  it('are unknown of what is no binary', () => {
    expect(readElf(path.join(root, 'package.json'))).toBeUndefined()
    const short = path.join(temporary(), 'short')
    writeFileSync(short, '\x7fELF')
    expect(readElf(short)).toBeUndefined()
  })
})
