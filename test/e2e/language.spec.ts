// The whole window in German: chosen by the person, as the system speaks, kept after a restart, and back.
import { expect, test } from './support/app'
import { violations } from './support/axe'
import { FoveaWindow } from './support/fovea-window'
import { answerDialog, photoFolder } from './support/samples'

test('the interface speaks German when it is chosen, and goes on doing so', async ({ launchFovea }) => {
  const fovea = await launchFovea()
  const { page } = fovea
  const window = new FoveaWindow(page)
  await answerDialog(fovea.app, [photoFolder()])
  await window.button('Choose folders…').click()
  await window.expectCount(22)

  await window.button('Settings').click()
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch')
  const settings = page.getByRole('dialog', { name: 'Einstellungen' })
  await expect(settings.getByRole('heading', { name: 'Darstellung' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  expect(await violations(page)).toEqual([])
  await fovea.screenshot('settings-german')
  await page.keyboard.press('Escape')

  await expect(page.locator('footer').getByText('22 Fotos')).toBeVisible()
  const field = page.getByRole('combobox', { name: 'Fotos suchen' })
  await field.fill('a cat -dog')
  await field.press('Enter')
  const grid = page.getByRole('grid', { name: 'Fotos' })
  await expect(grid.locator('[data-index="0"]')).toHaveAttribute('aria-label', 'chelsea.jpg')
  await grid.locator('[data-index="0"]').click()
  const viewer = page.getByRole('dialog', { name: 'chelsea.jpg' })
  await viewer.getByRole('button', { name: 'Informationen' }).click()
  await expect(viewer.getByText('Warum dieses Foto')).toBeVisible()
  await expect(viewer.getByText(/Megapixel/)).toBeVisible()
  await fovea.screenshot('viewer-german')
  await fovea.close()

  const again = await launchFovea({ home: fovea.home })
  await expect(again.page.getByRole('combobox', { name: 'Fotos suchen' })).toBeVisible()
  await again.page.getByRole('button', { name: 'Einstellungen' }).click()
  await again.page.getByRole('combobox', { name: 'Sprache' }).selectOption('English')
  await expect(again.page.getByRole('dialog', { name: 'Settings' })).toBeVisible()
})

test('a system that speaks German is answered in German', async ({ launchFovea }) => {
  const fovea = await launchFovea({ args: ['--lang=de'] })
  await expect(fovea.page.getByRole('button', { name: 'Ordner wählen …' })).toBeVisible()
  expect(await violations(fovea.page)).toEqual([])
  await fovea.screenshot('first-run-german')
})
