/** The shapes that cross process boundaries. Times are milliseconds since 1970 (UTC), sizes are bytes or pixels. */
import { z } from 'zod'
import { Area, MeaningPart } from './browse'
import { AlbumId, ContentHash, ImageId, ItemId, RootId, SearchId } from './ids'
import { ParsedQuery, QueryProblem } from './query'

const Time = z.number().int().min(-8.64e15).max(8.64e15)
const Count = z.number().int().min(0)

/** Why a file could not be indexed. The sentence for each is in contract/failures.ts. */
export const FailureCode = z.enum([
  'empty',
  'not-an-image',
  'corrupt',
  'too-large',
  'unreadable',
  'vanished',
  'crashed',
  'no-preview',
  'too-slow',
  'drawing',
  'layered',
  'video-codec',
  'video-needs-app',
  'not-a-text',
  'no-text',
  'text-too-large',
  'encrypted',
])
export type FailureCode = z.infer<typeof FailureCode>

/** As gitignore(5) has them, but that letter case makes no difference. */
const PatternList = z.array(z.string().max(1000)).max(1000)

/** What a person can set of a folder. */
export const RootSettings = z.object({
  /** Patterns; where there are any, only files they cover are looked at. */
  include: PatternList,
  /** Patterns of what is left out. */
  exclude: PatternList,
  /** Left as it is: nothing in it is read, and no changes are looked for. */
  paused: z.boolean(),
  /** How often it is looked through while it cannot be watched; null for the usual. */
  rescanMinutes: z.number().int().min(1).max(1440).nullable(),
})
export type RootSettings = z.infer<typeof RootSettings>

/** Every file of the library is one of these. */
export const StateCounts = z.object({
  /** Found, and there. */
  ready: Count,
  /** Seen, not yet read. */
  pending: Count,
  /** Could not be read. */
  failed: Count,
  /** Found, but in a folder that is away or cannot be read now. */
  offline: Count,
})
export type StateCounts = z.infer<typeof StateCounts>

/** text: a note. */
export const ItemKind = z.enum(['image', 'video', 'text'])
export type ItemKind = z.infer<typeof ItemKind>

/** How many are of each kind. */
export const KindCounts = z.object({ image: Count, video: Count, text: Count })
export type KindCounts = z.infer<typeof KindCounts>

export const Root = z.object({
  id: RootId,
  /** Absolute path in the platform's own notation; for display only. */
  path: z.string(),
  name: z.string(),
  /** watching: live; rescanning: on a network, or too many folders to watch, looked at every few minutes instead. */
  state: z.enum(['scanning', 'watching', 'rescanning', 'paused', 'offline', 'unreadable']),
  /** One sentence when the state is not watching or scanning. */
  message: z.string().optional(),
  ...StateCounts.shape,
  isSample: z.boolean(),
  isNetwork: z.boolean(),
  ...RootSettings.shape,
})
export type Root = z.infer<typeof Root>

/** Why indexing stands still: the person's wish, until further notice or until a time; a battery under 20 %; a full disk. */
export const PauseReason = z.enum(['user', 'until', 'battery-low', 'disk-full'])
export type PauseReason = z.infer<typeof PauseReason>

/** Why indexing is slower than it could be: somebody searches; the computer runs on battery; the person gave it less. */
export const SlowReason = z.enum(['searching', 'battery', 'share'])
export type SlowReason = z.infer<typeof SlowReason>

/** Percent of the processor that indexing may use. */
export const CpuShare = z.union([z.literal(25), z.literal(50), z.literal(75), z.literal(100)])
export type CpuShare = z.infer<typeof CpuShare>

/** Where the computer's power comes from. */
export const Power = z.object({
  onBattery: z.boolean(),
  /** 0 to 1; null where there is no battery, or it does not say. */
  level: z.number().min(0).max(1).nullable(),
})
export type Power = z.infer<typeof Power>

