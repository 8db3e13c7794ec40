// Folders in the window: what is left out of them, pausing one, and photos whose drive is away.
import { execFileSync } from 'node:child_process'
import { renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, type Fovea } from './support/app'
import { FoveaWindow } from './support/fovea-window'
import { expectSoundInEveryLook } from './support/looks'
import { answerDialog, photoFolder } from './support/samples'

const names = ['coffee.jpg', 'coins.jpg', 'rocket.jpg', 'flower.jpg', 'chelsea.jpg', 'black-canyon.jpg']

test('parts of a folder are left out and come back, and it can be paused', async ({ launchFovea }) => {
  const folder = photoFolder(names)
  const fovea = await launchFovea()
  const window = new FoveaWindow(fovea.page)
  await answerDialog(fovea.app, [folder])
  await window.button('Choose folders…').click()
  await window.expectCount(6)

  await window.button('Settings').click()
  const settings = fovea.page.getByRole('dialog', { name: 'Settings' })
  await settings.getByRole('button', { name: /^Leave parts of / }).click()
  const choice = fovea.page.getByRole('dialog', { name: /^Leave parts of / })
  await choice.getByRole('textbox', { name: 'Leave out' }).fill('CO*\n\n  /black-canyon.jpg  ')
  await expect(choice.getByRole('spinbutton')).toHaveCount(0)
  await expectSoundInEveryLook(fovea, 'folder-choice')
  await choice.getByRole('button', { name: 'Save' }).click()
  await expect(settings.getByText('3 photos · Parts left out')).toBeVisible()

  await settings.getByRole('button', { name: /^Pause / }).click()
  await expect(settings.getByText(/^Paused: changes are not looked for/)).toBeVisible()
  await expect(settings.getByRole('button', { name: /^Scan .* again$/ })).toBeDisabled()
  await expectSoundInEveryLook(fovea, 'folder-paused')
  await settings.getByRole('button', { name: /^Resume / }).click()
  await expect(settings.getByText(/^3 photos/)).toBeVisible()

  await settings.getByRole('button', { name: /^Leave parts of / }).click()
  await expect(choice.getByRole('textbox', { name: 'Leave out' })).toHaveValue('CO*\n/black-canyon.jpg')
  await choice.getByRole('textbox', { name: 'Leave out' }).fill('')
  await choice.getByRole('button', { name: 'Save' }).click()
  await expect(settings.getByText(/^6 photos$/)).toBeVisible()
  await fovea.page.keyboard.press('Escape')
  await window.expectCount(6)
})

test('photos whose drive is away are marked, shown small, and not opened', async ({ launchFovea }) => {
  const [here, drive] = [photoFolder(names.slice(0, 2)), photoFolder(names.slice(2))]
  writeFileSync(path.join(here, 'broken.jpg'), 'no picture')
  const fovea = await launchFovea()
  const window = new FoveaWindow(fovea.page)
  await answerDialog(fovea.app, [here, drive])
  await window.button('Choose folders…').click()
  await window.expectCount(6)

  renameSync(drive, `${drive}-away`)
  const bar = fovea.page.locator('footer')
  await expect(bar.getByText('4 offline')).toBeVisible()
  await window.expectCount(2)
  await expect(bar.getByText('1 file could not be read')).toBeVisible()
  expect(countsOf(command(fovea, 'status'))).toEqual({ ready: 2, pending: 0, failed: 1, offline: 4 })
  await expect(window.photos.locator('[data-offline]')).toHaveCount(4)
  await window.expectThumbnails()
  await expectSoundInEveryLook(fovea, 'offline')

  await window.photo('rocket.jpg').dblclick()
  const viewer = window.viewer('rocket.jpg')
  await expect(viewer.getByText(/^Offline: the drive or folder this photo is in is not connected/)).toBeVisible()
  await viewer.getByRole('button', { name: 'Show in folder' }).click()
  await expect(
    fovea.page.getByRole('alert').getByText(/cannot be reached right now. Connect its drive and try again/),
  ).toBeVisible()
  await fovea.screenshot('offline-viewer')
  await fovea.page.keyboard.press('Escape')

  renameSync(`${drive}-away`, drive)
  await expect(bar.getByText(/offline/)).toBeHidden()
  await window.expectCount(6)
  await expect(window.photos.locator('[data-offline]')).toHaveCount(0)
  await expect(bar.getByText('1 file could not be read')).toBeVisible()
  expect(await fovea.close()).toBe(true)
  const back = { ready: 6, pending: 0, failed: 1, offline: 0 }
  expect(command(fovea, 'index', here)).toMatchObject({ counts: back })
  expect(countsOf(command(fovea, 'status'))).toEqual(back)
})

/** What the command line says of the library that the window shows. */
function command({ home }: Fovea, ...words: string[]): Record<string, unknown> {
  const file = path.resolve(__dirname, '../../bin/fovea.js')
  const output = execFileSync(process.execPath, [file, ...words, '--home', home, '--json'], { encoding: 'utf8' })
  return JSON.parse(output) as Record<string, unknown>
}

function countsOf({ ready, pending, failed, offline }: Record<string, unknown>): Record<string, unknown> {
  return { ready, pending, failed, offline }
}
