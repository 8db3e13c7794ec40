// Many photos at once, and one after the other: selecting, files that leave the window, the film strip and the slideshow.
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test, type Fovea } from './support/app'
import { violations } from './support/axe'
import { indexedLibrary } from './support/indexed'
import { answerDialog } from './support/samples'
import { recordSystem, Selection } from './support/selection'

const names = ['brick.jpg', 'chelsea.jpg', 'coffee.jpg', 'coins.jpg', 'flower.jpg', 'grass.jpg', 'rocket.jpg']
const library = indexedLibrary(names)

test('photos are selected by keys, clicks and a rectangle, and marked together', async ({ launchFovea }) => {
  const { fovea, window } = await library.open(launchFovea)
  const selection = new Selection(window)
  const { keyboard, mouse } = fovea.page
  await fovea.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1400, 1000))
  const nth = (index: number) => window.photos.locator(`[data-index="${String(index)}"]`)
  await expect(window.photos.getByRole('gridcell')).toHaveCount(names.length)
  await window.expectThumbnails()

  await test.step('by keys', async () => {
    await window.select(1)
    await keyboard.press('Shift+ArrowRight')
    await keyboard.press('Shift+ArrowRight')
    await selection.expectCount(3)
    await keyboard.press('Shift+ArrowLeft')
    await selection.expectCount(2)
    await keyboard.press('ControlOrMeta+a')
    await selection.expectCount(names.length)
    await keyboard.press('x')
    await selection.expectCount(names.length - 1)
    await keyboard.press('Escape')
    await selection.expectCount(0)
    await expect(fovea.page.getByRole('dialog')).toHaveCount(0)
  })

  await test.step('by clicks, which open nothing while something is selected', async () => {
    await nth(0).click({ modifiers: ['ControlOrMeta'] })
    await nth(2).click()
    await selection.expectCount(2)
    await nth(4).click({ modifiers: ['Shift'] })
    await selection.expectCount(3)
    await expect(fovea.page.getByRole('dialog')).toHaveCount(0)
    await selection.bar.getByRole('button', { name: 'Clear selection' }).click()
    await selection.expectCount(0)
  })

  await test.step('by a rectangle from an empty place, with Ctrl beside what is selected', async () => {
    const [first, last] = [await selection.boxOf(0), await selection.boxOf(names.length - 1)]
    const below = { x: first.x + 40, y: last.y + last.height + 30 }
    await selection.drag(below, { x: first.x + 60, y: last.y + last.height / 2 })
    await expect(selection.bar).toBeVisible()
    const some = await selection.selected.count()
    expect(some).toBeGreaterThan(0)
    await keyboard.down('Control')
    await selection.drag({ x: below.x + 400, y: below.y }, { x: first.x + 100, y: first.y + 20 })
    await keyboard.up('Control')
    expect(await selection.selected.count()).toBeGreaterThan(some)
    await mouse.click(below.x, below.y)
    await selection.expectCount(0)
  })

  await test.step('favourites and stars of many have one way back', async () => {
    await window.select(0)
    await keyboard.press('f')
    await expect(fovea.page.getByText('is a favourite').first()).toBeVisible()
    await keyboard.press('Shift+ArrowRight')
    await keyboard.press('Shift+ArrowRight')
    await selection.expectCount(3)
    await keyboard.press('f')
    await expect(fovea.page.getByText('3 photos are favourites').first()).toBeVisible()
    await keyboard.press('4')
    await expect(fovea.page.getByText('3 photos are rated ★★★★').first()).toBeVisible()
    for (const theme of ['light', 'dark'] as const) {
      await fovea.setTheme(theme)
      expect(await violations(fovea.page), theme).toEqual([])
      await fovea.screenshot(`selection-${theme}`)
    }
    await expect.poll(() => chosenMarks(fovea)).toEqual({ favourites: 3, rated: 3 })
    await keyboard.press('ControlOrMeta+z')
    await keyboard.press('ControlOrMeta+z')
    await expect.poll(() => chosenMarks(fovea)).toEqual({ favourites: 1, rated: 0 })
  })

  await test.step('into an album', async () => {
    await keyboard.press('a')
    await expect(fovea.page.getByRole('dialog', { name: 'Add 3 photos to an album' })).toBeVisible()
    await keyboard.press('Escape')
  })
})

