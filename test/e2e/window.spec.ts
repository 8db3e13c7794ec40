// What a person does in the window besides searching by words: pictures as queries, filters, pausing, failures, settings.
import { copyFileSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, type Fovea } from './support/app'
import { FoveaWindow } from './support/fovea-window'
import { sampleLibrary } from './support/indexed'
import { answerDialog, photoFolder, sample } from './support/samples'

test('a picture is dropped, pasted or chosen, and photos like it are found', async ({ launchFovea }) => {
  const { fovea, window } = await sampleLibrary.open(launchFovea)
  await window.expectCount(22)
  const bytes = [...readFileSync(sample('flower.jpg'))]
  const chip = window.chip('Like this picture')
  const removeChip = chip.getByRole('button', { name: /^Remove/ })

  for (const kind of ['drop', 'paste'] as const) {
    await fovea.page.evaluate(
      ([data, how]) => {
        const transfer = new DataTransfer()
        transfer.items.add(new File([new Uint8Array(data)], 'from outside.jpg', { type: 'image/jpeg' }))
        const options = { bubbles: true, cancelable: true }
        const target = document.querySelector('main') ?? document.body
        if (how === 'drop') {
          for (const type of ['dragenter', 'dragover', 'drop']) {
            target.dispatchEvent(new DragEvent(type, { ...options, dataTransfer: transfer }))
          }
        } else document.dispatchEvent(new ClipboardEvent('paste', { ...options, clipboardData: transfer }))
      },
      [bytes, kind] as const,
    )
    await expect(chip, kind).toBeVisible()
    await expect(window.photos.locator('[data-index="0"]'), kind).toHaveAttribute('aria-label', 'flower.jpg')
    await removeChip.click()
    await expect(chip).toBeHidden()
  }

  await answerDialog(fovea.app, [sample('rocket.jpg')])
  await window.button('Search with a picture…').click()
  await expect(window.photos.locator('[data-index="0"]')).toHaveAttribute('aria-label', 'rocket.jpg')
  await window.expectThumbnails()
  await fovea.screenshot('by-example')

  const text = path.join(fovea.home, 'not a picture.jpg')
  writeFileSync(text, 'words')
  await removeChip.click()
  await answerDialog(fovea.app, [text])
  await window.button('Search with a picture…').click()
  await expect(window.banner.getByText('This is not a picture Fovea can read, or it is damaged.')).toBeAttached()
  await window.expectCount(22)
})

test('filters by folder and by date narrow a search', async ({ launchFovea }) => {
  const folder = photoFolder(['chelsea.jpg', 'animals/locomotion-house-cat.jpg', "animals/it's 100%_/coffee.jpg"])
  utimesSync(path.join(folder, 'chelsea.jpg'), new Date(2019, 6, 1), new Date(2019, 6, 1))
  const { fovea, window } = await openWith(launchFovea, folder)
  await window.expectCount(3)
  await window.searchFor('a cat', 'chelsea.jpg')
  await window.showWeaker()

  await window.button(/^Folder:/).click()
  await fovea.page
    .getByRole('tree', { name: 'Folders' })
    .getByRole('treeitem', { name: /animals/ })
    .click()
  await expect(window.photos.getByRole('gridcell')).toHaveCount(2)
  await expect(window.photos.locator('[data-index="0"]')).toHaveAttribute('aria-label', 'locomotion-house-cat.jpg')
  await window.button('Clear filters').click()
  await expect(window.photos.getByRole('gridcell')).toHaveCount(3)

  await window.button(/^Date:/).click()
  await fovea.page.getByRole('textbox', { name: 'From' }).fill('2019-01-01')
  await fovea.page.getByRole('textbox', { name: 'To', exact: true }).fill('2019-12-31')
  await fovea.page.keyboard.press('Escape')
  await expect(window.photos.getByRole('gridcell')).toHaveCount(1)
  expect(await window.firstNames(1)).toEqual(['chelsea.jpg'])
})

