/** The searcher's copy of the vectors: every photo of the library in one array, kept in step with the store. */
import type { RecordBatch } from 'apache-arrow'
import { centred } from '../encoder/centring'
import { dot } from '../encoder/vectors'
import { isOneOf } from '../store/filters'
import type { Store } from '../store/store'
import { exactScore, PhotoLengths, score, type Probe } from './scoring/probe'
import { VectorBlock } from './scoring/vector-block'

/**
 * Memory for full vectors. Above it only a prefix of each is kept, and exact scores are computed from vectors read
 * from the store for the few photos that need them.
 */
const fullVectorBytes = 160 * 1024 * 1024
/** Changed photos fetched by id in one query; with more than a third changed everything is loaded anew. */
const fetchedAtOnce = 1000
/** Photos that stand for the whole library when scores are calibrated. */
export const sampleSize = 2000

const columns = ['id', 'hash', 'date', 'hub', 'vector']

export interface MatrixOptions {
  /** Numbers of each vector that are enough for a shortlist (Matryoshka); all where the model has no such prefix. */
  prefix: number
  /** Mean of the model's photo vectors, for centred scores. */
  imageMean: Float32Array | undefined
}

/**
 * Rows are numbered 0 to `count`; a photo keeps its row until the next refresh.
 *
 * [Note: vectors in memory] Composed queries score every photo by several terms. LanceDB answers one vector at a time
 * (48 ms for 100,000 x 256 without an index), and a shortlist by one term misses what only all terms together rank
 * high. In memory four terms take 13 ms (see: [Note: SIMD]), every photo is seen, and there is no index to keep.
 */
export class VectorMatrix {
  readonly #store: Store
  readonly #dimension: number
  readonly #prefix: number
  readonly #lengths: PhotoLengths
  #version = -1
  #refreshing: Promise<void> | undefined
  /** All numbers of each vector, or the prefix. */
  #vectors: VectorBlock
  /** Rows there is room for. */
  #reserved = 0
  #rows = new Map<string, number>()
  #sample: { rows: Int32Array; vectors: Float32Array } | undefined
  ids: string[] = []
  hashes: string[] = []
  dates = new Float64Array(0)
  /** See: [Note: hubness] */
  hubs = new Float32Array(0)

  constructor(store: Store, { prefix, imageMean }: MatrixOptions) {
    this.#store = store
    this.#dimension = store.encoder.dimension
    this.#prefix = prefix
    this.#lengths = new PhotoLengths(prefix, imageMean)
    this.#vectors = new VectorBlock(this.#dimension)
  }

  get count(): number {
    return this.ids.length
  }

  /** Version of the table that this is a copy of. */
  get version(): number {
    return this.#version
  }

  rowOf(id: string): number | undefined {
    return this.#rows.get(id)
  }

  /** Brings the copy up to date; concurrent callers share the work. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  /** Whether `scores` are exact: whole vectors are at hand. */
  get isExact(): boolean {
    return this.#vectors.width === this.#dimension
  }

