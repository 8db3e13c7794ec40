/** The tables of the store: their columns, their schema version, and the rows as the engine sees them. */
import { Bool, Field, FixedSizeList, Float32, Float64, Int32, List, Schema, Utf8 } from 'apache-arrow'
import type { FailureCode } from '../../../contract'

/** Raised whenever a table's columns or their meaning change; every table carries it in its Arrow metadata. */
export const schemaVersion = 3

export const itemsTableName = 'items'
export const wordsTableName = 'words'
export const sharedTableName = 'shared'

/** Which encoder made a table's vectors. A different one gets a table of its own. */
export interface EncoderIdentity {
  id: string
  revision: string
  dimension: number
  /** Raised when the same file and model would give other pixels or tokens. */
  preprocessing: number
}

export const vectorsPrefix = 'vectors.'
export const partsPrefix = 'parts.'

export function vectorsTableName(encoder: EncoderIdentity): string {
  const plain = (text: string): string => text.replace(/[^A-Za-z0-9-]/g, '-')
  return `${vectorsPrefix}${plain(encoder.id)}.${plain(encoder.revision)}.${String(encoder.dimension)}.p${String(encoder.preprocessing)}`
}

/** Of the parts of items. Its identity is the encoder's, as with the vectors. */
export function partsTableName(encoder: EncoderIdentity): string {
  return vectorsTableName(encoder).replace(vectorsPrefix, partsPrefix)
}

/** What a file is: `text` is a note. */
export type ItemKind = 'image' | 'video' | 'text'

/** ready: searchable. pending: seen, not yet read. failed: unreadable, with its reason. gone: no file any more. */
export type ItemState = 'ready' | 'pending' | 'failed' | 'gone'

/** What a file and its sidecars say of the photo, and where that is: replaced as a whole whenever they are read. */
export interface MetadataColumns {
  takenAt: number | null
  /** Minutes the clock of the place and season was ahead of UTC, where it is known. */
  takenOffset: number | null
  /** Maker and model, e.g. "Canon EOS R6". */
  camera: string | null
  lens: string | null
  /** Short text, e.g. "1/250 s, f/2.8, ISO 400". */
  exposure: string | null
  /** WGS 84 degrees; both or neither. */
  latitude: number | null
  longitude: number | null
  country: string | null
  region: string | null
  city: string | null
  title: string | null
  description: string | null
  /** Joined by newlines. */
  keywords: string | null
  /** 0 to 5 stars. */
  fileRating: number | null
}

export const noMetadata: MetadataColumns = {
  takenAt: null,
  takenOffset: null,
  camera: null,
  lens: null,
  exposure: null,
  latitude: null,
  longitude: null,
  country: null,
  region: null,
  city: null,
  title: null,
  description: null,
  keywords: null,
  fileRating: null,
}

/** One file. Paths are relative to the root, with forward slashes; times are ms since 1970. */
export interface ItemRow extends MetadataColumns {
  id: string
  root: string
  path: string
  folder: string
  name: string
  kind: ItemKind
  size: number
  mtime: number
  hash: string | null
  width: number | null
  height: number | null
  /** Seconds that a video lasts; null for all else. */
  duration: number | null
  /** Which version of reading files gave the metadata and `phash`; one of an older version is read again. */
  metadataVersion: number
  /** Perceptual hash: 16 lower-case hex digits. */
  phash: string | null
  /** Set by the person, as is `userRating`, which wins over what the file says. */
  favorite: boolean
  userRating: number | null
  /** Date taken, or modified where the file does not say: what dates filter and sort by. */
  date: number
  state: ItemState
  failure: FailureCode | null
  addedAt: number
  goneAt: number | null
}

/** Columns of a vector row that are copies of its item's, for filters to run inside the vector search. */
export interface CopiedColumns {
  id: string
  root: string
  folder: string
  name: string
  kind: ItemKind
  size: number
  date: number
  camera: string | null
  lens: string | null
  /** "City, Region, Country", as far as known. */
  place: string | null
  latitude: number | null
  longitude: number | null
  /** 0 to 5 stars: the person's, else the file's. */
  rating: number | null
  favorite: boolean
  phash: string | null
  duration: number | null
}

