/** The searcher's copy of one table of vectors: every row in one array, kept in step with the store. */
import { createHash } from 'node:crypto'
import type { Table } from '@lancedb/lancedb'
import type { RecordBatch } from 'apache-arrow'
import { isOneOf } from '../store/filters'
import { openRows, writeRows, type RowsPlace, type RowsReader } from './rows-file'
import { CodedBlock } from './scoring/coded-block'
import { CentredLengths, exactScore, score, type Probe } from './scoring/probe'
import { bytesOf, VectorBlock, type Block } from './scoring/vector-block'
import { valuesOf, vectorsOf } from '../store/vector-batch'

/**
 * Memory for full vectors. Above it each number is kept at eight bits, and exact scores are computed from vectors read
 * from the store for the few rows that need them. See: [Note: eight bits]
 */
const defaultFullVectorBytes = 160 * 1024 * 1024
/** Whole vectors that were fetched and are kept for the next search: the best of several, and the sample. */
const fetchedKept = 6000
/** Changed rows fetched by id in one query; with more than a third changed everything is loaded anew. */
const fetchedAtOnce = 1000

/** Fewer are read from the table as quickly. */
export const writtenFrom = 10_000

/** Bytes of memory that so many vectors take. */
export function bytesInMemory(rows: number, dimension: number): number {
  const whole = rows * dimension * Float32Array.BYTES_PER_ELEMENT
  return whole <= defaultFullVectorBytes ? whole : rows * (dimension + Float32Array.BYTES_PER_ELEMENT)
}

export interface VectorRowsOptions {
  dimension: number
  /** Mean of the model's vectors of this kind, for centred scores. */
  mean: Float32Array | undefined
  /** Which rows of the table. */
  where: string
  /** Columns kept beside the vectors. */
  columns: readonly string[]
  /** Bytes of whole vectors from which on they are kept at eight bits a number. */
  fullVectorBytes?: number | undefined
  /** Where the rows are written down for the next start, and what identifies the table. See: [Note: rows in a file] */
  file?: RowsPlace | undefined
}

/** Rows are numbered 0 to `count`; a vector keeps its row until the next refresh. */
export class VectorRows {
  readonly #table: Table
  readonly #options: VectorRowsOptions
  readonly #lengths: CentredLengths
  #version = -1
  /** Of the table, as the file has it. */
  #written = -1
  /** Grows with every row that comes, goes or moves. */
  #moves = 0
  #vectors: Block
  /** Rows there is room for. */
  #reserved = 0
  #rows = new Map<string, number>()
  /** For exact scores: arrays of this size cost more to collect than to fill. */
  #gathered = new Float32Array(0)
  /** By id. */
  readonly #fetched = new Map<string, Float32Array>()
  ids: string[] = []
  /** See: [Note: hubness] */
  hubs = new Float32Array(0)
  /** Those asked for, by name and row. */
  columns: Record<string, unknown[]> = {}

  constructor(table: Table, options: VectorRowsOptions) {
    this.#table = table
    this.#options = options
    this.#lengths = new CentredLengths(options.mean)
    this.#vectors = new VectorBlock(options.dimension)
    this.#clear()
  }

  get count(): number {
    return this.ids.length
  }

  rowOf(id: string): number | undefined {
    return this.#rows.get(id)
  }

  /** Whether `scores` are exact: whole vectors are at hand. */
  get isExact(): boolean {
    return this.#vectors instanceof VectorBlock
  }

  /** The vector, exact where `isExact` says so; good until the next refresh. */
  row(row: number): Float32Array {
    return this.#vectors.row(row)
  }

