// `npm run test:packed [-- SPEC...]`: the window tests on the app in dist/, as `npm run pack` made it.
import { extractFile } from '@electron/asar'
import { flipFuses, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'
import { existsSync } from 'node:fs'
import * as fs from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import { packedFolder, placesIn } from './package/places.mjs'
import { progressLine } from './progress.mjs'
import { main, Problem, root } from './repository.mjs'
import { ensureSystemLibraries } from './system-libraries.mjs'
import { runWindowTests } from './window-tests.mjs'

/*
 * [Note: the inspectable copy]
 * Playwright drives an app through Node's inspector, which a shipped app does not answer to. The tests get a copy that differs in
 * this one fuse of the executable and in nothing else. What is shipped is tried as it is by `npm run pack -- --try`.
 */
const INSPECTOR = FuseV1Options.EnableNodeCliInspectArguments
const copy = path.join(root, 'dist', 'inspectable')

await main(async () => {
  const { platform, arch } = process
  const packed = placesIn(packedFolder({ platform, arch }), platform)
  await expectPacked(packed)
  const line = progressLine('Testing the packed app')
  try {
    line.show('making a copy that Playwright can drive')
    const { executable, program } = await inspectableCopy(packed, platform)
    if (platform === 'linux') {
      await ensureSystemLibraries({ executable, display: true, onProgress: line.show, say: line.say })
    }
    line.done()
    return await runWindowTests({ env: { FOVEA_APP: program }, args: process.argv.slice(2) })
  } finally {
    line.done()
    await fs.rm(copy, { recursive: true, force: true, maxRetries: 5 })
  }
})

/** The app is there, and of the sources that were built last. */
async function expectPacked({ resources }) {
  const archive = path.join(resources, 'app.asar')
  if (!existsSync(archive)) throw new Problem('There is no packed app. Run: npm run pack')
  const entry = path.join('out', 'main', 'index.js')
  const built = await fs.readFile(path.join(root, entry)).catch(() => Buffer.alloc(0))
  if (!extractFile(archive, entry).equals(built))
    throw new Problem('The packed app is of another build. Run: npm run pack')
}

async function inspectableCopy({ folder, executable: shipped }, platform) {
  await fs.rm(copy, { recursive: true, force: true })
  await fs.cp(folder, copy, { recursive: true, verbatimSymlinks: true })
  const places = placesIn(copy, platform)
  await flipFuses(places.executable, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: platform === 'darwin',
    [INSPECTOR]: true,
  })
  const [before, after] = [await getCurrentFuseWire(shipped), await getCurrentFuseWire(places.executable)]
  const changed = Object.keys(after).filter((fuse) => after[fuse] !== before[fuse])
  if (changed.join() !== String(INSPECTOR))
    throw new Problem(`The copy differs in these fuses: ${changed.join(', ') || 'none'}`)
  return places
}