/**
 * Another model was chosen, and photos are embedded anew with it. Those it has not come to are found by the model before, so
 * nothing is missing meanwhile. Choosing the model before again goes back at once.
 */
export const Upgrade = z.object({
  /** Ids of the models. */
  from: z.string(),
  to: z.string(),
  /** Photos embedded with the new one, of all that are found. */
  done: Count,
  total: Count,
  /**
   * How queries reach the vectors of the model before. both-towers: it is still here and embeds them itself. map: it is gone, and
   * an orthogonal map takes them over. anchors: so it is, and its vectors have another width.
   */
  bridge: z.enum(['both-towers', 'map', 'anchors']),
})
export type Upgrade = z.infer<typeof Upgrade>

/** In which pictures words are read: in none; in those that a glance finds something like text in; in all. */
export const readingModes = ['off', 'likely', 'all'] as const
export const ReadingMode = z.enum(readingModes)
export type ReadingMode = z.infer<typeof ReadingMode>

/** How far words in pictures have been read. Copies of one picture count once, pictures that are away do not. */
export const ReadingProgress = z.object({
  mode: ReadingMode,
  /** Whether pictures are being read just now. */
  isReading: z.boolean(),
  /** Looked at, at least at a glance. */
  done: Count,
  total: Count,
  /** Why no more are read until Fovea starts again: what reads them is damaged. */
  problem: z.string().optional(),
})
export type ReadingProgress = z.infer<typeof ReadingProgress>

/** A line of text in a picture. */
export const TextLine = z.object({
  text: z.string(),
  /** Left, top, right and bottom in fractions of the picture. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  /** Whether it has words of the search it was asked for with. */
  isMatch: z.boolean(),
})
export type TextLine = z.infer<typeof TextLine>

/** One snapshot of the whole library; every field is current when it is sent, at most 4 are sent a second. */
export const LibraryStatus = z.object({
  phase: z.enum(['starting', 'idle', 'scanning', 'indexing', 'paused', 'failed']),
  pausedBy: z.array(PauseReason),
  /** When indexing goes on by itself; null unless `pausedBy` has `until`. */
  pausedUntil: Time.nullable(),
  slowedBy: z.array(SlowReason),
  cpuShare: CpuShare,
  /** Set when phase is failed (the store or the model cannot be used): what happened and what to do. */
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  /** Something that happened at start and that the person should know: the library had to be rebuilt. */
  notice: z.string().optional(),
  /** While photos are embedded anew because another model was chosen. */
  upgrade: Upgrade.optional(),
  counts: StateCounts,
  /** Of those that are ready. */
  kinds: KindCounts,
  /** The run in progress or the last one. done <= total, both only grow within a run. */
  run: z.object({ done: Count, total: Count, embedded: Count, reused: Count, failed: Count }),
  /** Photos a second, smoothed; 0 when nothing runs. */
  rate: z.number().min(0),
  /** Seconds left, or null while it is too early to say. */
  etaSeconds: z.number().min(0).nullable(),
  /** Folder being read now, relative to its root; empty when idle. */
  folder: z.string(),
  roots: z.array(Root),
  reading: ReadingProgress,
  /** Grows with every commit to the store: when it changes, results may have changed. */
  revision: Count,
})
export type LibraryStatus = z.infer<typeof LibraryStatus>

/** How a download or an import of a model is going. */
export const ModelProgress = z.object({
  /** Of the model; of an import, its name. */
  id: z.string(),
  kind: z.enum(['download', 'import']),
  /** asking: how large files are. checking: hashes. trying: both towers are run once. */
  phase: z.enum(['asking', 'downloading', 'copying', 'checking', 'trying', 'done', 'paused', 'failed']),
  /** Bytes; a total of 0 is not known (yet). */
  done: Count,
  total: Count,
  bytesPerSecond: z.number().min(0),
  etaSeconds: z.number().min(0).nullable(),
  /** Set when phase is failed. */
  error: z.object({ code: z.string(), message: z.string() }).optional(),
})
export type ModelProgress = z.infer<typeof ModelProgress>

