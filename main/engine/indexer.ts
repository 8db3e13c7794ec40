/** Entry of the indexer process: the one that reads photos and writes the library. */
import { EngineConfig, FoveaError, type ErrorCode, type LibraryStatus } from '../../contract'
import { resolveHome } from './home'
import { askShell, serve } from './host'
import { keepLog } from './log/console'
import { chosenFolder, modelInUse } from './models/choice'
import { ModelDesk } from './models/desk'
import { providerReport } from './models/execution'
import { keepMapped } from './models/mapped'
import { Models } from './models/models'
import { resourcesIn } from './resources'
import { Library } from './library/library'
import { readLibraryFile, type RootRecord } from './library/library-file'
import { statusWithoutLibrary } from './library/status'

const config = EngineConfig.parse(JSON.parse(process.argv.at(-1) ?? ''))
const home = resolveHome(config.home)
keepLog(home.logs, 'indexer')
const resources = resourcesIn(config.resources)
/** What passes by itself, or is put right by the person: another Fovea is done sooner or later, a disk gets room, a drive is back. */
const retryMs: Partial<Record<ErrorCode, number>> = { STORE_LOCKED: 3000, DISK_FULL: 10_000, FILE_UNREADABLE: 10_000 }
/** The start of the app is no time for what only the next start is quicker for. */
const mappedAfterMs = 45_000

let library: Library | undefined
let problem: FoveaError | undefined
const waiting = new Set<(status: LibraryStatus) => void>()
const streams = new Map<(status: LibraryStatus) => void, () => void>()

async function open(): Promise<void> {
  try {
    const model = await modelInUse(home, resources)
    library = await Library.open({
      home,
      modelFolder: model.folder,
      modelNotice: model.notice,
      starterModel: resources.starterModel,
      gazetteer: resources.gazetteer,
      recogniser: resources.recogniser,
      threads: config.threads,
      onDiskFull: 'wait',
      videoFrames: { isThere: () => Promise.resolve(true), read: (path) => askShell('video.read', { path }) },
    })
    problem = undefined
    library.start()
    setTimeout(() => void keepMapped(home, model.folder), mappedAfterMs).unref()
    for (const emit of waiting) streams.set(emit, library.subscribe(emit))
    waiting.clear()
  } catch (error) {
    const before = problem?.code
    problem = FoveaError.from(error)
    if (problem.code !== before) console.error('the library cannot be opened:', error)
    for (const emit of waiting) emit(statusWithoutLibrary(problem.toShape()))
    const again = retryMs[problem.code]
    if (again !== undefined) setTimeout(() => void open(), again)
  }
}

function opened(): Library {
  if (library) return library
  throw (
    problem ??
    new FoveaError('ENGINE_DOWN', 'The library is still being opened. Try again in a moment.', { retry: 'try-again' })
  )
}

/** What cannot be read is reported by whoever opens the library. */
function knownRoots(): readonly RootRecord[] {
  try {
    return readLibraryFile(home.libraryFile).roots
  } catch {
    return []
  }
}

const desk = new ModelDesk(new Models({ home, resources, threads: config.threads }))
const opening = open()

serve(
  'indexer',
  {
    'library.addFolder': async ({ path, isSample }) => {
      await opening
      const record = await opened().addFolder(path, isSample)
      return opened().describeRoot(record.id)
    },
    'library.changeRoot': ({ id, ...changes }) => opened().changeRoot(id, changes),
    'library.removeRoot': async ({ id }) => {
      await opened().removeRoot(id)
      return undefined
    },
    'library.rescan': ({ id }) => {
      opened().rescan(id)
      return undefined
    },
    'items.mark': ({ ids, favorite, rating }) => {
      opened().mark(ids, { favorite, rating })
      return undefined
    },
    'library.retryFailed': (some) => {
      opened().retryFailed(some?.ids)
      return undefined
    },
    'indexing.pause': (length) => {
      opened().pause(length ? Date.now() + length.minutes * 60_000 : null)
      return undefined
    },
    'indexing.resume': () => {
      opened().resume()
      return undefined
    },
    'indexing.setShare': ({ cpuShare }) => {
      opened().setShare(cpuShare)
      return undefined
    },
    'reading.setMode': ({ mode }) => {
      opened().setReading(mode)
      return undefined
    },
    'indexing.setPower': async (power) => {
      await opening
      opened().setPower(power)
      return undefined
    },
    'indexing.setSearching': ({ isSearching }) => {
      library?.setSearching(isSearching)
      return undefined
    },
    'indexing.prioritise': ({ itemIds, folder }) => {
      opened().prioritise(itemIds, folder && { root: folder.rootId, folder: folder.path })
      return undefined
    },
    'models.list': () => desk.models.list(),
    'models.offer': ({ id }, signal) => desk.models.offer(id, signal),
    'models.download': ({ id, proxy }) => {
      // The system's proxy, where the environment names none.
      if (proxy !== undefined) process.env['https_proxy'] ??= process.env['HTTPS_PROXY'] ?? proxy
      desk.pull(id)
      return undefined
    },
    'models.importFrom': ({ path, name }) => {
      desk.import(path, name)
      return undefined
    },
    'models.pause': async () => {
      await desk.pause()
      return undefined
    },
    'models.cancel': async () => {
      await desk.cancel()
      return undefined
    },
    'models.verify': async ({ id }) => ({ fault: (await desk.models.verify(id)) ?? null }),
    'models.choose': async ({ id }) => {
      await desk.models.use(id)
      return undefined
    },
    'models.providers': async () => providerReport(home, chosenFolder(home, resources), config.threads),
    'models.remove': async ({ id }) => {
      await desk.models.remove(id)
      return undefined
    },
    'models.vectors': () => desk.models.vectors(),
    'models.compactChoices': () => desk.models.compactChoices(),
    'models.makeCompact': async ({ numbers }) => {
      const closing = library
      library = undefined
      await closing?.close()
      await desk.models.compact(numbers)
      return undefined
    },
    'models.makeTogether': async ({ id, other }) => {
      const closing = library
      library = undefined
      await closing?.close()
      return { joined: (await desk.models.together(id, other)).joined }
    },
    'models.dropVectors': async ({ id }) => {
      await desk.models.requireUnneeded(id)
      const closing = library
      library = undefined
      await closing?.close()
      return { bytes: await desk.models.forgetVectors(id) }
    },
    'engine.close': async () => {
      await desk.pause()
      await library?.close()
      return undefined
    },
  },
  {
    'models.progress': (emit) => desk.subscribe(emit),
    'library.status': (emit) => {
      if (library) streams.set(emit, library.subscribe(emit))
      else {
        waiting.add(emit)
        emit(statusWithoutLibrary(problem?.toShape(), problem ? [] : knownRoots()))
      }
      return () => {
        waiting.delete(emit)
        streams.get(emit)?.()
        streams.delete(emit)
      }
    },
  },
)
