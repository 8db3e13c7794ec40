// The sidebar and its views as a person sees them: everything a test does or looks at there, by role and name.
import type { Locator, Page } from '@playwright/test'

export class Sidebar {
  readonly page: Page
  readonly tree: Locator

  constructor(page: Page) {
    this.page = page
    this.tree = page.getByRole('tree', { name: 'Browse' })
  }

  /** By its name, behind which a count may stand. */
  line(name: string): Locator {
    return this.tree.getByRole('treeitem', {
      name: new RegExp(`^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}( [\\d,.]+)?$`),
    })
  }

  /** The line that stands for what is shown. */
  get chosen(): Locator {
    return this.tree.locator('[role="treeitem"][aria-selected="true"]')
  }

  async open(name: string): Promise<void> {
    await this.line(name).click()
  }
}

export class Timeline {
  readonly scrubber: Locator
  readonly headings: Locator

  constructor(page: Page) {
    this.scrubber = page.getByRole('slider', { name: 'Timeline' })
    this.headings = page.getByRole('main').getByRole('heading', { level: 2 })
  }
}

export class PlacesView {
  readonly map: Locator
  readonly list: Locator

  constructor(page: Page) {
    this.map = page.getByRole('group', { name: 'Map of places' })
    this.list = page.getByRole('tree', { name: 'Places by country' })
  }

  cluster(name: RegExp): Locator {
    return this.map.getByRole('button', { name })
  }

  place(name: string): Locator {
    return this.list.getByRole('treeitem', { name: new RegExp(`^${name}( [\\d,.]+)?$`) })
  }
}

export class MeaningView {
  readonly map: Locator
  readonly parts: Locator
  readonly photos: Locator

  constructor(page: Page) {
    this.map = page.getByRole('group', { name: 'Map of meaning' })
    this.parts = page.getByRole('list', { name: 'Parts of the map' }).getByRole('button')
    this.photos = this.map.getByRole('button', { name: /^Open / })
  }
}

export class FailedFiles {
  readonly screen: Locator

  constructor(page: Page) {
    this.screen = page.getByRole('region', { name: 'Not indexed' })
  }

  file(name: string): Locator {
    return this.screen.getByRole('listitem').filter({ hasText: name })
  }
}
