// A person's first hour: choose a folder, find photos by words and by example, add one, come back the next day.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from './support/app'
import { FoveaWindow } from './support/fovea-window'
import { answerDialog, photoFolder, sample } from './support/samples'

test('from first run to finding photos, and everything is still there after a restart', async ({ launchFovea }) => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'fovea-journey-'))
  const folder = photoFolder()
  rmSync(path.join(folder, 'chelsea.jpg'))
  const fovea = await launchFovea({ home })
  const window = new FoveaWindow(fovea.page)

  await expect(fovea.page.getByRole('heading', { name: 'Find any photo by describing it' })).toBeVisible()
  await fovea.screenshot('first-run-light')

  await answerDialog(fovea.app, [folder])
  await window.button('Choose folders…').click()
  await expect(fovea.page.getByRole('progressbar', { name: 'Indexing progress' })).toBeVisible()
  await fovea.screenshot('indexing-light')
  await window.expectCount(21)
  await window.expectThumbnails()
  await fovea.screenshot('library-light')

  await window.searchFor('a rocket launch', 'rocket.jpg')
  await window.searchFor('a cup of coffee on a table', 'coffee.jpg')
  await window.searchFor('snow on the mountains', 'french-alpine-landscape.jpg')
  await window.expectThumbnails()
  await fovea.screenshot('search-light')

  await window.photo('french-alpine-landscape.jpg').click()
  const viewer = window.viewer('french-alpine-landscape.jpg')
  await expect(viewer).toBeVisible()
  await fovea.page.waitForTimeout(800) // the full-size photo fades in
  await fovea.screenshot('viewer')
  await viewer.getByRole('button', { name: 'More like this' }).click()
  await expect(viewer).toBeHidden()
  await expect(window.chip('Like this photo')).toBeVisible()
  await window.showWeaker()
  await expect(window.photos.getByRole('gridcell')).toHaveCount(20) // the photo itself is not among those like it
  expect(await window.firstNames(5)).toContain('black-canyon.jpg')

  await window
    .chip('Like this photo')
    .getByRole('button', { name: /^Remove/ })
    .click()
  await window.search.fill('a cat')
  await window.search.press('Enter')
  copyFileSync(sample('chelsea.jpg'), path.join(folder, 'my new photo.jpg'))
  await expect(window.photos.locator('[data-index="0"]')).toHaveAttribute('aria-label', 'my new photo.jpg', {
    timeout: 6000,
  })
  expect(await fovea.close()).toBe(true)

  const again = await launchFovea({ home })
  const reopened = new FoveaWindow(again.page)
  await reopened.expectCount(22)
  await reopened.searchFor('a cat', 'my new photo.jpg')
  await reopened.searchFor('a rocket launch', 'rocket.jpg')
  await again.close()
  rmSync(folder, { recursive: true })
  rmSync(home, { recursive: true, maxRetries: 5 })
})
