// Search models in the window: what there is and costs, an import, a download that fails, pauses and goes on, use, and back.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { siglip2B16, writeClipExport, writeSiglip2Export } from '../integration/support/models/exports'
import { answers, FileServer, stalls } from '../integration/support/models/file-server'
import { expect, test, type Fovea } from './support/app'
import { violations } from './support/axe'
import { FoveaWindow } from './support/fovea-window'
import { expectSoundInEveryLook } from './support/looks'
import { ModelsScreen } from './support/models-screen'
import { answerDialog, photoFolder, sampleFolder } from './support/samples'

test.describe.configure({ timeout: 240_000 })

const starter = 'Fovea Starter'
const clip = 'CLIP ViT-B/32 (OpenAI)'
const photos = ['chelsea.jpg', 'rocket.jpg', 'coffee.jpg', 'grass.jpg']
const vision = 'org/clip/resolve/r1/onnx/vision_model.onnx'

/** A server on this computer with a small model in the place of a large one, and a list that leads to it. */
async function mirror(): Promise<{ server: FileServer; catalogue: string }> {
  const files = mkdtempSync(path.join(os.tmpdir(), 'fovea-mirror-'))
  const exported = path.join(files, 'org/clip/resolve/r1')
  mkdirSync(exported, { recursive: true })
  writeClipExport(exported)
  const shipped = path.resolve(__dirname, '../../resources/models/catalogue.json')
  const { models, ...rest } = JSON.parse(readFileSync(shipped, 'utf8')) as { models: { id: string }[] }
  const wanted = ['onnx/vision_model.onnx', 'onnx/text_model.onnx', 'tokenizer.json'].map((file) => ({
    path: file,
    bytes: statSync(path.join(exported, file)).size,
    sha256: createHash('sha256')
      .update(readFileSync(path.join(exported, file)))
      .digest('hex'),
  }))
  const known = models.find(({ id }) => id === 'clip-b32')
  const small = { ...known, recommended: true, source: 'here', repository: 'org/clip', revision: 'r1', files: wanted }
  const server = new FileServer(files)
  const urls = [`${await server.start()}/{repository}/resolve/{revision}/{path}`]
  const catalogue = path.join(files, 'catalogue.json')
  writeFileSync(
    catalogue,
    JSON.stringify({ ...rest, sources: { here: { name: 'A mirror', urls, redirects: [] } }, models: [small] }),
  )
  return { server, catalogue }
}

async function withPhotos(fovea: Fovea, names = photos): Promise<FoveaWindow> {
  const window = new FoveaWindow(fovea.page)
  await answerDialog(fovea.app, [photoFolder(names)])
  await window.button('Choose folders…').click()
  // Indexing runs at a low priority, and a busy computer lets it wait.
  await expect(fovea.page.locator('footer').getByText(`${String(names.length)} photos`)).toBeVisible({
    timeout: 60_000,
  })
  return window
}

/** Shows all photos a search has, and how many there are. */
async function searchAll(window: FoveaWindow, words: string, count: number): Promise<void> {
  await window.search.fill(words)
  await window.search.press('Enter')
  await expect(async () => {
    const more = window.button(/^Show (\d+ weaker match|the closest photos)/)
    if (await more.isVisible()) await more.click()
    await expect(window.photos.getByRole('gridcell')).toHaveCount(count, { timeout: 2000 })
  }).toPass({ timeout: 40_000 })
}

test('what models there are is shown before anything was downloaded', async ({ launchFovea }) => {
  const fovea = await launchFovea()
  const screen = new ModelsScreen(fovea.page)
  await fovea.page.getByRole('button', { name: /^Better search models can be had/ }).click()
  await expect(screen.card(starter).getByText('In use', { exact: true })).toBeVisible()
  const best = 'SigLIP 2 B/16, 256 pixels'
  await expect(screen.card(best).getByText('Recommended')).toBeVisible()
  await expect(screen.fact(best, 'Size')).toHaveText('785 MB')
  await expect(screen.fact(best, 'Licence')).toHaveText('Apache-2.0')
  await expect(screen.fact(best, 'Languages')).toHaveText('Many')
  await expect(screen.fact(best, 'Finds')).toContainText('53.2 %: COCO text to image, recall@1')
  await expect(screen.fact(best, 'Your photos')).toHaveText(/^How long they take is known once/)
  await expect(screen.card('MobileCLIP S2').getByRole('button')).toHaveCount(0)
  await expect(screen.fact('MobileCLIP S2', 'Licence')).toHaveText('Apple, for research only')
  await expect(screen.dialog.getByText(/free on this disk$/)).toBeVisible()
  await expectSoundInEveryLook(fovea, 'models')
  await screen.close()

  // Everything works meanwhile, and what a better model would cost is known from the photos that were indexed.
  const window = await withPhotos(
    fovea,
    readdirSync(sampleFolder)
      .filter((name) => name.endsWith('.jpg'))
      .slice(0, 12),
  )
  await window.searchFor('a cat', 'chelsea.jpg')
  await expect(async () => {
    await screen.openFromSettings()
    await expect(screen.fact(best, 'Your photos')).toHaveText(/to look at all 12 with it$/, { timeout: 2000 })
  }).toPass()
  await fovea.screenshot('models-measured')

  // What shorter vectors would save and cost is said before one is chosen.
  await screen.vectors.getByText('Make it smaller…').click()
  await expect(screen.vectors.getByRole('row', { name: /^64/ })).toContainText(/KB.*%/)
  await screen.button('Use 64 numbers of each photo').scrollIntoViewIfNeeded()
  await expectSoundInEveryLook(fovea, 'models-compact')
})

