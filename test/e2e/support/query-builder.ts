// The search as chips, as text and under a name: everything a test does or looks at there, by role and name.
import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import { sample } from './samples'

export class QueryBuilder {
  readonly page: Page
  readonly field: Locator
  readonly text: Locator
  readonly options: Locator
  readonly searchBar: Locator

  constructor(page: Page) {
    this.page = page
    this.searchBar = page.getByRole('search')
    this.field = page.getByRole('combobox', { name: 'Search photos' })
    this.options = page.getByRole('listbox', { name: /^(Suggestions|Recent searches)$/ })
    this.text = page.getByRole('textbox', { name: 'The whole search as text' })
  }

  /** Options of one kind. */
  group(name: string): Locator {
    return this.options.getByRole('group', { name, exact: true }).getByRole('option')
  }

  chip(name: string): Locator {
    return this.page.getByRole('group', { name: 'Search as understood' }).getByRole('group', { name, exact: true })
  }

  /** The field in the panel of a chip. */
  editor(name: string): Locator {
    return this.page.getByRole('dialog', { name: `Change “${name}”` }).getByRole('combobox')
  }

  async save(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Save this search…' }).click()
    const dialog = this.page.getByRole('dialog', { name: 'Save search' })
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
    await this.page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'hidden' })
  }

  saved(name: string): Locator {
    return this.page.getByRole('tree', { name: 'Browse' }).getByRole('treeitem', { name })
  }

  /** The id of a photo of the library, as the page gets it. */
  async idOf(name: string): Promise<string> {
    return this.page.evaluate(async (wanted) => {
      const bridge = Reflect.get(globalThis, 'fovea') as { call: (...call: unknown[]) => Promise<unknown> }
      const all = { query: { kind: 'all' }, filters: {}, offset: 0, limit: 100 }
      const answer = (await bridge.call(1_000_000, 'search.run', all)) as {
        value: { items: { id: string; name: string }[] }
      }
      return answer.value.items.find((item) => item.name === wanted)?.id ?? ''
    }, name)
  }

  /** Drops photos of the library on the search bar, as the grid hands them over. */
  async dropPhotos(ids: readonly string[]): Promise<void> {
    const dataTransfer = await this.page.evaluateHandle((carried) => {
      const transfer = new DataTransfer()
      transfer.setData('application/x-fovea-photos', carried)
      return transfer
    }, JSON.stringify(ids))
    await this.searchBar.dispatchEvent('dragover', { dataTransfer })
    await this.searchBar.dispatchEvent('drop', { dataTransfer })
  }

  /** Drops a sample photo on the window as a file, or pastes it. */
  async hand(how: 'drop' | 'paste', name: string): Promise<void> {
    const bytes = readFileSync(sample(name)).toString('base64')
    await this.page.evaluate(
      ({ kind, file, data }) => {
        const content = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))
        const transfer = new DataTransfer()
        transfer.items.add(new File([content], file, { type: 'image/jpeg' }))
        const common = { bubbles: true, cancelable: true }
        document.body.dispatchEvent(
          kind === 'drop'
            ? new DragEvent('drop', { ...common, dataTransfer: transfer })
            : new ClipboardEvent('paste', { ...common, clipboardData: transfer }),
        )
      },
      { kind: how, file: name, data: bytes },
    )
  }
}
