/**
 * Every call and stream the page may use: name, input, output, and the process that answers.
 *
 * [Note: where a call is answered] `at: 'shell'` has a handler in main/ipc; `indexer` and `searcher` are passed
 * on unchanged, so an engine call needs no handler of its own. Both ends parse: the shell's wrapper the input
 * (the page is not trusted), the engine's wrapper too (a call may also come from the command line).
 */
import { z } from 'zod'
import {
  AppInfo,
  EngineHealth,
  FailedItem,
  Filters,
  Folder,
  ItemDetails,
  ItemId,
  LibraryStatus,
  Query,
  QueryImage,
  Root,
  RootId,
  SearchPage,
  Settings,
} from './schemas'

type Place = 'shell' | 'indexer' | 'searcher'

function call<P extends Place, I extends z.ZodType, O extends z.ZodType>(at: P, input: I, output: O) {
  return { kind: 'call' as const, at, input, output }
}
function stream<P extends Place, O extends z.ZodType>(at: P, output: O) {
  return { kind: 'stream' as const, at, output }
}

const Nothing = z.undefined()
const Page = { offset: z.number().int().min(0), limit: z.number().int().min(1).max(1000) }
/** 64 MB: more than any picture a person pastes, far less than what would hurt. */
export const maxImageBytes = 64 * 1024 * 1024

export const contract = {
  'app.info': call('shell', Nothing, AppInfo),
  'settings.get': call('shell', Nothing, Settings),
  'settings.set': call('shell', Settings.partial(), Settings),

  /** Opens the system's folder dialog; answers with the roots added (none when the user cancels). */
  'library.chooseFolders': call('shell', Nothing, z.array(Root)),
  'library.addSamples': call('shell', Nothing, z.array(Root)),
  'library.removeRoot': call('indexer', z.object({ id: RootId }), Nothing),
  /** Compares all roots (or one) with the disk again; answers at once, progress comes through library.status. */
  'library.rescan': call('indexer', z.object({ id: RootId.optional() }), Nothing),
  'library.failed': call(
    'searcher',
    z.object(Page),
    z.object({ items: z.array(FailedItem), total: z.number().int().min(0) }),
  ),
  'library.retryFailed': call('indexer', Nothing, Nothing),
  'library.folders': call('searcher', Nothing, z.array(Folder)),
  'indexing.pause': call('indexer', Nothing, Nothing),
  'indexing.resume': call('indexer', Nothing, Nothing),

  'search.run': call('searcher', z.object({ query: Query, filters: Filters, ...Page }), SearchPage),
  /** Hands over a dropped or pasted picture (its bytes). */
  'search.addImage': call(
    'searcher',
    z.object({
      name: z.string().max(1024),
      bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength <= maxImageBytes, 'picture over 64 MB'),
    }),
    QueryImage,
  ),
  /** Opens the system's file dialog; null when the user cancels. */
  'search.chooseImage': call('shell', Nothing, QueryImage.nullable()),

  'items.details': call('searcher', z.object({ id: ItemId }), ItemDetails),
  'items.reveal': call('shell', z.object({ id: ItemId }), Nothing),

  'library.status': stream('indexer', LibraryStatus),
  'engine.health': stream('shell', EngineHealth),
} as const

export type Contract = typeof contract
export type CallName = { [K in keyof Contract]: Contract[K]['kind'] extends 'call' ? K : never }[keyof Contract]
export type StreamName = { [K in keyof Contract]: Contract[K]['kind'] extends 'stream' ? K : never }[keyof Contract]
export type CallInput<K extends CallName> = z.input<Contract[K]['input']>
export type CallOutput<K extends CallName> = z.output<Contract[K]['output']>
export type StreamValue<K extends StreamName> = z.output<Contract[K]['output']>
