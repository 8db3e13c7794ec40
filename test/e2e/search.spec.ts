// Searching beyond plain words: chips, examples beside words, problems, suggestions, weaker matches, refinement.
import { copyFileSync } from 'node:fs'
import path from 'node:path'
import type { Locator } from '@playwright/test'
import { expect, test, type Fovea } from './support/app'
import { violations } from './support/axe'
import { FoveaWindow } from './support/fovea-window'
import { sampleLibrary } from './support/indexed'
import { answerDialog, photoFolder, sample } from './support/samples'

test('the query is shown as chips, and both are changed together', async ({ launchFovea }) => {
  const { fovea, window } = await sampleLibrary.open(launchFovea)
  await window.expectCount(22)
  await window.searchFor('a cat', 'chelsea.jpg')
  await expect(window.chip('a cat')).toBeVisible()

  await window.search.fill('mountains without snow after:2001')
  await window.search.press('Enter')
  await expect(window.chip('mountains')).toBeVisible()
  await expect(button(window.chip('snow'), /^Avoid/)).toHaveAttribute('aria-pressed', 'true')
  await expect(window.chip('After 2001')).toBeVisible()
  await fovea.screenshot('search-chips')

  await button(window.chip('mountains'), /^Weight/).click()
  await fovea.page.getByRole('menuitemradio', { name: '×2' }).click()
  await expect(window.search).toHaveValue('mountains^2 -snow after:2001')
  await button(window.chip('snow'), /^Avoid/).click()
  await expect(window.search).toHaveValue('mountains^2 AND snow after:2001')
  await button(window.chip('After 2001'), /^Remove/).click()
  await button(window.chip('snow'), /^Remove/).click()
  await expect(window.search).toHaveValue('mountains^2')
  await expect(window.photo('french-alpine-landscape.jpg')).toBeVisible()

  await window.search.fill('(cat OR dog) AND grass')
  await window.search.press('Enter')
  await expect(window.chip('cat or dog')).toContainText('Advanced')
  await expect(window.chip('grass')).toBeVisible()
  // With the keyboard alone; the focus goes on to the field.
  await button(window.chip('grass'), /^Remove/).press('Enter')
  await expect(window.chip('grass')).toBeHidden()
  await expect(window.search).toBeFocused()
  await button(window.chip('cat or dog'), /^Remove/).press('Enter')
  await expect(window.results).toBeHidden()
  await window.expectCount(22)
})

test('pictures and photos stand beside the words', async ({ launchFovea }) => {
  const { fovea, window } = await sampleLibrary.open(launchFovea)
  await window.expectCount(22)
  await answerDialog(fovea.app, [sample('french-alpine-landscape.jpg')])
  await window.button('Search with a picture…').click()
  await expect(window.photos.locator('[data-index="0"]')).toHaveAttribute('aria-label', 'french-alpine-landscape.jpg')
  await window.search.fill('a sandy desert')
  await window.search.press('Enter')
  await expect(window.chip('a sandy desert')).toBeVisible()
  await expect(window.chip('Like this picture').getByRole('img')).toHaveAttribute('alt', 'french-alpine-landscape.jpg')
  await expect(window.search).toHaveValue('a sandy desert')
  await fovea.screenshot('search-composed')

  await window.search.fill('')
  await window.search.press('Backspace')
  await expect(window.results).toBeHidden()

  await window.searchFor('a cat', 'chelsea.jpg')
  await window.photo('chelsea.jpg').click({ button: 'right' })
  await fovea.page.getByRole('menuitem', { name: 'Add to search' }).click()
  await expect(window.chip('a cat')).toBeVisible()
  await expect(window.chip('Like this photo').getByRole('img')).toHaveAttribute('alt', 'chelsea.jpg')
})

test('what cannot be read is pointed at, and the last results stay', async ({ launchFovea }) => {
  const { fovea, window } = await sampleLibrary.open(launchFovea)
  await window.expectCount(22)
  await window.searchFor('a cat', 'chelsea.jpg')
  await window.search.fill('a cat rating:9')
  await expect(window.search).toHaveAccessibleDescription(/A rating has 0 to 5 stars/)
  await expect(window.search).toHaveAttribute('aria-invalid', 'true')
  await expect(fovea.page.locator('mark')).toHaveText('9')
  await expect(window.photos.locator('[data-index="0"]')).toHaveAttribute('aria-label', 'chelsea.jpg')
  await expect(window.chip('a cat')).toBeVisible()
  await fovea.screenshot('search-problem')
  expect(await violations(fovea.page)).toEqual([])
  await window.search.fill('a cat')
  await expect(fovea.page.locator('mark')).toBeHidden()
  await expect(window.search).not.toHaveAttribute('aria-invalid')
})

