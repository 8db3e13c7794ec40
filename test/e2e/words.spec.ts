// Words in pictures: read in the background, found by a search, shown and copied in the viewer, switched off in the settings.
import path from 'node:path'
import sharp from 'sharp'
import { expect, test } from './support/app'
import { violations } from './support/axe'
import { FoveaWindow } from './support/fovea-window'
import { answerDialog, photoFolder } from './support/samples'

/** A page of text, as a scanner makes it. */
async function writePage(file: string, text: string): Promise<void> {
  const input = await sharp({ text: { text, font: 'Sans 36', dpi: 72, rgba: true } })
    .png()
    .toBuffer()
  const { width, height } = await sharp(input).metadata()
  await sharp({ create: { width: width + 120, height: height + 120, channels: 3, background: '#f6f4ee' } })
    .composite([{ input, left: 60, top: 60 }])
    .toFile(file)
}

test('words in a picture are read, found, shown in it, and copied', async ({ launchFovea }) => {
  const folder = photoFolder(['coffee.jpg', 'chelsea.jpg', 'rocket.jpg'])
  await writePage(path.join(folder, 'bill.png'), 'Invoice 48213\nHarbour Furniture\nPlease pay within two weeks')
  const fovea = await launchFovea()
  const window = new FoveaWindow(fovea.page)
  await answerDialog(fovea.app, [folder])
  await window.button('Choose folders…').click()
  await window.expectCount(4)

  await fovea.page.getByRole('button', { name: 'Settings' }).click()
  const settings = fovea.page.getByRole('dialog', { name: 'Settings' })
  await expect(settings.getByRole('radio', { name: 'Where there may be text' })).toBeChecked()
  await expect(settings.getByText('Looked at 4 of 4 pictures')).toBeVisible({ timeout: 60_000 })
  await settings.getByRole('heading', { name: 'Text in pictures' }).scrollIntoViewIfNeeded()
  await fovea.screenshot('words-settings')
  expect(await violations(fovea.page)).toEqual([])
  await fovea.page.keyboard.press('Escape')

  await window.searchFor('text:"harbour furniture"', 'bill.png')
  await window.expectCount(1)
  await expect(window.chip('The picture says: harbour furniture')).toBeVisible()
  await window.searchFor('invoice', 'bill.png')

  await window.select(0)
  await fovea.page.keyboard.press('Enter')
  const viewer = window.viewer('bill.png')
  await expect(viewer.getByRole('img', { name: 'The picture says: Invoice 48213' })).toBeVisible()
  await fovea.page.keyboard.press('i')
  const lines = viewer.getByRole('list', { name: 'Text in the picture' }).getByRole('listitem')
  await expect(lines).toHaveText(['Invoice 48213', 'Harbour Furniture', /Please pay within two weeks/])
  await expect(viewer.getByText('The picture says: “Invoice 48213”')).toBeVisible()
  await fovea.screenshot('words-viewer')
  await viewer.getByRole('button', { name: 'Copy text' }).click()
  await expect(viewer.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await fovea.app.evaluate(({ clipboard }) => clipboard.readText())).toContain('Harbour Furniture')
  expect(await violations(fovea.page)).toEqual([])
})
