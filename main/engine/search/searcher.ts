/** Answers searches: understands the query, embeds its terms, ranks, and fetches what a page shows. */
import {
  FoveaError,
  type Area,
  type CloserProgress,
  type Explanation,
  type Filters,
  type MapCluster,
  type MeaningMap as ShownMap,
  type ParsedQuery,
  type PlaceCount,
  type Query,
  type QueryImage,
  type ResultItem,
  type SavedSearch,
  type SearchOptions,
  type SearchPage,
  type ShownImage,
  type Suggestion,
  type Tag,
  type Term,
  type Timeline,
  type TextLine,
} from '../../../contract'
import { SmartAlbums } from '../curation/albums'
import { Curator } from '../curation/curator'
import { Encoder } from '../encoder/encoder'
import type { Home } from '../home'
import type { MountTable } from '../library/mounts'
import { kindOf } from '../library/file-kinds'
import { isWithin } from '../library/paths'
import { cutCrop, decodeForCrops } from '../media/crops'
import { makeThumbnail } from '../media/decode'
import { normaliseExposure } from '../media/exposure'
import { readPhoto } from '../media/photo'
import { folderOf } from '../models/bridge-kind'
import { noteSize, readNote } from '../notes/note'
import type { Resources } from '../resources'
import { storeError, type Store } from '../store/store'
import { bridgedAlbums, likeness } from './bridge/both-spaces'
import { PreviousSpace, type PreviousSpaceOptions } from './bridge/previous-space'
import { thumbnailVector } from './bridge/thumbnail-vector'
import { LookCloser } from './closer'
import { Concepts } from './concepts'
import { DuplicateGroups } from './duplicate-groups'
import { explain } from './explain'
import { Grouping, type Listed } from './grouping'
import { printQuery } from './language/printer'
import { LibraryNames } from './library-names'
import { LibraryReader } from './library-reader'
import { VectorMatrix } from './matrix'
import { MeaningMap } from './meaning/meaning-map'
import { readModelStatistics } from './model-statistics'
import { PhotoPlaces } from './photo-places'
import { photoSource } from './photo-source'
import { QueryImages } from './query-images'
import { Rankings, type Ranking, type RankingRequest } from './ranking'
import { allParts, type ScoringParts } from './scoring/parts'
import { compile, type ModelStatistics, type Plan } from './scoring/plan'
import { CommonWords } from './scoring/presence'
import { firstPassages, momentsOf } from './result-parts'
import { rowsPlaces, sweepRows, type RowsPlaces } from './rows-file'
import { suggestions } from './suggestions'
import type { Vocabulary } from './tags/vocabulary'
import { writtenFrom } from './vector-rows'
import { Terms, type TermSources, type TermVector } from './terms'
import { batchTimes, countDays } from './timeline'
import { asDescription, likedIn, needsRoots, picturesIn, saidIn, textTerm, understand, whereOf } from './understanding'
import { PictureWords } from './words/picture-words'

export interface SearcherOptions {
  home: Home
  modelFolder: string
  resources: Pick<Resources, 'vocabulary' | 'commonWords' | 'starterModel'>
  threads?: number
  /** Whether `image:"path"` may name any file (the command line) or photos in the library's folders only (the window). */
  pictureFiles: 'anywhere' | 'library'
  /** Replaceable so that drives can be tested. */
  mounts?: MountTable
  /** Texts whose vectors are kept; a few hundred by default. */
  textsKept?: number
  /** Bytes of memory for whole vectors; larger libraries are kept at eight bits a number. */
  fullVectorBytes?: number | undefined
}

interface ItemVector {
  vector: Float32Array
  isNote: boolean
}

export type SearchRequest = SearchOptions & { offset: number; limit: number }

/** Long side of a photo rendered for the viewer, in pixels: as sharp as large screens. */
const renderedSide = 4096
/** Compiled queries kept, so that a page or a filter more does not score anew. */
const plansKept = 32
const tagsShown = 12

type Region = Extract<Term, { kind: 'region' }>

