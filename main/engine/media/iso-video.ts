/** What the container of an MP4 or QuickTime file says: codec, date, camera, position, words. No pixels are decoded. */
import { boxes, type Box } from './boxes'
import { cameraName, noFacts, oneLine, paragraphs, positionOf, type Facts, type Position, type Taken } from './facts'
import { parseXmpTime } from './time'

export interface Container {
  /** As the container names it ("hvc1", "V_VP9"); null where it does not say. */
  codec: string | null
  facts: Readonly<Facts>
  xmp: string | undefined
}

export const unknownContainer: Container = { codec: null, facts: noFacts, xmp: undefined }

/** Reads part of a file: as much of it as there is. */
export type ReadAt = (position: number, length: number) => Promise<Buffer>

/** The description of hours of film is some megabytes. */
const largestMoov = 64 * 1024 * 1024
const largestXmp = 1024 * 1024
/** Boxes side by side in the file itself; fragmented files have two for every few seconds. */
const mostBoxes = 20_000
const xmpBox = 'be7acfcb97a942e89c71999491e3afac'
/** Seconds between 1904, when QuickTime begins to count, and 1970. */
const quickTimeEpoch = 2_082_844_800
/** "data" of an item list begins with its type and language. */
const dataHeader = 8

export function isIsoVideo(start: Buffer): boolean {
  return ['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot'].includes(start.toString('latin1', 4, 8))
}

/** Damaged parts say nothing. */
export async function readIsoVideo(size: number, read: ReadAt): Promise<Container> {
  let [moov, xmp]: [Buffer | undefined, string | undefined] = [undefined, undefined]
  let at = 0
  for (let count = 0; count < mostBoxes && at + 8 <= size && !(moov && xmp); count++) {
    const header = await read(at, 32)
    if (header.length < 8) break
    const type = header.toString('latin1', 4, 8)
    let [length, body] = [header.readUInt32BE(0), 8]
    if (length === 1 && header.length >= 16) [length, body] = [Number(header.readBigUInt64BE(8)), 16]
    else if (length === 0) length = size - at
    if (length < body) break
    const inside = length - body
    if (type === 'moov' && inside <= largestMoov) moov = await read(at + body, inside)
    if (type === 'uuid' && inside <= largestXmp && header.toString('hex', body, body + 16) === xmpBox)
      xmp = (await read(at + body + 16, inside - 16)).toString('utf8')
    at += length
  }
  return moov ? { ...describe(moov), xmp } : { ...unknownContainer, xmp }
}

function describe(moov: Buffer): Pick<Container, 'codec' | 'facts'> {
  const top = childrenOf(moov)
  const said = new Map([
    ...metaEntries(top.get('meta')),
    ...metaEntries(childrenOf(top.get('udta')).get('meta')),
    ...userData(top.get('udta')),
  ])
  const text = (...names: string[]): string | undefined =>
    names.map((name) => said.get(name)).find((value) => value !== undefined)
  const quickTime = (name: string): string => `com.apple.quicktime.${name}`
  const taken =
    parseVideoTime(text(quickTime('creationdate'))) ?? creationOf(top.get('mvhd')) ?? parseVideoTime(text('©day'))
  return {
    codec: codecOf(moov),
    facts: {
      ...noFacts,
      taken,
      camera: cameraName(text(quickTime('make'), '©mak'), text(quickTime('model'), '©mod')),
      lens: oneLine(text(quickTime('camera.lens_model'))),
      position: parsePosition(text(quickTime('location.ISO6709'), '©xyz')),
      title: oneLine(text(quickTime('title'), quickTime('displayname'), '©nam'), 'title'),
      description: paragraphs(text(quickTime('description'), quickTime('comment'), 'desc', '©des', '©cmt')),
    },
  }
}

/** The first box of each kind. */
function childrenOf(body: Buffer | undefined): Map<string, Buffer> {
  const found = new Map<string, Buffer>()
  for (const { type, body: inside } of body ? boxes(body) : []) if (!found.has(type)) found.set(type, inside)
  return found
}

/** The codec of the first track with pictures. */
function codecOf(moov: Buffer): string | null {
  for (const { type, body } of boxes(moov)) {
    if (type !== 'trak') continue
    const media = childrenOf(childrenOf(body).get('mdia'))
    if (media.get('hdlr')?.toString('latin1', 8, 12) !== 'vide') continue
    const codec = childrenOf(childrenOf(media.get('minf')).get('stbl'))
      .get('stsd')
      ?.toString('latin1', 12, 16)
    if (codec !== undefined && codec.length === 4) return codec
  }
  return null
}

function creationOf(mvhd: Buffer | undefined): Taken | null {
  if (!mvhd) return null
  const isLong = mvhd[0] === 1
  if (mvhd.length < (isLong ? 12 : 8)) return null
  const seconds = isLong ? Number(mvhd.readBigUInt64BE(4)) : mvhd.readUInt32BE(4)
  // Programs that do not know the time write 0, and some count from 1970; photographs are older than neither.
  const at = (seconds - quickTimeEpoch) * 1000
  return at > 0 && at < 4_102_444_800_000 ? { at, offset: null } : null
}

/** "2019-07-21T15:04:05+0200": the zone has no colon, as other formats have it. */
function parseVideoTime(text: string | undefined): Taken | null {
  return parseXmpTime(text?.trim().replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
}

/** ISO 6709, as in "+48.2082+016.3738+171.000/": degrees with decimals, which is what devices write. */
export function parsePosition(text: string | undefined): Position | null {
  const [, latitude, longitude] =
    /^([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)(?:[+-/]|$)/.exec(text?.trim() ?? '') ?? []
  return latitude === undefined || longitude === undefined ? null : positionOf(Number(latitude), Number(longitude))
}

/** Texts of the classic kind: a length, a language, the text. */
function userData(udta: Buffer | undefined): [string, string][] {
  const entries: [string, string][] = []
  for (const { type, body } of udta ? boxes(udta) : []) {
    if (!type.startsWith('©') || body.length < 4) continue
    entries.push([type, body.toString('utf8', 4, 4 + body.readUInt16BE(0))])
  }
  return entries
}

/** The item list of a `meta` box: by the name of its key, or by its own name where there are no keys. */
function metaEntries(meta: Buffer | undefined): [string, string][] {
  if (!meta) return []
  // In MP4 four bytes of version come first, in QuickTime a box at once.
  const inside = childrenOf(meta.toString('latin1', 4, 8) === 'hdlr' ? meta : meta.subarray(4))
  const names = keysOf(inside.get('keys'))
  const list = inside.get('ilst')
  const entries: [string, string][] = []
  for (const entry of list ? boxes(list) : []) {
    const name = names.length > 0 ? names[indexOf(entry) - 1] : entry.type
    const data = childrenOf(entry.body).get('data')
    const isText = data !== undefined && data.length > dataHeader && data.readUInt32BE(0) === 1
    if (name !== undefined && isText) entries.push([name, data.toString('utf8', dataHeader)])
  }
  return entries
}

function indexOf({ type }: Box): number {
  return Buffer.from(type, 'latin1').readUInt32BE(0)
}

function keysOf(keys: Buffer | undefined): string[] {
  return Array.from(keys ? boxes(keys.subarray(8)) : [], ({ body }) => body.toString('utf8'))
}
