// Fovea from outside its window: the quick search and its keys, the tray, and what is opened with it.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { expect, test, type Fovea } from './support/app'
import { violations } from './support/axe'
import { indexedLibrary } from './support/indexed'
import { QuickWindow } from './support/quick-window'
import { photoFolder, sample } from './support/samples'

const library = indexedLibrary(['coffee.jpg', 'rocket.jpg', 'chelsea.jpg'])

test('the quick search finds as one types, opens in the window, and reveals', async ({ launchFovea }) => {
  const { fovea, window } = await library.open(launchFovea)
  await window.expectCount(3)
  const { app } = fovea
  const quick = await QuickWindow.open(app)
  expect(await violations(quick.page)).toEqual([])
  await quick.field.pressSequentially('a rocket')
  await expect(quick.photo('rocket.jpg')).toBeVisible()
  await expect(quick.page.getByRole('status')).toHaveText(/^\d+ match/)
  for (const theme of ['light', 'dark'] as const) {
    await fovea.setTheme(theme)
    expect(await violations(quick.page)).toEqual([])
    await quick.page.screenshot({ path: `test-results/screens/quick-search-${theme}.png` })
  }
  await quick.page.keyboard.press('ArrowDown')
  await expect(quick.photo('rocket.jpg')).toHaveAttribute('aria-selected', 'true')
  await quick.page.keyboard.press('Enter')
  await expect(window.viewer('rocket.jpg')).toBeVisible()
  await window.page.keyboard.press('Escape')
  await expect(window.search).toHaveValue('a rocket')
  expect(await QuickWindow.isShown(app)).toBe(false)

  await app.evaluate(({ shell }) => {
    shell.showItemInFolder = (file) => Reflect.set(globalThis, 'revealed', file)
  })
  await QuickWindow.open(app)
  await quick.field.fill('a cat')
  await expect(quick.photo('chelsea.jpg')).toBeVisible()
  await expect(quick.results.getByRole('option').first()).toHaveAttribute('aria-label', 'chelsea.jpg')
  await quick.page.keyboard.press('ControlOrMeta+Enter')
  await expect
    .poll(() => app.evaluate(() => Reflect.get(globalThis, 'revealed') as unknown))
    .toBe(path.join(library.folder, 'chelsea.jpg'))
  await QuickWindow.open(app)
  await quick.page.keyboard.press('Escape')
  await expect.poll(() => QuickWindow.isShown(app)).toBe(false)
})

test('the keys of the quick search are chosen in the settings, and taken ones are said', async ({ launchFovea }) => {
  const { fovea, window } = await library.open(launchFovea)
  const { app, page } = fovea
  const isRegistered = (keys: string) =>
    app.evaluate(({ globalShortcut }, wanted) => globalShortcut.isRegistered(wanted), keys)
  await window.expectCount(3)
  expect(await isRegistered('CmdOrCtrl+Shift+Space')).toBe(true)
  await window.button('Settings').click()
  await page.getByRole('button', { name: /Shift\+Space/ }).click()
  await page.keyboard.press('Control+Alt+K')
  await expect(page.getByRole('button', { name: 'Ctrl+Alt+K' })).toBeVisible()
  expect(await isRegistered('CmdOrCtrl+Alt+K')).toBe(true)
  expect(await isRegistered('CmdOrCtrl+Shift+Space')).toBe(false)

  await app.evaluate(({ globalShortcut }) => {
    globalShortcut.register = () => false // as when another program has them
  })
  await page.getByRole('button', { name: 'Ctrl+Alt+K' }).click()
  await page.keyboard.press('Control+Alt+J')
  await expect(page.getByText('Another program has these keys. Choose others.')).toBeVisible()
  expect(await violations(page)).toEqual([])
  await fovea.screenshot('quick-search-keys-taken')
  await page.getByRole('button', { name: 'Switch off' }).click()
  await expect(page.getByRole('button', { name: 'No keys' })).toBeVisible()
})

test('closing leaves Fovea in the tray only when that is wished', async ({ launchFovea }) => {
  const { fovea, window } = await library.open(launchFovea)
  const { app, page } = fovea
  await window.expectCount(3)
  await window.button('Settings').click()
  await page.getByRole('switch', { name: /leaves Fovea in the tray/ }).click()
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  const isVisible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())
  await expect.poll(isVisible).toBe(false)
  await startAgain(fovea, [])
  await expect.poll(isVisible).toBe(true)
  expect(await fovea.close()).toBe(true)
})

test('photos and folders are opened with Fovea', async ({ launchFovea }) => {
  const { fovea, window } = await library.open(launchFovea, { args: [path.join(library.folder, 'coffee.jpg')] })
  const { app, page } = fovea
  await expect(window.viewer('coffee.jpg')).toBeVisible()
  await page.keyboard.press('ArrowRight') // its neighbours are those of its folder
  await expect(window.viewer('coffee.jpg')).toBeHidden()

  await startAgain(fovea, [sample('flower.jpg')])
  await expect(window.chip('Like this picture')).toBeVisible()

  await startAgain(fovea, [path.join(library.folder, 'rocket.jpg')])
  await expect(window.viewer('rocket.jpg')).toBeVisible()
  await page.keyboard.press('Escape')

  const holiday = photoFolder(['grass.jpg'])
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = ((_window: unknown, options: { message: string }) => {
      Reflect.set(globalThis, 'asked', options.message)
      return Promise.resolve({ response: 0, checkboxChecked: false })
    }) as typeof dialog.showMessageBox
  })
  await startAgain(fovea, [holiday])
  await expect
    .poll(() => app.evaluate(() => Reflect.get(globalThis, 'asked') as unknown))
    .toBe(`Add “${path.basename(holiday)}” to Fovea?`)
  await window.button('Settings').click()
  await expect(page.getByText(holiday)).toBeVisible()
})

/** Starts Fovea once more on the same library, as opening a file from the file manager does; it gives way to the first. */
async function startAgain({ home }: Fovea, files: string[]): Promise<void> {
  const electron = process.env.FOVEA_APP ?? process.env.FOVEA_ELECTRON ?? ''
  const own = process.env.FOVEA_APP === undefined ? [path.resolve(__dirname, '../..')] : []
  const args = [...own, ...(process.platform === 'linux' ? ['--no-sandbox', '--disable-gpu'] : []), `--home=${home}`]
  const child = spawn(electron, [...args, ...files], { stdio: 'ignore', env: { ...process.env, FOVEA_HOME: home } })
  await new Promise((resolve) => child.once('exit', resolve))
}
