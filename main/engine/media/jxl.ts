/** JPEG XL, which sharp's builds do not decode: jxl-oxide as WebAssembly, in workers. */
import { dirname, join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { boxes } from './boxes'
import { DecoderPool, outsideArchive } from './decoder-pool'
import workerSource from './jxl-worker.cjs?raw'

/** How a bare codestream begins, and the first box of a container. */
const codestream = Buffer.from([0xff, 0x0a])
const container = Buffer.from('0000000c4a584c200d0a870a', 'hex')
/** Metadata is packed by Brotli, a thousandth in extreme cases: what unpacks to more than this is none. */
const maximumMetadataBytes = 16 * 1024 * 1024

interface Size {
  width: number
  height: number
}

interface Job {
  bytes: Buffer
  maximumPixels: number
  wants: 'size' | 'picture'
}

const decoders = new DecoderPool<Job, Size & { png?: Uint8Array }>('jxl-oxide', workerSource, () => {
  // The package is an ES module, which only its own description can be found of from here.
  const folder = dirname(outsideArchive(require.resolve('jxl-oxide-wasm/package.json')))
  return { script: join(folder, 'jxl_oxide_wasm.js'), wasm: join(folder, 'jxl_oxide_wasm_bg.wasm') }
})

export function isJxl(bytes: Buffer): boolean {
  return bytes.subarray(0, 2).equals(codestream) || bytes.subarray(0, container.length).equals(container)
}

/** Pixels, turned as the file says; none are decoded. Throws UnreadableImage. */
export async function jxlSize(bytes: Buffer, maximumPixels: number, seconds: number): Promise<Size> {
  const { width, height } = await decoders.run({ bytes, maximumPixels, wants: 'size' }, seconds)
  return { width, height }
}

/** The picture as PNG, turned as the file says; of an animation the first frame. Throws UnreadableImage. */
export async function decodeJxl(bytes: Buffer, maximumPixels: number, seconds: number): Promise<Buffer> {
  const { png } = await decoders.run({ bytes, maximumPixels, wants: 'picture' }, seconds)
  return Buffer.from(png ?? [])
}

/** What stands beside the picture in a container: a TIFF structure and an XMP packet. Damaged boxes say nothing. */
export function jxlMetadata(bytes: Buffer): { exif: Buffer[]; xmp: Buffer | undefined } {
  const exif: Buffer[] = []
  let xmp: Buffer | undefined
  if (!bytes.subarray(0, container.length).equals(container)) return { exif, xmp }
  for (const box of boxes(bytes)) {
    const { type, body } = box.type === 'brob' ? unpack(box.body) : box
    if (type === 'Exif' && body.length > 4) {
      const start = 4 + body.readUInt32BE(0) // where the TIFF header is, after this number
      if (start < body.length) exif.push(body.subarray(start))
    } else if (type === 'xml ') xmp ??= body
  }
  return { exif, xmp }
}

/** A box that holds another one, packed: its type, and its contents as Brotli. */
function unpack(packed: Buffer): { type: string; body: Buffer } {
  try {
    const body = brotliDecompressSync(packed.subarray(4), { maxOutputLength: maximumMetadataBytes })
    return { type: packed.toString('latin1', 0, 4), body }
  } catch {
    return { type: '', body: Buffer.alloc(0) }
  }
}
