// Bundles a process of a test for plain Node, below the checkout, so that the native packages are found from there.
import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll } from 'vitest'
import { repository } from './engine'

/** `entry` is relative to this folder. Resolves to the script; it is removed when the test file is done. */
export async function bundleProcess(entry: string): Promise<string> {
  const folder = join(repository, 'out', `${basename(entry, '.ts')}-${String(process.pid)}`)
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  const vite = join(repository, 'node_modules', 'vite', 'bin', 'vite.js')
  const source = join('test', 'integration', 'support', entry)
  const args = [vite, 'build', '-c', 'vite.cli.config.ts', '--ssr', source, '--outDir', folder]
  await promisify(execFile)(process.execPath, args, { cwd: repository })
  return join(folder, 'fovea.js')
}
