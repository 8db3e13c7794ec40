/** The photos that the model before answers for: their vectors in memory, and queries in their space. See: [Note: upgrade] */
import type { Expression, Term } from '../../../../contract'
import { SmartAlbums } from '../../curation/albums'
import { Encoder } from '../../encoder/encoder'
import type { Home } from '../../home'
import type { Store } from '../../store/store'
import { LookCloser } from '../closer'
import { VectorMatrix } from '../matrix'
import { readModelStatistics } from '../model-statistics'
import { photoSource } from '../photo-source'
import { QueryImages } from '../query-images'
import { Rankings, type Ranking, type RankingRequest } from '../ranking'
import type { ScoringParts } from '../scoring/parts'
import { compile, type ModelStatistics, type Plan } from '../scoring/plan'
import type { CommonWords } from '../scoring/presence'
import type { Background } from '../scoring/relevance'
import { Terms, type TermSources, type TermVector } from '../terms'
import type { PictureWords } from '../words/picture-words'
import { commonScale } from './common-scale'
import { cross } from './crossing'
import { CrossingSource } from './crossing-source'
import { mergeRankings } from './merge'
import type { PreviousPhotos } from './previous-photos'

/** Compiled queries kept, as many as of the model in use. */
const plansKept = 32

/** Vectors that cross over are centred already where they need be. */
const noStatistics: ModelStatistics = { imageMean: undefined, textMean: undefined, bank: [], captions: [] }

export interface PreviousSpaceOptions {
  home: Home
  store: Store
  photos: PreviousPhotos
  common: CommonWords
  words: PictureWords
  threads: number | undefined
  /** The folder of the model; undefined where it is gone, and queries cross over. See: [Note: crossing] */
  modelFolder: string | undefined
  /** A term in the space of the model in use. */
  ownTerm: (term: Term, withTemplates: boolean) => Promise<TermVector>
  /** Embeds the vocabulary with the model in use, where that was not done yet. */
  prepareConcepts: () => Promise<void>
  /** What its terms are made from; in its own space. */
  sources: (encoder: Encoder, images: QueryImages, matrix: VectorMatrix) => TermSources
}

/** The encoder in use and what it ranks. */
export interface OwnSpace {
  matrix: VectorMatrix
  rankings: Rankings
}

export class PreviousSpace implements OwnSpace {
  readonly photos: PreviousPhotos
  /** Undefined where the model is gone. */
  readonly encoder: Encoder | undefined
  readonly matrix: VectorMatrix
  readonly rankings: Rankings
  readonly albums: SmartAlbums
  readonly closer: LookCloser | undefined
  readonly images: QueryImages | undefined
  readonly #crossings: CrossingSource
  readonly #model: ModelStatistics
  /** `isOnly`: nothing else is looked for. */
  readonly #embed: (term: Term, withTemplates: boolean, isOnly: boolean) => Promise<TermVector>
  /** Oldest first. */
  readonly #plans = new Map<string, Plan>()
  /** So that all pages of a search are of one ranking. */
  readonly #merged = new WeakMap<Ranking, { other: Ranking; merged: Ranking }>()

  private constructor(options: PreviousSpaceOptions, encoder: Encoder | undefined, model: ModelStatistics) {
    const { photos, store, common, words, home, sources, ownTerm, prepareConcepts } = options
    const { imageMean, textMean } = model
    const tables: Store = { ...store, ...photos.tables }
    this.photos = photos
    this.encoder = encoder
    this.#model = model
    this.matrix = new VectorMatrix(tables, { imageMean, textMean })
    this.rankings = new Rankings(tables, this.matrix, encoder?.manifest.calibration?.presence, common, model, words)
    this.albums = new SmartAlbums(photoSource(this.matrix), imageMean)
    this.closer = encoder && new LookCloser(home.tiles, encoder)
    this.images = encoder && new QueryImages(encoder, home.pictures)
    this.#crossings = new CrossingSource({ home, store, photos, prepareConcepts })
    const terms = encoder && this.images && new Terms(sources(encoder, this.images, this.matrix))
    this.#embed = terms
      ? (term, withTemplates) => terms.vector(term, withTemplates)
      : async (term, withTemplates, isOnly) => this.#crossed(term, await ownTerm(term, withTemplates), isOnly)
  }

  static async open(options: PreviousSpaceOptions): Promise<PreviousSpace> {
    const { modelFolder, threads } = options
    if (modelFolder === undefined) return new PreviousSpace(options, undefined, noStatistics)
    const encoder = await Encoder.open(modelFolder, { threads })
    return new PreviousSpace(options, encoder, await readModelStatistics(encoder))
  }

  async refresh(): Promise<void> {
    await this.matrix.refresh()
    await this.photos.refresh()
    if (this.encoder) return
    this.#isReached = (await this.#crossings.crossing()) !== undefined
  }

