// Starts the app as a reader of videos for the `fovea` command: `node scripts/video-reader.mjs ADDRESS`.
// Ends at once, with an error, where there is no Electron yet: it is never downloaded for this.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { build } from './build.mjs'
import { installedElectron, sandboxArguments } from './electron-runtime.mjs'
import { main, Problem, root } from './repository.mjs'
import { startVirtualDisplay } from './virtual-display.mjs'

await main(async () => {
  const [address] = process.argv.slice(2)
  const executable = await installedElectron()
  if (address === undefined || executable === undefined) throw new Problem('There is no Electron here.')
  await build(['app'])
  const needsDisplay = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
  const display = needsDisplay ? await startVirtualDisplay({ size: '640x480x24' }) : undefined
  const home = mkdtempSync(path.join(os.tmpdir(), 'fovea-reader-'))
  try {
    return await new Promise((resolve, reject) => {
      const env = { ...process.env, ...(display ? { DISPLAY: display.display } : {}) }
      delete env.ELECTRON_RUN_AS_NODE
      const start = async () => {
        const args = [root, ...(await sandboxArguments(executable)), `--home=${home}`, `--read-videos=${address}`]
        const child = spawn(executable, args, { env, stdio: 'ignore' })
        process.on('SIGTERM', () => child.kill())
        process.on('SIGINT', () => {}) // The command decides when it is done.
        child.on('error', reject)
        child.on('close', (code) => resolve(code ?? 1))
      }
      start().catch(reject)
    })
  } finally {
    await display?.stop()
    rmSync(home, { recursive: true, force: true, maxRetries: 5 })
  }
})
