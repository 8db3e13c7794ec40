// Videos in the window: found by what they show at any time, played from there, and failing with a reason.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, type Fovea } from './support/app'
import { violations } from './support/axe'
import { FoveaWindow } from './support/fovea-window'
import { photoFolder } from './support/samples'

const videos = path.resolve(__dirname, '../fixtures/videos')
const photos = ['acanthus-mollis.jpg', 'gravel.jpg', 'french-alpine-landscape.jpg', 'china-temple.jpg']
/** Four decoders in a row, beside all else. */
const indexingMs = 60_000

/** A folder with some sample photos and videos. */
function folderWith(samples: string[], names: string[]): string {
  const folder = photoFolder(samples)
  for (const name of names) copyFileSync(path.join(videos, name), path.join(folder, name))
  return folder
}

async function open(
  launchFovea: (options: { args: string[] }) => Promise<Fovea>,
  folder: string,
  count: number,
): Promise<{ fovea: Fovea; window: FoveaWindow }> {
  const fovea = await launchFovea({ args: [`--add-folder=${folder}`] })
  const window = new FoveaWindow(fovea.page)
  await expect(
    window.page.locator('footer').getByText(count === 1 ? '1 photo' : `${String(count)} photos`),
  ).toBeVisible({
    timeout: indexingMs,
  })
  return { fovea, window }
}

test('a video is found by a scene that it shows late, and played from there', async ({ launchFovea }) => {
  const folder = folderWith(photos, ['scenes.webm', 'scenes.mkv', 'scenes.mp4', 'scenes.mov'])
  const { fovea, window } = await open(launchFovea, folder, 8)
  const { page } = fovea
  await window.search.fill('a rocket launch')
  await window.search.press('Enter')
  await expect(window.photos.locator('[data-index="0"]')).toHaveAttribute('aria-label', /^scenes\.(mp4|webm), video/)
  // The results are read anew while rows are still written: names are taken once they stay.
  let names: string[] = []
  await expect(async () => {
    names = await window.firstNames(2)
    expect(names.map((name) => name.split(',')[0]).sort()).toEqual(['scenes.mp4', 'scenes.webm'])
  }).toPass()
  await expect(window.photo('scenes.mp4').locator('[data-duration]')).toHaveText('0:04')
  await window.expectThumbnails()
  for (const theme of ['light', 'dark'] as const) {
    await fovea.setTheme(theme)
    await fovea.screenshot(`videos-found-${theme}`)
    expect(await violations(page)).toEqual([])
  }

  await window.select(names.findIndex((name) => name.startsWith('scenes.mp4')))
  await page.keyboard.press('Enter')
  const viewer = window.viewer('scenes.mp4')
  const video = viewer.locator('video')
  const now = (): Promise<number> => video.evaluate((element: HTMLVideoElement) => element.currentTime)
  await expect.poll(now).toBeCloseTo(3, 1)
  expect(await video.evaluate((element: HTMLVideoElement) => element.paused)).toBe(true)
  await page.keyboard.press('i')
  await expect(viewer.getByText('at 0:03')).toBeVisible()
  await expect(viewer.locator('dt', { hasText: 'Length' }).locator('+ dd')).toHaveText('0:04')
  await expect(viewer.getByText('Fovea Test Camera')).toBeVisible()
  await fovea.screenshot('video-at-its-moment')
  expect(await violations(page)).toEqual([])

  // Sought, which takes Range requests, and played by key.
  await video.evaluate((element: HTMLVideoElement) => {
    element.currentTime = 0.5
  })
  await expect.poll(now).toBeCloseTo(0.5, 1)
  await page.keyboard.press(' ')
  await expect.poll(now).toBeGreaterThan(0.8)
  await page.keyboard.press(' ')
  expect(await video.evaluate((element: HTMLVideoElement) => element.paused)).toBe(true)
  await page.keyboard.press('ArrowRight')
  await expect(window.viewer(names.find((name) => name.startsWith('scenes.webm'))!.split(',')[0]!)).toBeVisible()
})

test('what cannot be read of videos is listed with its reason', async ({ launchFovea }) => {
  const folder = folderWith(['coffee.jpg'], ['scenes.webm'])
  const mp4 = readFileSync(path.join(videos, 'scenes.mp4'))
  writeFileSync(path.join(folder, 'noise.mp4'), Buffer.alloc(5000, 'noise'))
  writeFileSync(path.join(folder, 'cut off.mp4'), mp4.subarray(0, 9000))
  writeFileSync(path.join(folder, 'hevc.mp4'), Buffer.from(mp4.toString('latin1').replace('avc1', 'hvc1'), 'latin1'))
  const { fovea, window } = await open(launchFovea, folder, 2)
  await expect(window.button(/3 files could not be read/)).toBeVisible({ timeout: indexingMs })
  await window.button(/3 files could not be read/).click()
  const screen = fovea.page.getByRole('region', { name: 'Not indexed' })
  await expect(screen.getByText('The file is damaged or cut off.')).toHaveCount(2)
  await expect(screen.getByText(/This video’s codec cannot be read/)).toBeVisible()
  await fovea.screenshot('videos-not-read')
})

test('indexing goes on when the window that reads videos dies, and the app ends although it is there', async ({
  launchFovea,
}) => {
  const folder = photoFolder(['coffee.jpg'])
  const { fovea } = await open(launchFovea, folder, 1)
  const child = fovea.app.process()
  // Every video costs the first window that looks at it its life.
  await fovea.app.evaluate(({ app }) => {
    let left = 1
    app.on('web-contents-created', (_event, contents) => {
      if (left-- <= 0) return
      contents.on('did-finish-load', () => contents.forcefullyCrashRenderer())
    })
  })
  for (const name of ['scenes.webm', 'scenes.mp4']) copyFileSync(path.join(videos, name), path.join(folder, name))
  await expect(fovea.page.locator('footer').getByText('3 photos')).toBeVisible({ timeout: indexingMs })
  expect(await fovea.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(2)
  await fovea.app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) if (window.isVisible()) window.close()
  })
  await expect.poll(() => child.exitCode, { timeout: 15_000 }).toBe(0)
})

test('the window that reads videos reaches nothing but the video', async ({ launchFovea }) => {
  const folder = folderWith(['coffee.jpg'], ['scenes.webm'])
  const { fovea } = await open(launchFovea, folder, 2)
  const seen = await fovea.app.evaluate(async ({ BrowserWindow }) => {
    const hidden = BrowserWindow.getAllWindows().find((window) => !window.isVisible())
    const reaches = (address: string): string =>
      `new Promise((resolve) => { const image = new Image(); image.onload = () => resolve(true); image.onerror = () => resolve(false); image.src = '${address}' })`
    const run = (source: string): unknown => hidden?.webContents.executeJavaScript(source)
    return {
      origin: await run('location.origin'),
      bridge: await run('typeof fovea + typeof require + typeof process'),
      network: await run(reaches('https://example.com/a.png')),
      file: await run(reaches('file:///etc/hostname')),
      evaluated: await run(`try { eval('1') } catch (error) { error.name }`),
      otherVideo: await run(
        `fetch('fovea://reader/video/00000000000000000000000000000000').then(() => 'answered', () => 'refused')`,
      ),
    }
  })
  expect(seen).toEqual({
    origin: 'fovea://reader',
    bridge: 'undefinedundefinedundefined',
    network: false,
    file: false,
    evaluated: 'EvalError',
    otherVideo: 'refused',
  })
})
