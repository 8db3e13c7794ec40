// What a person does with photos once they are found: looks why, marks them, keeps them in albums, tidies up duplicates.
import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Locator } from '@playwright/test'
import sharp from 'sharp'
import { expect, test, type Fovea } from './support/app'
import { violations } from './support/axe'
import { FoveaWindow } from './support/fovea-window'
import { sampleLibrary, threePhotos } from './support/indexed'
import { expectSoundInEveryLook } from './support/looks'
import { answerDialog, photoFolder, sample } from './support/samples'

test('the viewer says why a photo was found, what is in it and where, and searches by a part', async ({
  launchFovea,
}) => {
  const { fovea, window } = await sampleLibrary.open(launchFovea)
  await window.expectCount(22)
  await window.searchFor('a cup of coffee on a table', 'coffee.jpg')
  await window.photo('coffee.jpg').click()
  const viewer = window.viewer('coffee.jpg')
  const { keyboard } = fovea.page
  await keyboard.press('i')
  const why = viewer.getByRole('region', { name: 'Why this photo' })
  const term = why.getByRole('list', { name: 'Terms' }).getByRole('button')
  await expect(term).toContainText('a cup of coffee on a table')
  await expect(term).toContainText(/(clearly|yes) \d+ %/)

  await keyboard.press('h')
  await expect(why.getByRole('button', { name: /Hide where it is/ })).toBeVisible()
  await fovea.page.waitForTimeout(1000) // the full-size photo fades in
  await fovea.screenshot('viewer-heat')
  await keyboard.press('h')
  await expect(viewer.getByRole('img', { name: /^Where/ })).toBeHidden()

  const tags = viewer.getByRole('list', { name: 'Tags' })
  await expect(tags.getByRole('listitem').first()).toBeVisible()
  expect(await violations(fovea.page)).toEqual([])

  await keyboard.press('r')
  await expect(viewer.getByRole('group', { name: 'Part of the photo' })).toBeFocused()
  await keyboard.press('Escape')
  await expect(viewer.getByRole('group', { name: 'Part of the photo' })).toBeHidden()
  await expect(viewer).toBeVisible()
  await viewer.getByRole('button', { name: 'Search for a part' }).click()
  const area = viewer.getByRole('group', { name: 'Part of the photo' }).locator('..')
  const box = (await area.boundingBox())!
  await fovea.page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.2)
  await fovea.page.mouse.down()
  await fovea.page.mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.8, { steps: 5 })
  await fovea.page.mouse.up()
  await fovea.screenshot('viewer-part')
  expect(await violations(fovea.page)).toEqual([])
  await viewer.getByRole('button', { name: 'Search this part' }).click()
  await expect(viewer).toBeHidden()
  await expect(fovea.page.getByText('Like this part')).toBeVisible()
})

test('a tag searches for itself, and what is never to be shown comes back with undo or from the settings', async ({
  launchFovea,
}) => {
  const { fovea, window } = await sampleLibrary.open(launchFovea)
  await window.expectCount(22)
  const viewer = window.viewer('chelsea.jpg')
  const openTags = async (): Promise<Locator> => {
    await window.photo('chelsea.jpg').click()
    await fovea.page.keyboard.press('i')
    return viewer.getByRole('list', { name: 'Tags' })
  }
  const concept =
    (await (
      await openTags()
    )
      .getByRole('button', { name: /^Search for/ })
      .first()
      .textContent()) ?? ''
  const hide = async (): Promise<void> => {
    await viewer.getByRole('button', { name: `More for ${concept}`, exact: true }).click()
    await fovea.page.getByRole('menuitem', { name: 'Never show photos of this' }).click()
    await expect(viewer).toBeHidden()
    await expect(window.photo('chelsea.jpg')).toBeHidden()
  }
  await hide()
  await fovea.page.getByRole('button', { name: 'Undo' }).click()
  await expect(window.photo('chelsea.jpg')).toBeVisible()
  await openTags()
  await hide()

  await window.button('Settings').click()
  const settings = fovea.page.getByRole('dialog', { name: 'Settings' })
  await expect(settings.getByRole('list', { name: 'Never show' })).toContainText(concept)
  await settings.getByRole('textbox', { name: 'Add to “My words”' }).fill('space shuttle')
  await fovea.page.keyboard.press('Enter')
  await expect(settings.getByRole('list', { name: 'My words' })).toContainText('space shuttle')
  await fovea.screenshot('settings-words')
  expect(await violations(fovea.page)).toEqual([])
  await settings.getByRole('button', { name: `Remove ${concept}`, exact: true }).click()
  await expect(settings.getByRole('list', { name: 'Never show' })).toBeHidden()
  await fovea.page.keyboard.press('Escape')

  const tags = await openTags()
  await tags.getByRole('button', { name: `Search for ${concept}`, exact: true }).click()
  await expect(viewer).toBeHidden()
  await expect(window.photos.locator('[data-index="0"]')).toHaveAttribute('aria-label', 'chelsea.jpg')
})

