// What a Linux binary needs of the system: the libraries it names, and the newest version of each that it asks for.
import { closeSync, openSync, readSync } from 'node:fs'

const [DYNAMIC, VERSIONS_NEEDED] = [6, 0x6ffffffe]
const NEEDED = 1n

/**
 * Reads only the tables, as these files have up to 180 MB. Returns `{ libraries, versions }` (names of libraries; pairs such as
 * `['libc.so.6', 'GLIBC_2.28']`), or undefined when the file is no 64-bit little-endian ELF: that is all Fovea ships.
 */
export function readElf(file) {
  const descriptor = openSync(file, 'r')
  const bytes = (offset, length) => {
    const buffer = Buffer.alloc(Number(length))
    return buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, Number(offset)))
  }
  try {
    const header = bytes(0, 64)
    if (header.length < 64 || !header.subarray(0, 6).equals(Buffer.from('\x7fELF\x02\x01', 'latin1'))) return undefined
    const [size, count] = [header.readUInt16LE(58), header.readUInt16LE(60)]
    const table = bytes(header.readBigUInt64LE(40), size * count)
    const sections = Array.from({ length: count }, (_, index) => {
      const entry = table.subarray(index * size)
      return {
        type: entry.readUInt32LE(4),
        offset: entry.readBigUInt64LE(24),
        length: entry.readBigUInt64LE(32),
        link: entry.readUInt32LE(40),
        entries: entry.readUInt32LE(44),
      }
    })
    const contentOf = (section) => bytes(section.offset, section.length)
    const of = (type) => {
      const section = sections.find((each) => each.type === type)
      if (section === undefined) return undefined
      const strings = contentOf(sections[section.link])
      return {
        section,
        content: contentOf(section),
        text: (at) => strings.toString('latin1', at, strings.indexOf(0, at)),
      }
    }
    return { libraries: librariesIn(of(DYNAMIC)), versions: versionsIn(of(VERSIONS_NEEDED)) }
  } finally {
    closeSync(descriptor)
  }
}

function librariesIn(dynamic) {
  const names = []
  for (let at = 0; dynamic !== undefined && at < dynamic.content.length; at += 16) {
    if (dynamic.content.readBigInt64LE(at) === NEEDED)
      names.push(dynamic.text(Number(dynamic.content.readBigUInt64LE(at + 8))))
  }
  return names
}

/** One record a library, each with a chain of the versions of its symbols. */
function versionsIn(needed) {
  const found = []
  if (needed === undefined) return found
  const { content, text, section } = needed
  for (let [record, left] = [0, section.entries]; left > 0; left--) {
    const library = text(content.readUInt32LE(record + 4))
    let version = record + content.readUInt32LE(record + 8)
    for (let more = content.readUInt16LE(record + 2); more > 0; more--) {
      found.push([library, text(content.readUInt32LE(version + 8))])
      version += content.readUInt32LE(version + 12)
    }
    record += content.readUInt32LE(record + 12)
  }
  return found
}