interface Opened {
  matrix: VectorMatrix
  /** Where its rows are written down. */
  written: RowsPlaces | undefined
  rankings: Rankings
  /** While photos are embedded anew by another model. See: [Note: upgrade] */
  previous: PreviousSpace | undefined
  albums: Pick<SmartAlbums, 'members'>
  duplicates: DuplicateGroups
  places: PhotoPlaces
  meaning: MeaningMap
}

export class Searcher {
  readonly encoder: Encoder
  readonly library: LibraryReader
  readonly curator: Curator
  readonly #options: SearcherOptions
  readonly #names: LibraryNames
  readonly #images: QueryImages
  readonly #terms: Terms
  readonly #concepts: Concepts
  readonly #closer: LookCloser
  readonly #common: CommonWords
  readonly #words: PictureWords
  #statistics: Promise<ModelStatistics> | undefined
  #opened: Opened | undefined
  /** One search at a time: rows must not move under a ranking. */
  #running: Promise<unknown> = Promise.resolve()
  /** Oldest first. */
  readonly #plans = new Map<string, Plan>()
  readonly #grouping = new Grouping()

  private constructor(options: SearcherOptions, encoder: Encoder) {
    this.#options = options
    this.encoder = encoder
    this.library = new LibraryReader(options.home, encoder.identity, options.mounts)
    this.#names = new LibraryNames(this.library)
    this.#images = new QueryImages(encoder, options.home.pictures)
    this.#words = new PictureWords(options.home.store)
    this.#common = CommonWords.read(options.resources.commonWords)
    this.#closer = new LookCloser(options.home.tiles, encoder)
    this.curator = new Curator(options.home.curationFile, {
      smartAlbums: async () => (await this.#open())?.albums,
      hashesOf: async (ids) => new Map([...(await this.library.shown(ids))].map(([id, { hash }]) => [id, hash])),
    })
    this.#concepts = new Concepts(options, encoder, () => this.curator.words.vocabulary)
    this.#terms = new Terms(this.#sources(encoder, this.#images, () => this.#opened?.matrix))
  }

  /** Throws MODEL_DAMAGED or MODEL_UNSUPPORTED. The store is opened by the first search that needs it. */
  static async open(options: SearcherOptions): Promise<Searcher> {
    const { modelFolder, threads, home } = options
    const { mappedTowers } = home
    return new Searcher(options, await Encoder.open(modelFolder, { threads, mappedTowers }))
  }

  /** Loads the text tower and the vectors, so that the first search is as fast as the next. */
  async warmUp(): Promise<void> {
    // The store reads on threads of its own while the tower loads.
    await Promise.all([this.#warmUpStore(), this.encoder.loadTextTower(), this.#words.refresh()])
    await this.#tidyPictures()
  }

  async #warmUpStore(): Promise<void> {
    const opened = await this.#open()
    await opened?.matrix.refresh()
    await opened?.previous?.warmUp()
  }

  /** Whether loading the library takes long enough to be noticed. */
  async isLarge(): Promise<boolean> {
    const store = await this.library.store()
    return store !== undefined && (await store.vectors.countRows()) >= writtenFrom
  }

  /** Writes down what the next start would otherwise read from the store. See: [Note: rows in a file] */
  async writeRows(): Promise<void> {
    if (!this.#opened?.written) return
    const { matrix, written } = this.#opened
    await sweepRows(this.#options.home.rows, written)
    await matrix.writeDown()
  }

  /** Opens the vocabulary: seconds of work in small pieces when it is new, so that nobody waits for it later. */
  async prepareConcepts(): Promise<void> {
    await this.#concepts.vocabulary()
  }

  /** Throws QUERY_INVALID, NOT_FOUND (unknown item, album or picture), STORE_NEWER, STORE_DAMAGED, MODEL_DAMAGED. */
  search(request: SearchRequest): Promise<SearchPage> {
    return this.#alone(async () => {
      const started = performance.now()
      const { offset, limit } = request
      const query = understand(request.query)
      const about = { query, text: printQuery(query), offset }
      const opened = await this.#open()
      if (!opened) {
        return { ...about, items: [], total: 0, matches: 0, weaker: 0, timings: { embed: 0, search: 0, fetch: 0 } }
      }
      const plan = await this.#plan(query)
      const embedded = performance.now()
      const { ranking } = await this.#rank(opened, request, query, plan)
      const listed = await this.#grouping.list(ranking, request, opened)
      const searched = performance.now()
      const places = { from: offset, to: Math.min(listed.total, offset + limit) }
      const items = await this.#items(ranking, listed, places, opened, plan)
      return {
        ...about,
        items,
        total: listed.total,
        matches: listed.matches,
        weaker: ranking.total - ranking.matches,
        timings: { embed: embedded - started, search: searched - embedded, fetch: performance.now() - searched },
      }
    })
  }

  /** How many of the photos of a search by date each day has. Throws QUERY_INVALID. */
  timeline(request: SearchOptions): Promise<Timeline> {
    return this.#alone(async () => {
      const opened = await this.#open()
      if (!opened) return { days: [], undated: 0 }
      const { own, previous } = await this.#rank(opened, request, understand(request.query), undefined)
      const datesOf = (rows: Int32Array, dates: readonly number[]): number[] => Array.from(rows, (row) => dates[row]!)
      const before = previous && opened.previous ? datesOf(previous.rows, opened.previous.matrix.dates) : []
      return countDays([...datesOf(own.rows, opened.matrix.dates), ...before])
    })
  }

