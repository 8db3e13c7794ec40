// Where a packed app is in dist/, and where things lie in it.
import path from 'node:path'
import { root } from '../repository.mjs'

const SYSTEMS = { linux: 'linux', darwin: 'mac', win32: 'win' }

/** electron-builder's folder for a target, `{ platform, arch }`. */
export function packedFolder({ platform, arch }) {
  const middle = arch === 'x64' ? '' : `-${arch}`
  return path.join(root, 'dist', `${SYSTEMS[platform]}${middle}${platform === 'darwin' ? '' : '-unpacked'}`)
}

/** `executable` is what carries the fuses, and `program` what is started: the same but on macOS. */
export function placesIn(folder, platform) {
  if (platform === 'darwin') {
    const executable = path.join(folder, 'Fovea.app')
    const contents = path.join(executable, 'Contents')
    return {
      folder,
      executable,
      program: path.join(contents, 'MacOS', 'Fovea'),
      resources: path.join(contents, 'Resources'),
    }
  }
  const executable = path.join(folder, platform === 'win32' ? 'Fovea.exe' : 'fovea')
  return { folder, executable, program: executable, resources: path.join(folder, 'resources') }
}