  /** Loads what queries need. */
  async warmUp(): Promise<void> {
    await this.encoder?.loadTextTower()
    await this.refresh()
  }

  /** Terms that are composed are centred: what all texts have in common counts in none of them. */
  async #crossed(term: Term, own: TermVector, isOnly: boolean): Promise<TermVector> {
    const row = term.kind === 'like' ? this.matrix.rowOf(term.itemId) : undefined
    if (row !== undefined) return { ...own, vector: await this.matrix.vectors(Int32Array.of(row)) }
    const crossing = await this.#crossings.crossing()
    const modality = own.kind === 'text' ? 'text' : 'image'
    const { dimension } = this.photos.tables.encoder
    return { ...own, vector: crossing ? cross(own.vector, modality, crossing, isOnly) : new Float32Array(dimension) }
  }

  /** Whether queries reach its space: without its towers they do when there is something that both models have embedded. */
  #isReached = true

  /** A query in its space: its leaves are those of the query in the space of the model in use. */
  async plan(match: Expression, parts: ScoringParts): Promise<Plan> {
    // Hubness was measured for texts as the encoder before makes them.
    const isMade = this.encoder !== undefined || (await this.#crossings.crossing())?.direction === 'query'
    const used = isMade ? parts : { ...parts, hubness: false }
    const key = JSON.stringify([match, used, this.#crossings.version])
    const known = this.#plans.get(key)
    if (known) return known
    const isOnly = match.op === 'term'
    const embed = (term: Term, withTemplates: boolean): Promise<TermVector> => this.#embed(term, withTemplates, isOnly)
    const plan = await compile(match, embed, this.#model, used)
    if (!plan.leaves.every(({ term }) => term.kind === 'text' || term.kind === 'picture')) return plan
    this.#plans.set(key, plan)
    const [oldest] = this.#plans.keys()
    if (this.#plans.size > plansKept && oldest !== undefined) this.#plans.delete(oldest)
    return plan
  }

  /**
   * Ranks all photos: those of this model here, the others there, and merges them. `plan` and `hidden` of the request are
   * the other model's, `here` are the same in this space.
   */
  async rankWith(
    own: OwnSpace,
    request: RankingRequest,
    here: Pick<RankingRequest, 'plan' | 'hidden'>,
  ): Promise<{ ranking: Ranking; own: Ranking; previous: Ranking }> {
    const { version, ids } = this.photos
    const { plan } = request
    const isPresent = !plan || !here.plan || (await this.#judge(own, plan, here.plan))
    const usual = plan && here.plan && this.#isReached ? await this.usualFor(own, plan, here.plan) : {}
    const one = await own.rankings.rank({
      ...request,
      share: { version, has: (id) => !ids.has(id), usual: usual.own, isPresent },
    })
    const other = await this.rankings.rank({
      ...request,
      ...here,
      closer: request.closer && this.closer,
      share: { version, has: (id) => ids.has(id) && (!plan || this.#isReached), usual: usual.previous, isPresent },
    })
    const known = this.#merged.get(one)
    const merged = known?.other === other ? known.merged : mergeRankings(one, other)
    this.#merged.set(one, { other, merged })
    return { ranking: merged, own: one, previous: other }
  }

  /** What is usual for the scores of the model that has seen fewer photos. See: [Note: one scale] */
  async usualFor(own: OwnSpace, plan: Plan, here: Plan): Promise<{ own?: Background[]; previous?: Background[] }> {
    const { shared } = this.photos
    const both = shared.flatMap((id): [number, number][] => {
      const [one, other] = [own.matrix.rowOf(id), this.matrix.rowOf(id)]
      return one === undefined || other === undefined ? [] : [[one, other]]
    })
    const [before, now] = [await this.rankings.usual(here), await own.rankings.usual(plan)]
    const scoresNow = await own.rankings.scores(
      plan,
      Int32Array.from(both, ([row]) => row),
    )
    const scoresBefore = await this.rankings.scores(
      here,
      Int32Array.from(both, ([, row]) => row),
    )
    return own.matrix.count > this.matrix.count
      ? { previous: now.map((usual, i) => commonScale(usual, scoresBefore[i]!, scoresNow[i]!, before[i]!)) }
      : { own: before.map((usual, i) => commonScale(usual, scoresNow[i]!, scoresBefore[i]!, now[i]!)) }
  }

  async close(): Promise<void> {
    await this.encoder?.close()
  }

  /** Whether anything matches is for the model to say that knows when nothing does, and of two for the one of more photos. */
  async #judge(own: OwnSpace, plan: Plan, here: Plan): Promise<boolean> {
    const isFirst = this.photos.ids.size >= own.matrix.count
    const isAble = this.rankings.knowsPresence && (isFirst || !own.rankings.knowsPresence)
    return isAble ? this.rankings.isPresent(here) : own.rankings.isPresent(plan)
  }
}
