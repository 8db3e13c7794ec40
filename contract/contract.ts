/**
 * Every call and stream the page may use: name, input, output, and the process that answers.
 *
 * [Note: where a call is answered] `at: 'shell'` has a handler in main/ipc; `indexer` and `searcher` are passed
 * on unchanged, so an engine call needs no handler of its own. Both ends parse: the shell's wrapper the input
 * (the page is not trusted), the engine's wrapper too (a call may also come from the command line).
 */
import { z } from 'zod'
import { Area, MapCluster, MeaningMap, PlaceCount, Timeline } from './browse'
import { CommandContext, PageRequest } from './commands'
import { AlbumId, ImageId, ItemId, RootId } from './ids'
import { ParsedQuery } from './query'
import {
  Album,
  albumNameLength,
  AppInfo,
  CloserProgress,
  CpuShare,
  DuplicateGroup,
  EngineHealth,
  Explanation,
  ExportProgress,
  FailedItem,
  Folder,
  ItemDetails,
  ItemMarks,
  LibraryStatus,
  CompactChoices,
  ModelList,
  ModelOffer,
  ModelProgress,
  ModelVectors,
  Query,
  ProviderReport,
  ProviderSetting,
  QueryImage,
  QuickKeys,
  ResultItem,
  ReadingMode,
  Root,
  RootSettings,
  ReadQuery,
  SavedSearch,
  SearchOptions,
  SearchPage,
  Settings,
  ShownImage,
  Suggestion,
  Tag,
  TextLine,
} from './schemas'
import { InstallerOutcome, UpdateState } from './updates'

type Place = 'shell' | 'indexer' | 'searcher'

function call<P extends Place, I extends z.ZodType, O extends z.ZodType>(at: P, input: I, output: O) {
  return { kind: 'call' as const, at, input, output }
}
function stream<P extends Place, O extends z.ZodType>(at: P, output: O) {
  return { kind: 'stream' as const, at, output }
}

const Nothing = z.undefined()
const ModelId = z.object({ id: z.string().min(1).max(64) })
const AlbumName = z.string().trim().min(1).max(albumNameLength)
const WordList = z.enum(['hiddenConcepts', 'vocabulary'])
const Words = z.object({ hiddenConcepts: z.array(z.string()), vocabulary: z.array(z.string()) })
const Count = z.number().int().min(0)
/** No program takes more files at once and stays usable. */
const ChosenItems = z.object({ ids: z.array(ItemId).min(1).max(1000) })
const Page = { offset: z.number().int().min(0), limit: z.number().int().min(1).max(1000) }
/** 64 MB: more than any picture a person pastes, far less than what would hurt. */
export const maxImageBytes = 64 * 1024 * 1024