/** A figure of retrieval quality and where it was published. */
const ModelQuality = z.object({ measure: z.string(), value: z.number(), source: z.string() })

/** A model that can be used, fetched or imported. */
export const ModelSummary = z.object({
  id: z.string(),
  name: z.string(),
  /** available: can be downloaded. partial: some of it is here. import-only: its licence does not let Fovea fetch it. */
  state: z.enum(['installed', 'damaged', 'partial', 'available', 'import-only']),
  isInUse: z.boolean(),
  isRecommended: z.boolean(),
  licence: z.string(),
  /** ISO 639-1; empty where nobody says. "mul" stands for many. */
  languages: z.array(z.string()),
  dimension: z.number().int().positive().nullable(),
  /** How long a photo takes, compared with the model that comes with Fovea. */
  speed: z.enum(['fast', 'medium', 'slow']).nullable(),
  /** On disk, or to download. Null: not known until asked. */
  bytes: Count.nullable(),
  /** Of a partial download. */
  bytesHere: Count,
  quality: z.array(ModelQuality),
  /**
   * How long a photo takes on this computer when it is indexed with it, in milliseconds: measured, or from what was
   * measured with another model. Null while no photos were indexed here, and where nobody knows how large its work is.
   */
  msPerPhoto: z.number().positive().nullable(),
  /** One sentence on what it is for, or what is wrong with it. */
  note: z.string(),
  /** The note in other languages, by ISO 639-1. */
  noteIn: z.record(z.string(), z.string()),
  /** Of two models together: which ones, and how much each counts. Empty of all others. */
  parts: z.array(z.object({ id: z.string(), name: z.string(), share: z.number().min(0).max(1) })),
})
export type ModelSummary = z.infer<typeof ModelSummary>

export const ModelList = z.object({
  models: z.array(ModelSummary),
  /** Why another model than the chosen one is in use. */
  notice: z.string().optional(),
  freeBytes: Count,
})
export type ModelList = z.infer<typeof ModelList>

/** What one model has left of the photos in the library: vectors that nothing has to be embedded for. */
export const ModelVectors = z.object({
  /** Of the model, which may be gone. */
  id: z.string(),
  name: z.string(),
  revision: z.string(),
  dimension: z.number().int().positive(),
  photos: Count,
  /** On disk, with their backup. */
  bytes: Count,
  isInUse: z.boolean(),
  isModelHere: z.boolean(),
  /** Photos that only these find, as the model in use has not come to them. */
  needed: Count,
})
export type ModelVectors = z.infer<typeof ModelVectors>

/** How much of each photo's vector is kept, and what that costs and saves. */
export const CompactChoice = z.object({
  /** Kept of each photo. */
  numbers: z.number().int().positive(),
  /** prefix: the model was trained for it. pca: what differs most among this library's photos. */
  kind: z.enum(['full', 'prefix', 'pca']),
  isInUse: z.boolean(),
  /** Of the library as it is, with its backup. */
  diskBytes: Count,
  memoryBytes: Count,
  /** Of the ten best by whole vectors, measured on this library; null of whole ones, and where there are too few photos. */
  recall: z.number().min(0).max(1).nullable(),
})
export type CompactChoice = z.infer<typeof CompactChoice>

export const CompactChoices = z.object({
  /** The model whose vectors can be shortened. */
  model: z.string(),
  name: z.string(),
  photos: Count,
  choices: z.array(CompactChoice),
})
export type CompactChoices = z.infer<typeof CompactChoices>

/**
 * What can run the image tower: the processor, also with products of eight bits, or a graphics or neural processor through one
 * of these.
 */
