// The list of search models as a person sees it: its cards, their buttons, and what is said.
import { expect, type Locator, type Page } from '@playwright/test'

export class ModelsScreen {
  readonly page: Page
  readonly dialog: Locator

  constructor(page: Page) {
    this.page = page
    this.dialog = page.getByRole('dialog', { name: 'Search models', exact: true })
  }

  /** From the settings, as one finds it without a hint. */
  async openFromSettings(): Promise<void> {
    await this.page.getByRole('button', { name: 'Settings' }).click()
    await this.page.getByRole('dialog', { name: 'Settings' }).getByRole('button', { name: 'Search models…' }).click()
    await expect(this.dialog).toBeVisible()
  }

  /** Closes everything that lies over the photos. */
  async close(): Promise<void> {
    await expect(async () => {
      await this.page.keyboard.press('Escape')
      await expect(this.page.getByRole('dialog')).toHaveCount(0, { timeout: 1000 })
    }).toPass()
  }

  card(name: string): Locator {
    return this.dialog.getByRole('listitem', { name, exact: true })
  }

  fact(card: string, fact: string): Locator {
    return this.card(card)
      .locator('dl > div', { has: this.page.getByText(fact, { exact: true }) })
      .locator('dd')
  }

  button(name: string | RegExp): Locator {
    return this.dialog.getByRole('button', { name })
  }

  /** What was said last, below the list; a card has a line of its own while it is busy. */
  get said(): Locator {
    return this.dialog.getByRole('status').last()
  }

  /** What each model has left of the photos, below the list. */
  get vectors(): Locator {
    return this.dialog.getByRole('region', { name: 'What is stored of your photos' })
  }

  /** Uses a model and waits until the engine works with it. */
  async use(name: string): Promise<void> {
    await this.button(`Use ${name}`).click()
    await expect(this.card(name).getByText('In use', { exact: true })).toBeVisible({ timeout: 45_000 })
  }
}
