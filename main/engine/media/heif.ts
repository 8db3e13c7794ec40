/** HEIC and HEIF, which sharp's builds do not decode: libheif as WebAssembly, in workers. */
import { dirname, join } from 'node:path'
import { brandsOf } from './boxes'
import { DecoderPool, outsideArchive } from './decoder-pool'
import workerSource from './heif-worker.cjs?raw'
import type { Pixels8 } from './tiff'

/** Brands of stills and sequences coded as HEVC, and those that leave the codec open. */
const heifBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'mif2', 'msf1'])

const decoders = new DecoderPool<{ bytes: Buffer; maximumPixels: number }, Pixels8>('libheif', workerSource, () => {
  const script = outsideArchive(require.resolve('libheif-js/libheif-wasm/libheif.js'))
  return { script, wasm: join(dirname(script), 'libheif.wasm') }
})

/** Whether the file is HEIF; an AVIF that says so is not, sharp reads it. */
export function isHeif(bytes: Buffer): boolean {
  const brands = brandsOf(bytes)
  return brands.some((brand) => heifBrands.has(brand)) && !brands.includes('avif')
}

/**
 * [Note: libheif] The primary picture, turned as the file says, in 8 bits. libheif is LGPL and stays a file of its own
 * (`node_modules/libheif-js`, outside the archive of a packed app), so that it can be replaced. Throws UnreadableImage.
 */
export function decodeHeif(bytes: Buffer, maximumPixels: number, seconds: number): Promise<Pixels8> {
  return decoders.run({ bytes, maximumPixels }, seconds)
}