  /** Scores of all rows, an array by row for each probe; within some thousandths where `isExact` says no. */
  scores(probes: readonly Probe[]): Float32Array[] {
    const dots = this.#vectors.dots(
      this.count,
      probes.map(({ vector }) => vector),
    )
    return probes.map((probe, i) => score(probe, dots[i]!, this.hubs, this.#lengths))
  }

  /** Exact scores of these rows: one array a probe, in the order of the rows. */
  async exactScores(rows: Int32Array, probes: readonly Probe[]): Promise<Float32Array[]> {
    const hubs = pick(this.hubs, rows) // before the store is read: rows may move meanwhile
    const size = rows.length * this.#options.dimension
    if (this.isExact && this.#gathered.length < size) this.#gathered = new Float32Array(size)
    const vectors = this.isExact ? this.#gather(rows, this.#gathered) : await this.vectors(rows)
    return probes.map((probe) => exactScore(probe, vectors, hubs, this.#options.mean))
  }

  /** The full vectors of these rows, one after the other. */
  async vectors(rows: Int32Array): Promise<Float32Array> {
    const { dimension } = this.#options
    const gathered = new Float32Array(rows.length * dimension)
    if (this.isExact) return this.#gather(rows, gathered)
    const missing = new Map<string, number>()
    for (let i = 0; i < rows.length; i++) {
      const id = this.ids[rows[i]!]!
      const known = this.#fetched.get(id)
      if (known) gathered.set(known, i * dimension)
      else missing.set(id, i)
    }
    if (this.#fetched.size + missing.size > fetchedKept) this.#fetched.clear()
    const ids = [...missing.keys()]
    for (let from = 0; from < ids.length; from += fetchedAtOnce) {
      const where = isOneOf('id', ids.slice(from, from + fetchedAtOnce))
      const table = await this.#table.query().where(where).select(['id', 'vector']).toArrow()
      for (const batch of table.batches) {
        const numbers = vectorsOf(batch)
        const found = batch.getChild('id')
        for (let i = 0; i < batch.numRows; i++) {
          const id = String(found?.get(i))
          const at = missing.get(id)
          if (at === undefined) continue
          const vector = numbers.slice(i * dimension, (i + 1) * dimension)
          gathered.set(vector, at * dimension)
          if (missing.size <= fetchedKept) this.#fetched.set(id, vector)
        }
      }
    }
    return gathered
  }

  #gather(rows: Int32Array, into: Float32Array): Float32Array {
    rows.forEach((row, i) => {
      into.set(this.#vectors.row(row), i * this.#options.dimension)
    })
    return into
  }

  /** Brings the copy up to date. Answers whether anything had to be done. */
  async refresh(): Promise<boolean> {
    const version = await this.#table.version()
    if (version === this.#version) return false
    this.#fetched.clear()
    if (this.#version < 0) await this.#readFile()
    if (this.#version !== version && (this.#version < 0 || !(await this.#update()))) await this.#load()
    this.#version = version
    return true
  }

  /** Whether the next start would have more to read than a file. */
  get isUnwritten(): boolean {
    return this.#options.file !== undefined && this.#written !== this.#version && this.count >= writtenFrom
  }

  /** Writes the rows down, if they stay the same meanwhile. */
  async writeFile(): Promise<void> {
    const { file, columns } = this.#options
    if (!file || !this.isUnwritten) return
    const { count, isExact } = this
    const [version, moves] = [this.#version, this.#moves]
    const facts = Object.fromEntries(columns.map((name) => [name, this.columns[name]!]))
    const isSame = (): boolean => this.#moves === moves
    const head = { of: this.#fileKey(), version, rows: count, isExact }
    await writeRows(file.path, head, { id: this.ids, ...facts }, this.#bytes(count), isSame)
    if (isSame()) this.#written = version
  }

  /** What is written fits: table, conditions, and what lengths were measured with. */
  #fileKey(): string {
    const { file, dimension, mean, where, columns } = this.#options
    const facts = JSON.stringify([file?.table, dimension, where, columns, mean ? [...mean] : null])
    return createHash('sha256').update(facts).digest('hex')
  }

  #bytes(count: number): Uint8Array[] {
    return [...this.#vectors.bytes(count), this.#lengths.bytes(count), bytesOf(this.hubs, count)]
  }

  async #readFile(): Promise<void> {
    const { file } = this.#options
    const reader = file && (await openRows(file.path, this.#fileKey()))
    if (!reader) return
    try {
      if (await this.#readRows(reader)) this.#version = this.#written = reader.head.version
    } catch (error) {
      console.warn('rows that were written down cannot be read:', error)
    } finally {
      await reader.close()
    }
  }

  async #readRows({ head: { rows, isExact }, facts, fill }: RowsReader): Promise<boolean> {
    if (this.#fits(rows) !== isExact) return false
    this.#empty(rows)
    const [known] = await Promise.all([facts(), fill(this.#bytes(rows))])
    const { id, ...columns } = known
    const all = [id, ...this.#options.columns.map((name) => columns[name])]
    if (all.some((values) => values?.length !== rows)) throw new Error('facts of some rows are missing')
    this.ids = id as string[]
    this.columns = columns
    this.#rows = new Map(this.ids.map((each, row) => [each, row]))
    return true
  }

  /** Reads what changed since. Answers false when so much did that loading all is quicker. */
  async #update(): Promise<boolean> {
    const { where, columns } = this.#options
    const table = await this.#table
      .query()
      .where(where)
      .select(['id', ...columns])
      .toArrow()
    const changed: string[] = []
    const seen = new Uint8Array(this.count)
    for (const batch of table.batches) {
      const facts = columns.map((name) => ({ now: valuesOf(batch, name), known: this.columns[name]! }))
      for (const [i, id] of (valuesOf(batch, 'id') as string[]).entries()) {
        const row = this.#rows.get(id)
        if (row !== undefined && facts.every(({ now, known }) => known[row] === now[i])) seen[row] = 1
        else changed.push(id)
      }
    }
    if (changed.length > Math.max(fetchedAtOnce, this.count / 3)) return false
    for (let row = this.count - 1; row >= 0; row--) if (!seen[row]) this.#remove(row)
    if (this.#fits(this.count + changed.length) !== this.isExact) return false
    for (let from = 0; from < changed.length; from += fetchedAtOnce) {
      const some = isOneOf('id', changed.slice(from, from + fetchedAtOnce))
      const rows = await this.#table.query().where(`(${where}) AND ${some}`).select(this.#selected()).toArrow()
      for (const batch of rows.batches) this.#append(batch)
    }
    return true
  }

  async #load(): Promise<void> {
    const { where } = this.#options
    this.#empty(await this.#table.countRows(where))
    for await (const batch of this.#table.query().where(where).select(this.#selected())) this.#append(batch)
  }

  /** Forgets all rows, and makes room for so many. */
  #empty(rows: number): void {
    this.#moves++
    const { dimension } = this.#options
    this.#clear()
    this.#vectors = this.#fits(rows) ? new VectorBlock(dimension) : new CodedBlock(dimension)
    this.#reserved = 0
    this.#reserve(rows)
  }

  #selected(): string[] {
    return ['id', 'hub', 'vector', ...this.#options.columns]
  }

  #clear(): void {
    this.ids = []
    this.columns = Object.fromEntries(this.#options.columns.map((name) => [name, []]))
    this.#rows = new Map()
  }

  /** Whether there is room for whole vectors. */
  #fits(rows: number): boolean {
    return rows * this.#options.dimension * 4 <= (this.#options.fullVectorBytes ?? defaultFullVectorBytes)
  }

  #append(batch: RecordBatch): void {
    this.#moves++
    const { dimension, columns } = this.#options
    const [ids, hubs] = [valuesOf(batch, 'id') as string[], valuesOf(batch, 'hub') as number[]]
    const facts = columns.map((name) => ({ from: valuesOf(batch, name), to: this.columns[name]! }))
    const numbers = vectorsOf(batch)
    this.#reserve(this.count + batch.numRows)
    for (let i = 0; i < batch.numRows; i++) {
      const id = ids[i]!
      if (this.#rows.has(id)) continue
      const row = this.count
      const vector = numbers.subarray(i * dimension, (i + 1) * dimension)
      this.#vectors.set(row, vector)
      this.#lengths.set(row, vector)
      this.hubs[row] = hubs[i]!
      for (const { from, to } of facts) to.push(from[i])
      this.ids.push(id)
      this.#rows.set(id, row)
    }
  }

  /** The last row takes the place of the removed one. */
  #remove(row: number): void {
    this.#moves++
    const last = this.count - 1
    const facts = [this.ids, ...Object.values(this.columns)]
    this.#rows.delete(this.ids[row]!)
    if (row !== last) {
      this.#vectors.copy(last, row)
      this.#lengths.move(last, row)
      this.hubs[row] = this.hubs[last]!
      for (const column of facts) column[row] = column[last]
      this.#rows.set(this.ids[row]!, row)
    }
    for (const column of facts) column.pop()
  }

  #reserve(rows: number): void {
    if (rows <= this.#reserved) return
    const capacity = Math.ceil(Math.max(rows, 256) * 1.25)
    this.#reserved = capacity
    this.#vectors.reserve(capacity)
    this.#lengths.reserve(capacity)
    const hubs = new Float32Array(capacity)
    hubs.set(this.hubs)
    this.hubs = hubs
  }
}

/** The values at these places. */
export function pick(values: Float32Array | Float64Array, at: Int32Array): Float32Array {
  const answer = new Float32Array(at.length)
  for (let i = 0; i < at.length; i++) answer[i] = values[at[i]!]!
  return answer
}