test('indexing pauses, new photos wait, and it goes on', async ({ launchFovea }) => {
  const folder = photoFolder(['coffee.jpg'])
  const { fovea, window } = await openWith(launchFovea, folder)
  await window.expectCount(1)
  await callFovea(fovea, 'indexing.pause')
  await expect(window.button('Resume indexing')).toBeVisible()
  copyFileSync(sample('rocket.jpg'), path.join(folder, 'rocket.jpg'))
  await expect(fovea.page.getByText(/paused/i).first()).toBeVisible()
  await fovea.page.waitForTimeout(2500)
  await window.expectCount(1)
  await fovea.screenshot('paused')
  await window.button('Resume indexing').click()
  await window.expectCount(2)
})

test('a pause for an hour says until when, and the share of the processor is kept', async ({ launchFovea }) => {
  const folder = photoFolder(['coffee.jpg'])
  const { fovea, window } = await openWith(launchFovea, folder)
  await window.expectCount(1)
  await callFovea(fovea, 'indexing.pause', { minutes: 60 })
  await expect(fovea.page.getByText(/^Paused until \d/)).toBeVisible()
  await expect(window.button('Pause for an hour')).toHaveCount(0)
  await fovea.screenshot('paused-until')
  await window.button('Resume indexing').click()
  await expect(fovea.page.getByText(/^Paused/)).toHaveCount(0)

  await window.button('Settings').click()
  const half = fovea.page.getByRole('radio', { name: '50 %' })
  await expect(fovea.page.getByRole('radio', { name: '100 %' })).toBeChecked()
  await fovea.page.getByText('50 %', { exact: true }).click()
  await expect(half).toBeChecked()
  await fovea.screenshot('share')
  await fovea.page.keyboard.press('Escape')

  await fovea.app.evaluate(({ powerMonitor }) => {
    powerMonitor.isOnBatteryPower = () => true
    powerMonitor.emit('on-battery')
  })
  for (const name of ['rocket', 'chelsea', 'astronaut', 'coins', 'brick', 'grass'])
    copyFileSync(sample(`${name}.jpg`), path.join(folder, `${name}.jpg`))
  await expect(fovea.page.getByText(/slower on battery.*50 % of the processor/)).toBeVisible()
  await window.expectCount(7)
})

test('files that cannot be read are listed with their reasons and can be tried again', async ({ launchFovea }) => {
  const folder = photoFolder(['coffee.jpg'])
  writeFileSync(path.join(folder, 'empty.jpg'), '')
  writeFileSync(path.join(folder, 'words.jpg'), 'This is not a picture.')
  writeFileSync(path.join(folder, 'cut off.jpg'), readFileSync(sample('rocket.jpg')).subarray(0, 20_000))
  const { fovea, window } = await openWith(launchFovea, folder)
  await window.expectCount(1)
  await window.button(/3 files could not be read/).click()
  const screen = fovea.page.getByRole('region', { name: 'Not indexed' })
  for (const [name, reason] of [
    ['empty.jpg', 'The file is empty.'],
    ['words.jpg', 'The file is not a picture Fovea can read, whatever its name says.'],
    ['cut off.jpg', 'The file is damaged or cut off.'],
  ] as const) {
    await expect(screen.getByText(name)).toBeVisible()
    await expect(screen.getByText(reason)).toBeVisible()
  }
  await fovea.screenshot('could-not-be-read')
  copyFileSync(sample('rocket.jpg'), path.join(folder, 'cut off.jpg'))
  await screen.getByRole('button', { name: 'Try all again' }).click()
  await window.expectCount(2)
  await expect(window.button(/2 files could not be read/)).toBeVisible()
})

