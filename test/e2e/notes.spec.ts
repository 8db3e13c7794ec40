// Notes in the window: a card among the photos, its text in the viewer, and what of it matches.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from './support/app'
import { violations } from './support/axe'
import { FoveaWindow } from './support/fovea-window'
import { answerDialog, photoFolder } from './support/samples'

const diary = [
  '# A week at the coast',
  'We drove down on Monday, the car packed to the roof.',
  'In the evening a grey cat with a white chest came to the kitchen door and slept on our sofa.',
  '<img src=x onerror="document.title=1"> On Thursday it rained, and we played cards.',
].join('\n\n')

test('notes stand among the photos, and open at the passage that matches', async ({ launchFovea }) => {
  const folder = photoFolder()
  writeFileSync(path.join(folder, 'diary.md'), diary)
  const fovea = await launchFovea()
  const window = new FoveaWindow(fovea.page)
  await answerDialog(fovea.app, [folder])
  await window
    .button(/Choose folders/)
    .first()
    .click()
  await expect(fovea.page.locator('footer').getByText('1 note', { exact: true })).toBeVisible({ timeout: 60_000 })

  await window.search.fill('a cat')
  await window.search.press('Enter')
  const card = window.photo('Note diary.md')
  await expect(card).toContainText('A week at the coast')
  await expect(card).toContainText('a grey cat with a white chest')
  await expect(window.photo('chelsea.jpg')).toBeVisible()
  for (const theme of ['light', 'dark'] as const) {
    await fovea.setTheme(theme)
    await window.expectThumbnails()
    await fovea.screenshot(`notes-grid-${theme}`)
    expect(await violations(fovea.page)).toEqual([])
  }

  await card.dblclick()
  const viewer = window.viewer('diary.md')
  await expect(viewer.locator('mark')).toHaveText(/^In the evening a grey cat/)
  await expect(viewer.getByRole('document')).toContainText('<img src=x onerror=')
  await expect(viewer.getByRole('document').locator('img')).toHaveCount(0)
  await fovea.page.keyboard.press('i')
  await expect(viewer.getByRole('complementary').locator('blockquote')).toContainText('a grey cat')
  await fovea.screenshot('notes-viewer')
  expect(await violations(fovea.page)).toEqual([])
})