test('suggestions and recent searches are taken with the keyboard, and never by accident', async ({ launchFovea }) => {
  const folder = photoFolder(['chelsea.jpg', 'Holidays/coffee.jpg', 'rocket.jpg'])
  const { fovea, window } = await openWith(launchFovea, folder)
  await window.expectCount(3)
  const { keyboard } = fovea.page
  await window.search.click()
  await expect(window.recentSearches).toBeHidden()
  await keyboard.type('in:hol')
  const suggestion = window.suggestions.getByRole('option', { name: 'in:Holidays' })
  await expect(suggestion).toBeVisible()
  await expect(suggestion).toHaveAttribute('aria-selected', 'false')
  expect(await violations(fovea.page)).toEqual([])
  await fovea.screenshot('search-suggestions')
  await keyboard.press('Enter')
  await expect(window.chip('In hol')).toBeVisible()
  await expect(window.suggestions).toBeHidden()

  await window.search.fill('in:hol')
  await window.search.press('Escape')
  await window.search.fill('in:holi')
  await expect(suggestion).toBeVisible()
  await keyboard.press('ArrowDown')
  await expect(suggestion).toHaveAttribute('aria-selected', 'true')
  await keyboard.press('Enter')
  await expect(window.chip('In Holidays')).toBeVisible()
  await window.expectCount(1)

  await window.searchFor('a rocket', 'rocket.jpg')
  await window.search.fill('')
  const recent = window.recentSearches.getByRole('option')
  await expect(recent.first()).toHaveText('a rocket')
  await keyboard.press('ArrowUp')
  await expect(recent.last()).toHaveAttribute('aria-selected', 'true')
  await keyboard.press('ArrowDown')
  await keyboard.press('ArrowDown')
  await fovea.screenshot('search-recent')
  expect(await violations(fovea.page)).toEqual([])
  await keyboard.press('Enter')
  await expect(window.photos.locator('[data-index="0"]')).toHaveAttribute('aria-label', 'rocket.jpg')
  await window.search.fill('')
  await window.button('Clear recent searches').click()
  await expect(window.recentSearches).toBeHidden()
})

test('matches end somewhere, and weaker ones can be shown below them', async ({ launchFovea }) => {
  const { fovea, window } = await sampleLibrary.open(launchFovea)
  await window.expectCount(22)
  await window.searchFor('a cat', 'chelsea.jpg')
  const matches = await window.photos.getByRole('gridcell').count()
  expect(matches).toBeLessThan(22)
  await window.expectCount(matches)
  await window.expectThumbnails()
  await fovea.screenshot('search-matches')
  await window.showWeaker()
  await expect(window.photos.getByRole('gridcell')).toHaveCount(22)
  await window.expectCount(matches)
  await window.expectThumbnails()
  await fovea.screenshot('search-weaker')
  expect(await violations(fovea.page)).toEqual([])
  await window.page.getByRole('button', { name: 'Hide', exact: true }).click()
  await expect(window.photos.getByRole('gridcell')).toHaveCount(matches)

  await window.search.fill('a red double-decker bus type:png')
  await window.search.press('Enter')
  await expect(fovea.page.getByRole('heading', { name: 'No photos here' })).toBeVisible()
  await window.button('Search without filters').click()
  await expect(window.search).toHaveValue('a red double-decker bus')
  await expect(
    fovea.page.getByRole('heading', { name: 'Nothing in your library matches “a red double-decker bus”.' }),
  ).toBeVisible()
  await fovea.screenshot('search-nothing')
  expect(await violations(fovea.page)).toEqual([])
  await window.showWeaker()
  await expect(window.photos.getByRole('gridcell')).toHaveCount(22)
  await expect(window.results.getByText('No matches')).toBeVisible()
})

