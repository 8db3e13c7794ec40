// The app on the desktop as a test sees it: its menu and its windows, through Electron's main process.
import type { ElectronApplication } from '@playwright/test'

export interface MenuItemState {
  label: string
  enabled: boolean
  checked: boolean
}

/** The item of a command; undefined when the menu has none. */
export function menuItem(app: ElectronApplication, id: string): Promise<MenuItemState | undefined> {
  return app.evaluate(({ Menu }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted)
    return item ? { label: item.label, enabled: item.enabled, checked: item.checked } : undefined
  }, id)
}

/** Chooses it as a person would: an item that is greyed out does nothing. */
export function chooseFromMenu(app: ElectronApplication, id: string): Promise<void> {
  return app.evaluate(({ Menu, BrowserWindow }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted)
    if (!item) throw new Error(`the menu has no ${wanted}`)
    const [window] = BrowserWindow.getAllWindows()
    const click = item.click as (event: undefined, window?: object, contents?: object) => void
    if (item.enabled) click(undefined, window, window?.webContents)
  }, id)
}

export function menuLabels(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(({ Menu }) => (Menu.getApplicationMenu()?.items ?? []).map(({ label }) => label))
}
