/** Ranks the photos of the library by a plan or by date, filters first; keeps the last rankings for paging. */
import type { Feedback } from '../../../contract'
import { centred } from '../encoder/centring'
import { feedbackAdjustment } from '../curation/feedback'
import type { Store } from '../store/store'
import { valuesOf } from '../store/vector-batch'
import { byAddition } from './by-addition'
import { closerDepth, type LookCloser } from './closer'
import type { VectorMatrix } from './matrix'
import { byDate, byDescending, restOf } from './order'
import { remember } from './remember'
import { Scans, type MatchingText, type Scan } from './scans'
import { addUp, compose } from './scoring/compose'
import { allParts, type ScoringParts } from './scoring/parts'
import type { Leaf, ModelStatistics, Plan } from './scoring/plan'
import { isPresent, type CommonWords, type PresenceCalibration } from './scoring/presence'
import { exactScore } from './scoring/probe'
import { avoidAt, countFrom, largest, relevances, scoreAt, type Background } from './scoring/relevance'
import { isSaid } from './scoring/text-scale'
import { pick } from './vector-rows'
import type { PictureWords } from './words/picture-words'

/** Rankings kept: going back and forth between two searches does not compute them again. */
const rankingsKept = 8
/** Arrays for relevances that are kept from search to search: collecting new ones took a quarter of a search's time. */
const workspaces = 6
/** Photos that are put in order: at least so many, more if more are relevant, but not all of a library that is. */
const shortlistAtLeast = 2000
const shortlistAtMost = 20_000
/** Of these, the best are scored exactly where scans are not: beyond, nobody sees a difference of thousandths. */
const exactlyScored = 200
const nearlyRelevant = 0.4
const relevant = 0.5
/** Photos among which the one with the highest cosine is, whatever else their scores have taken off. */
const bestLookedAt = 200
/** What nothing in the library matches is shown, if somebody asks, as less than a match. */
const unmatched = 0.49

interface Ranked {
  id: string
  /**
   * Cosine to the only term, less the photo's hubness where that is a description; relevance where several terms are
   * composed; null where the order is by date.
   */
  score: number | null
  /** 0 to 1, 0.5 and more is a match; null where the order is by date. */
  relevance: number | null
}

export interface Ranking {
  /** Photos that fulfil the conditions. */
  total: number
  /** Of these, how many match; they come first. All of them where the order is by date. */
  matches: number
  /** The photo at a place, from 0 to `total`. */
  at: (place: number) => Ranked
  idAt: (place: number) => string
  /** What places are ordered by, descending: relevance before it is cut to 0 and 1, or the date. */
  valueAt: (place: number) => number
  /** What places of the same value are ordered by, descending; by id alone where it is absent. */
  tieAt?: (place: number) => number
  /** Rows of the first photos in order: all that match, and more. */
  top: Int32Array
  /** Rows of all photos, in no order. */
  rows: Int32Array
}

export interface RankingRequest {
  /** Equal queries share one plan object; without a plan the order is by date. */
  plan: Plan | undefined
  /** A condition on the vectors table, or nothing. */
  where: string | undefined
  /** Only these ids. */
  only: readonly string[] | undefined
  /** Ids left out. */
  without: readonly string[]
  /** What is never shown. */
  hidden: readonly Plan[]
  parts: ScoringParts
  feedback: Feedback | undefined
  closer: LookCloser | undefined
  /** Instead of their dates, what photos are sorted by first where there is no plan. */
  added?: ReadonlyMap<string, number> | undefined
  /** Where other photos of the library are ranked by another encoder. See: [Note: upgrade] */
  share: Share | undefined
}

/** Which photos of two encoders' are ranked here, and on which scale. */
export interface Share {
  /** Another one for other photos. */
  version: number
  has: (id: string) => boolean
  /** Of each leaf what is usual in the whole library; as its own photos say where there is nothing better. */
  usual?: Background[] | undefined
  /** Whether the library has anything that matches the plan. */
  isPresent: boolean
}

export class Rankings {
  readonly #store: Store
  readonly #matrix: VectorMatrix
  readonly #presence: PresenceCalibration | undefined
  readonly #common: CommonWords
  readonly #model: ModelStatistics
  readonly #words: PictureWords
  /** Oldest first. */
  readonly #rankings = new Map<string, { plan: Plan | undefined; ranking: Ranking }>()
  readonly #scans: Scans
  /** By leaf, for relevances while they are composed. */
  readonly #workspace: Float64Array<ArrayBuffer>[] = []
  /** Of the matrix, in their order: most searches are about all of them. */
  #allRows: Int32Array<ArrayBuffer> = new Int32Array(0)
  #version = -1
  #wordsVersion = -1

