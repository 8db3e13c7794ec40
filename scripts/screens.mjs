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
  ...['quick-search', 'shortcuts', 'notes-grid', 'videos-found', 'selection', 'film-strip', 'export'],
  ...['query-suggestions', 'query-filter-chip', 'query-part', 'query-text', 'query-saved'],
]
/** Under a name of their own. */
const others = [
  ...['components-light-1', 'components-dark-1', 'viewer-heat', 'viewer-part', 'slideshow', 'words-viewer'],
  ...['notes-viewer', 'video-at-its-moment', 'models-downloading', 'paused-until', 'indexing-light'],
]

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
  process.stdout.write(`${names.length} screens, ${Math.round(bytes / 1024)} KB\n`)
  return 0
})