  async places(): Promise<PlaceCount[]> {
    return (await this.#open())?.places.places() ?? []
  }

  async mapClusters(area: Area, cells: number): Promise<{ clusters: MapCluster[]; located: number }> {
    const opened = await this.#open()
    if (!opened) return { clusters: [], located: 0 }
    await this.#alone(() => opened.matrix.refresh())
    return opened.places.clusters(area, cells)
  }

  /** Takes seconds where the photos changed since the last time, in pieces that let searches through. */
  async meaningMap(): Promise<ShownMap> {
    const opened = await this.#open()
    if (!opened) return emptyMap()
    await this.#alone(() => opened.matrix.refresh())
    return opened.meaning.map()
  }

  /** The photos at these places of the map that was shown last; null for one that went, and for another map. */
  async meaningPhotos(version: string, points: readonly number[]): Promise<(ResultItem | null)[]> {
    const ids = (await this.#open())?.meaning.idsAt(version, points) ?? []
    const rows = await this.library.shown(ids.filter((id) => id !== ''))
    return points.map((_, i) => {
      const row = rows.get(ids[i] ?? '')
      return row ? { id: ids[i]!, ...row, moment: null, passage: null, score: null, relevance: null, copies: 0 } : null
    })
  }

  /** Ids of all photos in order, the weaker ones too, with some parts of the scoring switched off. */
  ranked(request: SearchOptions, parts: ScoringParts = allParts): Promise<{ ids: string[]; matches: number }> {
    return this.#alone(async () => {
      const asked = request.query
      const query = understand(!parts.negation && asked.kind === 'text' ? asDescription(asked.text) : asked)
      const opened = await this.#open()
      if (!opened) return { ids: [], matches: 0 }
      const { ranking } = await this.#rank(opened, request, query, await this.#plan(query, parts), parts)
      const { total, matches, idAt } = ranking
      return { ids: Array.from({ length: total }, (_, place) => idAt(place)), matches }
    })
  }

