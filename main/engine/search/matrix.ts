/** The searcher's copy of the vectors: every photo of the library with its parts, kept in step with the store. */
import { centred } from '../encoder/centring'
import { dot } from '../encoder/vectors'
import type { ItemKind } from '../store/schema'
import type { Store } from '../store/store'
import type { KnownFacts } from './library-reader'
import { Parts } from './parts'
import type { RowsPlaces } from './rows-file'
import type { Probe } from './scoring/probe'
import { VectorRows } from './vector-rows'

/** Photos that stand for the whole library when scores are calibrated. */
export const sampleSize = 2000

/** The lowest cosine. */
const nothing = -1

export interface MatrixOptions {
  /** Means of the model's photo and text vectors, for centred scores. */
  imageMean: Float32Array | undefined
  textMean: Float32Array | undefined
  /** See `VectorRowsOptions`. */
  fullVectorBytes?: number | undefined
  /** Where rows are written down for the next start, if they are. */
  places?: RowsPlaces | undefined
}

/**
 * Rows are numbered 0 to `count`; a photo keeps its row until the next refresh.
 *
 * [Note: vectors in memory] Composed queries score every photo by several terms. LanceDB answers one vector at a time
 * (48 ms for 100,000 x 256 without an index), and a shortlist by one term misses what only all terms together rank
 * high. In memory four terms take 13 ms (see: [Note: SIMD]), every photo is seen, and there is no index to keep.
 */
export class VectorMatrix {
  readonly parts: Parts
  readonly #own: VectorRows
  readonly #imageMean: Float32Array | undefined
  /** Rows of notes. See: [Note: notes among photos] */
  #notes = new Int32Array(0)
  #version = -1
  #refreshing: Promise<void> | undefined
  #sample: { rows: Int32Array; vectors: Float32Array } | undefined

  constructor(store: Store, { imageMean, textMean, fullVectorBytes, places }: MatrixOptions) {
    const { dimension } = store.encoder
    const columns = ['hash', 'date', 'kind']
    this.#imageMean = imageMean
    this.#own = new VectorRows(store.vectors, {
      dimension,
      mean: imageMean,
      where: 'live = true',
      columns,
      fullVectorBytes,
      file: places?.items,
    })
    this.parts = new Parts(store.parts, { dimension, imageMean, textMean, fullVectorBytes, places })
  }

  get count(): number {
    return this.#own.count
  }

  get ids(): string[] {
    return this.#own.ids
  }

  get hashes(): string[] {
    return this.#own.columns['hash'] as string[]
  }

  get dates(): number[] {
    return this.#own.columns['date'] as number[]
  }

  get kinds(): ItemKind[] {
    return this.#own.columns['kind'] as ItemKind[]
  }

  /** How many are not notes. */
  get pictures(): number {
    return this.count - this.#notes.length
  }

  /** See: [Note: hubness] */
  get hubs(): Float32Array {
    return this.#own.hubs
  }

  /** Grows whenever a refresh found something new; below 0 before the first. */
  get version(): number {
    return this.#version
  }

  rowOf(id: string): number | undefined {
    return this.#own.rowOf(id)
  }

  /** What is kept of an item beside its vector. */
  factsOf(id: string): KnownFacts | undefined {
    const row = this.rowOf(id)
    return row === undefined ? undefined : { hash: this.hashes[row]!, kind: this.kinds[row]!, date: this.dates[row]! }
  }

  /** Brings the copy up to date; concurrent callers share the work. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  /** Writes down what the next start would have to read from the store; what moves meanwhile is left for the next time. */
  async writeDown(): Promise<void> {
    await this.#own.writeFile()
    await this.parts.writeFiles()
  }

  /** Whether scores are exact, those of parts too: whole vectors are at hand. */
  get isExact(): boolean {
    return this.#own.isExact && this.parts.areExact
  }

  /**
   * Scores of all items without their parts, an array by row for each probe; see `VectorRows.scores`.
   *
   * [Note: notes among photos] A note is scored by its passages alone, on the scale of photos (see: [Note: text scale]). The
   * vector it has in its row is that of a text, and as such nearer to every text than any photo: it is for "more like this"
   * only, scores nothing here, and has no part in what is usual for pictures.
   */
  scores(probes: readonly Probe[]): Float32Array[] {
    const scores = this.#own.scores(probes)
    for (const row of this.#notes) for (const values of scores) values[row] = nothing
    return scores
  }

  /** Exact scores of these rows without their parts: one array a probe, in the order of the rows. */
  async exactScores(rows: Int32Array, probes: readonly Probe[]): Promise<Float32Array[]> {
    const isNote = Array.from(rows, (row) => this.kinds[row] === 'text') // before the store is read: rows may move meanwhile
    const scores = await this.#own.exactScores(rows, probes)
    for (const values of scores) isNote.forEach((is, i) => (values[i] = is ? nothing : values[i]!))
    return scores
  }

  /** Centred cosine of two photos, nearly where only eight bits a number are kept; 0 if one is not there any more. */
  likeness(one: string, other: string): number {
    const [a, b] = [this.rowOf(one), this.rowOf(other)]
    if (a === undefined || b === undefined) return 0
    const [x, y] = [a, b].map((row) => centred(this.#own.row(row), this.#imageMean))
    return dot(x!, y!)
  }

  /** A fixed random sample of the pictures: ids are random, so the smallest are one, and it hardly changes as photos come. */
  async sample(): Promise<{ rows: Int32Array; vectors: Float32Array }> {
    if (!this.#sample) {
      const { ids } = this
      const rows = Int32Array.from(ids.keys()).filter((row) => this.kinds[row] !== 'text')
      const chosen = rows.length > sampleSize ? smallestIds(ids, rows, sampleSize) : rows
      this.#sample = { rows: chosen, vectors: await this.vectors(chosen) }
    }
    return this.#sample
  }

  /** The full vectors of these rows, one after the other. */
  vectors(rows: Int32Array): Promise<Float32Array> {
    return this.#own.vectors(rows)
  }

  async #refresh(): Promise<void> {
    const isNew = await this.#own.refresh()
    const hasNewParts = await this.parts.refresh(isNew, (id) => this.rowOf(id))
    if (!isNew && !hasNewParts) return
    const { kinds } = this
    this.#notes = Int32Array.from(kinds.keys()).filter((row) => kinds[row] === 'text')
    this.#version++
    this.#sample = undefined
  }
}

/** The rows of the smallest ids, in their order. */
function smallestIds(ids: readonly string[], rows: Int32Array, count: number): Int32Array {
  const byId = (a: number, b: number): number => (ids[a]! < ids[b]! ? -1 : 1)
  let chosen: number[] = []
  let limit: string | undefined
  // Sorting all of 100,000 takes a fifth of a second, and most are out of the question soon.
  for (const row of rows) {
    if (limit !== undefined && ids[row]! >= limit) continue
    chosen.push(row)
    if (chosen.length < 2 * count) continue
    chosen = chosen.sort(byId).slice(0, count)
    limit = ids[chosen.at(-1)!]
  }
  return Int32Array.from(chosen.sort(byId).slice(0, count))
}