export const contract = {
  'app.info': call('shell', Nothing, AppInfo),
  'settings.get': call('shell', Nothing, Settings),
  'settings.set': call('shell', Settings.partial(), Settings),
  /** Says what can be done now, for the menus. */
  'window.setContext': call('shell', CommandContext, Nothing),
  /** Opens the application menu where the pointer is: its bar is hidden on Windows and Linux. */
  'window.openMenu': call('shell', Nothing, Nothing),
  'window.openDocumentation': call('shell', Nothing, Nothing),
  /** What Ctrl+Z does in a text field, for those who choose it from the menu. */
  'window.undoTyping': call('shell', Nothing, Nothing),

  /** Of the quick search: shows a photo in the main window, among what the text finds. */
  'quick.open': call('shell', z.object({ itemId: ItemId, text: z.string().max(2000) }), Nothing),
  'quick.hide': call('shell', Nothing, Nothing),
  'quick.setHeight': call('shell', z.object({ height: z.number().int().min(60).max(700) }), Nothing),
  /** The keys that open it from anywhere, and whether another program has them. */
  'quick.keys': call('shell', Nothing, QuickKeys),

  /** Opens the system's folder dialog; answers with the roots added (none when the user cancels). */
  'library.chooseFolders': call('shell', Nothing, z.array(Root)),
  'library.addSamples': call('shell', Nothing, z.array(Root)),
  /** The name of the system's folder for pictures; null where there are none in it. */
  'library.picturesFolder': call('shell', Nothing, z.string().nullable()),
  'library.addPicturesFolder': call('shell', Nothing, z.array(Root)),
  /** What is not given stays as it is. Patterns that hide photos let them go; without the patterns they come back. */
  'library.changeRoot': call('indexer', RootSettings.partial().extend({ id: RootId }), Root),
  'library.removeRoot': call('indexer', z.object({ id: RootId }), Nothing),
  /** Compares all roots (or one) with the disk again; answers at once, progress comes through library.status. */
  'library.rescan': call('indexer', z.object({ id: RootId.optional() }), Nothing),
  'library.failed': call(
    'searcher',
    z.object(Page),
    z.object({ items: z.array(FailedItem), total: z.number().int().min(0) }),
  ),
  /** All of them, or these. */
  'library.retryFailed': call('indexer', z.object({ ids: z.array(ItemId).min(1).max(1000) }).optional(), Nothing),
  'library.folders': call('searcher', Nothing, z.array(Folder)),
  /** How many of the photos of a search by date each day has. Throws QUERY_INVALID. */
  'library.timeline': call('searcher', SearchOptions, Timeline),
  'library.places': call('searcher', Nothing, z.array(PlaceCount)),
  /** Coasts and borders for the map; resources/outlines/README.md has the format. */
  'library.outlines': call('searcher', Nothing, z.instanceof(Uint8Array)),
  /** Takes seconds where the photos changed since the last time. */
  'library.meaningMap': call('searcher', Nothing, MeaningMap),
  /** The photos at these places in the map's order; null where one went. */
  'library.meaningPhotos': call(
    'searcher',
    z.object({ version: z.string().max(64), points: z.array(z.number().int().min(0)).max(500) }),
    z.array(ResultItem.nullable()),
  ),
  /** What the map shows: photos in this area, those that share a square of so many parts of the world's width together. */
  'library.mapClusters': call(
    'searcher',
    z.object({ area: Area, cells: z.number().int().min(1).max(4_194_304) }),
    z.object({ clusters: z.array(MapCluster), located: z.number().int().min(0) }),
  ),
  /** Until further notice, or for so many minutes; then it goes on by itself, also when Fovea was closed meanwhile. */
  'indexing.pause': call('indexer', z.object({ minutes: z.number().int().min(1).max(10_080) }).optional(), Nothing),
  'indexing.resume': call('indexer', Nothing, Nothing),
  /** In which pictures words are read from now on; what has been read is kept. */
  'reading.setMode': call('indexer', z.object({ mode: ReadingMode }), Nothing),
  'indexing.setShare': call('indexer', z.object({ cpuShare: CpuShare }), Nothing),
  /** What is on screen: waiting photos of this folder, and of the folders these photos lie in, are read before all others. */
  'indexing.prioritise': call(
    'indexer',
    z.object({
      itemIds: z.array(ItemId).max(1000),
      folder: z.object({ rootId: RootId, path: z.string().max(4096) }).optional(),
    }),
    Nothing,
  ),

  /** Throws QUERY_INVALID with the place of the problem. */
  'search.run': call(
    'searcher',
    SearchOptions.extend({
      ...Page,
      /** Nobody waits for it: the same once more because the library changed. Indexing does not step aside for it. */
      isRefresh: z.boolean().optional(),
    }),
    SearchPage,
  ),
  /** Reads a text as a query without searching: for chips, and for problems while typing. */
  'search.read': call('searcher', z.object({ text: z.string().max(4000) }), ReadQuery),
  /** The text form of a query that was changed by its chips. */
  'search.print': call('searcher', z.object({ query: ParsedQuery }), z.object({ text: z.string() })),
  'search.suggest': call('searcher', z.object({ text: z.string().max(4000) }), z.array(Suggestion)),
  /**
   * Makes tiles of the best photos of a search for about a second and answers how far it is; to be called again until
   * all is done. `search.run` with `closer` then ranks by them.
   */
  'search.lookCloser': call('searcher', SearchOptions, CloserProgress),
  /** Takes seconds where the photo's tiles were not made yet. */
  'search.explain': call('searcher', SearchOptions.extend({ itemId: ItemId }), Explanation),
  /** Hands over a dropped or pasted picture (its bytes). */
  'search.addImage': call(
    'searcher',
    z.object({
      name: z.string().max(1024),
      bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength <= maxImageBytes, 'picture over 64 MB'),
    }),
    QueryImage,
  ),
  /** A picture that was handed over, also before a restart where a saved search has it. Throws NOT_FOUND. */
  'search.image': call('searcher', z.object({ imageId: ImageId }), ShownImage),
  /** Opens the system's file dialog; null when the user cancels. */
  'search.chooseImage': call('shell', Nothing, QueryImage.nullable()),

  'items.details': call('searcher', z.object({ id: ItemId }), ItemDetails),
  /** The whole text of a note, as `Passage.at` counts. Throws NOT_FOUND, FILE_UNREADABLE. */
  'items.text': call('searcher', z.object({ id: ItemId }), z.object({ text: z.string() })),
  'items.reveal': call('shell', z.object({ id: ItemId }), Nothing),
  /** With the program that the system opens such files with. */
  'items.open': call('shell', z.object({ id: ItemId }), Nothing),
  /** The files onto the clipboard, to be pasted in the file manager. Answers how many there were to copy. */
  'items.copyFiles': call('shell', ChosenItems, Count),
  /** Their paths as text, one a line. */
  'items.copyPaths': call('shell', ChosenItems, Count),
  /** Begins a drag of the files out of the window: while the button is down. */
  'items.drag': call('shell', ChosenItems, Nothing),
  /** Asks for a folder and copies the files into it, beside what is there; items.exporting says how it goes. False: cancelled. */
  'items.export': call('shell', z.object({ ids: z.array(ItemId).min(1).max(10_000) }), z.boolean()),
  'items.cancelExport': call('shell', Nothing, Nothing),
  /** Shows the folder of the last export. */
  'items.revealExport': call('shell', Nothing, Nothing),
  /** How these are marked; those that are gone are left out. */
  'items.marks': call('searcher', z.object({ ids: z.array(ItemId).min(1).max(10_000) }), z.array(ItemMarks)),
  /** What is in a photo: concepts of the vocabulary, clearest first. */
  'items.tags': call('searcher', z.object({ id: ItemId }), z.array(Tag)),
  /** What is written in a photo; `query` marks the lines that have words of it. */
  'items.words': call('searcher', z.object({ id: ItemId, query: Query.optional() }), z.array(TextLine)),
  'items.mark': call(
    'indexer',
    z.object({
      ids: z.array(ItemId).min(1).max(10_000),
      favorite: z.boolean().optional(),
      /** Null takes the person's rating back; the file's own counts again. */
      rating: z.number().int().min(0).max(5).nullable().optional(),
    }),
    Nothing,
  ),
  /** Asks the person, then moves the files to the system's trash. Answers the ids of those that were moved. */
  'items.trash': call('shell', z.object({ ids: z.array(ItemId).min(1).max(1000) }), z.array(ItemId)),
  'library.duplicates': call(
    'searcher',
    z.object({ kind: z.enum(['exact', 'near']), ...Page }),
    z.object({ groups: z.array(DuplicateGroup), total: z.number().int().min(0) }),
  ),

  'albums.list': call('searcher', Nothing, z.array(Album)),
  'albums.create': call(
    'searcher',
    z.object({ name: AlbumName, kind: z.enum(['manual', 'smart']), itemIds: z.array(ItemId).max(10_000) }),
    Album,
  ),
  'albums.rename': call('searcher', z.object({ id: AlbumId, name: AlbumName }), Album),
  'albums.remove': call('searcher', z.object({ id: AlbumId }), Nothing),
  /** Takes a removal back, as long as Fovea was not started anew. */
  'albums.restore': call('searcher', z.object({ id: AlbumId }), Album),
  /** Into a smart album as examples. */
  'albums.addItems': call('searcher', z.object({ id: AlbumId, itemIds: z.array(ItemId).min(1).max(10_000) }), Album),
  /** From a smart album as counter-examples. */
  'albums.removeItems': call('searcher', z.object({ id: AlbumId, itemIds: z.array(ItemId).min(1).max(10_000) }), Album),
  'albums.setThreshold': call('searcher', z.object({ id: AlbumId, threshold: z.number().min(0).max(1) }), Album),
  'searches.list': call('searcher', Nothing, z.array(SavedSearch)),
  /** Keeps its pictures as well. Throws QUERY_INVALID, NOT_FOUND (a picture), INVALID_INPUT (the name is taken). */
  'searches.save': call('searcher', SavedSearch.omit({ id: true }), SavedSearch),
  'searches.rename': call('searcher', SavedSearch.pick({ id: true, name: true }), SavedSearch),
  'searches.remove': call('searcher', SavedSearch.pick({ id: true }), Nothing),
  /** Takes a removal back, as long as Fovea was not started anew. */
  'searches.restore': call('searcher', SavedSearch.pick({ id: true }), SavedSearch),
  /** Concepts that are never shown, and words added to the vocabulary. */
  'words.get': call('searcher', Nothing, Words),
  'words.add': call('searcher', z.object({ list: WordList, word: z.string().max(200) }), Words),
  'words.remove': call('searcher', z.object({ list: WordList, word: z.string().max(200) }), Words),

  /** All models: in use, here, begun, and what can be had. */
  'models.list': call('indexer', Nothing, ModelList),
  /** What a download would cost; may ask the model's server. Throws DOWNLOAD_FAILED. */
  'models.offer': call('indexer', ModelId, ModelOffer),
  /** Begins a download or goes on with one, and answers at once; models.progress says how it goes. */
  'models.pull': call('shell', ModelId, Nothing),
  /** What was downloaded stays; an import begins anew. */
  'models.pause': call('indexer', Nothing, Nothing),
  /** What was downloaded is deleted. */
  'models.cancel': call('indexer', Nothing, Nothing),
  /** Opens the system's dialog for a folder or a zip file and begins; false when the person cancels. */
  'models.import': call('shell', z.object({ from: z.enum(['folder', 'zip']) }), z.boolean()),
  /** Reads every byte: seconds a gigabyte. What is wrong with it, as the end of a sentence; null if nothing is. */
  'models.verify': call('indexer', ModelId, z.object({ fault: z.string().nullable() })),
  /** Starts the engine anew with it; photos are then looked at with it. Throws MODEL_DAMAGED, NOT_FOUND. */
  'models.use': call('shell', ModelId, Nothing),
  /** What the image tower of the model in use runs on, and how everything else did. */
  'models.providers': call('indexer', Nothing, ProviderReport),
  /** Tries everything out anew: seconds to half a minute. Starts the engine anew where that changes something. */
  'models.tryProviders': call('shell', Nothing, Nothing),
  /** Starts the engine anew with it. */
  'models.setProvider': call('shell', z.object({ setting: ProviderSetting }), Nothing),
  /** Deletes a model or a partial download. Throws MODEL_IN_USE, NOT_FOUND. */
  'models.remove': call('indexer', ModelId, Nothing),
  /** What each model has left of the photos, that in use first. */
  'models.vectors': call('indexer', Nothing, z.array(ModelVectors)),
  /** How short vectors of the model in use could be. Seconds in a large library. */
  'models.compactChoices': call('indexer', Nothing, CompactChoices),
  /** Keeps so many numbers of each photo, and starts the engine anew; nothing is embedded. Throws INVALID_INPUT. */
  'models.compact': call('shell', z.object({ numbers: z.number().int().positive() }), Nothing),
  /**
   * Searches with two models together, and starts the engine anew; what both have seen is joined. Throws NOT_FOUND, INVALID_INPUT,
   * MODEL_DAMAGED.
   */
  'models.together': call('shell', z.object({ id: z.string(), other: z.string() }), z.object({ joined: z.number() })),
  /** Deletes what a model has left of the photos, and starts the engine anew. Throws MODEL_IN_USE, NOT_FOUND. */
  'models.forgetVectors': call('shell', ModelId, z.object({ bytes: z.number() })),

  /** Asks the update server once, and answers when it has; update.state says what came of it. */
  'update.check': call('shell', Nothing, Nothing),
  /** Begins to download the installer, or goes on with it, and answers at once. */
  'update.download': call('shell', Nothing, Nothing),
  /** What was downloaded stays. */
  'update.pause': call('shell', Nothing, Nothing),
  /** What was downloaded is deleted, and a question to the server is given up. */
  'update.cancel': call('shell', Nothing, Nothing),
  /** Asks the person, checks every byte, and has the system open the installer. Throws UPDATE_FILE_WRONG, NOT_FOUND. */
  'update.open': call('shell', Nothing, InstallerOutcome),
  /** Checks every byte and shows the installer in its folder. Throws UPDATE_FILE_WRONG, NOT_FOUND. */
  'update.reveal': call('shell', Nothing, Nothing),

  'library.status': stream('indexer', LibraryStatus),
  /** The download or import that runs or ran last; null before the first. */
  'models.progress': stream('indexer', ModelProgress.nullable()),
  'engine.health': stream('shell', EngineHealth),
  /** The export that runs or ran last; null before the first. */
  'items.exporting': stream('shell', ExportProgress.nullable()),
  'update.state': stream('shell', UpdateState),
  /** Each request once; what is asked before somebody listens waits. */
  'window.requests': stream('shell', PageRequest),
} as const

export type Contract = typeof contract
export type CallName = { [K in keyof Contract]: Contract[K]['kind'] extends 'call' ? K : never }[keyof Contract]
export type StreamName = { [K in keyof Contract]: Contract[K]['kind'] extends 'stream' ? K : never }[keyof Contract]
export type CallInput<K extends CallName> = z.input<Contract[K]['input']>
export type CallOutput<K extends CallName> = z.output<Contract[K]['output']>
export type StreamValue<K extends StreamName> = z.output<Contract[K]['output']>
