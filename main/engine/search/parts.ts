/** The searcher's copy of the parts of items, and what they add to the scores of their items. See: [Note: parts] */
import type { Table } from '@lancedb/lancedb'
import type { PartKind } from '../store/schema'
import type { RowsPlace, RowsPlaces } from './rows-file'
import type { Probe } from './scoring/probe'
import { unchanged } from './scoring/text-scale'
import { VectorRows } from './vector-rows'

export interface PartsOptions {
  dimension: number
  imageMean: Float32Array | undefined
  textMean: Float32Array | undefined
  /** See `VectorRowsOptions`. */
  fullVectorBytes?: number | undefined
  /** See `MatrixOptions`. */
  places?: Pick<RowsPlaces, 'frames' | 'texts'> | undefined
}

/** Turns a text's score with a probe into what a photo that fits as well would score. */
export type TextScale = (score: number, kind: PartKind) => number

/** The part that a probe likes most about an item. */
export interface BestPart {
  id: string
  kind: PartKind
  at: number | null
  score: number
}

/** Parts of one modality, and the row of the item that each belongs to: -1 where that is not there. */
interface Side {
  rows: VectorRows
  owners: Int32Array
}

export class Parts {
  readonly #frames: Side
  readonly #texts: Side

  constructor(table: Table, { dimension, imageMean, textMean, fullVectorBytes, places }: PartsOptions) {
    const columns = ['hash', 'item', 'kind', 'at']
    const side = (where: string, mean: Float32Array | undefined, file: RowsPlace | undefined): Side => ({
      rows: new VectorRows(table, { dimension, mean, where, columns, fullVectorBytes, file }),
      owners: new Int32Array(0),
    })
    this.#frames = side(`kind = 'frame'`, imageMean, places?.frames)
    this.#texts = side(`kind <> 'frame'`, textMean, places?.texts)
  }

  async writeFiles(): Promise<void> {
    await this.#frames.rows.writeFile()
    await this.#texts.rows.writeFile()
  }

  get haveFrames(): boolean {
    return this.#frames.rows.count > 0
  }

  get haveTexts(): boolean {
    return this.#texts.rows.count > 0
  }

  /** Whether scores of all parts are exact: see `VectorRows.isExact`. */
  get areExact(): boolean {
    return this.#frames.rows.isExact && this.#texts.rows.isExact
  }

  /** `haveMoved`: items may have other rows than before. Answers whether anything is new. */
  async refresh(haveMoved: boolean, rowOf: (item: string) => number | undefined): Promise<boolean> {
    let isNew = false
    const sides = [this.#frames, this.#texts]
    const changes = await Promise.all(sides.map(({ rows }) => rows.refresh()))
    for (const [i, side] of sides.entries()) {
      const hasChanged = changes[i]!
      isNew ||= hasChanged
      if (!hasChanged && !haveMoved) continue
      const items = side.rows.columns['item'] as string[]
      side.owners = Int32Array.from(items, (item) => rowOf(item) ?? -1)
    }
    return isNew
  }

  /** The same scores by row, each at least that of the item's best frame. */
  withFrames(scores: Float32Array, probe: Probe): Float32Array {
    return this.haveFrames ? raised(scores, this.#frames, probe, unchanged) : scores
  }

  /** The same scores by row, each at least that of the item's best passage or of its words. */
  withTexts(scores: Float32Array, probe: Probe, scale: TextScale): Float32Array {
    return this.haveTexts ? raised(scores, this.#texts, forTexts(probe), scale) : scores
  }

  /** The plain score of every text. */
  textScores(probe: Probe): Float32Array {
    return this.#texts.rows.scores([forTexts(probe)])[0]!
  }

  /** The plain score of the text that a probe likes best; -1 where there is none. */
  bestText(probe: Probe): number {
    return this.textScores(probe).reduce((best, score) => Math.max(best, score), -1)
  }

  /** Exact scores of some rows, in their order, with their parts counted in. */
  async withExact(scores: Float32Array, rows: Int32Array, probe: Probe, scale: TextScale): Promise<Float32Array> {
    if (!this.haveFrames && !this.haveTexts) return scores
    const answer = scores.slice()
    for (const { place, score } of await this.#scored(rows, probe, scale)) {
      if (score > answer[place]!) answer[place] = score
    }
    return answer
  }

  /** The best part of each of these rows that has any, by its place in `rows`. */
  async best(rows: Int32Array, probe: Probe, scale: TextScale): Promise<Map<number, BestPart>> {
    const best = new Map<number, BestPart>()
    for (const { place, score, side, row } of await this.#scored(rows, probe, scale)) {
      if (score <= (best.get(place)?.score ?? -Infinity)) continue
      const { ids, columns } = side.rows
      const kind = columns['kind']![row] as PartKind
      best.set(place, { id: ids[row]!, kind, at: columns['at']![row] as number | null, score })
    }
    return best
  }

  /** When each of these rows that is a video shows most of what all probes look for, in seconds, by its place in `rows`. */
  async moments(rows: Int32Array, probes: readonly Probe[]): Promise<Map<number, number>> {
    const { rows: frames, owners } = this.#frames
    const places = new Map(Array.from(rows, (row, place) => [row, place]))
    const wanted = Int32Array.from(owners.keys()).filter((frame) => places.has(owners[frame]!))
    const moments = new Map<number, number>()
    if (wanted.length === 0 || probes.length === 0) return moments
    const found = Array.from(wanted, (frame) => ({
      place: places.get(owners[frame]!)!,
      at: frames.columns['at']![frame] as number | null,
    }))
    const scores = await frames.exactScores(wanted, probes)
    const best = new Map<number, number>()
    found.forEach(({ place, at }, i) => {
      const score = scores.reduce((sum, values) => sum + values[i]!, 0)
      if (at === null || score <= (best.get(place) ?? -Infinity)) return
      best.set(place, score)
      moments.set(place, at)
    })
    return moments
  }

  async #scored(
    rows: Int32Array,
    probe: Probe,
    scale: TextScale,
  ): Promise<{ place: number; score: number; side: Side; row: number }[]> {
    const places = new Map(Array.from(rows, (row, place) => [row, place]))
    const found: { place: number; score: number; side: Side; row: number }[] = []
    for (const side of [this.#frames, this.#texts]) {
      if (side.rows.count === 0) continue
      const wanted = Int32Array.from(side.owners.keys()).filter((part) => places.has(side.owners[part]!))
      const [scores] = await side.rows.exactScores(wanted, [side === this.#texts ? forTexts(probe) : probe])
      const kinds = side.rows.columns['kind'] as PartKind[]
      wanted.forEach((row, i) => {
        const score = side === this.#texts ? scale(scores![i]!, kinds[row]!) : scores![i]!
        found.push({ place: places.get(side.owners[row]!)!, score, side, row })
      })
    }
    return found
  }
}

/** Hubness is about pictures: among texts it favours what says little, and a list beside a diary. */
function forTexts(probe: Probe): Probe {
  return { ...probe, hub: 0 }
}

function raised(scores: Float32Array, { rows, owners }: Side, probe: Probe, scale: TextScale): Float32Array {
  const answer = scores.slice()
  const kinds = rows.columns['kind'] as PartKind[]
  const [own] = rows.scores([probe])
  for (let i = 0; i < own!.length; i++) {
    const owner = owners[i]!
    if (owner < 0) continue
    const score = scale(own![i]!, kinds[i]!)
    if (score > answer[owner]!) answer[owner] = score
  }
  return answer
}
