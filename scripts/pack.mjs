// `npm run pack [-- --inspectable]`: builds the app and packs it as a folder for this machine, in dist/.
import { build as pack, Platform } from 'electron-builder'
import * as fs from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { electronVersionOf, findElectron } from './electron-runtime.mjs'
import { progressLine } from './progress.mjs'
import { main, root } from './repository.mjs'

await main(async () => {
  // Playwright drives an app through Node's inspector, which a released app does not answer to.
  const { values } = parseArgs({ options: { inspectable: { type: 'boolean', default: false } } })
  const line = progressLine('Packing Fovea')
  const electron = await findElectron({ onProgress: line.show, say: line.say })
  await build(['app'], { onProgress: line.show })
  line.show('collecting the app')
  line.done()

  const electronVersion = electronVersionOf(electron)
  await pack({
    targets: Platform.current().createTarget('dir'),
    projectDir: root,
    publish: 'never',
    config: {
      electronVersion,
      electronDist: distributionFolder(electron),
      afterExtract: async ({ appOutDir, packager }) => {
        await removeLauncher(appOutDir)
        const { electronFuses } = packager.config
        if (values.inspectable) electronFuses.enableNodeCliInspectArguments = true
        // The fallback runtime is older than this fuse. See: [Note: fallback runtime]
        if (Number.parseInt(electronVersion) < 29) delete electronFuses.grantFileProtocolExtraPrivileges
      },
    },
  })
})

/** The folder that an Electron's download unpacks to. */
function distributionFolder(executable) {
  return process.platform === 'darwin' ? path.resolve(executable, '../../../..') : path.dirname(executable)
}

/** Takes out what opens app folders in development: it would come before the packed app. */
async function removeLauncher(appOutDir) {
  for (const name of ['resources/app', 'resources/default_app.asar', 'version', '.complete']) {
    await fs.rm(path.join(appOutDir, name), { recursive: true, force: true })
  }
}
