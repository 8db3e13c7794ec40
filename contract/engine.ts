/** What the shell and the two engine processes say to each other: the page's engine calls and a few of their own, both ways. */
import { z } from 'zod'
import type { Envelope } from './bridge'
import { contract, type Contract } from './contract'
import { ItemId } from './ids'
import { EngineHealth, Folder, Power, QueryImage, Root } from './schemas'

const path = z.string().min(1).max(32_768)

/** Calls that only the shell may make: they carry paths, which the page never does. */
const shellCalls = {
  'library.addFolder': {
    kind: 'call',
    at: 'indexer',
    input: z.object({ path, isSample: z.boolean() }),
    output: Root,
  },
  /** Answers when searches find a large library loaded: until then nothing else of weight is to run. */
  'search.warm': { kind: 'call', at: 'searcher', input: z.undefined(), output: z.undefined() },
  'models.download': {
    kind: 'call',
    at: 'indexer',
    /** `proxy`: of the system, as an address, where it has one. */
    input: z.object({ id: z.string(), proxy: z.string().optional() }),
    output: z.undefined(),
  },
  'models.importFrom': {
    kind: 'call',
    at: 'indexer',
    input: z.object({ path, name: z.string() }),
    output: z.undefined(),
  },
  /** Records the choice; the engine follows it when it is started again. */
  'models.choose': { kind: 'call', at: 'indexer', input: z.object({ id: z.string() }), output: z.undefined() },
  /** These let go of the library first; the engine is to be started again. */
  'models.makeCompact': {
    kind: 'call',
    at: 'indexer',
    input: z.object({ numbers: z.number().int().positive() }),
    output: z.undefined(),
  },
  'models.makeTogether': {
    kind: 'call',
    at: 'indexer',
    input: z.object({ id: z.string(), other: z.string() }),
    output: z.object({ joined: z.number() }),
  },
  'models.dropVectors': {
    kind: 'call',
    at: 'indexer',
    input: z.object({ id: z.string() }),
    output: z.object({ bytes: z.number() }),
  },
  /** Commits everything and answers when it is safe to end the process. */
  'engine.close': { kind: 'call', at: 'indexer', input: z.undefined(), output: z.undefined() },
  'indexing.setPower': { kind: 'call', at: 'indexer', input: Power, output: z.undefined() },
  /** Whether a person waits for the searcher: indexing steps aside meanwhile. */
  'indexing.setSearching': {
    kind: 'call',
    at: 'indexer',
    input: z.object({ isSearching: z.boolean() }),
    output: z.undefined(),
  },
  /** The text of a diagnosis; `engine` and the like are what only the shell knows. See: [Note: diagnosis] */
  'diagnosis.make': {
    kind: 'call',
    at: 'searcher',
    input: z.object({ electron: z.string(), chrome: z.string(), compositing: z.string(), engine: EngineHealth }),
    output: z.object({ text: z.string() }),
  },
  'search.addImageFile': { kind: 'call', at: 'searcher', input: z.object({ path }), output: QueryImage },
  'items.locate': {
    kind: 'call',
    at: 'searcher',
    input: z.object({ id: ItemId }),
    output: z.object({ path: z.string(), root: z.string() }),
  },
  /** Those of these whose files are there now, in their order. */
  'items.locateAll': {
    kind: 'call',
    at: 'searcher',
    input: z.object({ ids: z.array(ItemId).min(1).max(10_000) }),
    output: z.array(z.object({ id: ItemId, path: z.string(), root: z.string() })),
  },
  /** A photo by its path, and the folder it is in; null when it is not in the library. */
  'items.find': {
    kind: 'call',
    at: 'searcher',
    input: z.object({ path }),
    output: z.object({ itemId: ItemId, folder: Folder }).nullable(),
  },
  /** What is under the pointer while so many items are dragged, as PNG: the first of them. */
  'items.dragImage': {
    kind: 'call',
    at: 'searcher',
    input: z.object({ id: ItemId, count: z.number().int().min(1) }),
    output: z.instanceof(Uint8Array),
  },
  /** The whole photo as WebP, for formats a browser cannot show. */
  'items.render': {
    kind: 'call',
    at: 'searcher',
    input: z.object({ id: ItemId }),
    output: z.instanceof(Uint8Array),
  },
} as const

/** What was seen of a video, or why nothing was. */
export const VideoReading = z.union([
  z.object({
    /** Seconds. */
    duration: z.number().positive(),
    /** Pixels, upright. */
    width: z.number().int().positive(),
    height: z.number().int().positive(),
    /** Pictures in the order of their time (seconds), as JPEG. */
    frames: z.array(z.object({ at: z.number().min(0), picture: z.instanceof(Uint8Array) })).min(1),
  }),
  z.object({
    /** unreadable: no picture comes out, whatever the reason. stopped: it was not read because the app is closing. */
    failed: z.enum(['unreadable', 'too-slow', 'crashed', 'stopped']),
  }),
])
export type VideoReading = z.infer<typeof VideoReading>

/** What an engine process may ask of the shell. */
export const shellRequests = {
  /** Pictures of a video at a quarter, a half and three quarters of its length. */
  'video.read': { input: z.object({ path }), output: VideoReading },
} as const
export type ShellRequestName = keyof typeof shellRequests
export type ShellRequests = {
  [K in ShellRequestName]: (
    input: z.output<(typeof shellRequests)[K]['input']>,
  ) => Promise<z.output<(typeof shellRequests)[K]['output']>>
}

export const engineContract = { ...contract, ...shellCalls } as const
type EngineContract = Contract & typeof shellCalls

export type EnginePlace = 'indexer' | 'searcher'
export type EngineCallName<P extends EnginePlace = EnginePlace> = {
  [K in keyof EngineContract]: EngineContract[K] extends { kind: 'call'; at: P } ? K : never
}[keyof EngineContract]
export type EngineStreamName<P extends EnginePlace = EnginePlace> = {
  [K in keyof EngineContract]: EngineContract[K] extends { kind: 'stream'; at: P } ? K : never
}[keyof EngineContract]
export type EngineInput<K extends keyof EngineContract> = EngineContract[K] extends { input: infer I extends z.ZodType }
  ? z.output<I>
  : never
export type EngineOutput<K extends keyof EngineContract> = z.output<EngineContract[K]['output']>

export type ToEngine =
  | { type: 'call'; id: number; name: string; input: unknown }
  | { type: 'cancel'; id: number }
  | { type: 'subscribe'; id: number; name: string }
  | { type: 'unsubscribe'; id: number }
  | { type: 'reply'; id: number; envelope: Envelope }

export type FromEngine =
  | { type: 'ready' }
  | { type: 'answer'; id: number; envelope: Envelope }
  | { type: 'value'; id: number; value: unknown }
  | { type: 'ask'; id: number; name: string; input: unknown }

/** How an engine process is told what to work on: its one argument, as JSON. */
export const EngineConfig = z.object({
  home: z.string(),
  /** The folder of what ships with Fovea. */
  resources: z.string(),
  /** CPU threads for inference in this process. */
  threads: z.number().int().positive(),
})
export type EngineConfig = z.infer<typeof EngineConfig>
