// What the searcher writes down of a table is what it reads back, never more: changes, damage and other tables are seen.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { connect, type Connection, type Table } from '@lancedb/lancedb'
import { Field, FixedSizeList, Float32, Float64, Schema, Utf8, Bool } from 'apache-arrow'
import { beforeEach, describe, expect, it } from 'vitest'
import { openRows, rowsPlaces, sweepRows, writeRows, type RowsPlace } from '../../main/engine/search/rows-file'
import { VectorRows, writtenFrom } from '../../main/engine/search/vector-rows'
import { temporaryFolders } from './support/folders'

const temporary = temporaryFolders()
const dimension = 8
const schema = new Schema([
  new Field('id', new Utf8(), false),
  new Field('live', new Bool(), false),
  new Field('hub', new Float32(), false),
  new Field('vector', new FixedSizeList(dimension, new Field('item', new Float32(), true)), false),
  new Field('hash', new Utf8(), true),
  new Field('date', new Float64(), true),
])

let folder: string
let connection: Connection
let table: Table

function rowOf(i: number, date = i): Record<string, unknown> {
  const vector = Array.from({ length: dimension }, (_, k) => Math.sin(i * dimension + k + 1))
  return {
    id: `photo-${String(i)}`,
    live: true,
    hub: i / 1e6,
    vector,
    hash: i % 7 === 0 ? 'größe' : `h${String(i)}`,
    date,
  }
}

function rowsOf(from: number, to: number): Record<string, unknown>[] {
  return Array.from({ length: to - from }, (_, i) => rowOf(from + i))
}

beforeEach(async () => {
  folder = temporary()
  connection = await connect(join(folder, 'store'))
  table = await connection.createTable('vectors', rowsOf(0, writtenFrom + 5), { schema })
})

async function place(): Promise<RowsPlace> {
  return (await rowsPlaces(
    { rows: join(folder, 'rows'), store: join(folder, 'store') },
    { vectors: table, parts: table },
  ))!.items
}

/** A table that notes whether vectors were read from it. */
function watched(): { table: Table; readsVectors: () => number } {
  let reads = 0
  const seen = new Proxy(table, {
    get(target, name) {
      if (name !== 'query') return (target[name as keyof Table] as (...args: unknown[]) => unknown).bind(target)
      return () => {
        const query = target.query()
        const select = query.select.bind(query)
        query.select = (columns) => {
          if (Array.isArray(columns) && columns.includes('vector')) reads++
          return select(columns)
        }
        return query
      }
    },
  })
  return { table: seen, readsVectors: () => reads }
}

const mean = new Float32Array(dimension).fill(0.01)
function open(
  from: Table,
  file?: RowsPlace,
  options: { mean?: Float32Array; fullVectorBytes?: number } = {},
): VectorRows {
  return new VectorRows(from, { dimension, mean, where: 'live = true', columns: ['hash', 'date'], file, ...options })
}

const probe = { vector: new Float32Array(dimension).fill(0.35), isCentred: true, hub: 1 }

/** Of every row by id: its facts and its score. */
function contents(rows: VectorRows): Map<string, unknown[]> {
  const [scores] = rows.scores([probe])
  return new Map(
    rows.ids.map((id, row) => [
      id,
      [rows.columns['hash']![row], rows.columns['date']![row], scores![row], rows.rowOf(id)! === row],
    ]),
  )
}

async function written(options: { fullVectorBytes?: number } = {}): Promise<RowsPlace> {
  const file = await place()
  const rows = open(table, file, options)
  await rows.refresh()
  expect(rows.isUnwritten).toBe(true)
  await rows.writeFile()
  expect(rows.isUnwritten).toBe(false)
  return file
}

/** What a start with the file finds is what one without finds. */
async function expectSame(
  file: RowsPlace,
  options: { mean?: Float32Array; fullVectorBytes?: number } = {},
): Promise<number> {
  const { table: seen, readsVectors } = watched()
  const [withFile, without] = [open(seen, file, options), open(table, undefined, options)]
  await withFile.refresh()
  await without.refresh()
  expect(contents(withFile)).toEqual(contents(without))
  expect(withFile.isExact).toBe(without.isExact)
  return readsVectors()
}

