// The window as a person sees it: everything a test does or looks at, by role and name.
import { expect, type Locator, type Page } from '@playwright/test'

export class FoveaWindow {
  readonly page: Page
  readonly search: Locator
  readonly photos: Locator
  readonly banner: Locator

  constructor(page: Page) {
    this.page = page
    this.search = page.getByRole('searchbox', { name: 'Search photos' })
    this.photos = page.getByRole('grid', { name: 'Photos' })
    this.banner = page.getByRole('alert')
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name })
  }

  photo(name: string): Locator {
    return this.photos.getByRole('gridcell', { name })
  }

  viewer(name: string): Locator {
    return this.page.getByRole('dialog', { name })
  }

  /** Waits until so many photos or results are counted. */
  async expectCount(count: number): Promise<void> {
    await expect(this.page.locator('footer').getByText(/^\d+ (photos?|results?)$/)).toHaveText(
      new RegExp(`^${String(count)} `),
    )
  }

  /** Searches and waits until `best` stands first. */
  async searchFor(words: string, best: string): Promise<void> {
    await this.search.fill(words)
    await this.search.press('Enter')
    await expect(this.photos.locator('[data-index="0"]')).toHaveAttribute('aria-label', best)
  }

  /** Names of the first photos shown, best first. */
  async firstNames(count: number): Promise<string[]> {
    const names: string[] = []
    for (let index = 0; index < count; index++) {
      names.push((await this.photos.locator(`[data-index="${String(index)}"]`).getAttribute('aria-label')) ?? '')
    }
    return names
  }

  /** Waits until the thumbnails on screen are drawn, so that a screenshot shows them. */
  async expectThumbnails(): Promise<void> {
    await expect(this.photos.locator('img[data-loaded]').first()).toBeVisible()
    await expect(this.photos.locator('img:not([data-loaded])')).toHaveCount(0)
  }
}