export const Provider = z.enum(['cpu', 'cpu-int8', 'cpu-int8-blocks', 'coreml', 'dml', 'webgpu', 'cuda'])
export type Provider = z.infer<typeof Provider>

/** auto: the fastest that passed probation. */
export const ProviderSetting = z.enum(['auto', 'cpu'])
export type ProviderSetting = z.infer<typeof ProviderSetting>

/** How a provider did when it was tried out on this machine. */
export const ProviderVerdict = z.object({
  provider: Provider,
  /**
   * passed; not-bundled: this build of Fovea has none; unavailable: it says why not in `detail`; crashed, with the exit code or
   * signal; hung: it did not end in time; wrong: other vectors than the processor's; slow: too little gain.
   */
  code: z.enum(['passed', 'not-bundled', 'unavailable', 'crashed', 'hung', 'wrong', 'slow']),
  /** Of its vectors to the processor's, the least; null where there are none. */
  cosine: z.number().min(-1).max(1).nullable(),
  /** How many times as fast as the processor. */
  speedup: z.number().min(0).nullable(),
  detail: z.string(),
})
export type ProviderVerdict = z.infer<typeof ProviderVerdict>

export const ProviderReport = z.object({
  setting: ProviderSetting,
  /** What the image tower of the model in use runs on now, or will at the next start. */
  provider: Provider,
  threads: z.number().int().positive(),
  /** Photos it is given at once. */
  batch: z.number().int().positive(),
  /** Null while nothing was tried out with this model, system and driver. */
  testedAt: Time.nullable(),
  verdicts: z.array(ProviderVerdict),
})
export type ProviderReport = z.infer<typeof ProviderReport>

/** What a download would cost, before it starts. */
export const ModelOffer = z.object({
  id: z.string(),
  name: z.string(),
  licence: z.string(),
  source: z.string(),
  /** Null where even the server does not say. */
  bytes: Count.nullable(),
  bytesHere: Count,
  freeBytes: Count,
  /** Files whose checksum the catalogue does not know; it is remembered at the first download. */
  unverifiable: z.array(z.string()),
})
export type ModelOffer = z.infer<typeof ModelOffer>

export const EngineHealth = z.object({
  indexer: z.enum(['starting', 'running', 'restarting', 'stopped']),
  searcher: z.enum(['starting', 'running', 'restarting', 'stopped']),
  /** One sentence for the user while something is being restarted or has been given up. */
  message: z.string().optional(),
})
export type EngineHealth = z.infer<typeof EngineHealth>

export const Query = z.discriminatedUnion('kind', [
  /** Everything, newest first. */
  z.object({ kind: z.literal('all') }),
  /** In the query language. */
  z.object({ kind: z.literal('text'), text: z.string().trim().min(1).max(2000) }),
  z.object({ kind: z.literal('parsed'), query: ParsedQuery }),
])
export type Query = z.infer<typeof Query>

export const Filters = z.object({
  /** Only these roots; empty or absent means all. */
  rootIds: z.array(RootId).max(1000).optional(),
  /** Only this folder and what lies under it: a path relative to its root, with forward slashes. */
  folder: z.object({ rootId: RootId, path: z.string().max(4096) }).optional(),
  /** The photo's date (taken, or modified where the file does not say) from and to, inclusive. */
  from: Time.optional(),
  to: Time.optional(),
  /** Only the photos of this album. */
  album: AlbumId.optional(),
  favorite: z.literal(true).optional(),
  /** A place and what lies in it: "Country", "Region, Country" or "City, Region, Country". */
  place: z.string().min(1).max(500).optional(),
  area: Area.optional(),
  meaning: MeaningPart.optional(),
})
export type Filters = z.infer<typeof Filters>

/** A piece of a note, or what is written about a photo. */
export const Passage = z.object({
  text: z.string(),
  /** Where it begins in the text of the note (items.text), in UTF-16 units; null for what is written about a photo. */
  at: Count.nullable(),
})
export type Passage = z.infer<typeof Passage>