test('files leave the window: opened, copied, dragged, exported without overwriting', async ({ launchFovea }) => {
  const { fovea, window } = await library.open(launchFovea)
  const selection = new Selection(window)
  const system = await recordSystem(fovea.app)
  const { keyboard } = fovea.page
  await expect(window.photos.getByRole('gridcell')).toHaveCount(names.length)
  const shown = await window.firstNames(names.length)
  const folder = realpathSync(library.folder)
  const inFolder = (name = ''): string => path.join(folder, name)

  await test.step('opened and shown', async () => {
    await selection.chooseFromMenu(0, 'Open with its program')
    await selection.chooseFromMenu(1, 'Show in folder')
    await expect.poll(system).toMatchObject({ opened: [inFolder(shown[0])], revealed: [inFolder(shown[1])] })
  })

  await test.step('dragged: one, and all that are selected', async () => {
    const [first, second] = [await selection.boxOf(0), await selection.boxOf(1)]
    const middle = { x: first.x + first.width / 2, y: first.y + first.height / 2 }
    const last = await selection.boxOf(names.length - 1)
    await selection.drag(middle, { x: last.x + 40, y: last.y + 60 })
    await expect.poll(async () => (await system()).dragged).toEqual([[inFolder(shown[0])]])
    await window.select(0)
    await keyboard.press('Shift+ArrowRight')
    await keyboard.press('Shift+ArrowRight')
    await selection.drag({ x: second.x + 30, y: second.y + 60 }, { x: last.x + 40, y: last.y + 60 })
    await expect.poll(async () => (await system()).dragged[1]).toEqual(shown.slice(0, 3).map(inFolder))
    await expect(fovea.page.getByText(/^Drop a picture/)).toHaveCount(0)
  })

  await test.step('copied as files and as paths', async () => {
    await window.select(0)
    await keyboard.press('Shift+ArrowRight')
    await keyboard.press('ControlOrMeta+Shift+c')
    await expect(fovea.page.getByText('2 paths copied').first()).toBeVisible()
    const text = await fovea.app.evaluate(({ clipboard }) => clipboard.readText())
    expect(text).toBe(shown.slice(0, 2).map(inFolder).join('\n'))
    await keyboard.press('ControlOrMeta+c')
    await expect(fovea.page.getByText('2 files copied').first()).toBeVisible()
    if (process.platform === 'linux') {
      // The oldest Electron's clipboard, which the types no longer know.
      const files = await fovea.app.evaluate(({ clipboard }) => {
        const old = clipboard as unknown as { readBuffer?: (format: string) => Buffer }
        return old.readBuffer?.('x-special/gnome-copied-files').toString('utf8')
      })
      if (files !== undefined) expect(files).toContain(`copy\nfile://${folder}`)
    }
  })

  await test.step('exported beside what is there', async () => {
    const target = mkdtempSync(path.join(os.tmpdir(), 'fovea-exported-'))
    try {
      writeFileSync(path.join(target, shown[0] ?? ''), 'was here before')
      await answerDialog(fovea.app, [target])
      await keyboard.press('ControlOrMeta+e')
      await expect(selection.export.getByText(/^2 files exported to/)).toBeVisible()
      for (const theme of ['light', 'dark'] as const) {
        await fovea.setTheme(theme)
        expect(await violations(fovea.page), theme).toEqual([])
        await fovea.screenshot(`export-${theme}`)
      }
      expect(readFileSync(path.join(target, shown[0] ?? ''), 'utf8')).toBe('was here before')
      const copy = path.join(target, (shown[0] ?? '').replace('.jpg', ' (2).jpg'))
      expect(readFileSync(copy).equals(readFileSync(inFolder(shown[0])))).toBe(true)
      expect(readdirSync(target)).toHaveLength(3)
      await selection.export.getByRole('button', { name: 'Show folder' }).click()
      await expect.poll(async () => (await system()).opened.at(-1)).toBe(target)
    } finally {
      rmSync(target, { recursive: true, force: true })
    }
  })
})

