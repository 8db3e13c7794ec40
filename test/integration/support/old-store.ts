// A store as the first version wrote it, with schema 1 written out: what the code of today does cannot change it.
import { connect } from '@lancedb/lancedb'
import { Bool, Field, FixedSizeList, Float32, Float64, Int32, Schema, Utf8 } from 'apache-arrow'
import type { ItemRow } from '../../../main/engine/store/schema'

const text = (name: string, nullable = false): Field => new Field(name, new Utf8(), nullable)
const number = (name: string, nullable = false): Field => new Field(name, new Float64(), nullable)

const itemsSchema = new Schema(
  [
    ...['id', 'root', 'path', 'folder', 'name', 'kind'].map((name) => text(name)),
    number('size'),
    number('mtime'),
    text('hash', true),
    new Field('width', new Int32(), true),
    new Field('height', new Int32(), true),
    number('takenAt', true),
    text('camera', true),
    number('date'),
    text('state'),
    text('failure', true),
    number('addedAt'),
    number('goneAt', true),
  ],
  new Map([['fovea.schema', '1']]),
)

const vectorsSchema = (dimension: number): Schema =>
  new Schema(
    [
      ...['id', 'hash', 'root', 'folder', 'name'].map((name) => text(name)),
      new Field('width', new Int32(), false),
      new Field('height', new Int32(), false),
      number('date'),
      new Field('live', new Bool(), false),
      new Field('vector', new FixedSizeList(dimension, new Field('item', new Float32(), true)), false),
    ],
    new Map([['fovea.schema', '1']]),
  )

export interface OldItem {
  id: string
  root: string
  path: string
  folder: string
  name: string
  kind: ItemRow['kind']
  size: number
  mtime: number
  hash: string | null
  width: number | null
  height: number | null
  takenAt: number | null
  camera: string | null
  date: number
  state: 'ready' | 'pending' | 'failed' | 'gone'
  failure: string | null
  addedAt: number
  goneAt: number | null
}

export interface OldVector {
  id: string
  hash: string
  root: string
  folder: string
  name: string
  width: number
  height: number
  date: number
  live: boolean
  vector: Float32Array
}

/** Writes the tables of schema 1 into a folder; `vectors` by table name. */
export async function writeOldStore(
  folder: string,
  items: readonly OldItem[],
  vectors: ReadonlyMap<string, readonly OldVector[]>,
): Promise<void> {
  const connection = await connect(folder)
  const fill = async (name: string, schema: Schema, rows: readonly object[]): Promise<void> => {
    const table = await connection.createEmptyTable(name, schema)
    if (rows.length > 0) await table.add(rows as Record<string, unknown>[])
    table.close()
  }
  await fill('items', itemsSchema, items)
  for (const [name, rows] of vectors) await fill(name, vectorsSchema(rows[0]?.vector.length ?? 256), rows)
  connection.close()
}
