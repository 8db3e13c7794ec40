// Draws Fovea's icon for every system into resources/icons: PNGs for Linux, an ICO for Windows, an ICNS for macOS.
// `node scripts/build-icons.mjs`, after a change of icon.svg.
import * as fs from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import sharp from 'sharp'
import { main, root } from './repository.mjs'

const folder = path.join(root, 'resources', 'icons')
const LINUX = [16, 24, 32, 48, 64, 128, 256, 512]
const WINDOWS = [16, 20, 24, 32, 40, 48, 64, 256]
/** Type codes of Apple's container that hold PNGs, and the pixels of each. */
const MAC = { ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 }
/** The tile fills 928 of 1024; Apple wants 824, with air around it. */
const MAC_SCALE = 824 / 928

await main(async () => {
  const svg = await fs.readFile(path.join(folder, 'icon.svg'))
  await fs.writeFile(path.join(folder, 'icon.png'), await drawn(svg, 1024))
  await fs.mkdir(path.join(folder, 'linux'), { recursive: true })
  for (const size of LINUX)
    await fs.writeFile(path.join(folder, 'linux', `${size}x${size}.png`), await drawn(svg, size))
  await fs.writeFile(path.join(folder, 'icon.ico'), ico(await pictures(WINDOWS, (size) => drawn(svg, size))))
  const apple = await pictures(Object.values(MAC), (size) => drawnWithAir(svg, size))
  await fs.writeFile(path.join(folder, 'icon.icns'), icns(Object.keys(MAC).map((type, at) => ({ type, ...apple[at] }))))
  process.stdout.write(`${(await fs.readdir(folder)).join(' ')}\n`)
})

function drawn(svg, size) {
  // The drawing is 1024 wide at 72 dots an inch: drawn at its size, not scaled down.
  return sharp(svg, { density: Math.max(1, (72 * size) / 1024) })
    .resize(size, size)
    .png({ compressionLevel: 9 })
    .toBuffer()
}

async function drawnWithAir(svg, size) {
  const inner = Math.round((size * MAC_SCALE) / 2) * 2
  const air = (size - inner) / 2
  const background = { r: 0, g: 0, b: 0, alpha: 0 }
  return sharp(await drawn(svg, inner))
    .extend({ top: air, bottom: air, left: air, right: air, background })
    .png({ compressionLevel: 9 })
    .toBuffer()
}

function pictures(sizes, draw) {
  return Promise.all(sizes.map(async (size) => ({ size, png: await draw(size) })))
}

/** Microsoft's container: a header, an entry of 16 bytes for each picture, then the PNGs. 256 is written as 0. */
function ico(images) {
  const header = Buffer.alloc(6 + 16 * images.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(images.length, 4)
  let offset = header.length
  images.forEach(({ size, png }, index) => {
    const at = 6 + 16 * index
    header.writeUInt8(size % 256, at)
    header.writeUInt8(size % 256, at + 1)
    header.writeUInt16LE(1, at + 4) // planes
    header.writeUInt16LE(32, at + 6) // bits a pixel
    header.writeUInt32LE(png.length, at + 8)
    header.writeUInt32LE(offset, at + 12)
    offset += png.length
  })
  return Buffer.concat([header, ...images.map(({ png }) => png)])
}

/** Apple's container: a magic word and the length of all, then type, length and PNG of each; numbers begin with the highest byte. */
function icns(images) {
  const parts = images.map(({ type, png }) => Buffer.concat([tagged(type, png.length + 8), png]))
  return Buffer.concat([tagged('icns', 8 + parts.reduce((length, part) => length + part.length, 0)), ...parts])
}

function tagged(type, length) {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32BE(length, 4)
  return head
}