describe('rows in a file', () => {
  it.each([
    ['whole', {}],
    ['at eight bits a number', { fullVectorBytes: 0 }],
  ])('are those of the table: %s', async (_, options) => {
    const file = await written(options)
    expect(await expectSame(file, options)).toBe(0)
  })

  it('are brought up to date with what came, went and changed since', async () => {
    const file = await written()
    await table.delete(`id IN ('photo-3', 'photo-${String(writtenFrom)}')`)
    await table.add(rowsOf(writtenFrom + 5, writtenFrom + 25))
    await table
      .mergeInsert('id')
      .whenMatchedUpdateAll()
      .execute([rowOf(10, -1), rowOf(11, -2)])
    expect(await expectSame(file)).toBe(1) // the changed ones alone
    const rows = open(table, file)
    await rows.refresh()
    expect(rows.rowOf('photo-3')).toBeUndefined()
    expect(rows.columns['date']![rows.rowOf('photo-10')!]).toBe(-1)
    expect(rows.count).toBe(writtenFrom + 23)
  })

  it('are not used for another table of the same name, another model, or another size of memory', async () => {
    const file = await written()
    expect(await expectSame(file, { mean: new Float32Array(dimension).fill(0.02) })).toBe(1)
    expect(await expectSame(file, { fullVectorBytes: 0 })).toBe(1)
    await connection.dropTable('vectors')
    table = await connection.createTable('vectors', rowsOf(500, writtenFrom + 600), { schema })
    const now = await place()
    expect(now.table).not.toBe(file.table)
    expect(await expectSame(now)).toBe(1)
  })

  it('are none where the file is cut off, changed at its head, or empty', async () => {
    const file = await written()
    const whole = readFileSync(file.path)
    truncateSync(file.path, whole.length - 1)
    expect(await expectSame(file)).toBe(1)
    writeFileSync(file.path, Buffer.concat([Buffer.from([255, 255, 255, 255]), whole.subarray(4)]))
    expect(await expectSame(file)).toBe(1)
    writeFileSync(file.path, '')
    expect(await expectSame(file)).toBe(1)
    writeFileSync(file.path, whole)
    expect(await expectSame(file)).toBe(0)
  })

  it('are not written for few, and not kept when rows moved while they were written', async () => {
    const file = await written()
    const before = readFileSync(file.path)
    const [head, bytes] = [{ of: 'x', version: 1, rows: 1, isExact: true }, [new Uint8Array([1, 2, 3, 4])]]
    await writeRows(file.path, head, { id: ['a'] }, bytes, () => false)
    expect(readFileSync(file.path).equals(before)).toBe(true)
    await table.delete(`id <> 'photo-1'`)
    const few = open(table, file)
    await few.refresh()
    expect(few.count).toBe(1)
    expect(few.isUnwritten).toBe(false)
  })

  it('of tables that are gone are let go of, and what was half written', async () => {
    const file = await written()
    const rows = join(folder, 'rows')
    copyFileSync(file.path, join(rows, 'vectors.another.items'))
    writeFileSync(`${file.path}.part`, 'half')
    mkdirSync(join(rows, 'a folder'))
    await sweepRows(rows, { items: file, frames: file, texts: file })
    expect(readdirSync(rows)).toEqual(['vectors.items'])
    expect(statSync(file.path).size).toBeGreaterThan(0)
  })

  it('leave nothing half done where the disk refuses', async () => {
    const path = join(folder, 'no', 'rows')
    writeFileSync(join(folder, 'no'), 'a file, not a folder')
    const head = { of: 'x', version: 1, rows: 0, isExact: true }
    await expect(writeRows(path, head, { id: [] }, [], () => true)).rejects.toThrow()
    expect(existsSync(path)).toBe(false)
    expect(await openRows(path, 'x')).toBeUndefined()
  })
})