test('favourites and stars are set by keys and are still there after a restart', async ({ launchFovea }) => {
  const { fovea, window } = await threePhotos.open(launchFovea)
  await window.expectCount(3)
  await window.photo('chelsea.jpg').click()
  const viewer = window.viewer('chelsea.jpg')
  await fovea.page.keyboard.press('f')
  await fovea.page.keyboard.press('4')
  await expect(viewer.getByRole('button', { name: 'Favourite' })).toHaveAttribute('aria-pressed', 'true')
  await expect(viewer.getByRole('img', { name: '4 stars' })).toBeVisible()
  await fovea.page.keyboard.press('Escape')
  await window.search.fill('is:favorite')
  await window.search.press('Enter')
  await window.expectCount(1)
  expect(await fovea.close()).toBe(true)

  const again = await launchFovea({ home: fovea.home })
  const reopened = new FoveaWindow(again.page)
  await reopened.expectCount(3)
  await reopened.photo('chelsea.jpg').click()
  await again.page.keyboard.press('i')
  const marked = reopened.viewer('chelsea.jpg')
  await expect(marked.getByRole('group', { name: 'Rating: 4 of 5 stars' })).toBeVisible()
  await again.page.keyboard.press('0')
  await expect(marked.getByRole('group', { name: 'Rating: 0 of 5 stars' })).toBeVisible()
})

