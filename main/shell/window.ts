/** The main window. */
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { pageOrigin } from './protocol'
import { webPreferences } from './security'
import { placeOn, readWindowState, rememberWindowState, smallestWindow } from './window-state'

export interface MainWindowOptions {
  preload: string
  /** Where its place on the screen is kept. */
  stateFile: string
  /** Shown by window managers that know nothing of installed apps. */
  icon: string
}

export function openMainWindow({ preload, stateFile, icon }: MainWindowOptions): BrowserWindow {
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea)
  const { bounds, isMaximised } = placeOn(areas, readWindowState(stateFile))
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: 'Fovea',
    ...(process.platform === 'linux' && { icon }),
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#161618' : '#ffffff',
    autoHideMenuBar: true,
    webPreferences: webPreferences(preload),
  })
  let isShown = false
  const show = (): void => {
    isShown = true
    if (isMaximised) window.maximize()
    window.show()
  }
  window.once('ready-to-show', show)
  // Should painting be delayed (a busy machine, a remote display), a window without content beats none.
  setTimeout(() => {
    if (!window.isDestroyed() && !isShown) show()
  }, 3000)
  rememberWindowState(window, stateFile)
  void window.loadURL(`${pageOrigin}/index.html`)
  return window
}

export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