export const ResultItem = z.object({
  id: ItemId,
  kind: ItemKind,
  hash: ContentHash,
  name: z.string(),
  /** Of a note, where it names one. */
  title: z.string().nullable(),
  /** Pixels after EXIF orientation; 0 for a note. */
  width: Count,
  height: Count,
  /** Seconds that a video lasts; null for all else. */
  duration: z.number().nullable(),
  /** Seconds into a video where it shows best what is looked for; null for all else. */
  moment: z.number().nullable(),
  /** Date taken, or modified where the file does not say. */
  date: Time,
  /**
   * Cosine to the only term (of a description: less what any description scores with this photo); relevance where several
   * are composed; null when the order is by date.
   */
  score: z.number().nullable(),
  /** 0 to 1; 0.5 and more is a match. Null when the order is by date. */
  relevance: z.number().min(0).max(1).nullable(),
  /** Near-duplicates left out behind this photo, when they are grouped. */
  copies: Count,
  /** What of its text matches best; of a photo only where that matches better than the picture. */
  passage: Passage.nullable(),
  /** Its folder is away now; the thumbnail is still shown. */
  offline: z.boolean(),
})
export type ResultItem = z.infer<typeof ResultItem>

export const ItemMarks = z.object({
  id: ItemId,
  favorite: z.boolean(),
  rating: z.number().int().min(0).max(5).nullable(),
})
export type ItemMarks = z.infer<typeof ItemMarks>

/** How copying files into a folder is going. */
export const ExportProgress = z.object({
  phase: z.enum(['running', 'done', 'cancelled', 'disk-full']),
  /** Files that were copied or could not be, of all. */
  done: Count,
  total: Count,
  failed: Count,
  /** Name of the folder. */
  folder: z.string(),
})
export type ExportProgress = z.infer<typeof ExportProgress>

/** Photos marked by hand on the results of a search: "more like this", "less like this". */
export const Feedback = z.object({ more: z.array(ItemId).max(100), less: z.array(ItemId).max(100) })
export type Feedback = z.infer<typeof Feedback>

export const SearchOptions = z.object({
  query: Query,
  filters: Filters,
  /** Also what is past the end of relevance. */
  weak: z.boolean().optional(),
  /** Show one photo of each group of near-duplicates. */
  group: z.boolean().optional(),
  /** Rank by tiles as far as these were made (search.lookCloser). */
  closer: z.boolean().optional(),
  feedback: Feedback.optional(),
  /** Of photos that are not ranked: newest first (the default), or those added last first. */
  order: z.enum(['date', 'added']).optional(),
})
export type SearchOptions = z.infer<typeof SearchOptions>

export const SearchPage = z.object({
  items: z.array(ResultItem),
  /** How many results there are in all pages: the matches, and the weaker ones if they were asked for. */
  total: Count,
  /** Photos that match; they come before the weaker ones. */
  matches: Count,
  /** Photos that fulfil the filters but match less. */
  weaker: Count,
  offset: Count,
  /** The query as it was understood, and as text. */
  query: ParsedQuery,
  text: z.string(),
  /** Milliseconds of each part of the work. */
  timings: z.object({ embed: z.number(), search: z.number(), fetch: z.number() }),
})
export type SearchPage = z.infer<typeof SearchPage>

/** A text read as a query: what it means and its canonical form, or where it cannot be read. */
export const ReadQuery = z.union([
  z.object({ query: ParsedQuery, text: z.string() }),
  z.object({ problem: QueryProblem }),
])
export type ReadQuery = z.infer<typeof ReadQuery>

export const Suggestion = z.object({
  /** The text of the whole search field once the suggestion is taken. */
  text: z.string(),
  /** What it adds, to be shown. */
  label: z.string(),
  kind: z.enum(['concept', 'folder', 'camera', 'lens', 'place', 'date', 'filter']),
})
export type Suggestion = z.infer<typeof Suggestion>

