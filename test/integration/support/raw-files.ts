// Camera RAW files in miniature: the containers as the makers lay them out, with a preview and without raw data.

/** A tag with numbers, with bytes (an offset to them is written), or with directories (offsets to them). */
export type Entry =
  | { tag: number; shorts: number[] }
  | { tag: number; longs: number[] }
  | { tag: number; text: string }
  | { tag: number; bytes: Buffer }
  | { tag: number; offsetOf: Buffer }
  | { tag: number; directories: Entry[][] }

export interface TiffLayout {
  order?: 'II' | 'MM'
  magic?: number
  /** Between the header and the first directory. */
  extra?: Buffer
  /** A chain: each directory names the next. */
  directories: Entry[][]
}

/** A file of TIFF's structure. */
export function tiffFile({ order = 'II', magic = 42, extra = Buffer.alloc(0), directories }: TiffLayout): Buffer {
  const isLittle = order === 'II'
  const number = (size: 2 | 4, value: number): Buffer => {
    const bytes = Buffer.alloc(size)
    if (isLittle) bytes.writeUIntLE(value, 0, size)
    else bytes.writeUIntBE(value, 0, size)
    return bytes
  }
  const numbers = (size: 2 | 4, values: readonly number[]): Buffer =>
    Buffer.concat(values.map((value) => number(size, value)))
  const parts: Buffer[] = [Buffer.from(order, 'latin1'), number(2, magic), number(4, 8 + extra.length), extra]
  const first = 8 + extra.length

  /** Writes a chain of directories at `start` and all they point to behind them. */
  const write = (chain: readonly Entry[][], start: number): Buffer => {
    const out: Buffer[] = []
    let at = start
    chain.forEach((entries, i) => {
      let behind = at + 2 + entries.length * 12 + 4
      const values: Buffer[] = []
      const place = (bytes: Buffer): Buffer => {
        values.push(bytes)
        behind += bytes.length
        return number(4, behind - bytes.length)
      }
      const rows = entries.map((entry) => {
        const row = (type: number, count: number, value: Buffer): Buffer =>
          Buffer.concat([
            number(2, entry.tag),
            number(2, type),
            number(4, count),
            value.length <= 4 ? Buffer.concat([value, Buffer.alloc(4 - value.length)]) : place(value),
          ])
        if ('shorts' in entry) return row(3, entry.shorts.length, numbers(2, entry.shorts))
        if ('longs' in entry) return row(4, entry.longs.length, numbers(4, entry.longs))
        if ('text' in entry) return row(2, entry.text.length + 1, Buffer.from(`${entry.text}\0`, 'latin1'))
        if ('bytes' in entry) return row(7, entry.bytes.length, entry.bytes)
        if ('offsetOf' in entry) return row(4, 1, place(entry.offsetOf))
        const offsets = entry.directories.map((directory) => place(write([directory], behind)))
        return row(4, offsets.length, Buffer.concat(offsets))
      })
      const isLast = i === chain.length - 1
      out.push(number(2, entries.length), ...rows, number(4, isLast ? 0 : behind), ...values)
      at = behind
    })
    return Buffer.concat(out)
  }
  return Buffer.concat([...parts, write(directories, first)])
}

const make = (text: string): Entry => ({ tag: 0x010f, text })
const model = (text: string): Entry => ({ tag: 0x0110, text })
const orientation = (value: number): Entry => ({ tag: 0x0112, shorts: [value] })
const exif: Entry = { tag: 0x8769, directories: [[{ tag: 0x9003, text: '2020:02:03 04:05:06' }]] }
const asStrip = (jpeg: Buffer, compression: number): Entry[] => [
  { tag: 0x0103, shorts: [compression] },
  { tag: 0x0111, offsetOf: jpeg },
  { tag: 0x0117, longs: [jpeg.length] },
]
const asInterchange = (jpeg: Buffer): Entry[] => [
  { tag: 0x0201, offsetOf: jpeg },
  { tag: 0x0202, longs: [jpeg.length] },
]
const sensor: Entry = { tag: 0x0106, shorts: [0x8023] }

