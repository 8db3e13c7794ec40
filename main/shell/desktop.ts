/** The app on the desktop: its windows, menu and tray, what comes from outside, and what all of them ask of the page. */
import { join } from 'node:path'
import { app, dialog, globalShortcut, Notification, shell, type BrowserWindow } from 'electron'
import type { CommandId, LibraryStatus, PageRequest, Settings } from '../../contract'
import { t } from '../../strings'
import { saveDiagnosis, type DiagnosisSources } from './diagnosis'
import type { Engine } from './engine'
import { LongWork } from './long-work'
import { AppMenu } from './menu'
import { openPaths } from './opened-paths'
import { PageRequests } from './page-requests'
import { pictureExtensions } from './picture-extensions'
import { QuickSearchKeys } from './quick-keys'
import { QuickWindow } from './quick-window'
import type { SettingsFile } from './settings'
import { AppTray, trayStateOf } from './tray'
import { focusWindow, openMainWindow } from './window'

export interface DesktopOptions {
  engine: Engine
  settings: SettingsFile
  preload: string
  /** Where the place of the window is kept. */
  windowFile: string
  /** The folder of the guide. */
  documentation: string
  /** What a diagnosis is made of. */
  diagnosis: DiagnosisSources
  /** The folder of the tray's and the window's icons. */
  icons: string
}

export class Desktop {
  readonly requests = new PageRequests()
  readonly menu = new AppMenu({
    platform: process.platform,
    run: (id) => {
      this.run(id)
    },
  })
  readonly quick: QuickWindow
  readonly quickKeys: QuickSearchKeys
  readonly #options: DesktopOptions
  readonly #tray: AppTray
  readonly #work = new LongWork()
  #window: BrowserWindow | undefined
  #status: LibraryStatus | undefined
  #isQuitting = false

  constructor(options: DesktopOptions) {
    this.#options = options
    const { engine, settings, preload, icons } = options
    this.menu.build(settings.current)
    this.quick = new QuickWindow(preload)
    this.quickKeys = new QuickSearchKeys(globalShortcut, () => {
      this.quick.toggle()
    })
    this.#tray = new AppTray(icons, {
      open: () => this.open(),
      quickSearch: () => {
        this.quick.show()
      },
      setPaused: (isPaused) => {
        const name = isPaused ? 'indexing.pause' : 'indexing.resume'
        engine.indexer.call(name, undefined).catch((error: unknown) => {
          console.error(`${name} from the tray failed:`, error)
        })
      },
      quit: () => {
        app.quit()
      },
    })
    this.quickKeys.set(settings.current.quickSearchKeys)
    this.#updateTray()
  }

  get window(): BrowserWindow | undefined {
    return this.#window
  }

  /** Opens the window, or brings it to the front. */
  open(): BrowserWindow {
    if (this.#window) {
      focusWindow(this.#window)
      return this.#window
    }
    const { preload, windowFile, icons } = this.#options
    const window = openMainWindow({ preload, stateFile: windowFile, icon: join(icons, 'window.png') })
    this.#window = window
    window.on('close', (event) => {
      if (this.#isQuitting || !this.#options.settings.current.closeToTray || !this.#tray.isThere) return
      event.preventDefault()
      window.hide()
    })
    window.on('closed', () => {
      this.#window = undefined
      // The hidden windows, of the quick search and for videos, would keep the app alive unseen.
      if (process.platform !== 'darwin') app.quit()
    })
    return window
  }

  /** Runs a command that was chosen from a menu: in the page, which knows what is selected. */
  run(id: CommandId): void {
    if (id === 'documentation') void this.openDocumentation()
    else if (id === 'quickSearch') this.quick.show()
    else if (id === 'saveDiagnosis') void saveDiagnosis(this.open(), this.#options.diagnosis)
    else this.ask({ kind: 'command', id })
  }

  /** Brings the window to the front and asks its page. */
  ask(request: PageRequest): void {
    this.open()
    this.requests.send(request)
  }

  async openDocumentation(): Promise<void> {
    const problem = await shell.openPath(join(this.#options.documentation, 'guide.md'))
    if (problem !== '') console.warn('the guide could not be opened:', problem)
  }

  openMenu(): void {
    if (this.#window) this.menu.popUp(this.#window)
  }

  /** Files and folders that were named on the command line, opened with Fovea, or dropped on its icon. */
  async openPaths(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return
    const { engine } = this.#options
    await openPaths(paths, (extension) => pictureExtensions.includes(extension), {
      find: (path) => engine.searcher.call('items.find', { path }),
      readPicture: (path) => engine.searcher.call('search.addImageFile', { path }),
      confirmFolders: (names) => this.#confirmFolders(names),
      addFolder: (path) => engine.indexer.call('library.addFolder', { path, isSample: false }),
      ask: (request) => {
        this.ask(request)
      },
      complain: (message) => {
        void dialog.showMessageBox(this.open(), {
          type: 'warning',
          title: 'Fovea',
          message: t('opened.failed'),
          detail: message,
        })
      },
    })
  }

  /** `isRenamed`: the language has changed. */
  settingsChanged(settings: Settings, isRenamed: boolean): void {
    if (isRenamed) this.menu.build(settings)
    else this.menu.setSettings(settings)
    this.quickKeys.set(settings.quickSearchKeys)
    this.#updateTray()
  }

  /** What the system asks of an app that runs, and what the library says meanwhile. */
  listen(): void {
    // Windows shows notifications of apps that it knows by this name, which the installer registers.
    if (process.platform === 'win32') app.setAppUserModelId('io.github.fovea')
    app.on('activate', () => {
      this.open()
    })
    app.on('before-quit', () => {
      this.#isQuitting = true
    })
    app.on('will-quit', () => {
      globalShortcut.unregisterAll()
    })
    app.on('window-all-closed', () => undefined) // without a listener Electron would quit, on macOS too
    this.#options.engine.indexer.subscribe('library.status', (status) => {
      this.#status = status
      this.#updateTray()
      this.#showWork(status)
    })
  }

  #updateTray(): void {
    this.#tray.update(trayStateOf(this.#status, this.quickKeys.state.isTaken ? '' : this.quickKeys.state.keys))
  }

  #showWork(status: LibraryStatus): void {
    const { progress, isPaused, finished } = this.#work.observe(status, Date.now())
    this.#window?.setProgressBar(progress ?? -1, { mode: isPaused ? 'paused' : 'normal' })
    const isWanted = this.#options.settings.current.notifications && this.#window?.isFocused() !== true
    if (!finished || !isWanted || !Notification.isSupported()) return
    const notification = new Notification({
      title: t('notices.indexed', { count: finished.count }),
      body: finished.failed > 0 ? t('notices.someFailed', { count: finished.failed }) : t('notices.canBeFound'),
    })
    notification.on('click', () => this.open())
    notification.show()
  }

  async #confirmFolders(names: readonly string[]): Promise<boolean> {
    const [name = ''] = names
    const { response } = await dialog.showMessageBox(this.open(), {
      type: 'question',
      title: 'Fovea',
      message: names.length === 1 ? t('opened.addOne', { name }) : t('opened.addMany', { count: names.length }),
      detail: t('opened.addDetail'),
      buttons: [t('dialogs.addToFovea'), t('common.cancel')],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
    })
    return response === 0
  }
}