/** How far "look closer" is: photos whose tiles are made, of those it looks at. */
export const CloserProgress = z.object({ done: Count, total: Count })
export type CloserProgress = z.infer<typeof CloserProgress>

export const Tag = z.object({ concept: z.string(), relevance: z.number().min(0).max(1) })
export type Tag = z.infer<typeof Tag>

/** Cells row by row from the top left, 0 to 1. */
export const HeatMap = z.object({
  columns: z.number().int().positive(),
  rows: z.number().int().positive(),
  values: z.array(z.number().min(0).max(1)),
})
export type HeatMap = z.infer<typeof HeatMap>

/** Why a photo is a result. */
export const Explanation = z.object({
  relevance: z.number().min(0).max(1).nullable(),
  terms: z.array(
    z.object({
      /** The term as it stands in the query. */
      term: z.string(),
      isAvoided: z.boolean(),
      /** Cosine to the term. */
      score: z.number(),
      /** How well the photo matches the term itself, also one to avoid. */
      relevance: z.number().min(0).max(1),
      /** Seconds into a video where it matches best; null for all else. */
      moment: z.number().nullable(),
      /** What of its text matches the term best, where its text matches better than its picture. */
      passage: Passage.nullable(),
      /** Where in the photo; null while the photo cannot be read, or is too small to have parts. */
      heat: HeatMap.nullable(),
    }),
  ),
  /** What the photo shows of what was asked for. */
  concepts: z.array(Tag),
  /** Lines in the picture that have words of the search. */
  says: z.array(z.string()),
})
export type Explanation = z.infer<typeof Explanation>

export const Album = z.object({
  id: AlbumId,
  name: z.string(),
  kind: z.enum(['manual', 'smart']),
  /** Photos in it now. */
  count: Count,
  cover: ContentHash.nullable(),
  /** Of a smart album: photos it learns from and those it must not be like, and the least score of a member. */
  examples: z.array(ItemId),
  counterExamples: z.array(ItemId),
  threshold: z.number().nullable(),
})
export type Album = z.infer<typeof Album>

export const albumNameLength = 200

/** What is searched where that is not the whole library and no filter of the query language: a view of the window. */
export const SearchView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('favourites') }),
  /** Those added last first. */
  z.object({ kind: z.literal('recent') }),
  z.object({ kind: z.literal('album'), id: AlbumId, name: z.string().max(albumNameLength) }),
  z.object({
    kind: z.literal('place'),
    name: z.string().max(500),
    filter: z.object({ place: Filters.shape.place, area: Area.optional() }),
  }),
  z.object({
    kind: z.literal('meaning'),
    name: z.string().max(500),
    filter: z.object({ meaning: MeaningPart.optional() }),
  }),
])
export type SearchView = z.infer<typeof SearchView>

/** A search that was given a name. */
export const SavedSearch = z.object({
  id: SearchId,
  name: z.string().trim().min(1).max(albumNameLength),
  /** In the query language, as it was written: "last summer" is another one next year. Empty for a view alone. */
  text: z.string().max(4000),
  view: SearchView.nullable(),
})
export type SavedSearch = z.infer<typeof SavedSearch>

export const DuplicateGroup = z.object({
  /** Suggested to stay: the largest, then the one whose name is not that of a copy, then the oldest. */
  keep: ItemId,
  items: z.array(
    z.object({
      id: ItemId,
      hash: ContentHash,
      name: z.string(),
      path: z.string(),
      width: z.number().int().positive(),
      height: z.number().int().positive(),
      size: Count,
      date: Time,
      /** Byte for byte the same as the one to keep. */
      isExact: z.boolean(),
    }),
  ),
})
export type DuplicateGroup = z.infer<typeof DuplicateGroup>