export function cr2(preview: Buffer, thumbnail: Buffer, turned = 1): Buffer {
  return tiffFile({
    extra: Buffer.from('CR\x02\0\0\0\0\0', 'latin1'),
    directories: [
      [...asStrip(preview, 6), make('Canon'), model('Canon EOS R'), orientation(turned), exif],
      asInterchange(thumbnail),
    ],
  })
}

/** NEF, and in the same way ARW: the large preview is in a directory below the first. */
export function nef(preview: Buffer, thumbnail: Buffer): Buffer {
  return tiffFile({
    order: 'MM',
    directories: [
      [
        make('NIKON CORPORATION'),
        ...asInterchange(thumbnail),
        { tag: 0x014a, directories: [asInterchange(preview), [sensor]] },
        exif,
      ],
    ],
  })
}

export function dng(preview: Buffer, thumbnail: Buffer): Buffer {
  return tiffFile({
    directories: [
      [
        make('Google'),
        ...asStrip(thumbnail, 7),
        { tag: 0xc612, bytes: Buffer.from([1, 4, 0, 0]) },
        { tag: 0x014a, directories: [asStrip(preview, 7), [sensor]] },
        exif,
      ],
    ],
  })
}

export function pef(preview: Buffer, thumbnail: Buffer): Buffer {
  return tiffFile({
    order: 'MM',
    directories: [[make('PENTAX'), sensor, exif], asInterchange(thumbnail), asInterchange(preview)],
  })
}

/** The preview is where only the maker's notes say: it has to be searched for. */
export function orf(preview: Buffer, thumbnail: Buffer): Buffer {
  const note = Buffer.concat([Buffer.from('OLYMPUS\0II\x03\0', 'latin1'), thumbnail, Buffer.alloc(7), preview])
  return tiffFile({ magic: 0x4f52, directories: [[make('OLYMPUS'), { tag: 0x927c, bytes: note }, exif]] })
}

export function rw2(preview: Buffer): Buffer {
  return tiffFile({ magic: 0x55, directories: [[make('Panasonic'), { tag: 0x002e, bytes: preview }, exif]] })
}

export function raf(preview: Buffer): Buffer {
  const header = Buffer.alloc(148)
  header.write('FUJIFILMCCD-RAW 0201FF389501X-T4', 'latin1')
  header.writeUInt32BE(header.length, 84)
  header.writeUInt32BE(preview.length, 88)
  return Buffer.concat([header, preview, Buffer.alloc(500, 0xff)])
}

function box(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const header = Buffer.alloc(8)
  header.writeUInt32BE(body.length + 8)
  header.write(type, 4, 'latin1')
  return Buffer.concat([header, body])
}

/** The full-size JPEG is the sample of a track, a smaller one has a box of its own. */
export function cr3(preview: Buffer, small: Buffer, turned = 1): Buffer {
  const camera = tiffFile({ directories: [[make('Canon'), model('Canon EOS R5'), orientation(turned)]] })
  const exposure = tiffFile({ directories: [[{ tag: 0x9003, text: '2020:02:03 04:05:06' }]] })
  const metadata = box(
    'uuid',
    Buffer.from('85c0b687820f11e08111f4ce462b6a48', 'hex'),
    box('CMT1', camera),
    box('CMT2', exposure),
  )
  const first = box('ftyp', Buffer.from('crx \0\0\0\x01crx isom', 'latin1'))
  const second = box(
    'uuid',
    Buffer.from('eaf42b5e1c984b88b9fbb7dc406e4d16', 'hex'),
    Buffer.alloc(8),
    box('PRVW', Buffer.alloc(16), small),
  )
  const chunk = Buffer.alloc(16)
  const movie = (): Buffer =>
    box('moov', metadata, box('trak', box('mdia', box('minf', box('stbl', box('co64', chunk))))))
  chunk.writeUInt32BE(1, 4)
  chunk.writeUInt32BE(first.length + movie().length + second.length + 8, 12)
  return Buffer.concat([first, movie(), second, box('mdat', preview)])
}
