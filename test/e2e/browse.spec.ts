// Looking around without searching: the sidebar, its views, the timeline, and the way back.
import { copyFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, type Fovea } from './support/app'
import { violations } from './support/axe'
import { FailedFiles, MeaningView, PlacesView, Sidebar, Timeline } from './support/browse-views'
import { datedFolder } from './support/dated-photos'
import type { DatedPhoto } from './support/dated-photos'
import { FoveaWindow } from './support/fovea-window'
import { sampleLibrary } from './support/indexed'
import { expectSoundInEveryLook } from './support/looks'
import { answerDialog, photoFolder, sample } from './support/samples'

const someSamples = ['coffee', 'rocket', 'flower', 'chelsea', 'coins', 'astronaut', 'brick', 'grass']

/** Several years: many photos on two days of July 2024, some in 2023, few long ago. */
function years(): DatedPhoto[] {
  const photo = (index: number, date: string): DatedPhoto => ({
    file: `${date.slice(0, 4)}/${date.slice(0, 10).replaceAll(':', '-')} ${String(index).padStart(2, '0')}.jpg`,
    sample: `${someSamples[index % someSamples.length]!}.jpg`,
    date,
  })
  return [
    ...Array.from({ length: 6 }, (_, i) => photo(i, `2024:07:21 10:${String(10 + i)}:00`)),
    ...Array.from({ length: 5 }, (_, i) => photo(i, `2024:07:20 10:${String(10 + i)}:00`)),
    ...Array.from({ length: 9 }, (_, i) => photo(i, `2023:0${String(1 + (i % 6))}:15 12:00:00`)),
    ...Array.from({ length: 7 }, (_, i) => photo(i, `2019:12:24 18:0${String(i % 10)}:00`)),
    photo(1, '2005:05:05 05:05:05'),
    photo(2, '1998:03:02 01:00:00'),
  ]
}

test('the sidebar leads to views, search stays inside them, and back leads where one was', async ({ launchFovea }) => {
  const folder = photoFolder()
  mkdirSync(path.join(folder, 'Trips', 'Space'), { recursive: true })
  renameSync(path.join(folder, 'rocket.jpg'), path.join(folder, 'Trips', 'Space', 'rocket.jpg'))
  renameSync(path.join(folder, 'astronaut.jpg'), path.join(folder, 'Trips', 'Space', 'astronaut.jpg'))
  const { fovea, window, sidebar } = await openWith(launchFovea, folder)
  const { keyboard } = fovea.page
  await window.expectCount(22)
  await expect(sidebar.chosen).toHaveText(/^All photos/)

  await sidebar.open('Favourites')
  await expect(fovea.page.getByRole('heading', { name: 'No favourites yet' })).toBeVisible()
  expect(await violations(fovea.page)).toEqual([])
  await keyboard.press('Alt+ArrowLeft')
  await expect(window.photo('coffee.jpg')).toBeVisible()
  await window.photo('coffee.jpg').hover()
  await fovea.page.getByRole('button', { name: 'Favourite' }).first().click()
  await expect(fovea.page.getByText('“coffee.jpg” is a favourite')).toBeVisible()
  await keyboard.press('Alt+ArrowRight')
  await expect(sidebar.chosen).toHaveText(/^Favourites/)
  await window.expectCount(1)
  await expect(window.photo('coffee.jpg')).toBeVisible()

  // Words look inside the view, until the chip in the field is taken away.
  await expect(fovea.page.getByRole('group', { name: 'Searches in Favourites' })).toBeVisible()
  await window.search.fill('a rocket')
  await window.search.press('Enter')
  await expect(fovea.page.getByRole('heading', { name: /^Nothing|^No photo in these filters/ })).toBeVisible()
  await fovea.page.getByRole('button', { name: 'Search the whole library' }).click()
  await expect(window.photo('rocket.jpg')).toBeVisible()
  await expect(sidebar.chosen).toHaveText(/^All photos/)

  // The folders' tree by keyboard alone.
  const root = sidebar.line(path.basename(folder))
  await root.focus()
  await keyboard.press('ArrowRight')
  await expect(root).toHaveAttribute('aria-expanded', 'true')
  await keyboard.press('ArrowDown')
  await expect(sidebar.line('Trips')).toBeFocused()
  await keyboard.press('ArrowRight')
  await keyboard.press('ArrowRight')
  await expect(sidebar.line('Space')).toBeFocused()
  await keyboard.press('Enter')
  await window.expectCount(2)
  await expect(sidebar.chosen).toHaveText(/^Space/)
  await expect(window.results.getByRole('heading', { name: 'Space' })).toBeVisible()
  expect(await violations(fovea.page)).toEqual([])
  await fovea.screenshot('browse-folder')
  await keyboard.press('ArrowLeft')
  await keyboard.press('ArrowLeft')
  await expect(sidebar.line('Space')).toBeHidden()

  await window.button('Back').click()
  await expect(window.photo('rocket.jpg')).toBeVisible()
  await expect(window.search).toHaveValue('a rocket')
  await window.button('Back').click()
  await expect(sidebar.chosen).toHaveText(/^Favourites/)
  await window.button('Forward').click()
  await expect(window.search).toHaveValue('a rocket')

  await keyboard.press('Control+b')
  await expect(sidebar.tree).toBeHidden()
  await window.button('Show sidebar').click()
  await expect(sidebar.tree).toBeVisible()
})

