// The app among others: menus and shortcuts that agree, what was done taken back, the window where it was.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, type Fovea } from './support/app'
import { violations } from './support/axe'
import { chooseFromMenu, menuItem, menuLabels } from './support/desktop'
import { indexedLibrary } from './support/indexed'
import { expectUpdates, updateServer } from './support/updates'

const library = indexedLibrary(['coffee.jpg', 'rocket.jpg', 'chelsea.jpg'])

/** From the help menu: it says what is in it, and is written beside what is there. */
async function savesDiagnosis({ app, home }: Fovea): Promise<void> {
  const file = path.join(home, 'diagnosis.txt')
  writeFileSync(file, 'mine')
  await app.evaluate(({ dialog, shell }, filePath) => {
    dialog.showMessageBox = ((_owner: object, { detail }: { detail: string }) => {
      Reflect.set(globalThis, 'asked', detail)
      return Promise.resolve({ response: 0, checkboxChecked: false })
    }) as typeof dialog.showMessageBox
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    shell.showItemInFolder = (revealed) => Reflect.set(globalThis, 'revealed', revealed)
  }, file)
  await chooseFromMenu(app, 'saveDiagnosis')
  const second = path.join(home, 'diagnosis (2).txt')
  await expect
    .poll(() => app.evaluate(() => Reflect.get(globalThis, 'revealed') as unknown), { timeout: 60_000 })
    .toBe(second)
  expect(await app.evaluate(() => Reflect.get(globalThis, 'asked') as unknown)).toMatch(/Not in it: photos, names of/)
  expect(readFileSync(file, 'utf8')).toBe('mine')
  const text = readFileSync(second, 'utf8')
  for (const part of ['"ready": 3', '"searcher": "running"', '"electron": "']) expect(text).toContain(part)
  expect(text).not.toMatch(/rocket|coffee|chelsea|fovea-photos/)
  // Whole folders are counted, also by the oldest runtime.
  expect(Number(/"store": \{\s+"files": (\d+)/.exec(text)?.[1])).toBeGreaterThan(10)
}

test('the menu offers what can be done, in the language of the person', async ({ launchFovea }) => {
  const empty = await launchFovea()
  await expect.poll(async () => (await menuItem(empty.app, 'addFolders'))?.enabled).toBe(true)
  expect((await menuItem(empty.app, 'search'))?.enabled).toBe(false)
  await empty.close()

  const updates = await updateServer()
  const { fovea, window } = await library.open(launchFovea, { env: updates.env })
  const { app, page } = fovea
  const enabled = async (id: string) => (await menuItem(app, id))?.enabled
  await expect.poll(() => enabled('search')).toBe(true)
  expect(await enabled('favourite')).toBe(false)

  await window.select(0)
  await expect.poll(() => enabled('favourite')).toBe(true)
  expect(await enabled('moreLikeThis')).toBe(false)
  await chooseFromMenu(app, 'openPhoto')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expect.poll(() => enabled('settings')).toBe(false)
  expect(await enabled('rate4')).toBe(true)
  await chooseFromMenu(app, 'rate4')
  await expect(page.getByRole('dialog').getByRole('img', { name: '4 stars' })).toBeVisible()
  await page.keyboard.press('Escape')

  await expectUpdates(fovea, updates).finally(updates.stop)

  await chooseFromMenu(app, 'themeDark')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect.poll(async () => (await menuItem(app, 'themeDark'))?.checked).toBe(true)
  await chooseFromMenu(app, 'densityCompact')
  await expect(page.locator('html')).toHaveAttribute('data-density', 'compact')
  await window.expectThumbnails()
  await fovea.screenshot('compact-dark')

  await savesDiagnosis(fovea)

  await chooseFromMenu(app, 'settings')
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch')
  await expect.poll(() => menuLabels(app)).toEqual(['Datei', 'Bearbeiten', 'Ansicht', 'Foto', 'Fenster', 'Hilfe'])
  expect(await menuItem(app, 'themeDark')).toEqual({ label: 'Dunkel', enabled: true, checked: true })
})

test('keys do what the menu says, and letters stay letters', async ({ launchFovea }) => {
  const { fovea, window } = await library.open(launchFovea)
  const { app, page } = fovea
  const { keyboard } = page
  await window.expectCount(3)
  const message = (text: string | RegExp) => page.getByRole('dialog').getByText(text)

  await keyboard.press('/')
  await keyboard.type('f5?')
  await expect(window.search).toHaveValue('f5?')
  await keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await window.select(1)
  const name = (await window.firstNames(2))[1] ?? ''
  await keyboard.press('f')
  await expect(message(`“${name}” is a favourite`)).toBeVisible()
  await keyboard.press('5')
  await expect(message(new RegExp(`${name}.*★★★★★`))).toBeVisible()
  expect((await menuItem(app, 'undo'))?.enabled).toBe(true)

  await keyboard.press('ControlOrMeta+z')
  await expect(page.getByText(/^Undone: .*★★★★★/)).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).first().click()
  const marks = () =>
    page.evaluate(async (photo) => {
      const bridge = Reflect.get(globalThis, 'fovea') as {
        call(id: number, name: string, input: unknown): Promise<{ value: Record<string, unknown> }>
      }
      const all = await bridge.call(9001, 'search.run', { query: { kind: 'all' }, filters: {}, offset: 0, limit: 9 })
      const item = (all.value['items'] as { id: string; name: string }[]).find((other) => other.name === photo)
      const { value } = await bridge.call(9002, 'items.details', { id: item?.id })
      return { favorite: value['favorite'], rating: value['rating'] }
    }, name)
  await expect.poll(marks).toEqual({ favorite: false, rating: null })

  await keyboard.press('ControlOrMeta+Shift+A')
  await expect(page.getByRole('dialog', { name: 'Albums' })).toBeVisible()
  await keyboard.press('ControlOrMeta+,') // covered: not now
  await expect(page.getByRole('dialog', { name: 'Settings' })).toHaveCount(0)
})