  /** Makes tiles of the best photos for about a second; to be called again until all are done. */
  lookCloser(request: SearchOptions, signal?: AbortSignal): Promise<CloserProgress> {
    return this.#alone(async () => {
      const opened = await this.#open()
      const query = understand(request.query)
      const plan = await this.#plan(query)
      if (!opened || !plan) return { done: 0, total: 0 }
      const { own, previous } = await this.#rank(opened, { ...request, closer: false }, query, plan)
      const progress = await this.#closer.advance(own.top, opened.matrix, this.library, signal)
      if (!previous || !opened.previous) return progress
      const { closer, matrix } = opened.previous
      if (!closer) return progress
      const before = await closer.advance(previous.top, matrix, this.library, signal)
      return { done: progress.done + before.done, total: progress.total + before.total }
    })
  }

  /** Throws NOT_FOUND. Heat maps take a look at parts of the photo, and so half a second; `heat: false` does without. */
  explain(request: SearchOptions & { itemId: string; heat?: boolean }, signal?: AbortSignal): Promise<Explanation> {
    return this.#alone(async () => {
      const opened = await this.#open()
      const query = understand(request.query)
      const plan = await this.#plan(query)
      if (!opened) return { relevance: null, terms: [], concepts: [], says: [] }
      const { matrix, rankings } = opened
      await matrix.refresh()
      await this.#words.refresh()
      const previous = await this.#previousOf(opened)
      const isBefore = previous?.photos.ids.has(request.itemId) === true
      const at = isBefore ? previous : opened
      const row = at.matrix.rowOf(request.itemId)
      if (row === undefined) throw unknownPhoto()
      const lines = await this.#words.linesOf(at.matrix.hashes[row]!, saidIn(query))
      const says = lines.filter(({ isMatch }) => isMatch).map(({ text }) => text)
      if (!plan || !query.match) return { relevance: null, terms: [], concepts: [], says }
      const here = previous && (await previous.plan(query.match, allParts))
      const usual = previous && here ? await previous.usualFor(opened, plan, here) : {}
      const withHeat = request.heat ?? true
      const why =
        previous && here && isBefore
          ? await explain(
              {
                plan: here,
                row,
                matrix: previous.matrix,
                rankings: previous.rankings,
                withHeat: withHeat && previous.closer !== undefined,
                usual: usual.previous,
              },
              // The vocabulary is in the other space.
              { concepts: undefined, tiles: previous.closer ?? this.#closer, library: this.library },
              signal,
            )
          : await explain(
              { plan, row, matrix, rankings, withHeat, usual: usual.own },
              { concepts: await this.#concepts.soon(), tiles: this.#closer, library: this.library },
              signal,
            )
      return { ...why, says }
    })
  }

  /** What is written in a photo, and in which lines are words of a query. Throws NOT_FOUND. */
  async words(id: string, query?: Query): Promise<TextLine[]> {
    const hash = (await this.library.shown([id])).get(id)?.hash
    if (hash === undefined) throw unknownPhoto()
    return this.#words.linesOf(hash, query ? saidIn(understand(query)) : [])
  }

  /** Lines of these results that have words of a query, by content; those that say nothing of it are left out. */
  async says(items: readonly Pick<ResultItem, 'hash'>[], query: Query): Promise<Map<string, string[]>> {
    const texts = saidIn(understand(query))
    const said = new Map<string, string[]>()
    if (texts.length === 0) return said
    for (const { hash } of items) {
      if (said.has(hash) || !this.#words.index.has(hash)) continue
      const lines = (await this.#words.linesOf(hash, texts)).filter(({ isMatch }) => isMatch)
      if (lines.length > 0)
        said.set(
          hash,
          lines.map(({ text }) => text),
        )
    }
    return said
  }

  /** Pictures whose words were read, and those a glance was enough for. */
  wordCounts(): ReturnType<PictureWords['counts']> {
    return this.#words.counts()
  }

  /** What is in a photo; nothing for notes, which say it themselves. Throws NOT_FOUND. */
  async tags(id: string): Promise<Tag[]> {
    const { vector, isNote } = await this.#itemVector(id, this.encoder)
    return isNote ? [] : this.#tagsOf(vector)
  }

  /** What is in a picture file, which need not be in the library. Throws FILE_UNREADABLE, IMAGE_UNREADABLE. */
  async tagsOfFile(path: string): Promise<Tag[]> {
    return this.#tagsOf((await this.#terms.vector({ kind: 'file', path }, false)).vector)
  }

  async suggest(text: string): Promise<Suggestion[]> {
    const opened = await this.#open()
    return suggestions(text, {
      vocabulary: this.#concepts.ready(opened?.matrix),
      ...this.#names.at(opened?.matrix),
    })
  }

  async duplicates(kind: 'exact' | 'near', offset: number, limit: number) {
    const opened = await this.#open()
    if (!opened) return { groups: [], total: 0 }
    await this.#alone(() => opened.matrix.refresh())
    return opened.duplicates.page(kind, offset, limit)
  }

  async addImage(name: string, bytes: Uint8Array): Promise<QueryImage> {
    const image = await this.#images.add(name, bytes)
    await this.#opened?.previous?.images?.add(name, bytes, image.imageId)
    return image
  }

  /** Throws NOT_FOUND. */
  showImage(imageId: string): Promise<ShownImage> {
    return this.#images.show(imageId)
  }

  /** With its pictures. Throws QUERY_INVALID, NOT_FOUND (a picture), INVALID_INPUT (the name). */
  async saveSearch(search: Omit<SavedSearch, 'id'>): Promise<SavedSearch> {
    await this.#images.save(picturesIn(understand({ kind: 'text', text: search.text })))
    return this.curator.saveSearch(search)
  }

  /** The whole photo as WebP, for formats a browser cannot show. Throws FILE_UNREADABLE. */
  async render(id: string): Promise<Uint8Array<ArrayBuffer>> {
    const { path } = await this.library.locate(id)
    try {
      return new Uint8Array(await makeThumbnail((await readPhoto(path)).bytes, renderedSide))
    } catch (error) {
      throw new FoveaError('FILE_UNREADABLE', 'The photo could not be read: check the drive it is on.', {
        cause: error,
      })
    }
  }

  /** The text of a note. Throws NOT_FOUND, FILE_UNREADABLE. */
  async text(id: string): Promise<string> {
    const { path } = await this.library.locate(id)
    try {
      return (await readNote(path, (await readPhoto(path, noteSize)).bytes)).text
    } catch (error) {
      throw new FoveaError('FILE_UNREADABLE', 'The note could not be read: check the drive it is on.', { cause: error })
    }
  }

  /** Concepts are read again afterwards, so that the person's own words are among them. */
  changeWords(change: (curator: Curator) => void): Curator['words'] {
    change(this.curator)
    this.#concepts.forget()
    return this.curator.words
  }

  async close(): Promise<void> {
    await this.#running.catch(() => undefined)
    await this.#concepts.close()
    await this.#words.close()
    await this.#opened?.previous?.close()
    await this.library.close()
    await this.encoder.close()
  }

  async #rank(
    opened: Opened,
    request: SearchOptions,
    query: ParsedQuery,
    plan: Plan | undefined,
    parts = allParts,
  ): Promise<{ ranking: Ranking; own: Ranking; previous?: Ranking }> {
    const { matrix, rankings } = opened
    const { filters, feedback, closer, order } = request
    await Promise.all([matrix.refresh(), this.#words.refresh()])
    const concepts = this.curator.words.hiddenConcepts.map(textTerm)
    const hidden: Plan[] = []
    for (const match of concepts) hidden.push((await this.#plan({ match }))!)
    const without = [...(query.match ? likedIn(query.match) : []), ...(feedback?.less ?? [])]
    const asked: RankingRequest = {
      plan,
      where: whereOf(query, filters, needsRoots(query) ? await this.library.rootsNow() : [], (text) =>
        this.#words.index.havingPhrase(text),
      ),
      only: await this.#only(filters, opened),
      without,
      hidden,
      parts,
      feedback: feedback && (feedback.more.length > 0 || feedback.less.length > 0) ? feedback : undefined,
      closer: closer === true ? this.#closer : undefined,
      added: order === 'added' ? batchTimes(await this.library.addedTimes()) : undefined,
      share: undefined,
    }
    const previous = await this.#previousOf(opened)
    if (!previous) {
      const ranking = await rankings.rank(asked)
      return { ranking, own: ranking }
    }
    const there: Plan[] = []
    for (const match of concepts) there.push(await previous.plan(match, allParts))
    const here = query.match && (await previous.plan(query.match, parts))
    return previous.rankWith(opened, asked, { plan: here, hidden: there })
  }

  /** Brought up to date; let go of when the model in use knows all photos. */
  async #previousOf(opened: Opened): Promise<PreviousSpace | undefined> {
    const { previous } = opened
    if (!previous) return undefined
    await previous.refresh()
    if (previous.photos.ids.size > 0) return previous
    opened.previous = undefined
    await previous.close()
    return undefined
  }

  /** The ids that the album and the part of the map leave, where they are asked for. */
  async #only({ album, meaning }: Filters, opened: Opened): Promise<readonly string[] | undefined> {
    const members = album === undefined ? undefined : await this.curator.members(album)
    if (!meaning) return members
    const near = await opened.meaning.idsIn(meaning)
    if (!members) return near
    const isNear = new Set(near)
    return members.filter((id) => isNear.has(id))
  }

  async #items(
    ranking: Ranking,
    listed: Listed,
    { from, to }: { from: number; to: number },
    { matrix, rankings }: Opened,
    plan: Plan | undefined,
  ): Promise<ResultItem[]> {
    const ranked = Array.from({ length: Math.max(0, to - from) }, (_, i) => {
      const { place, copies } = listed.at(from + i)
      return { ...ranking.at(place), copies }
    })
    try {
      const ids = ranked.map(({ id }) => id)
      const parts = plan ? await rankings.textsOf(plan, ids) : firstPassages(ids, matrix)
      const rows = await this.library.shown(ids, (id) => matrix.factsOf(id))
      const passages = await this.library.passages([...parts.values()])
      const moments = plan ? await momentsOf(plan, matrix, ranked) : new Map<string, number>()
      return ranked.flatMap(({ id, score, relevance, copies }): ResultItem[] => {
        const row = rows.get(id) // let go of by a commit in between, if missing
        const passage = passages.get(parts.get(id) ?? '') ?? null
        return row ? [{ id, ...row, score, relevance, copies, passage, moment: moments.get(id) ?? null }] : []
      })
    } catch (error) {
      throw storeError(error)
    }
  }

  async #plan({ match }: ParsedQuery, parts = allParts): Promise<Plan | undefined> {
    if (!match) return undefined
    const key = JSON.stringify([match, parts])
    const known = this.#plans.get(key)
    if (known) return known
    const model = await this.#modelStatistics()
    const plan = await compile(match, (term, templates) => this.#terms.vector(term, templates), model, parts)
    // Pictures and photos may change under their names.
    if (!plan.leaves.every(({ term }) => term.kind === 'text' || term.kind === 'picture')) return plan
    this.#plans.set(key, plan)
    const [oldest] = this.#plans.keys()
    if (this.#plans.size > plansKept && oldest !== undefined) this.#plans.delete(oldest)
    return plan
  }

  async #tagsOf(photo: Float32Array): Promise<Tag[]> {
    return this.#tagger(await this.#concepts.vocabulary())(photo, tagsShown)
  }

  /** What is never shown is not named either. */
  #tagger(vocabulary: Vocabulary): (photo: Float32Array, count: number) => Tag[] {
    const hidden = new Set(this.curator.words.hiddenConcepts.map((word) => word.toLowerCase()))
    return (photo, count) => vocabulary.tagsOf(photo, count).filter(({ concept }) => !hidden.has(concept.toLowerCase()))
  }

  /** The vector of a photo, embedded now where the encoder has not come to it yet. Throws NOT_FOUND. */
  async #itemVector(id: string, encoder: Encoder, matrix?: VectorMatrix): Promise<ItemVector> {
    await this.#open()
    const vectors = matrix ?? this.#opened?.matrix
    if (vectors && vectors.version < 0) await vectors.refresh()
    const row = vectors?.rowOf(id)
    if (vectors && row !== undefined)
      return { vector: await vectors.vectors(Int32Array.of(row)), isNote: vectors.kinds[row] === 'text' }
    const photo = (await this.library.shown([id])).get(id)
    if (!photo || !this.#opened?.previous) throw unknownPhoto()
    return thumbnailVector(encoder, this.#options.home.thumbnails, photo.hash).then(
      (vector) => ({ vector, isNote: false }),
      () => {
        throw unknownPhoto()
      },
    )
  }

  async #regionVector({ itemId, x, y, w, h }: Region, encoder: Encoder): Promise<Float32Array> {
    const { path } = await this.library.locate(itemId)
    if (kindOf(path) !== 'image')
      throw new FoveaError('IMAGE_UNREADABLE', 'Only photos have parts that can be searched for.')
    try {
      const decoded = await decodeForCrops((await readPhoto(path)).bytes)
      const pixels = await cutCrop(decoded, { x, y, w, h }, encoder.manifest.image)
      const [vector] = await encoder.embedImages([normaliseExposure(pixels, encoder.manifest.image)])
      return vector!
    } catch (error) {
      throw new FoveaError('FILE_UNREADABLE', 'This photo cannot be read now: check the drive it is on.', {
        cause: error,
      })
    }
  }

  /** Removed searches may come back until the next start, so only then their pictures go. */
  async #tidyPictures(): Promise<void> {
    // None at all may also mean that their file was damaged and is to be mended by hand.
    if (this.curator.searches.length === 0) return
    const used = this.curator.searches.flatMap(({ text }) => text.match(/[0-9a-f]{32}/g) ?? [])
    await this.#images.tidy(new Set(used))
  }

  async #requireReadable(path: string): Promise<void> {
    if (this.#options.pictureFiles === 'anywhere') return
    const roots = [...this.library.roots().values()]
    if (roots.some((root) => isWithin(path, root.path))) return
    throw new FoveaError(
      'NOT_ALLOWED',
      'This picture is not in one of your folders. Drop it on the window instead, or choose it with the picture button.',
    )
  }

  #modelStatistics(): Promise<ModelStatistics> {
    this.#statistics ??= readModelStatistics(this.encoder).catch((error: unknown) => {
      this.#statistics = undefined
      throw error
    })
    return this.#statistics
  }

  async #open(): Promise<Opened | undefined> {
    if (this.#opened) return this.#opened
    const store = await this.library.store()
    if (!store) return undefined
    const model = await this.#modelStatistics()
    const { imageMean, textMean } = model
    const { calibration } = this.encoder.manifest
    const { home, fullVectorBytes } = this.#options
    const places = await rowsPlaces(home, store)
    const matrix = new VectorMatrix(store, { imageMean, textMean, fullVectorBytes, places })
    const rankings = new Rankings(store, matrix, calibration?.presence, this.#common, model, this.#words)
    const previous = await this.#openPrevious(store)
    // Another search may have opened it meanwhile.
    if (this.#isOpened()) await previous?.close()
    this.#opened ??= {
      matrix,
      written: places,
      rankings,
      previous,
      albums: bridgedAlbums(new SmartAlbums(photoSource(matrix), imageMean), previous),
      duplicates: new DuplicateGroups(matrix, this.library, (one, other) => likeness(one, other, matrix, previous)),
      places: new PhotoPlaces(this.library, matrix),
      meaning: new MeaningMap(matrix, {
        file: home.meaningFile,
        encoder: JSON.stringify(this.encoder.identity),
        tagsOf: async () => this.#tagger(await this.#concepts.vocabulary()),
      }),
    }
    return this.#opened
  }

  #isOpened(): boolean {
    return this.#opened !== undefined
  }

  /** Undefined where no photo needs it. See: [Note: upgrade] */
  async #openPrevious(store: Store): Promise<PreviousSpace | undefined> {
    const { home, resources, threads } = this.#options
    const photos = await this.library.previous()
    if (!photos) return undefined
    const modelFolder = await folderOf(photos.tables.encoder, home, resources)
    const ownTerm = (term: Term, withTemplates: boolean): Promise<TermVector> => this.#terms.vector(term, withTemplates)
    const sources: PreviousSpaceOptions['sources'] = (encoder, images, matrix) =>
      this.#sources(encoder, images, () => matrix)
    return PreviousSpace.open({
      home,
      store,
      photos,
      common: this.#common,
      words: this.#words,
      threads,
      modelFolder,
      ownTerm,
      prepareConcepts: () => this.prepareConcepts(),
      sources,
    })
  }

  #sources(encoder: Encoder, images: QueryImages, matrix: () => VectorMatrix | undefined): TermSources {
    return {
      encoder,
      images,
      itemVector: (id) => this.#itemVector(id, encoder, matrix()),
      regionVector: (term) => this.#regionVector(term, encoder),
      requireReadable: (path) => this.#requireReadable(path),
      textsKept: this.#options.textsKept,
    }
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#running.catch(() => undefined).then(work)
    this.#running = result
    return result
  }
}

function emptyMap(): ShownMap {
  return { version: '', xs: new Float32Array(), ys: new Float32Array(), clusterOf: new Uint16Array(), clusters: [] }
}

function unknownPhoto(): FoveaError {
  return new FoveaError('NOT_FOUND', 'This photo is not in the library any more.')
}