export const ItemDetails = ResultItem.omit({
  score: true,
  relevance: true,
  copies: true,
  passage: true,
  moment: true,
}).extend({
  /** Absolute path; for display only. */
  path: z.string(),
  folder: z.string(),
  rootName: z.string(),
  size: Count,
  modifiedAt: Time,
  takenAt: Time.nullable(),
  camera: z.string().nullable(),
  lens: z.string().nullable(),
  /** E.g. "1/250 s, f/2.8, ISO 400". */
  exposure: z.string().nullable(),
  /** WGS 84 degrees; both or neither. */
  latitude: z.number().min(-90).max(90).nullable(),
  longitude: z.number().min(-180).max(180).nullable(),
  /** "City, Region, Country", as far as known. */
  place: z.string().nullable(),
  title: z.string().nullable(),
  description: z.string().nullable(),
  keywords: z.array(z.string()),
  /** Stars: the person's, else the file's. */
  rating: z.number().int().min(0).max(5).nullable(),
  favorite: z.boolean(),
  /** False while the file cannot be reached, because its folder is away (`offline`) or it is not in it any more. */
  available: z.boolean(),
})
export type ItemDetails = z.infer<typeof ItemDetails>

export const Folder = z.object({
  rootId: RootId,
  /** Relative to the root, forward slashes; empty for the root itself. */
  path: z.string(),
  name: z.string(),
  /** Photos in it and under it. */
  count: Count,
})
export type Folder = z.infer<typeof Folder>

export const FailedItem = z.object({ id: ItemId, path: z.string(), code: FailureCode, reason: z.string() })
export type FailedItem = z.infer<typeof FailedItem>

export const QueryImage = z.object({
  imageId: ImageId,
  name: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** A small WebP of the picture as a data: URL, for the chip in the search bar. */
  preview: z.string(),
})
export type QueryImage = z.infer<typeof QueryImage>

/** A picture that was handed over, as large as parts of it are cut from. */
export const ShownImage = QueryImage.extend({ picture: z.string() })
export type ShownImage = z.infer<typeof ShownImage>

export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** Of the interface; system: as the system, English where Fovea does not speak it. */
  language: z.enum(['system', 'en', 'de']),
  /** Height of a row of thumbnails in CSS pixels. */
  rowHeight: z.number().int().min(80).max(480),
  density: z.enum(['comfortable', 'compact']),
  /** Keys that open the quick search from anywhere, in Electron's notation; empty: none. */
  quickSearchKeys: z.string().max(60),
  /** The window's close button leaves Fovea in the tray. */
  closeToTray: z.boolean(),
  /** Tells when long work is done while the window is not looked at. */
  notifications: z.boolean(),
  /** The list of search models was looked at: it is not pointed out any more. */
  hasSeenModels: z.boolean(),
  /** Asks once a week whether there is a new version of Fovea. */
  weeklyUpdateCheck: z.boolean(),
})
export type Settings = z.infer<typeof Settings>

/** The keys that open the quick search from anywhere, and whether another program has taken them. */
export const QuickKeys = z.object({ keys: z.string(), isTaken: z.boolean() })
export type QuickKeys = z.infer<typeof QuickKeys>

export const defaultSettings: Settings = {
  hasSeenModels: false,
  theme: 'system',
  language: 'system',
  rowHeight: 200,
  density: 'comfortable',
  quickSearchKeys: 'CmdOrCtrl+Shift+Space',
  closeToTray: false,
  notifications: true,
  weeklyUpdateCheck: false,
}

export const AppInfo = z.object({
  version: z.string(),
  platform: z.string(),
  electron: z.string(),
  node: z.string(),
  /** Where the library is kept. */
  home: z.string(),
  /** Who puts the windows together. */
  compositing: z.enum(['gpu', 'software']),
  model: z.object({ id: z.string(), name: z.string(), revision: z.string(), dimension: z.number().int() }).nullable(),
})
export type AppInfo = z.infer<typeof AppInfo>
