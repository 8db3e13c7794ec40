// Small files that ask for a great deal: of memory, of time, of depth. Written by hand after each format's description.
import { crc32, deflateSync } from 'node:zlib'
import { tiffFile, type Entry } from '../raw-files'
import { below, oneOf, type Random } from '../random'
import { bmpHeader, type SeedFile } from './seeds'

/** `jpeg` is a small valid one. */
type Bomb = (next: Random, jpeg: Buffer) => SeedFile

const sides = [8_000, 16_383, 20_000, 65_535]

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  framed.set(body, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}

function png(
  width: number,
  height: number,
  [depth, colour, interlace]: readonly number[],
  ...chunks: Buffer[]
): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([depth!, colour!, 0, 0, interlace!], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, pngChunk('IHDR', header), ...chunks, pngChunk('IEND', Buffer.alloc(0))])
}

const zeros = new Map<number, Buffer>()
/** A compressed run of zeros, in PNG's form; the same length is compressed once. */
function compressedZeros(bytes: number): Buffer {
  let compressed = zeros.get(bytes)
  if (!compressed) zeros.set(bytes, (compressed = deflateSync(Buffer.alloc(bytes), { level: 1 })))
  return compressed
}

/** Bits, least significant first, as WebP's lossless form has them. */
function bits(...fields: readonly (readonly [value: number, bits: number])[]): Buffer {
  let text = ''
  for (const [value, count] of fields) text += value.toString(2).padStart(count, '0').split('').reverse().join('')
  const bytes = Buffer.alloc(Math.ceil(text.length / 8))
  for (let i = 0; i < text.length; i++) if (text[i] === '1') bytes[i >> 3]! |= 1 << (i & 7)
  return bytes
}

function riff(type: string, ...chunks: Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), ...chunks])
  const header = Buffer.alloc(8)
  header.write('RIFF', 'latin1')
  header.writeUInt32LE(body.length, 4)
  return Buffer.concat([header, body])
}

function riffChunk(type: string, data: Buffer): Buffer {
  const header = Buffer.alloc(8)
  header.write(type, 'latin1')
  header.writeUInt32LE(data.length, 4)
  return Buffer.concat([header, data, Buffer.alloc(data.length & 1)])
}

/** Every pixel has the same colour and so takes no bits: 30 bytes say a picture of any size. */
function flatWebp(width: number, height: number, colour: number): Buffer {
  // A code of one symbol, named by eight bits.
  const code = (symbol: number) =>
    [
      [1, 1],
      [0, 1],
      [1, 1],
      [symbol, 8],
    ] as const
  const body = bits(
    [width - 1, 14],
    [height - 1, 14],
    [0, 4], // no alpha, version 0
    [0, 1], // no transform
    [0, 1], // no colour cache
    [0, 1], // one group of codes
    ...[colour, colour, colour, 255, 0].flatMap(code),
  )
  return riffChunk('VP8L', Buffer.concat([Buffer.from([0x2f]), body, Buffer.alloc(8)]))
}

function gif(
  width: number,
  height: number,
  frames: number,
  [frameWidth, frameHeight]: readonly [number, number],
): Buffer {
  const u16 = (value: number): Buffer => Buffer.from([value & 0xff, value >> 8])
  const header = Buffer.concat([
    Buffer.from('GIF89a'),
    u16(width),
    u16(height),
    Buffer.from([0x80, 0, 0, 0, 0, 0, 255, 255, 255]),
  ])
  const frame = Buffer.concat([
    Buffer.from([0x21, 0xf9, 4, 0, 1, 0, 0, 0, 0x2c, 0, 0, 0, 0]),
    u16(frameWidth),
    u16(frameHeight),
    Buffer.from([0, 2, 2, 0x4c, 0x01, 0]), // clear, one pixel, end
  ])
  return Buffer.concat([header, ...Array<Buffer>(frames).fill(frame), Buffer.from([0x3b])])
}

function jpegSegment(marker: number, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 0xff]), data])
}

/** The frame header with another size. */
function resizedJpeg(jpeg: Buffer, width: number, height: number, marker?: number): Buffer {
  const copy = Buffer.from(jpeg)
  for (let at = 2; at + 9 < copy.length; at += 2 + copy.readUInt16BE(at + 2)) {
    if (copy[at + 1] !== 0xc0 && copy[at + 1] !== 0xc2) continue
    copy.writeUInt16BE(height, at + 5)
    copy.writeUInt16BE(width, at + 7)
    if (marker !== undefined) copy[at + 1] = marker
    break
  }
  return copy
}