test('the sheet of shortcuts is found by its key, searched, and gives way to the viewer', async ({ launchFovea }) => {
  const { fovea, window } = await library.open(launchFovea)
  const { page } = fovea
  await window.expectCount(3)
  await window.select(0)
  const [name = ''] = await window.firstNames(1)
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet.getByText('Five Stars')).toBeVisible()
  for (const theme of ['light', 'dark'] as const) {
    await fovea.setTheme(theme)
    expect(await violations(page)).toEqual([])
    await fovea.screenshot(`shortcuts-${theme}`)
  }
  await page.keyboard.type('album')
  await expect(sheet.getByText('Five Stars')).toBeHidden()
  await expect(sheet.getByText('Add to Album…')).toBeVisible()
  await expect(sheet.getByRole('status')).toHaveText('2 shortcuts')
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()

  await window.select(0)
  await page.keyboard.press('Enter')
  await expect(window.viewer(name)).toBeVisible()
  await page.keyboard.press('?')
  await expect(sheet).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(window.viewer(name)).toBeVisible()
})

test('the window opens where it was, and in sight when that screen is gone', async ({ launchFovea }) => {
  const first = await launchFovea()
  await first.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 140, y: 90, width: 1000, height: 640 })
  })
  await first.page.waitForTimeout(800)
  expect(await first.close()).toBe(true)

  const bounds = ({ app }: Fovea) =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds())
  const second = await launchFovea({ home: first.home })
  expect(await bounds(second)).toMatchObject({ x: 140, y: 90, width: 1000, height: 640 })
  await second.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 9000, y: 90, width: 1000, height: 640 })
  })
  await second.page.waitForTimeout(800)
  expect(await second.close()).toBe(true)

  const third = await launchFovea({ home: first.home })
  const { x = 0, width } = (await bounds(third)) ?? {}
  expect(width).toBe(1000)
  expect(x).toBeLessThan(1920)
})

test('every component is shown in both themes and densities', async ({ launchFovea }) => {
  const { fovea } = await library.open(launchFovea)
  const { app, page } = fovea
  const screen = page.getByRole('dialog', { name: 'Components' })
  await expect.poll(async () => (await menuItem(app, 'components'))?.enabled).toBe(true)
  await chooseFromMenu(app, 'components')
  await expect(screen.getByRole('button', { name: 'primary large' })).toBeVisible()
  for (const [theme, density] of [
    ['light', 'comfortable'],
    ['dark', 'compact'],
  ] as const) {
    await fovea.setTheme(theme)
    await chooseFromMenu(app, density === 'compact' ? 'densityCompact' : 'densityComfortable')
    await expect(page.locator('html')).toHaveAttribute('data-density', density)
    expect(await violations(page)).toEqual([])
    await screen.getByRole('region', { name: 'Colours' }).scrollIntoViewIfNeeded()
    await fovea.screenshot(`components-${theme}-1`)
    await screen.getByRole('region', { name: 'Controls' }).scrollIntoViewIfNeeded()
    await fovea.screenshot(`components-${theme}-2`)
  }
})

test('nothing moves where the system asks for reduced motion', async ({ launchFovea }) => {
  const { fovea, window } = await library.open(launchFovea)
  await fovea.page.emulateMedia({ reducedMotion: 'reduce' })
  await window.button('Settings').click()
  const dialog = fovea.page.getByRole('dialog', { name: 'Settings' })
  await expect(dialog).toBeVisible()
  const longest = await fovea.page.evaluate(() =>
    Math.max(
      ...[...document.querySelectorAll('*')].flatMap((element) => {
        const { transitionDuration, animationDuration } = getComputedStyle(element)
        return `${transitionDuration},${animationDuration}`.split(',').map((duration) => Number.parseFloat(duration))
      }),
    ),
  )
  expect(longest).toBeLessThan(0.01)
})
