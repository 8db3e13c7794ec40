// The window as a person sees it: everything a test does or looks at, by role and name.
import { expect, type Locator, type Page } from '@playwright/test'

export class FoveaWindow {
  readonly page: Page
  readonly search: Locator
  readonly photos: Locator
  readonly banner: Locator

  constructor(page: Page) {
    this.page = page
    this.search = page.getByRole('combobox', { name: 'Search photos' })
    this.photos = page.getByRole('grid', { name: 'Photos' })
    this.banner = page.getByRole('alert')
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name })
  }

  photo(name: string | RegExp): Locator {
    return this.photos.getByRole('gridcell', { name })
  }

  /** A line of the sidebar. */
  view(name: string | RegExp): Locator {
    return this.page.getByRole('tree', { name: 'Browse' }).getByRole('treeitem', { name })
  }

  /** Opens the list of all albums. */
  async openAlbums(): Promise<void> {
    await this.view('All albums…').click()
  }

  viewer(name: string): Locator {
    return this.page.getByRole('dialog', { name })
  }

  /** Waits until so many photos or matches are counted: above the results of a search, else below the photos. */
  async expectCount(count: number, options: { timeout?: number } = {}): Promise<void> {
    const counts = this.results.or(this.page.locator('footer')).getByText(/^\d+ (photos?|match(es)?)$/)
    await expect(counts.first()).toHaveText(new RegExp(`^${String(count)} `), options)
  }

  /** What stands above the results of a search. */
  get results(): Locator {
    return this.page.getByRole('region', { name: 'Results' })
  }

  /** The chip of a term or filter. */
  chip(name: string): Locator {
    return this.results.getByRole('group', { name: 'Search as understood' }).getByRole('group', { name, exact: true })
  }

  /** Shows the photos that match less, below those that match or where nothing does. */
  async showWeaker(): Promise<void> {
    await this.button(/^Show (\d+ weaker match|the closest photos)/).click()
    await expect(this.page.getByRole('heading', { name: 'Weaker matches' })).toBeVisible()
  }

  get suggestions(): Locator {
    return this.page.getByRole('listbox', { name: 'Suggestions' })
  }

  get recentSearches(): Locator {
    return this.page.getByRole('listbox', { name: 'Recent searches' })
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

  /** Selects the photo at this place among the first ones, with the keyboard. */
  async select(index: number): Promise<void> {
    await this.photos.locator('[tabindex="0"]').focus()
    await this.page.keyboard.press('Home')
    for (let step = 0; step < index; step++) await this.page.keyboard.press('ArrowRight')
    await expect(this.photos.locator(`[data-index="${String(index)}"]`)).toBeFocused()
  }

  /** Waits until the thumbnails on screen are drawn, so that a screenshot shows them. */
  async expectThumbnails(): Promise<void> {
    await expect(this.photos.locator('img[data-loaded]').first()).toBeVisible()
    await expect(this.photos.locator('img:not([data-loaded])')).toHaveCount(0)
  }
}
