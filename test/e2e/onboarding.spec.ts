// The first minute: from the first start to the first photo found, and what helps where there is nothing yet.
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from './support/app'
import { violations } from './support/axe'
import { FoveaWindow } from './support/fovea-window'
import { photoFolder } from './support/samples'

/** What a person is promised: less than a minute from the first start to the first hit. */
const promiseMs = 60_000

test('an example on the first screen leads to a first hit within a minute', async ({ launchFovea }) => {
  const start = performance.now()
  const fovea = await launchFovea()
  const window = new FoveaWindow(fovea.page)
  await window.button('“a cat up close”').click()
  await expect(window.photos.getByRole('gridcell', { name: 'chelsea.jpg' })).toBeVisible({ timeout: promiseMs })
  const took = performance.now() - start
  console.log(`from the first start to the first hit: ${(took / 1000).toFixed(1)} s`)
  expect(took).toBeLessThan(promiseMs)
  await expect(window.search).toHaveValue('a cat up close')

  await window.search.fill('quarterly spreadsheet of insurance premiums')
  await window.search.press('Enter')
  await expect(fovea.page.getByRole('heading', { name: /^Nothing in your library matches/ })).toBeVisible()
  expect(await violations(fovea.page)).toEqual([])
  await fovea.screenshot('nothing-matches')
  await fovea.page.getByRole('list', { name: 'Simpler searches' }).getByRole('button', { name: 'insurance' }).click()
  await expect(window.search).toHaveValue('insurance')
})

test('the folder for pictures is suggested where there are pictures in it', async ({ launchFovea }) => {
  const pictures = photoFolder(['coffee.jpg'])
  const empty = mkdtempSync(path.join(os.tmpdir(), 'fovea-empty-'))
  const fovea = await launchFovea()
  const { app, page } = fovea
  const window = new FoveaWindow(page)
  const setPictures = (folder: string) =>
    app.evaluate((electron, wanted) => {
      electron.app.setPath('pictures', wanted)
    }, folder)
  await setPictures(empty)
  await page.reload()
  await expect(window.button('Choose folders…')).toBeVisible()
  await page.waitForTimeout(500)
  await expect(window.button(/^Add “/)).toHaveCount(0)
  await setPictures(pictures)
  await page.reload()
  const suggestion = window.button(`Add “${path.basename(pictures)}”`)
  await expect(suggestion).toBeVisible()
  expect(await violations(page)).toEqual([])
  await fovea.screenshot('first-run-suggestion')
  await suggestion.click()
  await expect(window.photo('coffee.jpg')).toBeVisible({ timeout: promiseMs })
  for (const folder of [pictures, empty]) rmSync(folder, { recursive: true })
})
