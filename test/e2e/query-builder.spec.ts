// The search bar as a builder of queries: suggestions of every kind, chips, pictures, the text form, and saved searches.
import { rmSync } from 'node:fs'
import { expect, test } from './support/app'
import { violations } from './support/axe'
import { datedFolder } from './support/dated-photos'
import { FoveaWindow } from './support/fovea-window'
import { QueryBuilder } from './support/query-builder'
import { answerDialog } from './support/samples'

test('a search is built from suggestions, chips, pictures and text, and kept under a name', async ({ launchFovea }) => {
  const folder = await datedFolder([
    { file: 'Holidays/chelsea.jpg', sample: 'chelsea.jpg', date: '2019:07:21 15:04:05', at: [38.72, -9.14] },
    { file: 'Holidays/coffee.jpg', sample: 'coffee.jpg', date: '2020:03:02 10:00:00' },
    { file: 'rocket.jpg', sample: 'rocket.jpg', date: '2021:05:09 10:00:00' },
    { file: 'flower.jpg', sample: 'flower.jpg', date: '2021:05:10 10:00:00' },
  ])
  const { app, page, ...fovea } = await launchFovea()
  const window = new FoveaWindow(page)
  const query = new QueryBuilder(page)
  const { keyboard } = page
  await answerDialog(app, [folder])
  await window.button('Choose folders…').click()
  await window.expectCount(4)
  const looks = async (name: string): Promise<void> => {
    for (const theme of ['dark', 'light'] as const) {
      await fovea.setTheme(theme)
      // Colours and guards of the focus settle after a panel has opened.
      await expect(async () => expect(await violations(page)).toEqual([])).toPass({ timeout: 30_000 })
      await fovea.screenshot(`query-${name}-${theme}`)
    }
  }

  await test.step('suggestions of every kind', async () => {
    await window.searchFor('a cup of coffee', 'coffee.jpg')
    await query.field.fill('c')
    // The vocabulary is read in the background after the first start.
    await expect(async () => {
      await query.field.fill('')
      await query.field.pressSequentially('cof')
      await expect(query.group('Things').first()).toBeVisible({ timeout: 2000 })
    }).toPass({ timeout: 60_000 })
    await expect(query.group('Recent searches')).toHaveText(['a cup of coffee'])
    await query.field.fill('hol')
    await expect(query.group('Folders')).toHaveText(['in:Holidays'])
    await query.field.fill('lis')
    await expect(query.group('Places').first()).toHaveText(/Lis/)
    await query.field.fill('july')
    await expect(query.group('Dates')).toHaveText(['date:2019-07'])
    await query.field.fill('20')
    await expect(query.group('Dates')).toHaveText(['date:2021', 'date:2020', 'date:2019'])
    await looks('suggestions')
    await keyboard.press('ArrowDown')
    await expect(query.group('Dates').first()).toHaveAttribute('aria-selected', 'true')
    await keyboard.press('Escape')
    await expect(query.options).toBeHidden()
    await query.field.fill('in:holi')
    await expect(query.group('Folders')).toHaveText(['in:Holidays'])
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await expect(query.chip('In Holidays')).toBeVisible()
    await window.expectCount(2)
  })

  await test.step('chips are changed and removed by keyboard', async () => {
    await query.chip('In Holidays').getByRole('button', { name: 'Leave out “In Holidays”' }).press('Enter')
    await expect(query.field).toHaveValue('-in:Holidays')
    await window.expectCount(2)
    await query.field.fill('a flower date:2019')
    await query.field.press('Enter')
    await query.chip('2019').getByRole('button', { name: 'Change “2019”' }).press('Enter')
    const editor = query.editor('2019')
    await expect(editor).toHaveValue('2019')
    await expect(page.getByRole('option', { name: '2021' })).toBeVisible()
    await looks('filter-chip')
    await editor.fill('2019-13')
    await keyboard.press('Enter')
    await expect(page.getByRole('alert')).toHaveText('There is no month 13.')
    await editor.fill('202')
    await expect(page.getByRole('option', { name: '2021' })).toBeVisible()
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await expect(query.chip('2021')).toBeVisible()
    await expect(query.field).toHaveValue('a flower date:2021')
    await expect(window.photos.locator('[data-index="0"]')).toHaveAttribute('aria-label', 'flower.jpg')
    await query.chip('a flower').getByRole('button', { name: 'Change “a flower”' }).press('Enter')
    await query.editor('a flower').fill('a rocket')
    await keyboard.press('Enter')
    await expect(query.field).toHaveValue('a rocket date:2021')
    await query.chip('a rocket').getByRole('button', { name: 'Avoid “a rocket”' }).press('ArrowRight')
    await expect(query.chip('a rocket').getByRole('button', { name: 'Change “a rocket”' })).toBeFocused()
    await query.chip('2021').getByRole('button', { name: 'Remove “2021”' }).press('Delete')
    await expect(query.field).toHaveValue('a rocket')
    await expect(query.field).toBeFocused()
  })

  await test.step('pictures are added, and a part of one is drawn', async () => {
    await query.hand('drop', 'chelsea.jpg')
    await expect(query.chip('Like this picture')).toHaveCount(1)
    await expect(query.chip('a rocket')).toBeVisible()
    await query.hand('paste', 'coffee.jpg')
    await expect(query.chip('Like this picture')).toHaveCount(2)
    await query.dropPhotos([await query.idOf('flower.jpg')])
    await expect(query.chip('Like this photo').getByRole('img')).toHaveAttribute('alt', 'flower.jpg')
    await query.chip('Like this photo').getByRole('button', { name: 'Remove “Like this photo”' }).press('Backspace')
    await query
      .chip('Like this picture')
      .last()
      .getByRole('button', { name: /^Remove/ })
      .click()
    await query
      .chip('Like this picture')
      .getByRole('button', { name: /choose a part/ })
      .press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Search for a part of the picture' })
    const area = dialog.getByRole('group', { name: 'Part of the photo' }).locator('..')
    await expect(area).toBeVisible()
    const box = (await area.boundingBox())!
    await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.7, { steps: 4 })
    await page.mouse.up()
    await looks('part')
    await dialog.getByRole('button', { name: 'Search this part' }).click()
    await expect(query.chip('Like this part')).toBeVisible()
    await expect(dialog).toBeHidden()
    await query
      .chip('a rocket')
      .getByRole('button', { name: /^Avoid/ })
      .click()
    await expect(window.photos.locator('[data-index="0"]')).toHaveAttribute('aria-label', 'chelsea.jpg')
  })

  await test.step('the whole query is text', async () => {
    await window.button('Search as text').click()
    await expect(query.text).toHaveValue(/^-"?a rocket"? picture:[0-9a-f]{32}@0\.[\d.,]+$|^-.*picture:/)
    const before = await query.text.inputValue()
    await query.text.fill(`${before} rating:9`)
    await expect(query.text).toHaveAccessibleDescription(/A rating has 0 to 5 stars/)
    await looks('text')
    await query.text.fill(`${before} type:jpg`)
    await window.button('Copy').click()
    await expect(window.button('Copied')).toBeVisible()
    expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe(`${before} type:jpg`)
    await query.text.press('Enter')
    await expect(query.chip('JPG')).toBeVisible()
    await expect(query.chip('Like this part')).toBeVisible()
  })

  await test.step('a search is saved, found again, renamed and removed with undo', async () => {
    await query.save('My cat')
    await expect(query.saved('My cat')).toBeVisible()
    await query.field.fill('')
    await window.button('Clear search').click()
    await query.field.fill('my')
    await expect(query.group('Saved searches')).toHaveText(['My cat'])
    await looks('saved')
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await expect(query.chip('Like this part')).toBeVisible()
    await query.saved('My cat').focus()
    await keyboard.press('F2')
    const renaming = page.getByRole('dialog', { name: 'Rename saved search' })
    await renaming.getByRole('textbox', { name: 'Name' }).fill('Chelsea')
    await expect(async () => expect(await violations(page)).toEqual([])).toPass({ timeout: 30_000 }) // a message may be fading
    await keyboard.press('Enter')
    await query.saved('Chelsea').click({ button: 'right' })
    await looks('saved-menu')
    await keyboard.press('ArrowUp')
    await expect(page.getByRole('menuitem', { name: 'Remove' })).toBeFocused()
    await keyboard.press('Enter')
    await expect(query.saved('Chelsea')).toBeHidden()
    await window.button('Undo').click()
    await expect(query.saved('Chelsea')).toBeVisible()
    expect(await fovea.close()).toBe(true)
  })

  await test.step('it is there after a restart, with its picture', async () => {
    const again = await launchFovea({ home: fovea.home })
    const reopened = new QueryBuilder(again.page)
    await reopened.saved('Chelsea').click()
    await expect(reopened.chip('Like this part').getByRole('img')).toBeVisible()
    await expect(new FoveaWindow(again.page).photos.locator('[data-index="0"]')).toHaveAttribute(
      'aria-label',
      'chelsea.jpg',
    )
  })
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})
