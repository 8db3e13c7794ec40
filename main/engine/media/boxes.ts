/** Walks the boxes of the ISO base media file format, on which HEIF, AVIF and Canon's CR3 are built. */

export interface Box {
  type: string
  /** What it holds, without its header and, for `uuid` boxes, without the identifier. */
  body: Buffer
  /** Lower-case hex; empty for all but `uuid` boxes. */
  uuid: string
}

/** Real files have a few dozen side by side. */
const maximumBoxes = 1000

/** The boxes in `bytes`, one after the other, up to the first that makes no sense. */
export function* boxes(bytes: Buffer): Generator<Box> {
  let at = 0
  for (let count = 0; count < maximumBoxes && at + 8 <= bytes.length; count++) {
    const type = bytes.toString('latin1', at + 4, at + 8)
    let size = bytes.readUInt32BE(at)
    let header = 8
    if (size === 1 && at + 16 <= bytes.length) {
      size = Number(bytes.readBigUInt64BE(at + 8))
      header = 16
    } else if (size === 0) size = bytes.length - at
    const isUuid = type === 'uuid'
    const body = at + header + (isUuid ? 16 : 0)
    if (size < body - at || body > bytes.length) return
    const uuid = isUuid ? bytes.toString('hex', at + header, at + header + 16) : ''
    // A box that is cut off still says what it holds.
    yield { type, body: bytes.subarray(body, Math.min(at + size, bytes.length)), uuid }
    at += size
  }
}

/** The brands a file says it follows, the major one first; none where it is of another kind. */
export function brandsOf(bytes: Buffer): string[] {
  if (bytes.toString('latin1', 4, 8) !== 'ftyp') return []
  const [first] = boxes(bytes.subarray(0, 512))
  if (!first) return []
  const words: string[] = first.body.toString('latin1').match(/[^]{4}/g) ?? []
  return words.filter((_, i) => i !== 1) // the second is the minor version
}