  /** Scores of all photos, an array by row for each probe; within some hundredths where `isExact` says no. */
  scores(probes: readonly Probe[]): Float32Array[] {
    const { hubs, isExact } = this
    const { width } = this.#vectors
    const dots = this.#vectors.dots(
      this.count,
      probes.map(({ vector }) => vector.subarray(0, width)),
    )
    return probes.map((probe, i) => score(probe, dots[i]!, hubs, this.#lengths, isExact))
  }

  /** Exact scores of these rows: one array a probe, in the order of the rows. */
  async exactScores(rows: Int32Array, probes: readonly Probe[]): Promise<Float32Array[]> {
    const hubs = pick(this.hubs, rows) // before the store is read: rows may move meanwhile
    const vectors = await this.vectors(rows)
    return probes.map((probe) => exactScore(probe, vectors, hubs, this.#lengths.imageMean))
  }

  /** Centred cosine of two photos, by prefixes where only these are kept; 0 if one is not there any more. */
  likeness(one: string, other: string): number {
    const [a, b] = [this.#rows.get(one), this.#rows.get(other)]
    if (a === undefined || b === undefined) return 0
    const [x, y] = [a, b].map((row) => centred(this.#vectors.row(row), this.#lengths.imageMean))
    return dot(x!, y!)
  }

  /** A fixed random sample of the photos: ids are random, so the smallest are one, and it hardly changes as photos come. */
  async sample(): Promise<{ rows: Int32Array; vectors: Float32Array }> {
    if (!this.#sample) {
      const rows = Int32Array.from(this.ids.keys())
      if (rows.length > sampleSize) rows.sort((a, b) => (this.ids[a]! < this.ids[b]! ? -1 : 1))
      const chosen = rows.slice(0, sampleSize)
      this.#sample = { rows: chosen, vectors: await this.vectors(chosen) }
    }
    return this.#sample
  }

  /** The full vectors of these rows, one after the other. */
  async vectors(rows: Int32Array): Promise<Float32Array> {
    const dimension = this.#dimension
    const gathered = new Float32Array(rows.length * dimension)
    if (this.isExact) {
      rows.forEach((row, i) => gathered.set(this.#vectors.row(row), i * dimension))
      return gathered
    }
    const ids = Array.from(rows, (row) => this.ids[row]!)
    const place = new Map(ids.map((id, i) => [id, i]))
    for (let from = 0; from < ids.length; from += fetchedAtOnce) {
      const where = isOneOf('id', ids.slice(from, from + fetchedAtOnce))
      const table = await this.#store.vectors.query().where(where).select(['id', 'vector']).toArrow()
      for (const batch of table.batches) {
        const numbers = vectorsOf(batch)
        const found = batch.getChild('id')
        for (let i = 0; i < batch.numRows; i++) {
          const at = place.get(String(found?.get(i)))
          if (at !== undefined) gathered.set(numbers.subarray(i * dimension, (i + 1) * dimension), at * dimension)
        }
      }
    }
    return gathered
  }

  async #refresh(): Promise<void> {
    const version = await this.#store.vectors.version()
    if (version === this.#version) return
    if (this.#version < 0 || !(await this.#update())) await this.#load()
    this.#version = version
    this.#sample = undefined
  }

  /** Reads what changed since. Answers false when so much did that loading all is quicker. */
  async #update(): Promise<boolean> {
    const query = this.#store.vectors.query().where('live = true').select(['id', 'hash', 'date'])
    const table = await query.toArrow()
    const changed: string[] = []
    const seen = new Uint8Array(this.count)
    for (const batch of table.batches) {
      const [ids, hashes, dates] = ['id', 'hash', 'date'].map((name) => batch.getChild(name))
      for (let i = 0; i < batch.numRows; i++) {
        const id = String(ids?.get(i))
        const row = this.#rows.get(id)
        const isSame = row !== undefined && this.hashes[row] === hashes?.get(i) && this.dates[row] === dates?.get(i)
        if (isSame) seen[row] = 1
        else changed.push(id)
      }
    }
    if (changed.length > Math.max(fetchedAtOnce, this.count / 3)) return false
    for (let row = this.count - 1; row >= 0; row--) if (!seen[row]) this.#remove(row)
    if (this.#widthFor(this.count + changed.length) !== this.#vectors.width) return false
    for (let from = 0; from < changed.length; from += fetchedAtOnce) {
      const where = isOneOf('id', changed.slice(from, from + fetchedAtOnce))
      const rows = await this.#store.vectors.query().where(`live = true AND ${where}`).select(columns).toArrow()
      for (const batch of rows.batches) this.#append(batch)
    }
    return true
  }

  async #load(): Promise<void> {
    const total = await this.#store.vectors.countRows('live = true')
    this.ids = []
    this.hashes = []
    this.#rows = new Map()
    this.#vectors = new VectorBlock(this.#widthFor(total))
    this.#reserved = 0
    this.#reserve(total)
    for await (const batch of this.#store.vectors.query().where('live = true').select(columns)) this.#append(batch)
  }

  #widthFor(rows: number): number {
    return rows * this.#dimension * 4 <= fullVectorBytes ? this.#dimension : this.#prefix
  }

  #append(batch: RecordBatch): void {
    const [ids, hashes, dates, hubs] = ['id', 'hash', 'date', 'hub'].map((name) => batch.getChild(name))
    const numbers = vectorsOf(batch)
    this.#reserve(this.count + batch.numRows)
    for (let i = 0; i < batch.numRows; i++) {
      const id = String(ids?.get(i))
      if (this.#rows.has(id)) continue
      const row = this.count
      const vector = numbers.subarray(i * this.#dimension, (i + 1) * this.#dimension)
      this.#vectors.row(row).set(vector.subarray(0, this.#vectors.width))
      this.#lengths.set(row, vector)
      this.dates[row] = Number(dates?.get(i))
      this.hubs[row] = Number(hubs?.get(i))
      this.hashes.push(String(hashes?.get(i)))
      this.ids.push(id)
      this.#rows.set(id, row)
    }
  }

  /** The last row takes the place of the removed one. */
  #remove(row: number): void {
    const last = this.count - 1
    this.#rows.delete(this.ids[row]!)
    if (row !== last) {
      this.#vectors.row(row).set(this.#vectors.row(last))
      this.#lengths.move(last, row)
      for (const column of [this.dates, this.hubs]) column[row] = column[last]!
      this.ids[row] = this.ids[last]!
      this.hashes[row] = this.hashes[last]!
      this.#rows.set(this.ids[row], row)
    }
    for (const column of [this.ids, this.hashes]) column.pop()
  }

  #reserve(rows: number): void {
    if (rows <= this.#reserved) return
    const capacity = Math.ceil(Math.max(rows, 256) * 1.25)
    this.#reserved = capacity
    this.#vectors.reserve(capacity)
    this.#lengths.reserve(capacity)
    const dates = new Float64Array(capacity)
    dates.set(this.dates)
    this.dates = dates
    const hubs = new Float32Array(capacity)
    hubs.set(this.hubs)
    this.hubs = hubs
  }
}

/** The values at these places. */
export function pick(values: Float32Array, at: Int32Array): Float32Array {
  const answer = new Float32Array(at.length)
  for (let i = 0; i < at.length; i++) answer[i] = values[at[i]!]!
  return answer
}

/** The numbers of a batch's vector column, without a copy. */
function vectorsOf(batch: RecordBatch): Float32Array {
  const data = batch.getChild('vector')?.data[0]
  const list = data?.children[0]
  const size = (data?.type as { listSize?: number } | undefined)?.listSize ?? 0
  const values = list?.values as Float32Array
  const start = (data?.offset ?? 0) * size
  return values.subarray(start, start + batch.numRows * size)
}