function box(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const header = Buffer.alloc(8)
  header.writeUInt32BE(body.length + 8)
  header.write(type, 4, 'latin1')
  return Buffer.concat([header, body])
}

const number = (tag: number, ...longs: number[]): Entry => ({ tag, longs })

function tiffOf(width: number, height: number, compression: number, data: Buffer, more: Entry[] = []): Buffer {
  return tiffFile({
    directories: [
      [
        number(256, width),
        number(257, height),
        { tag: 258, shorts: [8] },
        { tag: 259, shorts: [compression] },
        { tag: 262, shorts: [1] },
        { tag: 273, offsetOf: data },
        { tag: 277, shorts: [1] },
        number(278, height),
        number(279, data.length),
        ...more,
      ],
    ],
  })
}

/** A TIFF whose directory points to itself, to its own middle, or through a long chain. */
function loopedTiff(next: Random, magic: number): Buffer {
  const count = 1 + below(next, 200)
  const file = Buffer.alloc(8 + count * 18 + 64)
  file.write('II', 'latin1')
  file.writeUInt16LE(magic, 2)
  file.writeUInt32LE(8, 4)
  for (let i = 0; i < count; i++) {
    const at = 8 + i * 18
    file.writeUInt16LE(oneOf(next, [0, 1, 1, 1, 0xffff]), at)
    file.writeUInt16LE(oneOf(next, [330, 34665, 34853, 273, 0x927c]), at + 2)
    file.writeUInt16LE(oneOf(next, [4, 13, 2, 7]), at + 4)
    file.writeUInt32LE(oneOf(next, [1, 0x10000, 0xffffffff]), at + 6)
    file.writeUInt32LE(oneOf(next, [8, at, 8 + below(next, count) * 18]), at + 10)
    file.writeUInt32LE(oneOf(next, [8, at, 8 + below(next, count) * 18, 8 + (i + 1) * 18]), at + 14)
  }
  return file
}

/** EXIF in front of a JPEG's other segments. */
function withExif(jpeg: Buffer, tiff: Buffer): Buffer {
  const block = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff.subarray(0, 65_000)])
  return Buffer.concat([jpeg.subarray(0, 2), jpegSegment(0xe1, block), jpeg.subarray(2)])
}