test('what was added last comes first, folders that are away stay, and albums are at hand', async ({ launchFovea }) => {
  const folder = photoFolder(['coffee.jpg', 'coins.jpg', 'flower.jpg'])
  const { fovea, window, sidebar } = await openWith(launchFovea, folder)
  await window.expectCount(3)
  await sidebar.open('Recently added')
  await window.expectCount(3)
  await expect(sidebar.chosen).toHaveText(/^Recently added/)

  await fovea.page.evaluate(async () => {
    const bridge = Reflect.get(globalThis, 'fovea') as {
      call(id: number, name: string, input: unknown): Promise<unknown>
    }
    await bridge.call(5000, 'albums.create', { name: 'Garden', kind: 'manual', itemIds: [] })
  })
  copyFileSync(sample('rocket.jpg'), path.join(folder, 'rocket.jpg'))
  await window.expectCount(4)
  await sidebar.open('Garden')
  await expect(fovea.page.getByRole('heading', { name: 'Garden' })).toBeVisible()

  renameSync(folder, `${folder}-away`)
  const root = sidebar.line(`${path.basename(folder)} Offline`)
  await expect(root).toBeVisible({ timeout: 20_000 })
  await root.click()
  await expect(window.photo('rocket.jpg')).toBeVisible()
  await expect(window.results.getByText('4 photos')).toBeVisible()
  renameSync(`${folder}-away`, folder)
})

test('a file that cannot be read is tried again alone', async ({ launchFovea }) => {
  const folder = photoFolder(['coffee.jpg'])
  writeFileSync(path.join(folder, 'empty.jpg'), '')
  writeFileSync(path.join(folder, 'words.jpg'), 'This is not a picture.')
  const { fovea, window, sidebar } = await openWith(launchFovea, folder)
  await window.expectCount(1)
  await sidebar.open('Not indexed')
  const failed = new FailedFiles(fovea.page)
  await expect(failed.file('empty.jpg')).toContainText('The file is empty.')
  await expect(failed.file('words.jpg')).toContainText('The file is not a picture Fovea can read')
  expect(await violations(fovea.page)).toEqual([])
  await failed.file('words.jpg').getByRole('button', { name: 'Try again: words.jpg' }).click()
  await expect(failed.screen.getByText('2 files in your folders')).toBeVisible()
  await failed.screen.getByRole('button', { name: 'Try all again' }).click()
  await expect(failed.screen.getByRole('listitem')).toHaveCount(2)
})

test('the timeline has years, months and days, and its scrubber leads to each of them', async ({ launchFovea }) => {
  const { fovea, window } = await openWith(launchFovea, await datedFolder(years()))
  await fovea.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1000, 700))
  await window.expectCount(29)
  const timeline = new Timeline(fovea.page)
  await expect(timeline.headings.first()).toHaveText('Sunday, July 21, 2024')
  await expect(timeline.scrubber).toHaveAttribute('aria-valuetext', 'July 2024')
  await expect(timeline.scrubber).toContainText('2019')
  expect(await violations(fovea.page)).toEqual([])

  await timeline.scrubber.focus()
  await fovea.page.keyboard.press('PageDown')
  await expect(timeline.scrubber).toHaveAttribute('aria-valuetext', 'June 2023')
  await fovea.page.keyboard.press('End')
  await expect(timeline.headings.last()).toHaveText(/1998/)
  await expect(window.photo(/^1998/)).toBeInViewport()
  await fovea.page.keyboard.press('Home')
  await expect(timeline.scrubber).toHaveAttribute('aria-valuetext', 'July 2024')

  const box = (await timeline.scrubber.boundingBox())!
  await fovea.page.mouse.move(box.x + 40, box.y + 20)
  await fovea.page.mouse.down()
  await fovea.page.mouse.move(box.x + 40, box.y + box.height * 0.8, { steps: 8 })
  await expect(timeline.scrubber).toContainText('December 2019')
  await fovea.screenshot('timeline-drag')
  await fovea.page.mouse.up()
  await expect(window.photo(/^2019/).last()).toBeInViewport()
})

