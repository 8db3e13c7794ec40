/**
 * Takes what the window tests photographed (`npm test -- e2e`) into docs/screens, small enough to be kept with the sources:
 *
 *   node scripts/screens.mjs
 *
 * Only screens of the sample photos are named here.
 */
import { existsSync } from 'node:fs'
import * as fs from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import sharp from 'sharp'
import { main, Problem, root } from './repository.mjs'

const themes = ['light', 'dark']
/** Each in light and dark, as `<name>-<theme>-1280.png`. */
const inBothThemes = [
  ...['first-run', 'library', 'search', 'search-refined', 'nothing-found', 'viewer', 'viewer-why', 'failures'],
  ...['settings', 'albums', 'album-add', 'duplicates', 'offline', 'folder-choice', 'folder-paused'],
  ...['models', 'models-compact', 'browse-timeline', 'browse-recent', 'browse-places', 'browse-meaning'],
]
/** Each in light and dark, as `<name>-<theme>.png`. */
const inOneSize = [
  ...['quick-search', 'shortcuts', 'notes-grid', 'videos-found', 'selection', 'film-strip', 'export', 'updates'],
  ...['query-suggestions', 'query-filter-chip', 'query-part', 'query-text', 'query-saved'],
]
/** Under a name of their own. */
const others = [
  ...['components-light-1', 'components-dark-1', 'viewer-heat', 'viewer-part', 'slideshow', 'words-viewer'],
  ...['notes-viewer', 'video-at-its-moment', 'models-downloading', 'paused-until', 'indexing-light'],
]

/** The tour: ten of those screens for three seconds each, with what a person does in them. */
const tour = [
  ['first-run-light', 'Choose folders. Nothing leaves this machine.'],
  ['indexing-light', 'Photos can be found while the rest is still being read.'],
  ['library-light', 'Everything on your disks, newest first.'],
  ['query-suggestions-light', 'Describe what you are looking for…'],
  ['search-light', '…and see what matches, up to where relevance ends.'],
  ['search-refined-light', 'More like this, less like that.'],
  ['viewer-why-light', 'See why a photo was found, and what is in it.'],
  ['browse-timeline-light', 'Go back in time,'],
  ['browse-places-light', 'look around on an offline map,'],
  ['browse-meaning-light', 'or on a map where alike photos lie together.'],
]
const [tourWidth, tourHeight, captionHeight, frameMs] = [960, 600, 44, 3000]

await main(async () => {
  const [from, to] = [path.join(root, 'test-results', 'screens'), path.join(root, 'docs', 'screens')]
  const names = [
    ...inBothThemes.flatMap((name) => themes.map((theme) => [`${name}-${theme}-1280`, `${name}-${theme}`])),
    ...inOneSize.flatMap((name) => themes.map((theme) => [`${name}-${theme}`, `${name}-${theme}`])),
    ...others.map((name) => [name, name]),
  ]
  const missing = names.map(([name]) => name).filter((name) => !existsSync(path.join(from, `${name}.png`)))
  if (missing.length > 0) throw new Problem(`Run npm test -- e2e first. Missing: ${missing.join(', ')}`)
  await fs.rm(to, { recursive: true, force: true })
  await fs.mkdir(to, { recursive: true })
  let bytes = 0
  for (const [name, target] of names) {
    const { size } = await sharp(path.join(from, `${name}.png`))
      .resize({ width: 1280, withoutEnlargement: true })
      .webp({ quality: 72, effort: 6, smartSubsample: true })
      .toFile(path.join(to, `${target}.webp`))
    bytes += size
  }
  bytes += await makeTour(to)
  process.stdout.write(`${names.length} screens and the tour, ${Math.round(bytes / 1024)} KB\n`)
  return 0
})

/** Of the screens that were just written. Answers its bytes. */
async function makeTour(folder) {
  const frames = await Promise.all(
    tour.map(async ([name, caption]) => {
      const screen = await sharp(path.join(folder, `${name}.webp`))
        .resize(tourWidth, tourHeight)
        .toBuffer()
      const text = Buffer.from(
        `<svg width="${tourWidth}" height="${captionHeight}"><text x="50%" y="28" text-anchor="middle"
          font-family="sans-serif" font-size="19" fill="#fff">${caption}</text></svg>`,
      )
      const canvas = { width: tourWidth, height: tourHeight + captionHeight, channels: 3, background: '#1d2230' }
      return sharp({ create: canvas })
        .composite([
          { input: screen, top: 0, left: 0 },
          { input: text, top: tourHeight, left: 0 },
        ])
        .png()
        .toBuffer()
    }),
  )
  const { size } = await sharp(frames, { join: { animated: true } })
    .webp({ quality: 70, effort: 6, delay: frames.map(() => frameMs), loop: 0 })
    .toFile(path.join(folder, 'tour.webp'))
  return size
}