export const bombs: Readonly<Record<string, Bomb>> = {
  'png of zeros': (next) => {
    const [width, height] = [oneOf(next, sides), 4_000]
    const form = oneOf(next, [
      [1, 0, 0],
      [1, 0, 1],
      [8, 0, 0],
      [8, 2, 1],
      [8, 6, 0],
    ] as const)
    return {
      extension: 'png',
      bytes: png(width, height, form, pngChunk('IDAT', compressedZeros(oneOf(next, [1e5, 4e6, 6e7])))),
    }
  },
  'png of a line': (next) => ({
    extension: 'png',
    bytes: png(
      oneOf(next, [1, 2_000_000, 0x7fffffff]),
      oneOf(next, [1, 100, 1_000_000, 0x7fffffff]),
      [8, 0, 0],
      pngChunk('IDAT', compressedZeros(1e6)),
    ),
  }),
  'png with texts': (next) => {
    const text = pngChunk(
      oneOf(next, ['zTXt', 'iCCP']),
      Buffer.concat([Buffer.from('a\0\0', 'latin1'), compressedZeros(6e7)]),
    )
    return {
      extension: 'png',
      bytes: png(
        8,
        8,
        [8, 0, 0],
        ...Array<Buffer>(1 + below(next, 40)).fill(text),
        pngChunk('IDAT', compressedZeros(72)),
      ),
    }
  },
  'png with thousands of chunks': (next) => {
    const chunk = pngChunk(oneOf(next, ['tEXt', 'IDAT', 'sPLT', 'abCd']), Buffer.from('k\0v'))
    return {
      extension: 'png',
      bytes: png(8, 8, [8, 0, 0], ...Array<Buffer>(20_000).fill(chunk), pngChunk('IDAT', compressedZeros(72))),
    }
  },
  'flat webp': (next) => {
    const [width, height] = [oneOf(next, [1, 4_000, 16_383]), oneOf(next, [1, 4_000, 16_383])]
    return { extension: 'webp', bytes: riff('WEBP', flatWebp(width, height, below(next, 256))) }
  },
  'webp of many frames': (next) => {
    const canvas = Buffer.alloc(10)
    canvas[0] = 2
    const [width, height] = [oneOf(next, [16, 4_000, 16_000]), oneOf(next, [16, 4_000])]
    canvas.writeUIntLE(width - 1, 4, 3)
    canvas.writeUIntLE(height - 1, 7, 3)
    const frame = riffChunk(
      'ANMF',
      Buffer.concat([
        Buffer.alloc(6),
        canvas.subarray(4, 10),
        Buffer.alloc(4),
        flatWebp(width, height, below(next, 256)),
      ]),
    )
    const frames = Array<Buffer>(1 + below(next, 5_000)).fill(frame)
    return {
      extension: 'webp',
      bytes: riff('WEBP', riffChunk('VP8X', canvas), riffChunk('ANIM', Buffer.alloc(6)), ...frames),
    }
  },
  'large gif': (next) => ({
    extension: 'gif',
    bytes: gif(oneOf(next, sides), oneOf(next, [4_000, 16_000, 65_535]), 1 + below(next, 3), [1, 1]),
  }),
  'gif of many frames': (next) => ({
    extension: 'gif',
    bytes: gif(oneOf(next, [10, 2_000]), oneOf(next, [10, 2_000]), 1_000 + below(next, 9_000), [1, 1]),
  }),
  'gif of large frames': (next) => ({
    extension: 'gif',
    bytes: gif(10, 10, 1 + below(next, 500), [oneOf(next, [16_000, 65_535]), oneOf(next, [16_000, 65_535])]),
  }),
  'jpeg of another size': (next, jpeg) => ({
    extension: 'jpg',
    bytes: resizedJpeg(
      jpeg,
      oneOf(next, sides),
      oneOf(next, sides),
      oneOf(next, [undefined, 0xc0, 0xc2, 0xc1, 0xc3, 0xc9]),
    ),
  }),
  'jpeg of many segments': (next, jpeg) => {
    const segment = jpegSegment(
      oneOf(next, [0xe1, 0xe2, 0xed, 0xfe, 0xdb]),
      Buffer.from(
        oneOf(next, [
          '',
          'Exif\0\0II*\0',
          'http://ns.adobe.com/xap/1.0/\0<x>',
          'Photoshop 3.0\0',
          'ICC_PROFILE\0\x01\xff',
        ]),
        'latin1',
      ),
    )
    return {
      extension: 'jpg',
      bytes: Buffer.concat([jpeg.subarray(0, 2), ...Array<Buffer>(65_535).fill(segment), jpeg.subarray(2)]),
    }
  },
  'jpeg of many scans': (next, jpeg) => {
    const [width, height] = [oneOf(next, [500, 4_000, 16_000]), oneOf(next, [500, 4_000, 10_000])]
    const quantisation = jpegSegment(0xdb, Buffer.alloc(65, 1).fill(0, 0, 1))
    const frame = Buffer.from([8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0])
    const huffman = jpegSegment(0xc4, Buffer.concat([Buffer.from([0x10, 1]), Buffer.alloc(15), Buffer.from([0])]))
    const dc = jpegSegment(0xc4, Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(15), Buffer.from([0])]))
    const scan = Buffer.concat([jpegSegment(0xda, Buffer.from([1, 1, 0, 1, 63, 0])), Buffer.alloc(4)])
    const first = Buffer.concat([jpegSegment(0xda, Buffer.from([1, 1, 0, 0, 0, 0])), Buffer.alloc(4)])
    const scans = Array<Buffer>(below(next, 5_000)).fill(scan)
    return {
      extension: 'jpg',
      bytes: Buffer.concat([
        jpeg.subarray(0, 2),
        quantisation,
        jpegSegment(0xc2, frame),
        dc,
        huffman,
        first,
        ...scans,
        Buffer.from([0xff, 0xd9]),
      ]),
    }
  },
  'jpeg that begins everywhere': (next) => ({
    extension: oneOf(next, ['jpg', 'raf']),
    bytes: Buffer.alloc(1 + below(next, 4_000_000), 'ffd8ffe0', 'hex'),
  }),
  'tiff in circles': (next) => ({
    extension: oneOf(next, ['tif', 'dng', 'nef', 'orf', 'rw2']),
    bytes: loopedTiff(next, oneOf(next, [42, 42, 0x55, 0x4f52])),
  }),
  'exif in circles': (next, jpeg) => ({ extension: 'jpg', bytes: withExif(jpeg, loopedTiff(next, 42)) }),
  'large tiff': (next) => {
    const data = compressedZeros(oneOf(next, [1e5, 6e7]))
    const tiles: Entry[] =
      next() < 0.5
        ? []
        : [
            number(322, oneOf(next, [16, 0x7ffffff0])),
            number(323, oneOf(next, [16, 65_536])),
            number(324, 8),
            number(325, 16),
          ]
    return {
      extension: 'tif',
      bytes: tiffOf(
        oneOf(next, [...sides, 0x7fffffff]),
        oneOf(next, sides),
        oneOf(next, [1, 5, 8, 32773, 7, 6, 4]),
        data,
        tiles,
      ),
    }
  },
  'raw of many previews': (next, jpeg) => {
    const start = Buffer.concat([jpeg.subarray(0, 400), Buffer.alloc(8)])
    const copies = Buffer.concat(Array<Buffer>(1 + below(next, 3_000)).fill(start))
    return { extension: 'orf', bytes: tiffFile({ magic: 0x4f52, directories: [[{ tag: 0x927c, bytes: copies }]] }) }
  },
  'large bmp': (next) => {
    const header = bmpHeader(
      oneOf(next, sides),
      oneOf(next, [4_000, -4_000, 16_000, 65_535]),
      oneOf(next, [1, 4, 8, 16, 24, 32]),
      oneOf(next, [0, 1, 2, 3]),
    )
    return { extension: 'bmp', bytes: Buffer.concat([header, Buffer.alloc(below(next, 4_000), below(next, 256))]) }
  },
  'boxes in boxes': (next) => {
    let inside: Buffer = Buffer.alloc(16)
    for (let depth = below(next, 4_000); depth > 0; depth--)
      inside = box(oneOf(next, ['moov', 'trak', 'meta', 'iprp', 'ipco', 'uuid']), inside)
    const brand = oneOf(next, ['heic', 'avif', 'crx ', 'mif1'])
    return {
      extension: oneOf(next, ['heic', 'avif', 'cr3']),
      bytes: Buffer.concat([
        box('ftyp', Buffer.from(`${brand}\0\0\0\0${brand}`, 'latin1')),
        box('meta', Buffer.alloc(4), inside),
        inside,
      ]),
    }
  },
  'boxes of impossible sizes': (next) => {
    const brand = oneOf(next, ['heic', 'avif', 'crx '])
    const boxes = Array.from({ length: 1 + below(next, 2_000) }, () => {
      const lie = box(oneOf(next, ['meta', 'moov', 'uuid', 'mdat']), Buffer.alloc(below(next, 24)))
      lie.writeUInt32BE(oneOf(next, [0, 1, 8, 9, 0x7fffffff, 0xffffffff, lie.length]), 0)
      return lie
    })
    return {
      extension: oneOf(next, ['heic', 'avif', 'cr3']),
      bytes: Buffer.concat([box('ftyp', Buffer.from(`${brand}\0\0\0\0${brand}`, 'latin1')), ...boxes]),
    }
  },
}

