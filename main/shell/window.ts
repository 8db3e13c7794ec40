/** The main window. */
import { BrowserWindow, nativeTheme } from 'electron'
import { pageOrigin } from './protocol'
import { webPreferences } from './security'

export function openMainWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 800,
    minHeight: 480,
    show: false,
    title: 'Fovea',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#161618' : '#ffffff',
    autoHideMenuBar: true,
    webPreferences: webPreferences(preload),
  })
  window.once('ready-to-show', () => {
    window.show()
  })
  // Should painting be delayed (a busy machine, a remote display), a window without content beats none.
  setTimeout(() => {
    if (!window.isDestroyed() && !window.isVisible()) window.show()
  }, 3000)
  void window.loadURL(`${pageOrigin}/index.html`)
  return window
}

export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