/**
 * One vector of one file, with what filters and result lists need beside it.
 *
 * [Note: one vector row a file] A vector belongs to content (its hash): it is computed once and looked up by hash.
 * The row is kept per file all the same, because filters must run inside the vector search, and two files with equal
 * content lie in different folders. Copying 1 KB for a duplicate is cheaper than a join on every query.
 */
export interface VectorRow extends CopiedColumns {
  hash: string
  width: number
  height: number
  /** False once the file is gone; the row stays a while so that a file that comes back is not embedded again. */
  live: boolean
  /** How near the vector is to texts of any kind. See: [Note: hubness] */
  hub: number
  vector: Float32Array
}

/** frame: a picture of a video. passage: a piece of a text. words: what is written about a photo, as a sentence. */
export type PartKind = 'frame' | 'passage' | 'words'

/** A part of an item's content, as it is made. */
export interface Part {
  kind: Exclude<PartKind, 'words'>
  /** Seconds from the start for a frame; for a passage the place of its first character in the text. */
  at: number | null
  /** The passage itself, null for a frame. */
  text: string | null
  /** Of unit length. */
  vector: Float32Array
}

/**
 * One more vector of an item.
 *
 * [Note: parts] A video has several pictures and a note several passages; each is as good a reason to find the item as
 * any other, so the best one counts. Frames and passages belong to content: `hash` is the file's, and a copy or a moved
 * file takes them over. What is written about a photo belongs to the item, because it may stand in a sidecar and change
 * while the photo does not: the `hash` of words is that of the sentence. A part counts for as long as its item has a
 * vector row that is live, so there is nothing to keep in step when a file goes and comes back.
 */
export interface PartRow {
  /** `<item>.<kind>.<index>` */
  id: string
  item: string
  hash: string
  kind: PartKind
  /** From 0, in the order of the content. */
  index: number
  at: number | null
  text: string | null
  hub: number
  vector: Float32Array
}

/** read: it was looked at closely. plain: a glance found nothing like text. failed: it could not be looked at. */
type WordsState = 'read' | 'plain' | 'failed'

/**
 * What is written in a picture. It belongs to content: a copy or a moved file is not read again, and neither is anything
 * when the search model changes.
 */
/** The one row of what processes on several machines agree by. See: [Note: shared library] */
export interface SharedRow {
  id: string
  /** Who may write; empty when nobody does. */
  holder: string
  /** When that ends by itself, ms since 1970. */
  until: number
  /** Its folders as JSON; empty before the first. */
  library: string
  /** Which encoder wrote last, as JSON. */
  encoder: string
}

export interface WordsRow {
  /** Of the content. */
  hash: string
  /** Which recogniser read it, with its revision: another one reads again. */
  recogniser: string
  state: WordsState
  /** Its lines, one below the other. */
  text: string
  /** Left, top, right and bottom of each line, in fractions of the picture. */
  boxes: Float32Array
  /** When it was read: readers ask for what is new. */
  at: number
}

export function partId(item: string, kind: PartKind, index: number): string {
  return `${item}.${kind}.${String(index)}`
}

export function copiedColumns(item: ItemRow): CopiedColumns {
  const { id, root, folder, name, kind, size, date, camera, lens, latitude, longitude, favorite, phash } = item
  const { duration } = item
  const rating = item.userRating ?? item.fileRating
  return {
    id,
    root,
    folder,
    name,
    kind,
    size,
    date,
    camera,
    lens,
    place: placeOf(item),
    latitude,
    longitude,
    rating,
    favorite,
    phash,
    duration,
  }
}

/** Width and height of an item that is ready: a text has none, which is 0. Undefined where they are not known. */
export function pixelsOf({ kind, width, height }: ItemRow): { width: number; height: number } | undefined {
  if (kind === 'text') return { width: 0, height: 0 }
  return width === null || height === null ? undefined : { width, height }
}

