/** The tables of the store: their columns, their schema version, and the rows as the engine sees them. */
import { Bool, Field, FixedSizeList, Float32, Float64, Int32, Schema, Utf8 } from 'apache-arrow'
import type { FailureCode } from '../../../contract'

/** Raised whenever a table's columns or their meaning change; every table carries it in its Arrow metadata. */
export const schemaVersion = 1

export const itemsTableName = 'items'

/** Which encoder made a table's vectors. A different one gets a table of its own. */
export interface EncoderIdentity {
  id: string
  revision: string
  dimension: number
  /** Raised when the same file and model would give other pixels or tokens. */
  preprocessing: number
}

export function vectorsTableName(encoder: EncoderIdentity): string {
  const plain = (text: string): string => text.replace(/[^A-Za-z0-9-]/g, '-')
  return `vectors.${plain(encoder.id)}.${plain(encoder.revision)}.${String(encoder.dimension)}.p${String(encoder.preprocessing)}`
}

/** ready: searchable. pending: seen, not yet read. failed: unreadable, with its reason. gone: no file any more. */
export type ItemState = 'ready' | 'pending' | 'failed' | 'gone'

/** One file. Paths are relative to the root, with forward slashes; times are ms since 1970. */
export interface ItemRow {
  id: string
  root: string
  path: string
  folder: string
  name: string
  kind: 'image'
  size: number
  mtime: number
  hash: string | null
  width: number | null
  height: number | null
  takenAt: number | null
  camera: string | null
  /** Date taken, or modified where the file does not say: what dates filter and sort by. */
  date: number
  state: ItemState
  failure: FailureCode | null
  addedAt: number
  goneAt: number | null
}

/**
 * One vector of one file, with what filters and result lists need beside it.
 *
 * [Note: one vector row a file] A vector belongs to content (its hash): it is computed once and looked up by hash.
 * The row is kept per file all the same, because folder and date filters must run inside the vector search, and two
 * files with equal content lie in different folders. Copying 1 KB for a duplicate is cheaper than a join on every query.
 */
export interface VectorRow {
  id: string
  hash: string
  root: string
  folder: string
  name: string
  width: number
  height: number
  date: number
  /** False once the file is gone; the row stays a while so that a file that comes back is not embedded again. */
  live: boolean
  vector: Float32Array
}

const text = (name: string): Field => new Field(name, new Utf8(), false)
const textOrNull = (name: string): Field => new Field(name, new Utf8(), true)
const number = (name: string): Field => new Field(name, new Float64(), false)
const numberOrNull = (name: string): Field => new Field(name, new Float64(), true)

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
      new Field('width', new Int32(), true),
      new Field('height', new Int32(), true),
      numberOrNull('takenAt'),
      textOrNull('camera'),
      number('date'),
      text('state'),
      textOrNull('failure'),
      number('addedAt'),
      numberOrNull('goneAt'),
    ],
    new Map([['fovea.schema', String(schemaVersion)]]),
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
      new Field('width', new Int32(), false),
      new Field('height', new Int32(), false),
      number('date'),
      new Field('live', new Bool(), false),
      new Field('vector', new FixedSizeList(encoder.dimension, new Field('item', new Float32(), true)), false),
    ],
    new Map([
      ['fovea.schema', String(schemaVersion)],
      ['fovea.encoder', JSON.stringify(encoder)],
    ]),
  )
}