  constructor(
    store: Store,
    matrix: VectorMatrix,
    presence: PresenceCalibration | undefined,
    common: CommonWords,
    model: ModelStatistics,
    words: PictureWords,
  ) {
    this.#words = words
    this.#store = store
    this.#matrix = matrix
    this.#presence = presence
    this.#common = common
    this.#model = model
    this.#scans = new Scans(matrix, model, words)
  }

  /** The matrix must not be refreshed meanwhile. */
  async rank(request: RankingRequest): Promise<Ranking> {
    const { plan, where, only, without, hidden, feedback, closer, added, share } = request
    this.#forgetOld()
    const concepts = hidden.map((concept) => concept.key)
    const key = JSON.stringify([plan?.key, where, only, without, concepts, feedback, !added, share?.version])
    const known = this.#rankings.get(key)
    // Tiles come in while somebody looks closer: such a ranking is made anew each time.
    if (known && !closer && known.plan === plan) return known.ranking
    const asked = await this.#rows(where, only, without)
    const own = share ? asked.filter((row) => share.has(this.#matrix.ids[row]!)) : asked
    const rows = await this.#visible(own, hidden)
    const ranking = plan
      ? await this.#byPlan(plan, rows, request)
      : added
        ? byAddition(rows, this.#matrix, added)
        : byDate(this.#matrix, rows, shortlistAtLeast)
    if (!closer) remember(this.#rankings, key, { plan, ranking }, rankingsKept)
    return ranking
  }

  /** Relevance of one photo to the whole query and to each of its terms. */
  async relevanceOf(
    plan: Plan,
    row: number,
    otherwise?: Background[],
  ): Promise<{ relevance: number; leaves: number[] }> {
    this.#forgetOld()
    const scans = await this.#scans.all(plan.leaves)
    const scores = await this.#scans.exactScores(plan.leaves, scans, Int32Array.of(row))
    const usual = otherwise ?? scans.map((scan) => scan.usual)
    const said = saidOf(scans, Int32Array.of(row))
    const leaves = plan.leaves.map(({ at }, i) => said[i]!(relevances(scores[i]!, usual[i]!, at))[0]!)
    return { relevance: Math.min(1, Math.max(0, this.#evaluate(plan, scores, usual, allParts, said)[0]!)), leaves }
  }

  /** Whether this encoder can tell that nothing matches. */
  get knowsPresence(): boolean {
    return this.#presence !== undefined
  }

  /** Of each leaf of a plan, what is usual in the library. */
  async usual(plan: Plan): Promise<Background[]> {
    this.#forgetOld()
    return (await this.#scans.all(plan.leaves)).map((scan) => scan.usual)
  }

  /** Exact scores of these rows for each leaf of a plan. */
  async scores(plan: Plan, rows: Int32Array): Promise<Float32Array[]> {
    this.#forgetOld()
    return this.#scans.exactScores(plan.leaves, await this.#scans.all(plan.leaves), rows)
  }

  #forgetOld(): void {
    if (this.#version === this.#matrix.version && this.#wordsVersion === this.#words.version) return
    this.#wordsVersion = this.#words.version
    this.#rankings.clear()
    this.#scans.forget()
    this.#version = this.#matrix.version
  }

  async #byPlan(plan: Plan, rows: Int32Array, { parts, feedback, closer, share }: RankingRequest): Promise<Ranking> {
    const matrix = this.#matrix
    const scans = await this.#scans.all(plan.leaves)
    const usual = share?.usual ?? scans.map((scan) => scan.usual)
    const scored = scans.map(({ scores }) => (rows === this.#allRows ? scores : pick(scores, rows)))
    const relevanceOfAll = (): Float64Array => this.#evaluate(plan, scored, usual, parts, saidOf(scans, rows))
    // The scores of a single term have the order of its relevances, which need not be computed for a million photos.
    const isOrdered = plan.tree.op === 'leaf' && parts.composition && scans[0]!.said === undefined
    const near = isOrdered ? scored[0]! : relevanceOfAll()
    const least = isOrdered
      ? scoreAt(nearlyRelevant ** (1 / plan.tree.weight), usual[0]!, plan.leaves[0]!.at)
      : nearlyRelevant
    const chosen = largest(near, Math.min(Math.max(shortlistAtLeast, countFrom(least, near)), shortlistAtMost))
    const nearOfTop = pick(near, chosen)
    // `from` goes through an iterator, which takes twenty times as long as `map`.
    const top = chosen.map((at) => rows[at]!)
    const ids: string[] = []
    for (let i = 0; i < top.length; i++) ids.push(matrix.ids[top[i]!]!)
    const exact = scans.map(({ scores }) => pick(scores, top))
    if (!matrix.isExact) await this.#refine(exact, plan.leaves, scans, { rows: top, near: nearOfTop })
    const adjusted = feedback ? await this.#adjusted(plan, exact, top, feedback) : exact
    let values: Float64Array = this.#evaluate(plan, adjusted, usual, parts, saidOf(scans, top)).slice()
    if (closer) values = await this.#lookedAtCloser(plan, top, values, adjusted, { scans, usual, parts, closer })
    const absent = parts.cutoff ? await this.#absentIn(plan, share) : []
    const someMatch = absent !== undefined
    if (absent && absent.length > 0) values = await this.#bySaying(plan, absent, top, values, adjusted, scans, parts)
    const order = byDescending(values, (i) => ids[i]!)
    const matches = parts.cutoff ? countFrom(relevant, values) : rows.length
    const cosines = plan.isSingle ? exact[0] : undefined
    // Computed again for who looks beyond the shortlist: collecting what nearly nobody needs costs more than many searches.
    let kept: Float64Array | undefined
    const nearAgain = (): Float64Array => (kept ??= relevanceOfAll().slice())
    const rest = restOf(matrix, nearAgain, rows, chosen)
    const shown = (value: number): number => (someMatch ? 1 : unmatched) * Math.min(1, Math.max(0, value))
    return {
      total: rows.length,
      matches: someMatch ? matches : 0,
      rows,
      top: order.map((i) => top[i]!),
      idAt: (place) => (place < order.length ? ids[order[place]!]! : matrix.ids[rows[rest(place - order.length)]!]!),
      valueAt: (place) => {
        const i = order[place]
        return (someMatch ? 1 : unmatched) * (i === undefined ? nearAgain()[rest(place - order.length)]! : values[i]!)
      },
      at: (place) => {
        const i = order[place]
        if (i === undefined) {
          const at = rest(place - order.length)
          const row = rows[at]!
          const value = nearAgain()[at]!
          const score = plan.isSingle ? asCosine(scans[0]!.scores[row]!) : value
          return { id: matrix.ids[row]!, score, relevance: shown(value) }
        }
        const relevance = shown(values[i]!)
        return { id: ids[i]!, score: cosines ? asCosine(cosines[i]!) : values[i]!, relevance }
      },
    }
  }

  /** Scores with what marked photos say added. Marks are about what is looked for, so terms to avoid stay as they are. */
  async #adjusted(plan: Plan, scores: Float32Array[], rows: Int32Array, feedback: Feedback): Promise<Float32Array[]> {
    const vectors = async (ids: readonly string[]): Promise<Float32Array[]> => {
      const known = ids.map((id) => this.#matrix.rowOf(id)).filter((row) => row !== undefined)
      return this.#centred(Int32Array.from(known))
    }
    const adjust = feedbackAdjustment({
      liked: await vectors(feedback.more),
      disliked: await vectors(feedback.less),
    })
    const additions = (await this.#centred(rows)).map(adjust)
    return scores.map((values, i) =>
      plan.leaves[i]!.isAvoided ? values : values.map((score, k) => score + additions[k]!),
    )
  }

  async #centred(rows: Int32Array): Promise<Float32Array[]> {
    const { dimension } = this.#store.encoder
    const { imageMean, textMean } = this.#model
    const means = Array.from(rows, (row) => (this.#matrix.kinds[row] === 'text' ? textMean : imageMean))
    const vectors = await this.#matrix.vectors(rows)
    return means.map((mean, i) => centred(vectors.subarray(i * dimension, (i + 1) * dimension), mean))
  }

  /** Relevances in which the tiles of the best photos have a say. See: [Note: look closer] */
  async #lookedAtCloser(
    plan: Plan,
    rows: Int32Array,
    values: Float64Array,
    scores: Float32Array[],
    { scans, usual, parts, closer }: { scans: Scan[]; usual: Background[]; parts: ScoringParts; closer: LookCloser },
  ): Promise<Float64Array> {
    const best = largest(values, closerDepth)
    const candidates = Int32Array.from(best, (i) => rows[i]!)
    const hashes = Array.from(candidates, (row) => this.#matrix.hashes[row]!)
    const nearer: Float32Array[] = []
    for (const [i, leaf] of plan.leaves.entries()) {
      const own = pick(scores[i]!, best)
      if (leaf.vector.kind !== 'text' || leaf.isAvoided) nearer.push(own)
      else {
        const probe = { vector: leaf.vector.vector, isCentred: false, hub: 1 }
        const [plain] = await this.#matrix.exactScores(candidates, [probe])
        nearer.push(await closer.reorder(leaf.vector.vector, hashes, own, plain!))
      }
    }
    const changed = values.slice()
    const said = saidOf(scans, candidates)
    this.#evaluate(plan, nearer, usual, parts, said).forEach((value, i) => (changed[best[i]!] = value))
    return changed
  }

  /** Good until the next one: its memory is used again. */
  #evaluate(
    plan: Plan,
    scores: Float32Array[],
    usual: Background[],
    parts: ScoringParts,
    said: readonly Raise[],
  ): Float64Array {
    const photos = scores[0]?.length ?? 0
    if (!parts.composition) return addUp(plan.tree, scores, photos)
    const leaves = scores.map((values, i) =>
      said[i]!(relevances(values, usual[i]!, plan.leaves[i]!.at, this.#workspaceFor(i, photos)), photos),
    )
    return compose(plan.tree, leaves, photos).subarray(0, photos)
  }

  #workspaceFor(leaf: number, photos: number): Float64Array<ArrayBuffer> {
    const known = this.#workspace[leaf]
    if (known && known.length >= photos) return known
    const fresh = new Float64Array(photos)
    if (leaf < workspaces) this.#workspace[leaf] = fresh
    return fresh
  }

  /** Puts exact scores in the place of those of the best `rows`, by leaf; `near` says which are the best. */
  async #refine(
    scores: readonly Float32Array[],
    leaves: readonly Leaf[],
    scans: readonly Scan[],
    { rows, near }: { rows: Int32Array; near: Float32Array },
  ): Promise<void> {
    const best = largest(near, exactlyScored)
    const exact = await this.#scans.exactScores(
      leaves,
      scans,
      best.map((at) => rows[at]!),
    )
    scores.forEach((values, leaf) => {
      best.forEach((at, i) => (values[at] = exact[leaf]![i]!))
    })
  }

  /** Whether every text that must match has something in the library. See: [Note: presence] */
  async isPresent(plan: Plan): Promise<boolean> {
    this.#forgetOld()
    return (await this.#absentFrom(plan)) !== undefined
  }

  /**
   * Leaves whose texts must match and that no picture shows, but a text says: nothing but texts can match them. Undefined where
   * one is not in the library at all. See: [Note: presence]
   */
  async #absentFrom(plan: Plan): Promise<number[] | undefined> {
    if (!this.#presence) return []
    const { rows, vectors } = await this.#matrix.sample()
    const absent: number[] = []
    for (const { vector, text } of plan.required) {
      if (this.#common.areAllOf(text) && this.#matrix.pictures > 0) continue
      const probe = { vector, isCentred: false, hub: 0 }
      const sample = exactScore(probe, vectors, new Float32Array(rows.length), undefined)
      const leaf = plan.leaves.findIndex((one) => one.vector.vector === vector)
      const [scan] = await this.#scans.all([plan.leaves[leaf]!])
      if (scan!.said?.some((strength) => strength >= relevant)) continue
      const best = await this.#scans.exactPictures(probe, largest(scan!.pictures, bestLookedAt))
      if (isPresent(sample, Math.max(-1, ...best), this.#presence)) continue
      const said = scan!.texts && this.#matrix.parts.bestText(plan.leaves[leaf]!.probe)
      if (said === undefined || !isSaid(said, scan!.texts!)) return undefined
      absent.push(leaf)
    }
    return absent
  }

  /** The same of a library that is shared with another encoder. */
  async #absentIn(plan: Plan, share: Share | undefined): Promise<readonly number[] | undefined> {
    if (!share) return this.#absentFrom(plan)
    return share.isPresent ? [] : undefined
  }

  /** Values with which only what says the absent leaves matches; everything else keeps its order behind. */
  async #bySaying(
    plan: Plan,
    absent: readonly number[],
    rows: Int32Array,
    values: Float64Array,
    scores: readonly Float32Array[],
    scans: readonly Scan[],
    parts: ScoringParts,
  ): Promise<Float64Array> {
    const said: Float32Array[] = []
    for (const [i, { probe }] of plan.leaves.entries()) {
      const nothing = new Float32Array(rows.length).fill(-1)
      said.push(
        absent.includes(i) ? await this.#matrix.parts.withExact(nothing, rows, probe, scans[i]!.scale) : scores[i]!,
      )
    }
    const matching = this.#evaluate(
      plan,
      said,
      scans.map(({ usual }) => usual),
      parts,
      saidOf(scans, rows),
    )
    return values.map((value, i) => (matching[i]! >= relevant ? matching[i]! : unmatched * Math.min(1, value)))
  }

  /** By leaf that was asked for, what `Scans.texts` says of these items; nothing of what is to be avoided. */
  async textsByLeaf(plan: Plan, ids: readonly string[]): Promise<ReadonlyMap<string, MatchingText>[]> {
    this.#forgetOld()
    const found: ReadonlyMap<string, MatchingText>[] = []
    for (const leaf of plan.leaves.slice(0, plan.asked))
      found.push(leaf.isAvoided ? new Map<string, MatchingText>() : await this.#scans.texts(leaf, ids))
    return found
  }

  /** Of each of these items the part that says best what is looked for. */
  async textsOf(plan: Plan, ids: readonly string[]): Promise<Map<string, string>> {
    const best = new Map<string, MatchingText>()
    for (const texts of await this.textsByLeaf(plan, ids))
      for (const [id, text] of texts) if (text.relevance > (best.get(id)?.relevance ?? -1)) best.set(id, text)
    return new Map([...best].map(([id, { part }]) => [id, part]))
  }

  /** Photos that show none of what is never to be shown. */
  async #visible(rows: Int32Array, hidden: readonly Plan[]): Promise<Int32Array> {
    let visible = rows
    for (const concept of hidden) {
      const [scan] = await this.#scans.all(concept.leaves)
      if ((await this.#absentFrom(concept)) === undefined) continue
      const shown = relevances(scan!.scores, scan!.usual, avoidAt)
      visible = visible.filter((row) => shown[row]! < relevant)
    }
    return visible
  }

  async #rows(
    where: string | undefined,
    only: readonly string[] | undefined,
    without: readonly string[],
  ): Promise<Int32Array> {
    const matrix = this.#matrix
    const left = new Set(without.map((id) => matrix.rowOf(id)))
    if (this.#allRows.length !== matrix.count)
      this.#allRows = Int32Array.from({ length: matrix.count }, (_, row) => row)
    let rows = this.#allRows
    if (where !== undefined) rows = rowsOf(matrix, await this.#idsWhere(where))
    if (only) {
      const wanted = new Set(rowsOf(matrix, only))
      rows = rows.filter((row) => wanted.has(row))
    }
    return left.size > 0 ? rows.filter((row) => !left.has(row)) : rows
  }

  async #idsWhere(where: string): Promise<string[]> {
    const table = await this.#store.vectors.query().where(`live = true AND (${where})`).select(['id']).toArrow()
    return table.batches.flatMap((batch) => valuesOf(batch, 'id') as string[])
  }
}

/** Raises the relevances of photos to a term, in place, by what they say. */
type Raise = (relevance: Float64Array, photos?: number) => Float64Array

/** By leaf, for these rows. */
function saidOf(scans: readonly Scan[], rows: Int32Array): Raise[] {
  return scans.map(({ said }): Raise => {
    if (!said) return (relevance) => relevance
    return (relevance, photos = relevance.length) => {
      for (let i = 0; i < photos; i++) relevance[i] = 1 - (1 - relevance[i]!) * (1 - said[rows[i]!]!)
      return relevance
    }
  })
}

/** What a text scores on the scale of photos has no limits. */
function asCosine(score: number): number {
  return Math.min(1, Math.max(-1, score))
}

function rowsOf(matrix: VectorMatrix, ids: readonly string[]): Int32Array<ArrayBuffer> {
  return Int32Array.from(ids.map((id) => matrix.rowOf(id)).filter((row) => row !== undefined))
}
