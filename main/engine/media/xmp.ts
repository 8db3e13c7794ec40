/** Reads XMP, from a photo or a sidecar: the properties a photo is described with, found by one pass over the text. */
import {
  cameraName,
  exposureText,
  keywordList,
  oneLine,
  paragraphs,
  positionOf,
  starsOf,
  starsOfPercent,
  type Facts,
} from './facts'
import { parseXmpTime } from './time'

/** Sidecars of photo editors can hold masks; what describes the photo comes before them. */
const maximumLength = 4 * 1024 * 1024

/** Prefixes are the file's own choice; the names they stand for are not. */
const prefixes = new Map([
  ['http://www.w3.org/1999/02/22-rdf-syntax-ns#', 'rdf'],
  ['adobe:ns:meta/', 'x'],
  ['http://purl.org/dc/elements/1.1/', 'dc'],
  ['http://ns.adobe.com/xap/1.0/', 'xmp'],
  ['http://ns.adobe.com/photoshop/1.0/', 'photoshop'],
  ['http://ns.adobe.com/tiff/1.0/', 'tiff'],
  ['http://ns.adobe.com/exif/1.0/', 'exif'],
  ['http://cipa.jp/exif/1.0/', 'exifEX'],
  ['http://ns.adobe.com/exif/1.0/aux/', 'aux'],
  ['http://ns.microsoft.com/photo/1.0/', 'MicrosoftPhoto'],
  ['http://ns.microsoft.com/photo/1.0', 'MicrosoftPhoto'],
])

/** Never throws: damaged XMP says what stands before the damage. */
export function readXmp(xml: string): Facts {
  const properties = xmpProperties(xml.slice(0, maximumLength))
  const all = (name: string): string[] => properties.get(name) ?? []
  const one = (name: string): string | undefined => all(name)[0]
  return {
    taken:
      parseXmpTime(one('exif:DateTimeOriginal')) ??
      parseXmpTime(one('photoshop:DateCreated')) ??
      parseXmpTime(one('xmp:CreateDate')),
    camera: cameraName(one('tiff:Make'), one('tiff:Model')),
    lens: oneLine(one('exifEX:LensModel')) ?? oneLine(one('aux:Lens')),
    exposure: exposureText(
      fraction(one('exif:ExposureTime')),
      fraction(one('exif:FNumber')),
      Number(one('exifEX:PhotographicSensitivity') ?? one('exif:ISOSpeedRatings') ?? Number.NaN),
    ),
    position: positionOf(degrees(one('exif:GPSLatitude')), degrees(one('exif:GPSLongitude'))),
    title: oneLine(one('dc:title'), 'title') ?? oneLine(one('photoshop:Headline'), 'title'),
    description: paragraphs(one('dc:description')),
    keywords: keywordList(all('dc:subject')),
    rating: starsOf(one('xmp:Rating')) ?? starsOfPercent(one('MicrosoftPhoto:Rating')),
  }
}

/**
 * Values by property, e.g. "dc:subject" → its items. Properties are elements under rdf:Description or attributes of it;
 * what lies deeper is the structure of something else (a history, faces). Written by hand because it takes one pass
 * whatever stands in the text, and because no entity or reference can lead anywhere.
 */
export function xmpProperties(xml: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  const known = new Map<string, string>()
  const open: string[] = []
  let property: string | undefined
  let depth = 0 // elements open that are not of RDF itself
  let value = ''

  const put = (name: string, text: string): void => {
    const plain = unescape(text).trim()
    if (plain === '') return
    const values = found.get(name)
    if (values) values.push(plain)
    else found.set(name, [plain])
  }
  const close = (): void => {
    const name = open.pop() ?? ''
    if (property !== undefined && depth === 1) put(property, value)
    value = ''
    if (isStructure(name)) return
    depth--
    if (depth === 0) property = undefined
  }

  for (const token of tokens(xml)) {
    if (token.kind === 'text') {
      if (depth === 1) value += token.text
      continue
    }
    if (token.kind === 'end') {
      if (open.at(-1) !== canonical(token.name, known)) break
      close()
      continue
    }
    for (const [name, uri] of token.attributes) {
      const prefix = prefixes.get(uri)
      if (name.startsWith('xmlns:') && prefix !== undefined) known.set(name.slice('xmlns:'.length), prefix)
    }
    const name = canonical(token.name, known)
    if (name === 'rdf:Description' && depth === 0) {
      for (const [attribute, text] of token.attributes) put(canonical(attribute, known), text)
    }
    open.push(name)
    value = ''
    if (!isStructure(name)) {
      depth++
      if (depth === 1) property = name
    }
    if (token.isEmpty) close()
  }
  return found
}

