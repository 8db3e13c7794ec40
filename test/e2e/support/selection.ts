// Selecting photos and what is done with them, as a person sees it.
import { expect, type ElectronApplication, type Locator, type Page } from '@playwright/test'
import type { FoveaWindow } from './fovea-window'

export class Selection {
  readonly page: Page
  readonly window: FoveaWindow
  readonly bar: Locator
  readonly export: Locator

  constructor(window: FoveaWindow) {
    this.page = window.page
    this.window = window
    this.bar = this.page.getByRole('region', { name: 'Selection' })
    this.export = this.page.getByRole('region', { name: 'Export' })
  }

  get selected(): Locator {
    return this.window.photos.locator('[data-selected]')
  }

  async expectCount(count: number): Promise<void> {
    if (count === 0) await expect(this.bar).toBeHidden()
    else await expect(this.bar.getByText(`${String(count)} selected`)).toBeVisible()
    await expect(this.selected).toHaveCount(count)
  }

  /** Where the photo is on screen. */
  async boxOf(index: number): Promise<{ x: number; y: number; width: number; height: number }> {
    const box = await this.window.photos.locator(`[data-index="${String(index)}"]`).boundingBox()
    if (!box) throw new Error(`photo ${String(index)} is not on screen`)
    return box
  }

  async drag(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
    await this.page.mouse.move(from.x, from.y)
    await this.page.mouse.down()
    await this.page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 3 })
    await this.page.mouse.move(to.x, to.y, { steps: 3 })
    await this.page.mouse.up()
  }

  async chooseFromMenu(index: number, name: string): Promise<void> {
    await this.window.photos.locator(`[data-index="${String(index)}"]`).click({ button: 'right' })
    await this.page.getByRole('menuitem', { name }).click()
  }
}

export interface SystemCalls {
  dragged: string[][]
  opened: string[]
  revealed: string[]
}

/** The system is asked for nothing: what it would have been asked for is written down. */
export async function recordSystem(app: ElectronApplication): Promise<() => Promise<SystemCalls>> {
  await app.evaluate(({ shell, BrowserWindow }) => {
    const calls: SystemCalls = { dragged: [], opened: [], revealed: [] }
    Reflect.set(globalThis, 'systemCalls', calls)
    shell.openPath = (path) => {
      calls.opened.push(path)
      return Promise.resolve('')
    }
    shell.showItemInFolder = (path) => void calls.revealed.push(path)
    for (const window of BrowserWindow.getAllWindows()) {
      window.webContents.startDrag = ({ file, files }) => {
        calls.dragged.push(files ?? [file])
      }
    }
  })
  return () => app.evaluate(() => Reflect.get(globalThis, 'systemCalls') as SystemCalls)
}