test('folders are listed in the settings, removed without touching files, and shown as away when unplugged', async ({
  launchFovea,
}) => {
  const folder = photoFolder(['coffee.jpg', 'rocket.jpg'])
  const { fovea, window } = await openWith(launchFovea, folder)
  await window.expectCount(2)

  // An unplugged drive leaves its empty mount point.
  const away = `${folder}-away`
  mkdirSync(away)
  for (const name of ['coffee.jpg', 'rocket.jpg']) {
    copyFileSync(path.join(folder, name), path.join(away, name))
  }
  rmSync(folder, { recursive: true })
  await expect(window.button(/cannot be reached/)).toBeVisible()
  await window.searchFor('a rocket launch', 'rocket.jpg')
  await window.expectThumbnails()

  await window.button('Settings').click()
  const settings = fovea.page.getByRole('dialog', { name: 'Settings' })
  await expect(settings.getByText(/not there right now/)).toBeVisible()
  await fovea.screenshot('settings-offline')
  mkdirSync(folder)
  copyFileSync(path.join(away, 'coffee.jpg'), path.join(folder, 'coffee.jpg'))
  await settings.getByRole('button', { name: /^Scan .* again$/ }).click()
  await expect(settings.getByText(/not there right now/)).toBeHidden()

  await settings.getByText('Dark').click()
  await expect(settings.getByRole('radio', { name: 'Dark' })).toBeChecked()
  await expect(fovea.page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await fovea.screenshot('settings-dark')
  await settings.getByRole('button', { name: /^Remove / }).click()
  await fovea.page.getByRole('alertdialog').getByRole('button', { name: 'Remove folder' }).click()
  await expect(settings.getByRole('button', { name: /^Remove / })).toHaveCount(0)
  expect(readFileSync(path.join(folder, 'coffee.jpg')).equals(readFileSync(sample('coffee.jpg')))).toBe(true)
  rmSync(away, { recursive: true })
})

test('the keyboard alone is enough', async ({ launchFovea }) => {
  const { fovea, window } = await sampleLibrary.open(launchFovea)
  await window.expectCount(22)
  const { keyboard } = fovea.page
  await keyboard.press('/')
  await expect(window.search).toBeFocused()
  await keyboard.type('a cat')
  await keyboard.press('Enter')
  await expect(window.photos.locator('[data-index="0"]')).toHaveAttribute('aria-label', 'chelsea.jpg')
  await window.button(/^Show \d+ weaker match/).press('Enter')
  const names = await window.firstNames(2)
  await expect(window.photo(names[1] ?? '')).toBeFocused()
  await keyboard.press('ArrowLeft')
  await keyboard.press('ArrowRight')
  await keyboard.press('Enter')
  await expect(window.viewer(names[1] ?? '')).toBeVisible()
  await keyboard.press('ArrowLeft')
  await expect(window.viewer('chelsea.jpg')).toBeVisible()
  await keyboard.press('i')
  await expect(fovea.page.getByRole('complementary', { name: 'Information' })).toContainText('chelsea.jpg')
  await keyboard.press('Escape')
  await expect(window.viewer('chelsea.jpg')).toBeHidden()
  await expect(window.photo('chelsea.jpg')).toBeFocused()
  await keyboard.press('ControlOrMeta+,')
  await expect(fovea.page.getByRole('dialog', { name: 'Settings' })).toBeVisible()
})

async function openWith(
  launchFovea: () => Promise<Fovea>,
  folder: string,
): Promise<{ fovea: Fovea; window: FoveaWindow }> {
  const fovea = await launchFovea()
  const window = new FoveaWindow(fovea.page)
  await answerDialog(fovea.app, [folder])
  await window.button('Choose folders…').click()
  return { fovea, window }
}

async function callFovea({ page }: Fovea, name: string, input?: object): Promise<void> {
  await page.evaluate(
    async ([callName, callInput]) => {
      const bridge = Reflect.get(globalThis, 'fovea') as {
        call(id: number, name: string, input: unknown): Promise<unknown>
      }
      await bridge.call(3000, callName, callInput)
    },
    [name, input] as const,
  )
}