test('a model is imported from a folder, used, left and removed; what is none is refused with the reason', async ({
  launchFovea,
}) => {
  const fovea = await launchFovea()
  const window = await withPhotos(fovea)
  const screen = new ModelsScreen(fovea.page)
  await screen.openFromSettings()

  const wrong = mkdtempSync(path.join(os.tmpdir(), 'fovea-no-model-'))
  writeFileSync(path.join(wrong, 'readme.txt'), 'nothing')
  await answerDialog(fovea.app, [wrong])
  await screen.button('Import folder…').click()
  const refusal = screen.dialog.getByRole('alert')
  await expect(refusal).toContainText(/cannot be imported/)
  await expect(refusal).toContainText(/no ONNX|no model|ONNX/i)
  expect(await violations(fovea.page)).toEqual([])
  await fovea.screenshot('models-import-refused')
  await refusal.getByRole('button', { name: 'Dismiss' }).click()
  await expect(refusal).toHaveCount(0)

  const folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'fovea-model-')), 'tiny-clip')
  mkdirSync(folder)
  writeClipExport(folder)
  await answerDialog(fovea.app, [folder])
  await screen.button('Import folder…').click()
  await expect(screen.said).toContainText('was imported and can be used')
  await expect(screen.fact('tiny-clip', 'Licence')).toHaveText('mit')
  await screen.button('Check every byte of tiny-clip').click()
  await expect(screen.said).toContainText('is as it should be')
  rmSync(folder, { recursive: true })

  await screen.use('tiny-clip')
  await expect(screen.button('Remove tiny-clip')).toHaveCount(0)
  expect(await violations(fovea.page)).toEqual([])
  await fovea.screenshot('models-in-use')
  await screen.close()
  await searchAll(window, 'a cat', photos.length)

  // What the other one knows of the photos is deleted only when nobody needs it.
  await screen.openFromSettings()
  await expect(screen.vectors.getByText(`${String(photos.length)} photos`)).toHaveCount(2)

  // Both together: said before, joined at once, and left again.
  await screen.button(`Search with ${starter} and tiny-clip together`).click()
  const question = fovea.page.getByRole('alertdialog', { name: `Search with ${starter} and tiny-clip together?` })
  await expect(question).toContainText(/looked at twice.* on disk/)
  expect(await violations(fovea.page)).toEqual([])
  await fovea.screenshot('models-together-asked')
  await question.getByRole('button', { name: 'Use both' }).click()
  await expect(screen.said).toContainText(`${String(photos.length)} photos were joined`, { timeout: 45_000 })
  const both = `tiny-clip + ${starter}`
  await expect(screen.card(both).getByText('In use', { exact: true })).toBeVisible()
  await expect(screen.card(both)).toContainText(/Two models together: tiny-clip counts \d+.*%, Fovea Starter \d+.*%/)
  await screen.card(both).scrollIntoViewIfNeeded()
  await expectSoundInEveryLook(fovea, 'models-together')
  await screen.close()
  await searchAll(window, 'a cat', photos.length)
  await screen.openFromSettings()
  await screen.button(/^Use tiny-clip$/).click()
  await expect(screen.card('tiny-clip').getByText('In use', { exact: true })).toBeVisible({ timeout: 45_000 })
  await screen.button(`Remove ${both}`).click()
  await fovea.page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await expect(screen.card(both)).toHaveCount(0)

  const forget = screen.button(`Delete what ${starter} has left of your photos`)
  await forget.scrollIntoViewIfNeeded()
  await fovea.screenshot('models-vectors')
  await forget.click()
  await fovea.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(screen.said).toContainText('are free again', { timeout: 45_000 })
  await expect(forget).toHaveCount(0)

  await screen.use(starter)
  await screen.button('Remove tiny-clip').click()
  await fovea.page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await expect(screen.card('tiny-clip')).toHaveCount(0)
  await screen.close()
  await window.searchFor('a cat', 'chelsea.jpg')
})