test('albums are made, filled, opened, renamed and deleted', async ({ launchFovea }) => {
  const { fovea, window } = await sampleLibrary.open(launchFovea)
  await window.expectCount(22)
  await window.openAlbums()
  const albums = fovea.page.getByRole('dialog', { name: 'Albums' })
  await expect(albums.getByText('No albums yet')).toBeVisible()
  expect(await violations(fovea.page)).toEqual([])
  await fovea.page.keyboard.press('Escape')

  await window.photo('coffee.jpg').click()
  const viewer = window.viewer('coffee.jpg')
  await viewer.getByRole('button', { name: 'Add to album…' }).click()
  const adding = fovea.page.getByRole('dialog', { name: 'Add 1 photo to an album' })
  await adding.getByRole('button', { name: 'New album…' }).click()
  const making = fovea.page.getByRole('dialog', { name: 'New album' })
  await making.getByRole('textbox', { name: 'Name' }).fill('On the table')
  expect(await violations(fovea.page)).toEqual([])
  await fovea.screenshot('album-new')
  await fovea.page.keyboard.press('Enter')
  await expect(making).toBeHidden()
  await expect(viewer).toBeVisible()
  await fovea.page.keyboard.press('ArrowRight')
  await expect(viewer).toBeHidden()
  await fovea.page.getByRole('button', { name: 'Add to album…' }).click()
  await fovea.page
    .getByRole('list', { name: 'Albums' })
    .getByRole('button', { name: /On the table/ })
    .click()
  await expect(fovea.page.getByText('1 photo added to “On the table”')).toBeVisible()
  await fovea.page.keyboard.press('Escape')

  await window.openAlbums()
  await expect(albums.getByRole('button', { name: /^On the table 2 photos/ })).toBeVisible()
  await albums.getByRole('button', { name: /^On the table/ }).click()
  await expect(albums).toBeHidden()
  await window.expectCount(2)
  await window.photo('coffee.jpg').click()
  await fovea.page.getByRole('button', { name: 'Remove from this album' }).click()
  await fovea.page.keyboard.press('Escape')
  await window.expectCount(1)
  await fovea.page
    .getByRole('dialog', { name: '1 photo removed from “On the table”' })
    .getByRole('button', { name: 'Undo' })
    .click()
  await window.expectCount(2)

  await window.openAlbums()
  await albums.getByRole('button', { name: 'More for On the table' }).click()
  await fovea.page.getByRole('menuitem', { name: 'Rename…' }).click()
  const renaming = fovea.page.getByRole('dialog', { name: 'Rename album' })
  await expect(renaming.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await fovea.page.keyboard.type('Breakfast')
  await fovea.page.keyboard.press('Enter')
  await expect(albums.getByRole('button', { name: /^Breakfast 2 photos/ })).toBeVisible()
  await albums.getByRole('button', { name: 'More for Breakfast' }).click()
  await fovea.page.getByRole('menuitem', { name: 'Delete…' }).click()
  await fovea.page.getByRole('button', { name: 'Delete album' }).click()
  await expect(albums.getByText('No albums yet')).toBeVisible()
  await fovea.page.keyboard.press('Escape')
  await window.expectCount(22)
})

test('a smart album learns from favourites, is adjusted, and keeps out what was removed', async ({ launchFovea }) => {
  const { fovea, window } = await sampleLibrary.open(launchFovea)
  await window.expectCount(22)
  await window.photo('flower.jpg').click()
  await expect(window.viewer('flower.jpg')).toBeVisible()
  await fovea.page.keyboard.press('f')
  await expect(window.viewer('flower.jpg').getByRole('button', { name: /favourite/i, pressed: true })).toBeVisible()
  await fovea.page.keyboard.press('Escape')
  await window.openAlbums()
  const albums = fovea.page.getByRole('dialog', { name: 'Albums' })
  await albums.getByRole('button', { name: 'New album…' }).click()
  const making = fovea.page.getByRole('dialog', { name: 'New album' })
  await making.getByRole('textbox', { name: 'Name' }).fill('Flowers')
  await making.getByText('Smart album', { exact: true }).click()
  await expect(making.getByText('It learns from your 1 favourite.')).toBeVisible()
  await making.getByRole('button', { name: 'Make album' }).click()
  const card = albums.getByRole('button', { name: /^Flowers Smart/ })
  await expect(card).toBeVisible()

  await albums.getByRole('button', { name: 'More for Flowers' }).click()
  await fovea.page.getByRole('menuitem', { name: 'Adjust…' }).click()
  const adjusting = fovea.page.getByRole('dialog', { name: 'Adjust “Flowers”' })
  const slider = adjusting.getByRole('slider', { name: 'How alike photos must be' })
  await expect(adjusting.getByText(/Photos with a score above 0.50 are in it/)).toBeVisible()
  await slider.focus()
  await fovea.page.keyboard.press('End')
  await expect(adjusting.getByText(/above 0.99 are in it: 1 photo$/)).toBeVisible()
  await fovea.page.keyboard.press('Home')
  await expect(adjusting.getByText(/above 0.20 are in it: ([2-9]|1\d|2\d) photos/)).toBeVisible()
  await fovea.screenshot('album-adjust')
  expect(await violations(fovea.page)).toEqual([])
  await fovea.page.keyboard.press('Escape')
  await albums.getByRole('button', { name: 'New album…' }).focus() // and so no tooltip is shown
  await fovea.screenshot('albums')
  expect(await violations(fovea.page)).toEqual([])

  const count = Number(/(\d+) photos/.exec((await card.textContent()) ?? '')?.[1])
  await card.click()
  await window.expectCount(count)
  const other = (await window.firstNames(2)).find((name) => name !== 'flower.jpg')!
  await window.photo(other).click()
  await fovea.page.getByRole('button', { name: 'Remove from this album' }).click()
  await expect(fovea.page.getByText('“Flowers” now keeps out photos like this one')).toBeVisible()
  await fovea.page.keyboard.press('Escape')
  await expect(window.photo(other)).toBeHidden()
  await expect(window.photo('flower.jpg')).toBeVisible()
})

test('duplicates are reviewed, and what was chosen goes to the trash after a question', async ({ launchFovea }) => {
  const folder = photoFolder(['coffee.jpg', 'rocket.jpg', 'chelsea.jpg'])
  mkdirSync(path.join(folder, 'copies'))
  copyFileSync(sample('coffee.jpg'), path.join(folder, 'copies', 'coffee (1).jpg'))
  copyFileSync(sample('rocket.jpg'), path.join(folder, 'copies', 'rocket copy.jpg'))
  await sharp(sample('chelsea.jpg'))
    .resize(300)
    .jpeg()
    .toFile(path.join(folder, 'copies', 'small cat.jpg'))
  const { fovea, window } = await openWith(launchFovea, folder)
  await window.expectCount(6)
  await window.view('Duplicates').click()
  const screen = fovea.page.getByRole('dialog', { name: 'Duplicates' })
  await expect(screen.getByText('2 groups')).toBeVisible()
  const checkbox = (name: string) => screen.getByRole('checkbox', { name: `To the trash: ${name}` })
  await expect(checkbox('coffee (1).jpg')).toBeChecked()
  await expect(checkbox('coffee.jpg')).not.toBeChecked()
  await expect(checkbox('coffee.jpg')).toBeDisabled() // the last of its group stays
  await screen.getByRole('button', { name: 'Keep instead: rocket copy.jpg' }).click()
  await expect(checkbox('rocket.jpg')).toBeChecked()
  await fovea.screenshot('duplicates-exact')
  expect(await violations(fovea.page)).toEqual([])

  await answerTrashQuestion(fovea, 'Cancel')
  const move = screen.getByRole('button', { name: 'Move 2 to the trash…' })
  await move.click()
  await expect.poll(async () => (await trashed(fovea)).questions).toEqual(['Move 2 files to the trash?'])
  await expect(move).toBeEnabled()
  expect((await trashed(fovea)).files).toEqual([])

  await answerTrashQuestion(fovea, process.platform === 'win32' ? 'Move to Recycle Bin' : 'Move to Trash')
  await move.click()
  await expect(screen.getByRole('heading', { name: 'No two files are the same' })).toBeVisible()
  const { files } = await trashed(fovea)
  expect(files.sort()).toEqual([path.join(folder, 'copies', 'coffee (1).jpg'), path.join(folder, 'rocket.jpg')])
  for (const file of files) rmSync(file)

  await screen.getByRole('tab', { name: 'Near-duplicates' }).click()
  await expect(checkbox('small cat.jpg')).toBeChecked()
  await expect(checkbox('chelsea.jpg')).not.toBeChecked()
  await fovea.screenshot('duplicates-near')
  expect(await violations(fovea.page)).toEqual([])
  await screen.getByRole('button', { name: 'Keep all: group 1' }).click()
  await expect(screen.getByRole('button', { name: 'Move 0 to the trash…' })).toBeDisabled()
  await fovea.page.keyboard.press('Escape')
  await expect(screen).toBeHidden()
  await window.expectCount(4)
})

test('viewer, albums and duplicates are sound in both themes and sizes', async ({ launchFovea }) => {
  const { fovea, window } = await sampleLibrary.open(launchFovea, {
    change: (folder) => {
      for (const name of ['coffee.jpg', 'flower.jpg', 'rocket.jpg']) {
        for (const copy of ['copy', 'copy 2']) copyFileSync(sample(name), path.join(folder, `${copy} of ${name}`))
      }
    },
  })
  await window.expectCount(28)
  // Photos are counted a moment before they are listed.
  await expect(async () => expect(await createAlbums(fovea)).toHaveLength(3)).toPass()
  const check = (name: string): Promise<void> => expectSoundInEveryLook(fovea, name)

  await window.searchFor('an astronaut with a flag -coffee', 'astronaut.jpg')
  await window.photo('astronaut.jpg').click()
  await fovea.page.keyboard.press('h')
  const viewer = window.viewer('astronaut.jpg')
  await expect(viewer.getByRole('list', { name: 'Terms' }).getByRole('button')).toHaveCount(2)
  await expect(viewer.getByRole('list', { name: 'Tags' })).toBeVisible()
  await fovea.page.keyboard.press('4')
  await check('viewer-why')
  await viewer.getByRole('button', { name: 'Add to album…' }).click()
  await check('album-add')
  await fovea.page.keyboard.press('Escape')
  await expect(viewer).toBeVisible()
  await fovea.page.keyboard.press('Escape')
  await expect(viewer).toBeHidden()
  await window.openAlbums()
  await expect(fovea.page.getByRole('button', { name: /^Flowers Smart/ })).toBeVisible()
  await check('albums')
  await fovea.page.keyboard.press('Escape')
  await window.view('Duplicates').click()
  await expect(fovea.page.getByText('3 groups')).toBeVisible()
  await check('duplicates')
})

/** Albums as the page would make them, of the newest photos. */
async function createAlbums({ page }: Fovea): Promise<unknown[]> {
  return page.evaluate(async () => {
    interface Envelope {
      value: { id: string; items: { id: string; name: string }[] }
    }
    const bridge = Reflect.get(globalThis, 'fovea') as {
      call(id: number, name: string, input: unknown): Promise<Envelope>
    }
    const all = await bridge.call(4000, 'search.run', { query: { kind: 'all' }, filters: {}, offset: 0, limit: 100 })
    const idOf = (name: string) => all.value.items.find((item) => item.name === name)?.id
    const albums = [
      { name: 'Flowers', kind: 'smart', itemIds: [idOf('flower.jpg'), idOf('acanthus-mollis.jpg')] },
      { name: 'A long name for an album of photos from far away', kind: 'manual', itemIds: [idOf('china-temple.jpg')] },
      { name: 'Empty', kind: 'manual', itemIds: [] },
    ]
    const made: string[] = []
    for (const [index, album] of albums.entries()) {
      made.push((await bridge.call(4001 + index, 'albums.create', album)).value.id)
    }
    return made
  })
}

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

interface Trashed {
  questions: string[]
  files: string[]
}

/** The shell's question is answered with this button; files are only noted, for a test machine may have no trash. */
async function answerTrashQuestion({ app }: Fovea, answer: string): Promise<void> {
  await app.evaluate(({ dialog, shell }, button) => {
    const noted: Trashed = { questions: [], files: [] }
    Reflect.set(globalThis, 'trashed', noted)
    dialog.showMessageBox = (...args: unknown[]) => {
      const { message, buttons } = args.at(-1) as { message: string; buttons: string[] }
      noted.questions.push(message)
      return Promise.resolve({ response: buttons.indexOf(button), checkboxChecked: false })
    }
    shell.trashItem = (file) => {
      noted.files.push(file)
      return Promise.resolve()
    }
  }, answer)
}

async function trashed({ app }: Fovea): Promise<Trashed> {
  return app.evaluate(() => Reflect.get(globalThis, 'trashed') as Trashed)
}