test('the viewer has a film strip and a slideshow, of all photos or of a selection', async ({ launchFovea }) => {
  const { fovea, window } = await library.open(launchFovea)
  const selection = new Selection(window)
  const { page } = fovea
  const { keyboard } = page
  await expect(window.photos.getByRole('gridcell')).toHaveCount(names.length)
  const shown = await window.firstNames(names.length)
  const strip = page.getByRole('navigation', { name: 'Film strip' })
  const show = page.getByRole('region', { name: 'Slideshow' })

  await test.step('film strip: pointer, keys, hidden and shown', async () => {
    await window.photo(shown[0] ?? '').click()
    await expect(strip.getByRole('button')).toHaveCount(names.length)
    await strip.getByRole('button', { name: shown[3] ?? '' }).click()
    await expect(window.viewer(shown[3] ?? '')).toBeVisible()
    await keyboard.press('ArrowRight')
    await expect(strip.getByRole('button', { name: shown[4] ?? '' })).toBeFocused()
    await expect(strip.locator('[aria-current]')).toHaveAccessibleName(shown[4] ?? '')
    await keyboard.press('Home')
    await expect(window.viewer(shown[0] ?? '')).toBeVisible()
    await keyboard.press('End')
    await expect(window.viewer(shown.at(-1) ?? '')).toBeVisible()
    for (const theme of ['light', 'dark'] as const) {
      await fovea.setTheme(theme)
      expect(await violations(page), theme).toEqual([])
      await fovea.screenshot(`film-strip-${theme}`)
    }
    await keyboard.press('t')
    await expect(strip).toBeHidden()
    await keyboard.press('t')
    await expect(strip).toBeVisible()
  })

  await test.step('slideshow: goes on by itself from the last to the first, stands still, ends', async () => {
    await keyboard.press('p')
    await show.getByRole('combobox', { name: 'Seconds a photo' }).selectOption('2')
    await expect(window.viewer(shown[0] ?? '')).toBeVisible({ timeout: 10_000 })
    await expect(window.viewer(shown[1] ?? '')).toBeVisible({ timeout: 10_000 })
    await page.getByRole('dialog').focus()
    await keyboard.press('Space')
    await expect(show.getByRole('button', { name: 'Continue slideshow' })).toBeVisible()
    const title = await page.getByRole('dialog').getByRole('heading').first().textContent()
    await page.waitForTimeout(3000)
    await expect(page.getByRole('dialog').getByRole('heading').first()).toHaveText(title ?? '')
    expect(await violations(page)).toEqual([])
    await fovea.screenshot('slideshow')
    await keyboard.press('Escape')
    await expect(show).toBeHidden()
    await expect(page.getByRole('dialog')).toBeVisible()
    await keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })

  await test.step('of a selection only', async () => {
    await window.photos.locator('[data-index="1"]').click({ modifiers: ['ControlOrMeta'] })
    await window.photos.locator('[data-index="4"]').click()
    await selection.bar.getByRole('button', { name: 'Slideshow' }).click()
    await expect(window.viewer(shown[1] ?? '')).toBeVisible()
    await keyboard.press('ArrowRight')
    await expect(window.viewer(shown[4] ?? '')).toBeVisible()
    await expect(window.viewer(shown[1] ?? '')).toBeVisible({ timeout: 10_000 })
  })
})

/** How many of the photos on screen are marked, as the library knows them. */
function chosenMarks({ page }: Fovea): Promise<{ favourites: number; rated: number }> {
  return page.evaluate(async () => {
    const bridge = Reflect.get(globalThis, 'fovea') as {
      call(id: number, name: string, input: unknown): Promise<{ value: unknown }>
    }
    const search = { query: { kind: 'all' }, filters: {}, offset: 0, limit: 50 }
    const { items } = (await bridge.call(4000, 'search.run', search)).value as { items: { id: string }[] }
    const ids = items.map(({ id }) => id)
    const marks = (await bridge.call(4001, 'items.marks', { ids })).value as {
      favorite: boolean
      rating: number | null
    }[]
    return {
      favourites: marks.filter(({ favorite }) => favorite).length,
      rated: marks.filter(({ rating }) => rating === 4).length,
    }
  })
}
