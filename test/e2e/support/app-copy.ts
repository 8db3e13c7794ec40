// A copy of the app whose resources a test may damage: of the checkout, or of the packed app that is tested.
import { cpSync, linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { LaunchOptions } from './app'

interface AppCopy {
  /** To hand to launchFovea. */
  options: LaunchOptions
  resources: string
  remove: () => void
}

export function appCopy(): AppCopy {
  const packed = process.env.FOVEA_APP
  return packed === undefined ? copyOfCheckout() : copyOfPacked(path.resolve(packed))
}

function copyOfCheckout(): AppCopy {
  const root = path.resolve(__dirname, '../../..')
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fovea-app-'))
  for (const name of ['out', 'node_modules', 'package.json'])
    symlinkSync(path.join(root, name), path.join(folder, name))
  const resources = path.join(folder, 'resources')
  cpSync(path.join(root, 'resources'), resources, { recursive: true })
  return { options: { appFolder: folder }, resources, remove: () => rmSync(folder, { recursive: true }) }
}

/** Half a gigabyte: but for its resources, files are the same ones under another name, beside the app on the same disk. */
function copyOfPacked(program: string): AppCopy {
  const own = process.platform === 'darwin' ? path.resolve(program, '../../../..') : path.dirname(program)
  const folder = mkdtempSync(path.join(path.dirname(own), 'copy-'))
  const copy = (from: string, to: string): void => {
    mkdirSync(to, { recursive: true })
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)]
      if (entry.isDirectory() && entry.name === 'models') cpSync(source, target, { recursive: true })
      else if (entry.isDirectory()) copy(source, target)
      else if (entry.isFile()) linkSync(source, target)
      else cpSync(source, target, { verbatimSymlinks: true })
    }
  }
  copy(own, folder)
  const started = path.join(folder, path.relative(own, program))
  const resources =
    process.platform === 'darwin'
      ? path.resolve(started, '../../Resources')
      : path.join(path.dirname(started), 'resources')
  return { options: { program: started }, resources, remove: () => rmSync(folder, { recursive: true }) }
}
