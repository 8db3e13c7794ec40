// `npm run pack [-- --deb] [--installers] [--try]`: builds the app, packs it for this machine in dist/, and looks into what came out.
import { archFromString, build as pack, Platform } from 'electron-builder'
import * as fs from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { electronVersionOf, findElectron } from './electron-runtime.mjs'
import { packagesFor } from './notices/components.mjs'
import { noticesFolder, writeNotices } from './notices/notices.mjs'
import { INSTALLERS } from './package/budgets.mjs'
import { checkPackage, tooLarge } from './package/check.mjs'
import { buildDeb, debFrom, sourceDate } from './package/linux/deb.mjs'
import { tryDeb } from './package/linux/try-deb.mjs'
import { placesIn } from './package/places.mjs'
import { tryApp } from './package/try-app.mjs'
import { progressLine } from './progress.mjs'
import { main, Problem, root } from './repository.mjs'

const { platform, arch } = process
const INSTALLER_KINDS = { linux: ['AppImage'], darwin: ['dmg', 'zip'], win32: ['nsis'] }

await main(async () => {
  const { values } = parseArgs({
    options: {
      // A Debian package, which needs nothing but dpkg-deb.
      deb: { type: 'boolean', default: false },
      // AppImage and deb, dmg and zip, or the installer for Windows: electron-builder fetches its tools for them.
      installers: { type: 'boolean', default: false },
      // Starts what was made as a person would, a Debian package installed in a folder of its own, and finds a photo with it.
      try: { type: 'boolean', default: false },
    },
  })
  if (values.deb && platform !== 'linux') throw new Problem('A Debian package is made on Linux.')
  const line = progressLine('Packing Fovea')
  const electron = await findElectron({ onProgress: line.show, say: line.say })
  const electronVersion = electronVersionOf(electron)
  await build(['app'], { onProgress: line.show })
  line.show('collecting the app')
  line.done()
  await writeNotices({ platform, arch }, { electronVersion })
  if (platform === 'darwin') await keepChromiumNotices(electron)

  let packed
  const made = await pack({
    targets: Platform.current().createTarget(
      values.installers ? INSTALLER_KINDS[platform] : 'dir',
      archFromString(arch),
    ),
    projectDir: root,
    publish: 'never',
    config: {
      electronVersion,
      electronDist: distributionFolder(electron),
      afterExtract: async ({ appOutDir, packager }) => {
        await removeLauncher(appOutDir)
        const { electronFuses } = packager.config
        // The fallback runtime is older than this fuse. See: [Note: fallback runtime]
        if (Number.parseInt(electronVersion) < 29) delete electronFuses.grantFileProtocolExtraPrivileges
      },
      afterPack: (context) => {
        packed = context
      },
    },
  })

  const places = placesIn(packed.appOutDir, platform)
  const found = await checkPackage(
    { ...places, platform, arch },
    { fuses: packed.packager.config.electronFuses, packages: packagesInFiles() },
  )
  process.stdout.write(found.map((sentence) => `  ${sentence}\n`).join(''))
  const isDeb = values.deb || (values.installers && platform === 'linux')
  const deb = isDeb ? await packDeb(packed, line) : undefined
  await checkInstallers(deb === undefined ? made : [...made, deb])
  if (values.try) await (deb === undefined ? tryApp(places, line) : tryDeb(deb, line))
})

async function packDeb({ appOutDir, packager }, line) {
  const app = debFrom(packager, arch)
  const to = path.join(root, 'dist')
  const options = { folder: appOutDir, to, epoch: await sourceDate(), onProgress: line.show }
  return await buildDeb(app, options).finally(line.done)
}

/** The folder that an Electron's download unpacks to. */
function distributionFolder(executable) {
  return platform === 'darwin' ? path.resolve(executable, '../../../..') : path.dirname(executable)
}

/** Elsewhere they lie beside the executable; electron-builder leaves them out of an app for macOS. */
async function keepChromiumNotices(electron) {
  const name = 'LICENSES.chromium.html'
  await fs.copyFile(path.join(distributionFolder(electron), name), path.join(noticesFolder, name))
}

/** Takes out what opens app folders in development: it would come before the packed app. */
async function removeLauncher(appOutDir) {
  for (const name of ['resources/app', 'resources/default_app.asar', 'version', '.complete']) {
    await fs.rm(path.join(appOutDir, name), { recursive: true, force: true })
  }
}

/** Packages that are there as files; the others are bundled into the app's own code. */
function packagesInFiles() {
  return packagesFor({ platform, arch })
    .filter(({ isBundled }) => !isBundled)
    .map(({ name }) => name)
}

async function checkInstallers(files) {
  for (const file of files) {
    const budget = INSTALLERS[path.extname(file).slice(1)]
    if (budget === undefined) continue
    const { size } = await fs.stat(file)
    if (size > budget * 1e6) throw new Problem(tooLarge(path.basename(file), size, budget))
    process.stdout.write(`  ${path.basename(file)}: ${(size / 1e6).toFixed(1)} MB of ${budget}\n`)
  }
}