test('near-duplicates are one photo with a badge, and open from it', async ({ launchFovea }) => {
  const { fovea, window } = await sampleLibrary.open(launchFovea, {
    change: (folder) => {
      for (const copy of ['1', '2']) copyFileSync(sample('chelsea.jpg'), path.join(folder, `chelsea copy ${copy}.jpg`))
    },
  })
  await window.expectCount(24)
  await window.search.fill('a cat')
  await window.search.press('Enter')
  const badge = window.photos.getByText('+2', { exact: true })
  await expect(badge).toBeVisible()
  await expect(window.photos.getByRole('gridcell', { name: /^chelsea/ })).toHaveCount(1)
  await window.expectThumbnails()
  await fovea.screenshot('search-grouped')
  await window.button('Group near-duplicates').click()
  await expect(window.photos.getByRole('gridcell', { name: /^chelsea/ })).toHaveCount(3)
  await window.button('Group near-duplicates').click()
  await badge.click()
  await expect(window.chip('Like this photo')).toBeVisible()
  await expect(window.photos.getByRole('gridcell', { name: /^chelsea/ })).toHaveCount(2)
})

test('results are refined by photos that are more or less what is meant', async ({ launchFovea }) => {
  const { fovea, window } = await sampleLibrary.open(launchFovea)
  await window.expectCount(22)
  const { keyboard } = fovea.page
  await window.search.fill('an animal')
  await window.search.press('Enter')
  await window.showWeaker()
  await expect(window.photos.getByRole('gridcell')).toHaveCount(22)
  const before = await window.firstNames(22)
  const disliked = before[0] ?? ''

  // Results that are drawn anew under a mouse that stands still have no hover: it is moved again then.
  await expect(async () => {
    await fovea.page.mouse.move(0, 0)
    await window.photo(disliked).hover()
    await expect(window.button('Less like this')).toBeVisible({ timeout: 1000 })
    await fovea.screenshot('search-hover')
    await window.button('Less like this').click({ timeout: 2000 })
  }).toPass({ timeout: 30_000 })
  await expect(window.results.getByText('Refined by 1 photo disliked')).toBeVisible()
  await expect(window.photo(disliked)).toBeHidden()
  await window.select(2)
  const liked = (await window.firstNames(3))[2] ?? ''
  await keyboard.press('+')
  await expect(window.results.getByText('Refined by 1 photo liked and 1 photo disliked')).toBeVisible()
  await expect(window.photo(liked)).toContainText('More like this')
  await window.expectThumbnails()
  await fovea.screenshot('search-refined')
  expect(await violations(fovea.page)).toEqual([])
  await window.button('Clear').and(window.results.getByRole('button')).click()
  await expect(window.photo(disliked)).toBeVisible()
  expect(await window.firstNames(22)).toEqual(before)
})

test('photos are marked as favourites and with stars from the grid', async ({ launchFovea }) => {
  const { fovea, window } = await sampleLibrary.open(launchFovea)
  await window.expectCount(22)
  const [favourite = '', rated = ''] = await window.firstNames(2)
  await window.select(0)
  await fovea.page.keyboard.press('f')
  await expect(fovea.page.getByText(`“${favourite}” is a favourite`)).toBeVisible()
  await fovea.page.keyboard.press('ArrowRight')
  await fovea.page.keyboard.press('4')
  await expect(fovea.page.getByText(`“${rated}” is rated ★★★★`)).toBeVisible()
  await window.search.fill('is:favorite OR rating:>=4')
  await window.search.press('Enter')
  await window.expectCount(2)
  await window.photo(favourite).click({ button: 'right' })
  const line = fovea.page.getByRole('menuitemcheckbox', { name: 'Favourite' })
  await expect(line).toBeChecked()
  await fovea.screenshot('photo-menu')
  expect(await violations(fovea.page)).toEqual([])
  await line.click()
  await window.expectCount(1)
})

test('looking closer works through the best photos and can be stopped', async ({ launchFovea }) => {
  const names = ['coffee.jpg', 'flower.jpg', 'chelsea.jpg', 'rocket.jpg', 'black-canyon.jpg', 'dust-bowl-home.jpg']
  const { fovea, window } = await openWith(launchFovea, photoFolder(names))
  // Photos are counted a moment before they are listed, and only what is listed is looked at.
  await expect(window.photos.getByRole('gridcell')).toHaveCount(6)
  await window.search.fill('a spoon')
  await window.search.press('Enter')
  await window.button('Look closer').click()
  await expect(fovea.page.getByRole('progressbar', { name: 'Looking closer' })).toBeVisible()
  await fovea.screenshot('search-closer')
  await window.button('Stop looking closer').click()
  await window.button('Look closer').click()
  await expect(window.button('Looked closer')).toBeVisible({ timeout: 90_000 })
  await window.button('Looked closer').click()
  await expect(window.button('Look closer')).toHaveAttribute('aria-pressed', 'false')
})

function button(within: Locator, name: RegExp): Locator {
  return within.getByRole('button', { name })
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
