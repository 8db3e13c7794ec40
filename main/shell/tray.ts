/** The icon in the tray (the menu bar on macOS): the window, the quick search, and a pause are a click away. */
import { join } from 'node:path'
import { Menu, nativeImage, Tray, type MenuItemConstructorOptions } from 'electron'
import type { LibraryStatus } from '../../contract'
import { t } from '../../strings'

export interface TrayActions {
  open: () => void
  quickSearch: () => void
  setPaused: (isPaused: boolean) => void
  quit: () => void
}

export interface TrayState {
  isPaused: boolean
  /** 0 to 1 while photos are being read, else null. */
  progress: number | null
  /** Of the quick search; empty: none. */
  keys: string
}

export function trayStateOf(status: LibraryStatus | undefined, keys: string): TrayState {
  const { phase, pausedBy = [], run } = status ?? {}
  return {
    isPaused: pausedBy.includes('user') || pausedBy.includes('until'),
    progress: phase === 'indexing' && run && run.total > 0 ? run.done / run.total : null,
    keys,
  }
}

export function trayTemplate(
  { isPaused, keys }: TrayState,
  actions: TrayActions,
  platform: NodeJS.Platform = process.platform,
): MenuItemConstructorOptions[] {
  return [
    { label: t('tray.open'), click: actions.open },
    {
      label: t('tray.quickSearch'),
      click: actions.quickSearch,
      // GTK has no accelerators in the menu of a tray.
      ...(keys !== '' && platform !== 'linux' && { accelerator: keys, registerAccelerator: false }),
    },
    { type: 'separator' },
    {
      label: t('commands.pauseIndexing'),
      type: 'checkbox',
      checked: isPaused,
      click: () => {
        actions.setPaused(!isPaused)
      },
    },
    { type: 'separator' },
    { label: t('menu.quit'), click: actions.quit },
  ]
}

export class AppTray {
  readonly #actions: TrayActions
  #tray: Tray | undefined
  #shown = ''

  /** Some desktops have no tray; Fovea works without. */
  constructor(iconFolder: string, actions: TrayActions) {
    this.#actions = actions
    try {
      const name = process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'
      this.#tray = new Tray(nativeImage.createFromPath(join(iconFolder, name)))
      this.#tray.on('click', () => {
        // On macOS a click opens the menu.
        if (process.platform !== 'darwin') actions.open()
      })
    } catch (error) {
      console.warn('there is no tray:', error)
    }
  }

  get isThere(): boolean {
    return this.#tray !== undefined
  }

  update(state: TrayState): void {
    const percent = state.progress === null ? null : Math.floor(state.progress * 100)
    const shown = JSON.stringify([state.isPaused, percent, state.keys, t('tray.open')])
    if (!this.#tray || shown === this.#shown) return
    this.#shown = shown
    this.#tray.setToolTip(
      percent === null ? t(state.isPaused ? 'tray.paused' : 'tray.idle') : t('tray.indexing', { percent }),
    )
    this.#tray.setContextMenu(Menu.buildFromTemplate(trayTemplate(state, this.#actions)))
  }
}
