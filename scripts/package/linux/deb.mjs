// Makes a Debian package of a packed app with dpkg-deb: same folder, same SOURCE_DATE_EPOCH, same bytes.
import { createHash } from 'node:crypto'
import { constants, createReadStream, readdirSync } from 'node:fs'
import * as fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { pipeline } from 'node:stream/promises'
import { gzipSync } from 'node:zlib'
import { Problem, root, run } from '../../repository.mjs'
import { dependenciesOf, RECOMMENDED } from './dependencies.mjs'
import { readElf } from './elf.mjs'
import {
  changelog,
  control,
  copyright,
  debianArchitecture,
  debianVersion,
  desktopEntry,
  lintianOverrides,
} from './texts.mjs'

/*
 * [Note: no package scripts]
 * The package runs nothing of its own as root. The sandbox's helper has its mode in the archive; the menu, the icons and the kinds
 * of files are taken up by triggers of the packages that own them. There is no AppArmor profile: systems that restrict
 * user namespaces by it (Ubuntu 23.10 and later) let Chromium use the set-uid helper instead.
 */
const SANDBOX_HELPER = 'chrome-sandbox'

/** All that a Debian package is told of the app, out of electron-builder's packager. */
export function debFrom({ appInfo, config, executableName }, arch) {
  const { description, author } = appInfo.info.metadata
  return {
    name: appInfo.name,
    version: appInfo.version,
    productName: appInfo.productName,
    executable: executableName,
    arch,
    author: `${author.name} <${author.email}>`,
    homepage: appInfo.info.metadata.homepage,
    license: appInfo.info.metadata.license,
    synopsis: config.linux.synopsis,
    description,
    category: config.linux.category,
    mimeTypes: config.linux.mimeTypes,
    desktopEntry: config.linux.desktop.entry,
    icons: path.join(root, config.linux.icon),
  }
}

/** Seconds since 1970 that stand for all times in a package: given, or when the sources were last changed. */
export async function sourceDate() {
  const given = process.env.SOURCE_DATE_EPOCH
  if (given) return Number(given)
  const { code, output } = await run('git', ['log', '-1', '--format=%ct']).catch(() => ({ code: 1 }))
  if (code === 0) return Number(output)
  return Math.floor((await fs.stat(path.join(root, 'package.json'))).mtimeMs / 1000)
}

/** Builds the package from the folder of a packed app into the folder `to`; resolves to its path. */
export async function buildDeb(app, { folder, to, epoch, onProgress = () => {} }) {
  const staging = await fs.mkdtemp(path.join(os.tmpdir(), 'fovea-deb-'))
  try {
    onProgress('collecting the Debian package')
    await stage(app, folder, staging, epoch)
    const file = path.join(to, `${app.name}_${debianVersion(app)}_${debianArchitecture(app.arch)}.deb`)
    await fs.mkdir(to, { recursive: true })
    onProgress('compressing the Debian package')
    await dpkgDeb(['--root-owner-group', '-Zxz', '--build', staging, file], {
      env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch) },
    })
    return file
  } finally {
    await fs.rm(staging, { recursive: true, force: true })
  }
}

async function stage(app, folder, staging, epoch) {
  const opt = path.join(staging, 'opt', app.productName)
  const share = path.join(staging, 'usr', 'share')
  const write = async (place, content) => {
    const file = path.join(share, place)
    await fs.mkdir(path.dirname(file), { recursive: true })
    await fs.writeFile(file, content)
  }
  await fs.cp(folder, opt, { recursive: true, mode: constants.COPYFILE_FICLONE })
  const dependencies = dependenciesOf(filesBelow(opt))

  await fs.mkdir(path.join(staging, 'usr', 'bin'), { recursive: true })
  await fs.symlink(`/opt/${app.productName}/${app.executable}`, path.join(staging, 'usr', 'bin', app.executable))
  await write(`applications/${app.executable}.desktop`, desktopEntry(app))
  for (const name of await fs.readdir(app.icons)) {
    const size = path.basename(name, '.png')
    await write(`icons/hicolor/${size}/apps/${app.executable}.png`, await fs.readFile(path.join(app.icons, name)))
  }
  await write(`doc/${app.name}/copyright`, copyright(app))
  await write(`doc/${app.name}/changelog.gz`, gzipSync(changelog(app, epoch), { level: 9 }))
  await write(`lintian/overrides/${app.name}`, lintianOverrides(app))

  const files = filesBelow(staging)
  await fs.mkdir(path.join(staging, 'DEBIAN'))
  await fs.writeFile(path.join(staging, 'DEBIAN', 'md5sums'), await md5sums(files, staging))
  await fs.writeFile(
    path.join(staging, 'DEBIAN', 'control'),
    control(app, {
      kilobytes: await kilobytesOf(files),
      depends: dependencies,
      recommends: RECOMMENDED.join(', '),
    }),
  )
  await settle(staging, app, epoch)
}

/** Modes and times that do not depend on who packs, nor when. */
async function settle(place, app, epoch) {
  for (const entry of await fs.readdir(place, { withFileTypes: true })) {
    const file = path.join(place, entry.name)
    if (entry.isDirectory()) await settle(file, app, epoch)
    else if (entry.isSymbolicLink()) await fs.lutimes(file, epoch, epoch)
    else {
      await fs.chmod(file, modeOf(file, entry.name))
      await fs.utimes(file, epoch, epoch)
    }
  }
  await fs.chmod(place, 0o755)
  await fs.utimes(place, epoch, epoch)
}

function modeOf(file, name) {
  if (name === SANDBOX_HELPER) return 0o4755
  return !/\.(node|so(\.\d+)*)$/.test(name) && readElf(file) !== undefined ? 0o755 : 0o644
}

/** As dpkg-gencontrol counts: every file in whole kilobytes, every folder and link as one. */
async function kilobytesOf(files) {
  let kilobytes = 0
  for (const file of files) kilobytes += Math.ceil((await fs.stat(file)).size / 1024)
  return kilobytes + new Set(files.map((file) => path.dirname(file))).size
}

async function md5sums(files, staging) {
  const lines = []
  for (const file of files) {
    const hash = createHash('md5')
    await pipeline(createReadStream(file), hash)
    lines.push(`${hash.digest('hex')}  ${path.relative(staging, file)}\n`)
  }
  return lines.join('')
}

/** In an order that no disk decides. */
function filesBelow(place) {
  return readdirSync(place, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(place, entry.name)
      return entry.isDirectory() ? filesBelow(file) : entry.isFile() ? [file] : []
    })
}

async function dpkgDeb(args, options) {
  const { code, output } = await run('dpkg-deb', args, options).catch((error) => {
    if (error.code === 'ENOENT') throw new Problem('A Debian package needs dpkg-deb, of the package dpkg.')
    throw error
  })
  if (code !== 0) throw new Problem(`dpkg-deb failed:\n${output.trim()}`)
}
