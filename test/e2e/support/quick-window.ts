// The quick search as a person sees it.
import { expect, type ElectronApplication, type Locator, type Page } from '@playwright/test'
import { chooseFromMenu } from './desktop'

export class QuickWindow {
  readonly page: Page
  readonly field: Locator
  readonly results: Locator

  private constructor(page: Page) {
    this.page = page
    this.field = page.getByRole('combobox', { name: 'Find a photo' })
    this.results = page.getByRole('listbox', { name: 'Photos found' })
  }

  /** Opens it from the menu. */
  static async open(app: ElectronApplication): Promise<QuickWindow> {
    const known = app.windows().find((page) => page.url().endsWith('/quick.html'))
    const [page] = await Promise.all([known ?? app.waitForEvent('window'), chooseFromMenu(app, 'quickSearch')])
    const window = new QuickWindow(page)
    await expect(window.field).toBeFocused()
    return window
  }

  photo(name: string): Locator {
    return this.results.getByRole('option', { name })
  }

  static isShown(app: ElectronApplication): Promise<boolean> {
    return app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().some(
        (window) => window.webContents.getURL().endsWith('/quick.html') && window.isVisible(),
      ),
    )
  }
}
