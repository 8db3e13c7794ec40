/** What probes score: every item of the library by row, and what is usual there; the last ones are kept. */
import { remember } from './remember'
import type { VectorMatrix } from './matrix'
import type { TextScale } from './parts'
import type { Leaf, ModelStatistics } from './scoring/plan'
import type { Probe } from './scoring/probe'
import { background, relevances, type Background } from './scoring/relevance'
import { picturesOnly, textBackground, textScale, unchanged, type TextBackground } from './scoring/text-scale'
import { pick } from './vector-rows'
import type { PictureWords } from './words/picture-words'

/** Scans kept: a search that is refined (a filter, another term) scans for its new terms only. */
const scansKept = 24
/** Cosine from which on a photo is the example itself or a copy: different photos of a burst stay below. */
const copyScore = 0.97
/** What pictures usually score, for libraries of notes only. */
const noPictures: Background = { mean: 0.1, deviation: 0.1, best: 0.4 }

/** What one probe scores: every item by row with its parts counted in, and what is usual for pictures. */
export interface Scan {
  scores: Float32Array
  /** The same without texts. */
  pictures: Float32Array
  /** Undefined where there are none. */
  texts: TextBackground | undefined
  scale: TextScale
  usual: Background
  /** How much of the text photos say, by row; undefined where none says any of it. See: [Note: words in pictures] */
  said: Float32Array | undefined
}

/** The text that makes an item match, by its part. */
export interface MatchingText {
  part: string
  relevance: number
}

export class Scans {
  readonly #matrix: VectorMatrix
  readonly #model: ModelStatistics
  readonly #words: PictureWords
  /** Oldest first. */
  readonly #known = new Map<Probe, Scan>()

  constructor(matrix: VectorMatrix, model: ModelStatistics, words: PictureWords) {
    this.#words = words
    this.#matrix = matrix
    this.#model = model
  }

  /** When the matrix has changed. */
  forget(): void {
    this.#known.clear()
  }

  async all(leaves: readonly Leaf[]): Promise<Scan[]> {
    const missing = leaves.filter(({ probe }) => !this.#known.has(probe))
    const scores = this.#matrix.scores(missing.map(({ probe }) => probe))
    const made = new Map<Probe, Scan>()
    for (const [i, leaf] of missing.entries()) made.set(leaf.probe, await this.#scan(leaf, scores[i]!))
    const scans = leaves.map(({ probe }) => (made.get(probe) ?? this.#known.get(probe))!)
    for (const [probe, scan] of made) remember(this.#known, probe, scan, scansKept)
    return scans
  }

  async #scan(leaf: Leaf, scores: Float32Array): Promise<Scan> {
    const matrix = this.#matrix
    const { probe } = leaf
    const { kind, text } = leaf.vector
    const copies = kind === 'example' ? copyScore : Infinity
    const { rows } = await matrix.sample()
    const pictures = matrix.parts.withFrames(scores, probe)
    const usual = matrix.pictures === 0 ? noPictures : background(pick(scores, rows), pictures, copies, matrix.pictures)
    const texts = matrix.parts.haveTexts
      ? textBackground(probe, this.#model, () => matrix.parts.textScores(probe))
      : undefined
    const scale = texts ? textScale(leaf, texts, usual) : unchanged
    return {
      scores: matrix.parts.withTexts(pictures, probe, scale),
      pictures,
      texts,
      scale,
      usual,
      said: kind === 'text' ? this.#said(text) : undefined,
    }
  }

  #said(text: string): Float32Array | undefined {
    const strengths = this.#words.index.strengths(text)
    if (strengths.size === 0) return undefined
    return Float32Array.from(this.#matrix.hashes, (hash) => strengths.get(hash) ?? 0)
  }

  /** Exact scores of rows with their parts, by leaf. */
  async exactScores(leaves: readonly Leaf[], scans: readonly Scan[], rows: Int32Array): Promise<Float32Array[]> {
    const probes = leaves.map(({ probe }) => probe)
    const own = await this.#matrix.exactScores(rows, probes)
    const all: Float32Array[] = []
    for (const [i, probe] of probes.entries())
      all.push(await this.#matrix.parts.withExact(own[i]!, rows, probe, scans[i]!.scale))
    return all
  }

  async exactPictures(probe: Probe, rows: Int32Array): Promise<Float32Array> {
    const [own] = await this.#matrix.exactScores(rows, [probe])
    return this.#matrix.parts.withExact(own!, rows, probe, picturesOnly)
  }

  /** For each of these items the text that a leaf likes best; of photos where it likes that better than the picture. */
  async texts(leaf: Leaf, ids: readonly string[]): Promise<Map<string, MatchingText>> {
    const found = new Map<string, MatchingText>()
    const { parts } = this.#matrix
    if (!parts.haveTexts) return found
    const known = ids.filter((id) => this.#matrix.rowOf(id) !== undefined)
    const rows = Int32Array.from(known, (id) => this.#matrix.rowOf(id)!)
    const [scan] = await this.all([leaf])
    const [own] = await this.#matrix.exactScores(rows, [leaf.probe])
    for (const [place, { id: part, kind, score }] of await parts.best(rows, leaf.probe, scan!.scale)) {
      if (kind === 'frame' || score <= own![place]!) continue
      found.set(known[place]!, { part, relevance: relevances(Float32Array.of(score), scan!.usual, leaf.at)[0]! })
    }
    return found
  }
}