test('places are on a map and in a list, and both lead to their photos', async ({ launchFovea }) => {
  const at = (file: string, place: [number, number]): DatedPhoto => ({
    file,
    sample: `${file.split('.')[0]!}.jpg`,
    date: '2024:07:21 10:00:00',
    at: place,
  })
  const folder = await datedFolder([
    at('coffee.jpg', [48.8584, 2.2945]),
    at('rocket.jpg', [48.8606, 2.3376]),
    at('coins.jpg', [52.5163, 13.3777]),
    at('chelsea.jpg', [-33.8568, 151.2153]),
    { file: 'flower.jpg', sample: 'flower.jpg', date: '2024:07:22 10:00:00' },
  ])
  const { fovea, window, sidebar } = await openWith(launchFovea, folder)
  const { keyboard } = fovea.page
  await window.expectCount(5)
  await sidebar.open('Places')
  const places = new PlacesView(fovea.page)
  await expect(fovea.page.getByText('4 photos with a place')).toBeVisible()
  await expect(places.cluster(/^Sydney: 1 photo$/)).toBeVisible()
  expect(await violations(fovea.page)).toEqual([])

  // The land is drawn.
  const colours = await places.map.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
    return new Set(Array.from({ length: 2000 }, (_, i) => data[Math.floor((i * data.length) / 8000) * 4 + 3])).size
  })
  expect(colours).toBeGreaterThan(1)

  await places.map.focus()
  for (let i = 0; i < 3; i++) await keyboard.press('+')
  await keyboard.press('0')
  // Far from all others whatever the zoom.
  await places.cluster(/^Sydney: 1 photo$/).click()
  await window.expectCount(1)
  await expect(window.photo('chelsea.jpg')).toBeVisible()

  await window.button('Back').click()
  await places.place('France').focus()
  await keyboard.press('ArrowRight')
  await keyboard.press('ArrowDown')
  await keyboard.press('ArrowRight')
  await expect(places.list.getByRole('treeitem')).toHaveCount(5)
  await places.place('Germany').click()
  await window.expectCount(1)
  await expect(window.results.getByRole('heading', { name: 'Germany' })).toBeVisible()
  await expect(window.photo('coins.jpg')).toBeVisible()
})

test('the map of meaning has named parts, opens photos, and a lasso chooses some', async ({ launchFovea }) => {
  const { fovea, window } = await sampleLibrary.open(launchFovea)
  const sidebar = new Sidebar(fovea.page)
  await window.expectCount(22)
  await sidebar.open('Map of meaning')
  const meaning = new MeaningView(fovea.page)
  await expect(meaning.parts.first()).toBeVisible({ timeout: 60_000 })
  await expect(meaning.photos.first()).toBeVisible()
  expect(await violations(fovea.page)).toEqual([])

  const box = (await meaning.map.boundingBox())!
  await window.button(/^Choose photos by drawing/).click()
  const corners = [
    [0.02, 0.02],
    [0.98, 0.02],
    [0.98, 0.98],
    [0.02, 0.98],
  ] as const
  await fovea.page.mouse.move(box.x + 8, box.y + 8)
  await fovea.page.mouse.down()
  for (const [x, y] of corners) await fovea.page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 6 })
  await fovea.page.mouse.up()
  await expect(window.results.getByRole('heading', { name: 'Chosen on the map' })).toBeVisible()
  await window.expectCount(22)

  await window.button('Back').click()
  const [name = '', count = ''] = [
    await meaning.parts.first().locator('span').first().textContent(),
    await meaning.parts.first().locator('span').last().textContent(),
  ].map((text) => text ?? '')
  await meaning.parts.first().click()
  await expect(window.results.getByRole('heading', { name })).toBeVisible()
  await window.expectCount(Number(count))

  await window.button('Back').click()
  const label = (await meaning.photos.first().getAttribute('aria-label')) ?? ''
  await meaning.photos.first().click()
  await expect(window.viewer(label.replace('Open ', ''))).toBeVisible()
})

test('each view is sound in both themes and sizes', async ({ launchFovea }) => {
  const towns: [number, number][] = [
    [48.8566, 2.3522],
    [52.52, 13.405],
    [-33.86, 151.2],
    [40.71, -74],
    [48.14, 11.58],
    [35.68, 139.69],
  ]
  const photos = years().map((photo, i) => ({ ...photo, at: towns[i % towns.length]! }))
  const { fovea, window, sidebar } = await openWith(launchFovea, await datedFolder(photos))
  await window.expectCount(29)
  const check = (name: string): Promise<void> => expectSoundInEveryLook(fovea, `browse-${name}`)
  await window.expectThumbnails()
  await check('timeline')
  await sidebar.open('Recently added')
  await check('recent')
  await sidebar.open('Places')
  await expect(new PlacesView(fovea.page).map.getByRole('button').first()).toBeVisible()
  await check('places')
  await sidebar.open('Map of meaning')
  await expect(new MeaningView(fovea.page).photos.first()).toBeVisible({ timeout: 60_000 })
  await check('meaning')
})

async function openWith(
  launchFovea: () => Promise<Fovea>,
  folder: string,
): Promise<{ fovea: Fovea; window: FoveaWindow; sidebar: Sidebar }> {
  const fovea = await launchFovea()
  const window = new FoveaWindow(fovea.page)
  await answerDialog(fovea.app, [folder])
  await window.button('Choose folders…').click()
  return { fovea, window, sidebar: new Sidebar(fovea.page) }
}
