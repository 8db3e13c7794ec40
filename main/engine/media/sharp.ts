/** Loads sharp with the build that works in this process. */
import Module from 'node:module'
import type Sharp from 'sharp'

/**
 * [Note: sharp in Electron on Linux] The native build clashes with the GLib inside Electron and crashes the process
 * (lovell/sharp issues 4522 and 4525, electron/electron issue 46323), so there the WebAssembly build is used. sharp
 * itself falls back to it when the native package is absent; here the native package is only made to look absent.
 */
function hideNativeBuild(): void {
  type Resolve = (request: string, ...rest: unknown[]) => string
  const internals = Module as unknown as { _resolveFilename: Resolve }
  const resolve = internals._resolveFilename
  internals._resolveFilename = (request, ...rest) => {
    if (request.startsWith('@img/sharp-linux')) {
      throw Object.assign(new Error(`${request} is not used in Electron`), { code: 'MODULE_NOT_FOUND' })
    }
    return resolve(request, ...rest)
  }
}

const usesWasm = process.platform === 'linux' && 'electron' in process.versions

/**
 * The readers for what the library lists. All others of libvips stay closed to files: some draw what a document tells them
 * to (SVG, PDF), and each is more code that a hostile file could reach.
 */
const readers = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Tiff', 'Heif'].map((format) => `VipsForeignLoad${format}`)

let loaded: typeof Sharp | undefined

/** Loaded at first use: it takes tens of milliseconds, which a text search does not need to spend. */
export function loadSharp(): typeof Sharp {
  if (loaded) return loaded
  if (usesWasm) hideNativeBuild()
  // A require at run time, so that the line above comes first; the bundler keeps sharp external.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const sharp = require('sharp') as typeof Sharp
  sharp.cache(false) // every picture is decoded once
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: readers })
  sharp.concurrency(1) // parallelism comes from decoding several pictures at once
  loaded = sharp
  return sharp
}

/** Which decoder is in use, for `fovea doctor`. */
export function decoderName(): string {
  const { sharp, vips } = loadSharp().versions as Record<string, string | undefined>
  return `sharp ${sharp ?? '?'} (${usesWasm ? 'WebAssembly' : 'native'}, libvips ${vips ?? '?'})`
}
