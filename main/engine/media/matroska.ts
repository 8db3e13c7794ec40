/** What the container of a WebM or Matroska file says: codec and date. No pixels are decoded. */
import { noFacts, oneLine, type Facts } from './facts'
import type { Container, ReadAt } from './iso-video'

/** What describes the file comes before its first pictures, within this much of it. */
const describedWithin = 1024 * 1024
const mostElements = 2000
/** Milliseconds from 1970 to 2001, when Matroska begins to count. */
const matroskaEpoch = Date.UTC(2001, 0, 1)

const ids = {
  header: 0x1a45dfa3,
  segment: 0x18538067,
  info: 0x1549a966,
  date: 0x4461,
  title: 0x7ba9,
  tracks: 0x1654ae6b,
  track: 0xae,
  trackType: 0x83,
  codec: 0x86,
  cluster: 0x1f43b675,
} as const

interface Element {
  id: number
  body: Buffer
}

export function isMatroska(start: Buffer): boolean {
  return start.length >= 4 && start.readUInt32BE(0) === ids.header
}

/** Damaged parts say nothing. */
export async function readMatroska(read: ReadAt): Promise<Container> {
  const start = await read(0, describedWithin)
  let [codec, facts]: [string | null, Facts] = [null, { ...noFacts }]
  const segment = find(start, ids.segment)
  for (const { id, body } of segment ? elements(segment) : []) {
    if (id === ids.cluster) break
    if (id === ids.info) facts = { ...facts, ...infoOf(body) }
    if (id === ids.tracks) codec ??= codecOf(body)
  }
  return { codec, facts, xmp: undefined }
}

function infoOf(info: Buffer): Pick<Facts, 'taken' | 'title'> {
  const date = find(info, ids.date)
  const at = date?.length === 8 ? matroskaEpoch + Number(date.readBigInt64BE(0) / 1_000_000n) : undefined
  return {
    taken: at === undefined || at === matroskaEpoch ? null : { at, offset: null },
    title: oneLine(find(info, ids.title)?.toString('utf8'), 'title'),
  }
}

function codecOf(tracks: Buffer): string | null {
  for (const { id, body } of elements(tracks)) {
    if (id !== ids.track || find(body, ids.trackType)?.[0] !== 1) continue
    const codec = find(body, ids.codec)
    if (codec) return oneLine(codec.toString('latin1'))
  }
  return null
}

function find(bytes: Buffer, wanted: number): Buffer | undefined {
  for (const { id, body } of elements(bytes)) if (id === wanted) return body
  return undefined
}

/** The elements in `bytes`, one after the other, up to the first that makes no sense; the last may be cut off. */
function* elements(bytes: Buffer): Generator<Element> {
  let at = 0
  for (let count = 0; count < mostElements && at < bytes.length; count++) {
    const idLength = lengthOf(bytes[at]!)
    if (idLength > 4 || at + idLength >= bytes.length) return
    const id = bytes.readUIntBE(at, idLength)
    at += idLength
    const sizeLength = lengthOf(bytes[at]!)
    if (sizeLength > 8 || at + sizeLength > bytes.length) return
    const size = sizeAt(bytes, at, sizeLength)
    at += sizeLength
    yield { id, body: bytes.subarray(at, Math.min(bytes.length, at + size)) }
    at += size
  }
}

/** Numbers say by their leading zeros how many bytes they have. */
function lengthOf(first: number): number {
  return Math.clz32(first) - 23
}

/** All ones: it goes on to the end. */
function sizeAt(bytes: Buffer, at: number, length: number): number {
  let value = bytes[at]! & (0xff >> length)
  let isUnknown = value === 0xff >> length
  for (let i = 1; i < length; i++) {
    value = value * 256 + bytes[at + i]!
    isUnknown &&= bytes[at + i] === 0xff
  }
  return isUnknown ? Infinity : value
}
