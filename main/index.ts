/** Electron entry: boots the app, top to bottom. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, nativeTheme, protocol } from 'electron'
import { setLanguage } from '../strings'
import packageJson from '../package.json'
import type { AppInfo } from '../contract'
import {
  chosenFolder,
  inferenceThreads,
  keepLog,
  resolveHome,
  resourcesIn,
  thumbnailPath,
  Updater,
} from './engine/public'
import { describeModel, shellHandlers } from './ipc/handlers'
import { register } from './ipc/register'
import { parseArguments } from './shell/arguments'
import { watchCompositing } from './shell/compositing'
import { Desktop } from './shell/desktop'
import { Engine } from './shell/engine'
import { ProviderTrials } from './shell/provider-trials'
import { Exporter } from './shell/export'
import { respond, scheme } from './shell/protocol'
import { useSystemProxy } from './shell/proxy'
import { restrictEverything } from './shell/security'
import { SettingsFile } from './shell/settings'
import { throttleIndexing } from './shell/throttling'
import { updateSource } from './shell/update-source'
import { VideoReader } from './shell/video-reader'
import { serveVideos } from './shell/video-service'
import { WeeklyCheck } from './shell/weekly-check'

const options = parseArguments(process.argv, process.cwd(), [app.getAppPath()])
const home = resolveHome(options.home)
// The reader of videos is started by a command, on no library.
if (options.readVideos === undefined) keepLog(home.logs, 'shell')
const resources = resourcesIn(resourcesFolder())

// Without these Electron stops everything behind a dialog; a broken corner must not take the window with it.
process.on('uncaughtException', (error) => {
  console.error('uncaught:', error)
})
process.on('unhandledRejection', (error) => {
  console.error('unhandled:', error)
})
app.setName('Fovea')
// Chromium's own files lie beside the library, and the single-instance lock with them: one app a library.
app.setPath('userData', join(home.root, 'browser'))
// Root (a container, a test machine) cannot use Chromium's sandbox and has to say so; everybody else gets it.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
protocol.registerSchemesAsPrivileged([
  { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
])

// macOS says what is opened with Fovea by events, the first of them before it is ready.
const openedEarly: string[] = []
let openFile = (path: string): void => void openedEarly.push(path)
app.on('open-file', (event, path) => {
  event.preventDefault()
  openFile(path)
})
const pageFolder = join(__dirname, '..', 'renderer')

if (options.readVideos !== undefined) void serveVideos(options.readVideos, pageFolder)
else if (app.requestSingleInstanceLock()) void start()
else {
  console.error('Fovea is already open on this library: its window comes to the front.')
  app.quit()
}

async function start(): Promise<void> {
  watchCompositing()
  await app.whenReady()
  restrictEverything()
  const settings = new SettingsFile(join(home.root, 'settings.json'))
  nativeTheme.themeSource = settings.current.theme
  setLanguage(settings.current.language, app.getLocale())
  const videos = new VideoReader(pageFolder)
  const engine = new Engine(
    { home: home.root, resources: resources.folder, threads: inferenceThreads() },
    { 'video.read': ({ path }) => videos.read(path) },
    existsSync(home.store),
  )
  const desktop = new Desktop({
    engine,
    settings,
    preload: join(__dirname, '..', 'preload', 'index.js'),
    windowFile: join(home.root, 'window.json'),
    documentation: documentationFolder(),
    diagnosis: { engine, home, resources, threads: inferenceThreads() },
    icons: join(resources.folder, 'tray'),
  })
  const exporter = new Exporter()
  const updater = newUpdater()
  const weeklyCheck = new WeeklyCheck(updater, () => settings.current.weeklyUpdateCheck)
  const trials = new ProviderTrials(engine, home, resources, inferenceThreads())
  trials.later()
  const searches = throttleIndexing(engine)
  const sources = {
    pageFolder,
    thumbnailPath: (hash: string) => thumbnailPath(home.thumbnails, hash),
    locate: (id: string) => engine.searcher.call('items.locate', { id }),
    render: (id: string) => engine.searcher.call('items.render', { id }),
  }
  protocol.handle(scheme, ({ url, headers }) => respond(url, sources, headers.get('range')))
  const model = (): AppInfo['model'] => describeModel(readJson(join(chosenFolder(home, resources), 'manifest.json')))
  register({
    shell: shellHandlers({ engine, settings, trials, home, resources, model, desktop, exporter, updater, weeklyCheck }),
    engine: (place, name, input, signal) =>
      searches.during(name, input, () => engine[place].callByName(name, input, signal)),
    streams: {
      'library.status': (listener) => engine.indexer.subscribe('library.status', listener),
      'models.progress': (listener) => engine.indexer.subscribe('models.progress', listener),
      'engine.health': (listener) => engine.subscribe(listener),
      'items.exporting': (listener) => exporter.subscribe(listener),
      'update.state': (listener) => updater.subscribe(listener),
      'window.requests': (listener) => desktop.requests.subscribe(listener),
    },
  })

  const addFolders = async (folders: readonly string[]): Promise<void> => {
    for (const path of folders) {
      await engine.indexer.call('library.addFolder', { path, isSample: false }).catch((error: unknown) => {
        console.error(`"${path}" was not added:`, error)
      })
    }
  }
  desktop.open()
  desktop.listen()
  weeklyCheck.start()
  void addFolders(options.addFolders)
  void desktop.openPaths([...options.paths, ...openedEarly])
  openFile = (path) => void desktop.openPaths([path])

  app.on('second-instance', (_event, argv, folder) => {
    desktop.open()
    const asked = parseArguments(argv, folder, [app.getAppPath()])
    void addFolders(asked.addFolders)
    void desktop.openPaths(asked.paths)
  })
  let closed = false
  app.on('before-quit', (event) => {
    if (closed) return
    event.preventDefault()
    exporter.cancel()
    void updater.pause()
    videos.close()
    trials.close()
    void engine.close().finally(() => {
      closed = true
      app.quit()
    })
  })
}

/** In this process: those that read photos and files of strangers have no say in what is run. */
function newUpdater(): Updater {
  const source = updateSource(app.isPackaged)
  return new Updater({
    folder: home.updates,
    source,
    version: packageJson.version,
    machine: { platform: process.platform, arch: process.arch, appImage: process.env['APPIMAGE'] },
    prepare: () => useSystemProxy(source.feed),
  })
}

/** Beside the app in a checkout; Electron's resources folder when packaged. */
function resourcesFolder(): string {
  const besideApp = join(app.getAppPath(), 'resources')
  return existsSync(join(besideApp, 'models')) ? besideApp : process.resourcesPath
}

/** The guide: in docs/ of a checkout, beside the resources when packaged. */
function documentationFolder(): string {
  const inCheckout = join(app.getAppPath(), 'docs')
  return existsSync(inCheckout) ? inCheckout : join(process.resourcesPath, 'docs')
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
