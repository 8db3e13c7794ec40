/** The shapes that cross process boundaries. Times are milliseconds since 1970 (UTC), sizes are bytes or pixels. */
import { z } from 'zod'

/** Stable name of one file in the library: 32 lower-case hex digits. It survives renames and moves. */
export const ItemId = z.string().regex(/^[0-9a-f]{32}$/)
/** SHA-256 of a file's bytes, lower-case hex. Thumbnails and vectors are found by it. */
export const ContentHash = z.string().regex(/^[0-9a-f]{64}$/)
/** One folder the user chose: 16 lower-case hex digits. */
export const RootId = z.string().regex(/^[0-9a-f]{16}$/)
/** A picture handed over as a query, kept by the searcher for this session: 32 lower-case hex digits. */
export const ImageId = z.string().regex(/^[0-9a-f]{32}$/)

const Time = z.number().int().min(-8.64e15).max(8.64e15)
const Count = z.number().int().min(0)

/** Why a file could not be indexed. The sentence for each is in contract/failures.ts. */
export const FailureCode = z.enum(['empty', 'not-an-image', 'corrupt', 'too-large', 'unreadable', 'vanished'])
export type FailureCode = z.infer<typeof FailureCode>

export const Root = z.object({
  id: RootId,
  /** Absolute path in the platform's own notation; for display only. */
  path: z.string(),
  name: z.string(),
  /** watching: live; rescanning: too many folders to watch, looked at every few minutes instead. */
  state: z.enum(['scanning', 'watching', 'rescanning', 'offline', 'unreadable']),
  /** One sentence when the state is not watching or scanning. */
  message: z.string().optional(),
  ready: Count,
  pending: Count,
  failed: Count,
  isSample: z.boolean(),
})
export type Root = z.infer<typeof Root>

/** Why indexing stands still although there is work. */
export const PauseReason = z.enum(['user', 'disk-full'])
export type PauseReason = z.infer<typeof PauseReason>

/** One snapshot of the whole library; every field is current when it is sent, at most 4 are sent a second. */
export const LibraryStatus = z.object({
  phase: z.enum(['starting', 'idle', 'scanning', 'indexing', 'paused', 'failed']),
  pausedBy: z.array(PauseReason),
  /** Set when phase is failed (the store or the model cannot be used): what happened and what to do. */
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  counts: z.object({ ready: Count, pending: Count, failed: Count }),
  /** The run in progress or the last one. done <= total, both only grow within a run. */
  run: z.object({ done: Count, total: Count, embedded: Count, reused: Count, failed: Count }),
  /** Photos a second, smoothed; 0 when nothing runs. */
  rate: z.number().min(0),
  /** Seconds left, or null while it is too early to say. */
  etaSeconds: z.number().min(0).nullable(),
  /** Folder being read now, relative to its root; empty when idle. */
  folder: z.string(),
  roots: z.array(Root),
  /** Grows with every commit to the store: when it changes, results may have changed. */
  revision: Count,
})
export type LibraryStatus = z.infer<typeof LibraryStatus>

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
  z.object({ kind: z.literal('text'), text: z.string().trim().min(1).max(2000) }),
  /** Photos like an indexed one, which itself is left out. */
  z.object({ kind: z.literal('item'), itemId: ItemId }),
  /** Photos like a picture handed over before (search.addImage, search.chooseImage). */
  z.object({ kind: z.literal('image'), imageId: ImageId }),
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
})
export type Filters = z.infer<typeof Filters>

export const ResultItem = z.object({
  id: ItemId,
  hash: ContentHash,
  name: z.string(),
  /** Pixels after EXIF orientation. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** Date taken, or modified where the file does not say. */
  date: Time,
  /** Cosine to the query, -1 to 1; null when the query is `all`. */
  score: z.number().nullable(),
})
export type ResultItem = z.infer<typeof ResultItem>

export const SearchPage = z.object({
  items: z.array(ResultItem),
  /** How many results there are in all pages. */
  total: Count,
  offset: Count,
  /** Milliseconds of each part of the work. */
  timings: z.object({ embed: z.number(), search: z.number(), fetch: z.number() }),
})
export type SearchPage = z.infer<typeof SearchPage>

export const ItemDetails = ResultItem.omit({ score: true }).extend({
  /** Absolute path; for display only. */
  path: z.string(),
  folder: z.string(),
  rootName: z.string(),
  size: Count,
  modifiedAt: Time,
  takenAt: Time.nullable(),
  camera: z.string().nullable(),
  /** False while the file cannot be reached; the thumbnail is still shown. */
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

export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** Height of a row of thumbnails in CSS pixels. */
  rowHeight: z.number().int().min(80).max(480),
})
export type Settings = z.infer<typeof Settings>

export const AppInfo = z.object({
  version: z.string(),
  platform: z.string(),
  electron: z.string(),
  node: z.string(),
  /** Where the library is kept. */
  home: z.string(),
  model: z.object({ id: z.string(), name: z.string(), revision: z.string(), dimension: z.number().int() }).nullable(),
})
export type AppInfo = z.infer<typeof AppInfo>