/** What is wrong with a sidecar. `name` is that of its photo. */
export const sidecarBombs: Readonly<Record<string, (next: Random, name: string) => { name: string; bytes: Buffer }>> = {
  'deep xmp': (_next, name) => ({ name: `${name}.xmp`, bytes: Buffer.from('<rdf:li>'.repeat(400_000)) }),
  'xmp of attributes': (_next, name) => ({
    name: `${name}.xmp`,
    bytes: Buffer.from(`<rdf:Description ${'a="b" '.repeat(300_000)}>`),
  }),
  'xmp that never ends': (next, name) => ({
    name: `${name}.xmp`,
    bytes: Buffer.alloc(2_000_000, oneOf(next, ['<', '&#', '<a ', '="', '<!--', '<![CDATA['])),
  }),
  'deep json': (_next, name) => ({ name: `${name}.json`, bytes: Buffer.from('['.repeat(2_000_000)) }),
  'json of people': (_next, name) => ({
    name: `${name}.json`,
    bytes: Buffer.from(`{"people":[${'{"name":"x"},'.repeat(200_000)}{}],"description":"${'\\u0000'.repeat(1000)}"}`),
  }),
  'json of numbers': (next, name) => ({
    name: `${name}.json`,
    bytes: Buffer.from(
      `{"photoTakenTime":{"timestamp":"${oneOf(next, ['1e999', '-1e15', '9'.repeat(1000), 'NaN', '0x10'])}"},"geoData":{"latitude":1e999,"longitude":-1e999}}`,
    ),
  }),
  noise: (next, name) => ({
    name: `${name}.${oneOf(next, ['xmp', 'json'])}`,
    bytes: Buffer.from(Array.from({ length: below(next, 3000) }, () => below(next, 256))),
  }),
}
