// Every screen in light and dark, small and large: nothing for axe to complain about, and a screenshot to look at.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from './support/app'
import { FoveaWindow } from './support/fovea-window'
import { expectSoundInEveryLook } from './support/looks'
import { answerDialog, photoFolder } from './support/samples'

test('every screen is sound in both themes and sizes', async ({ launchFovea }) => {
  const folder = photoFolder()
  writeFileSync(path.join(folder, 'broken.jpg'), 'not a picture')
  const fovea = await launchFovea()
  const window = new FoveaWindow(fovea.page)
  const check = (name: string): Promise<void> => expectSoundInEveryLook(fovea, name)

  await expect(fovea.page.getByRole('heading', { name: 'Find any photo by describing it' })).toBeVisible()
  await check('first-run')
  await answerDialog(fovea.app, [folder])
  await window.button('Choose folders…').click()
  await window.expectCount(22)
  await window.expectThumbnails()
  await check('library')
  await window.searchFor('snow on the mountains', 'french-alpine-landscape.jpg')
  await window.expectThumbnails()
  await check('search')
  await window.search.fill('mountains without snow before:2100 (rocks OR trees)')
  await window.search.press('Enter')
  await expect(window.chip('rocks or trees')).toBeVisible()
  await window.showWeaker()
  await window.select(0)
  await fovea.page.keyboard.press('+')
  await expect(window.results.getByText('Refined by 1 photo liked')).toBeVisible()
  await window.search.fill('mountains rating:6')
  await expect(fovea.page.getByText('A rating has 0 to 5 stars.')).toBeVisible()
  await check('search-refined')
  await window.searchFor('snow on the mountains', 'french-alpine-landscape.jpg')
  await window.photo('french-alpine-landscape.jpg').click()
  await window.viewer('french-alpine-landscape.jpg').getByRole('button', { name: 'Information' }).click()
  await check('viewer')
  await fovea.page.keyboard.press('Escape')
  await window.button(/1 file could not be read/).click()
  await expect(fovea.page.getByRole('heading', { name: 'Not indexed' })).toBeVisible()
  await check('failures')
  await window.view('All photos').click()
  await window.button('Settings').click()
  await check('settings')
  await fovea.page.keyboard.press('Escape')
  await window.button(/^Date:/).click()
  await fovea.page.getByRole('textbox', { name: 'From' }).fill('1990-01-01')
  await fovea.page.getByRole('textbox', { name: 'To', exact: true }).fill('1990-01-02')
  await fovea.page.keyboard.press('Escape')
  await expect(fovea.page.getByRole('heading', { name: 'No photos here' })).toBeVisible()
  await check('nothing-found')
})