/** "City, Region, Country", as far as known, or null. */
export function placeOf({ city, region, country }: Pick<ItemRow, 'city' | 'region' | 'country'>): string | null {
  // Cities that are regions of their own ("Berlin, Berlin") are named once.
  const parts = [city, region === city ? null : region, country].filter((part) => part !== null)
  return parts.length > 0 ? parts.join(', ') : null
}

const text = (name: string): Field => new Field(name, new Utf8(), false)
const textOrNull = (name: string): Field => new Field(name, new Utf8(), true)
const number = (name: string): Field => new Field(name, new Float64(), false)
const numberOrNull = (name: string): Field => new Field(name, new Float64(), true)
const integer = (name: string): Field => new Field(name, new Int32(), false)
const integerOrNull = (name: string): Field => new Field(name, new Int32(), true)
const flag = (name: string): Field => new Field(name, new Bool(), false)

export function itemsSchema(): Schema {
  return new Schema(
    [
      text('id'),
      text('root'),
      text('path'),
      text('folder'),
      text('name'),
      text('kind'),
      number('size'),
      number('mtime'),
      textOrNull('hash'),
      integerOrNull('width'),
      integerOrNull('height'),
      numberOrNull('duration'),
      numberOrNull('takenAt'),
      integerOrNull('takenOffset'),
      textOrNull('camera'),
      textOrNull('lens'),
      textOrNull('exposure'),
      numberOrNull('latitude'),
      numberOrNull('longitude'),
      textOrNull('country'),
      textOrNull('region'),
      textOrNull('city'),
      textOrNull('title'),
      textOrNull('description'),
      textOrNull('keywords'),
      integerOrNull('fileRating'),
      integer('metadataVersion'),
      textOrNull('phash'),
      flag('favorite'),
      integerOrNull('userRating'),
      number('date'),
      text('state'),
      textOrNull('failure'),
      number('addedAt'),
      numberOrNull('goneAt'),
    ],
    new Map([['fovea.schema', String(schemaVersion)]]),
  )
}

/** See: [Note: shared library] */
export function sharedSchema(): Schema {
  return new Schema(
    [text('id'), text('holder'), number('until'), text('library'), text('encoder')],
    new Map([['fovea.schema', String(schemaVersion)]]),
  )
}

export function wordsSchema(): Schema {
  return new Schema(
    [
      text('hash'),
      text('recogniser'),
      text('state'),
      text('text'),
      new Field('boxes', new List(new Field('item', new Float32(), true)), false),
      number('at'),
    ],
    new Map([['fovea.schema', String(schemaVersion)]]),
  )
}

export function partsSchema(encoder: EncoderIdentity): Schema {
  return new Schema(
    [
      text('id'),
      text('item'),
      text('hash'),
      text('kind'),
      integer('index'),
      numberOrNull('at'),
      textOrNull('text'),
      new Field('hub', new Float32(), false),
      vectorField(encoder),
    ],
    encoderMetadata(encoder),
  )
}

export function vectorsSchema(encoder: EncoderIdentity): Schema {
  return new Schema(
    [
      text('id'),
      text('hash'),
      text('root'),
      text('folder'),
      text('name'),
      text('kind'),
      number('size'),
      integer('width'),
      integer('height'),
      number('date'),
      textOrNull('camera'),
      textOrNull('lens'),
      textOrNull('place'),
      numberOrNull('latitude'),
      numberOrNull('longitude'),
      integerOrNull('rating'),
      flag('favorite'),
      textOrNull('phash'),
      numberOrNull('duration'),
      flag('live'),
      new Field('hub', new Float32(), false),
      vectorField(encoder),
    ],
    encoderMetadata(encoder),
  )
}

function vectorField({ dimension }: EncoderIdentity): Field {
  return new Field('vector', new FixedSizeList(dimension, new Field('item', new Float32(), true)), false)
}

function encoderMetadata(encoder: EncoderIdentity): Map<string, string> {
  return new Map([
    ['fovea.schema', String(schemaVersion)],
    ['fovea.encoder', JSON.stringify(encoder)],
  ])
}