test('a download that fails says why and is tried again; it pauses, goes on, and the model is used', async ({
  launchFovea,
}) => {
  const { server, catalogue } = await mirror()
  try {
    const fovea = await launchFovea({ env: { FOVEA_CATALOGUE: catalogue } })
    const window = await withPhotos(fovea)
    const screen = new ModelsScreen(fovea.page)
    await window.button('A better search model can be had').click()
    server.next(vision, answers(403), stalls)
    await screen.button(`Download ${clip}`).click()
    const offer = fovea.page.getByRole('dialog', { name: `Download ${clip}?` })
    await expect(offer.getByText(/from A mirror, org\/clip$/)).toBeVisible()
    await expect(offer.getByText('Licence: MIT')).toBeVisible()
    expect(await violations(fovea.page)).toEqual([])
    await fovea.screenshot('models-offer')
    await offer.getByRole('button', { name: 'Download' }).click()
    const failure = screen.card(clip).getByRole('alert')
    await expect(failure).toContainText('could not be downloaded')
    expect(await violations(fovea.page)).toEqual([])
    await fovea.screenshot('models-download-failed')

    await screen.button(`Try again to download ${clip}`).click()
    await expect(failure).toHaveCount(0)
    await expect(screen.card(clip).getByRole('progressbar')).toBeVisible()
    await expect(screen.card(clip).getByText(/^Downloading/)).toBeVisible()
    await expect(screen.button('Import folder…')).toBeDisabled()
    await fovea.screenshot('models-downloading')
    await screen.button(`Pause downloading ${clip}`).click()
    await expect(screen.said).toContainText('is paused')
    const goOn = screen.button(`Continue downloading ${clip}`)
    await expect(goOn).toBeFocused() // the button that paused is the one that goes on
    await goOn.press('Enter')
    await expect(screen.said).toContainText('was downloaded and can be used')
    await screen.use(clip)
    await screen.close()
    await searchAll(window, 'a cat', photos.length)
    await expect(window.button('A better search model can be had')).toHaveCount(0)

    // It needs no server any more.
    await screen.openFromSettings()
    await screen.use(starter)
    await screen.button(`Remove ${clip}`).click()
    await fovea.page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
    await expect(screen.button(`Download ${clip}`)).toBeVisible()
  } finally {
    await server.stop()
  }
})

test('a model of the true shape of SigLIP 2 B/16 is imported, indexed and searched with', async ({ launchFovea }) => {
  const folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'fovea-siglip-')), 'true-siglip')
  mkdirSync(folder)
  writeSiglip2Export(folder, siglip2B16)
  const fovea = await launchFovea()
  const window = await withPhotos(fovea, photos.slice(0, 2))
  const screen = new ModelsScreen(fovea.page)
  await screen.openFromSettings()
  await answerDialog(fovea.app, [folder])
  await screen.button('Import folder…').click()
  await expect(screen.said).toContainText('was imported and can be used', { timeout: 60_000 })
  rmSync(path.dirname(folder), { recursive: true })
  await screen.use('true-siglip')
  await screen.close()
  await searchAll(window, 'a cat on the sofa', 2)
})

test('the list of models speaks German, and is reached and used with the keyboard alone', async ({ launchFovea }) => {
  const fovea = await launchFovea({ args: ['--lang=de'] })
  const { page } = fovea
  const hint = page.getByRole('button', { name: /^Es gibt bessere Suchmodelle/ })
  await hint.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Suchmodelle' })
  const best = dialog.getByRole('listitem', { name: 'SigLIP 2 B/16, 256 pixels' })
  await expect(best.getByText(/^Die besten Ergebnisse/)).toBeVisible()
  await expect(best.getByText(/^53,2 %: COCO/)).toBeVisible()
  await best.getByRole('button', { name: /laden$/ }).focus()
  expect(await violations(page)).toEqual([])
  await fovea.screenshot('models-german')
  await page.keyboard.press('Enter')
  const offer = page.getByRole('dialog', { name: 'SigLIP 2 B/16, 256 pixels laden?' })
  await expect(offer.getByText(/^785 MB von Hugging Face/)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(offer).toHaveCount(0)
  await expect(best.getByRole('button', { name: /laden$/ })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(hint).toBeFocused()
})
