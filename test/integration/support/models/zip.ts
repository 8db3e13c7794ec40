// Writes zip files, honest ones and others: entries are stored as they are.
import { writeFileSync } from 'node:fs'
import { crc32 } from '../../../../main/engine/models/crc32'

export interface ZipEntry {
  name: string
  bytes: Buffer
  /** What the directory says of the size, where that is not the truth. */
  claims?: number
}

export function writeZip(path: string, entries: readonly ZipEntry[]): void {
  const [files, directory]: [Buffer[], Buffer[]] = [[], []]
  let offset = 0
  for (const { name, bytes, claims = bytes.length } of entries) {
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0) // version
    fields.writeUInt32LE(crc32(bytes), 10)
    fields.writeUInt32LE(claims, 14)
    fields.writeUInt32LE(claims, 18)
    fields.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), fields, Buffer.from(name), bytes])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    const made = Buffer.from([20, 3])
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002', 'latin1'), made, fields, place, Buffer.from(name)]))
    files.push(local)
    offset += local.length
  }
  const entriesOf = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(entriesOf.length, 8)
  end.writeUInt32LE(offset, 12)
  writeFileSync(path, Buffer.concat([...files, entriesOf, Buffer.from('PK\u0005\u0006', 'latin1'), end]))
}