/** Elements that only hold properties and lists together. */
function isStructure(name: string): boolean {
  return name.startsWith('rdf:') || name.startsWith('x:')
}

function canonical(name: string, known: ReadonlyMap<string, string>): string {
  const colon = name.indexOf(':')
  const prefix = known.get(name.slice(0, Math.max(colon, 0)))
  return prefix === undefined ? name : prefix + name.slice(colon)
}

type Token =
  | { kind: 'text'; text: string }
  | { kind: 'start'; name: string; attributes: [name: string, value: string][]; isEmpty: boolean }
  | { kind: 'end'; name: string }

/** Ends at the first thing that is not well-formed. */
function* tokens(xml: string): Generator<Token> {
  const skipped: [begin: string, end: string][] = [
    ['<!--', '-->'],
    ['<?', '?>'],
    ['<!', '>'],
  ]
  const cdata = '<![CDATA['
  let at = 0
  while (at < xml.length) {
    const start = xml.indexOf('<', at)
    if (start === -1) return
    if (start > at) yield { kind: 'text', text: xml.slice(at, start) }
    if (xml.startsWith(cdata, start)) {
      const end = xml.indexOf(']]>', start)
      if (end === -1) return
      yield { kind: 'text', text: xml.slice(start + cdata.length, end).replaceAll('&', '&amp;') }
      at = end + ']]>'.length
      continue
    }
    const other = skipped.find(([begin]) => xml.startsWith(begin, start))
    const end = other ? xml.indexOf(other[1], start) : tagEnd(xml, start)
    if (end === -1) return
    if (!other) yield toTag(xml.slice(start + 1, end))
    at = end + (other?.[1] ?? '>').length
  }
}

/** Where the tag that begins at `start` ends: the next ">" outside quotes. */
function tagEnd(xml: string, start: number): number {
  let quote = ''
  for (let at = start; at < xml.length; at++) {
    const character = xml.charAt(at)
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '>') return at
    else if (character === '"' || character === "'") quote = character
  }
  return -1
}

function toTag(inner: string): Token {
  if (inner.startsWith('/')) return { kind: 'end', name: inner.slice(1).trim() }
  const isEmpty = inner.endsWith('/')
  const space = inner.search(/\s/)
  const nameEnd = space === -1 ? inner.length - (isEmpty ? 1 : 0) : space
  const attributes: [string, string][] = []
  for (let at = nameEnd; ;) {
    const equals = inner.indexOf('=', at)
    if (equals === -1) break
    const open = inner.slice(equals + 1, equals + 10).search(/["']/) + equals + 1
    const close = inner.indexOf(inner.charAt(open), open + 1)
    if (open === equals || close === -1) break
    attributes.push([inner.slice(at, equals).trim(), inner.slice(open + 1, close)])
    at = close + 1
  }
  return { kind: 'start', name: inner.slice(0, nameEnd), attributes, isEmpty }
}

const entities = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

function unescape(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,4});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return entities.get(name) ?? whole
    const code = name[1]?.toLowerCase() === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })
}

/** "28/10" or "2.8". */
function fraction(text: string | undefined): number {
  const [over, under = '1'] = (text ?? '').split('/')
  return text === undefined ? Number.NaN : Number(over) / Number(under)
}

/** "48,51.5N" or "48,51,30N". */
function degrees(text: string | undefined): number | undefined {
  const parts = /^(\d{1,3}),(\d{1,2}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?([NSEW])$/i.exec(text?.trim() ?? '')
  if (!parts) return undefined
  const [, whole, minutes, seconds = '0', side = ''] = parts
  const size = Number(whole) + Number(minutes) / 60 + Number(seconds) / 3600
  return /[SW]/i.test(side) ? -size : size
}
