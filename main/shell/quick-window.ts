/** The quick search: a small window over everything else, opened by keys from anywhere and gone when it loses the focus. */
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { pageOrigin } from './protocol'
import { webPreferences } from './security'

const width = 720
/** Of the search field alone; the page asks for more as there is more to show. */
const fieldHeight = 72
/** Of the screen's height, above the window: where the eye is. */
const above = 0.2

export class QuickWindow {
  readonly #preload: string
  /** Kept after the first time, so that it is there at once. */
  #window: BrowserWindow | undefined

  constructor(preload: string) {
    this.#preload = preload
  }

  /** Shows it, or hides it when it is shown: the same keys do both. */
  toggle(): void {
    if (this.#window?.isVisible()) this.hide()
    else this.show()
  }

  show(): void {
    const window = (this.#window ??= this.#make())
    const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint())
    window.setPosition(
      Math.round(workArea.x + (workArea.width - width) / 2),
      Math.round(workArea.y + workArea.height * above),
    )
    window.show()
    window.focus()
  }

  hide(): void {
    this.#window?.hide()
  }

  setHeight(height: number): void {
    const window = this.#window
    if (!window) return
    const [x = 0, y = 0] = window.getPosition()
    window.setBounds({ x, y, width, height })
  }

  #make(): BrowserWindow {
    const window = new BrowserWindow({
      width,
      height: fieldHeight,
      show: false,
      frame: false,
      resizable: false,
      maximizable: false,
      minimizable: false,
      fullscreenable: false,
      skipTaskbar: true,
      alwaysOnTop: true,
      title: 'Fovea',
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#1d1d20' : '#ffffff',
      webPreferences: webPreferences(this.#preload),
      ...(process.platform === 'darwin' && { type: 'panel' }),
    })
    window.removeMenu()
    window.on('blur', () => {
      if (!window.webContents.isDevToolsOpened()) window.hide()
    })
    window.on('closed', () => {
      if (this.#window === window) this.#window = undefined
    })
    void window.loadURL(`${pageOrigin}/quick.html`)
    return window
  }
}
