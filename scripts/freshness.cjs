// Tells whether a build is newer than everything it was made from. CommonJS, so that bin/fovea.js can use it at once.
const fs = require('node:fs')
const path = require('node:path')

const root = path.join(__dirname, '..')

// What each build is made from, and the file that proves that it finished.
const BUILDS = {
  app: {
    sources: [
      'main',
      'preload',
      'renderer',
      'strings',
      'contract',
      'resources',
      'electron.vite.config.ts',
      'package-lock.json',
      'package.json',
      'tsconfig.json',
    ],
    stamp: 'out/app-built',
    output: 'out/main/index.js',
  },
  cli: {
    sources: ['main', 'contract', 'vite.cli.config.ts', 'package-lock.json', 'package.json', 'tsconfig.json'],
    stamp: 'out/cli-built',
    output: 'out/cli/fovea.js',
  },
}
// Read at run time, never bundled.
const NOT_BUILT = new Set([path.join(root, 'resources', 'models'), path.join(root, 'resources', 'samples')])

/** Newest modification time (ms) below a path. A folder's own time counts: it changes when a file is removed. */
function newest(entry) {
  if (NOT_BUILT.has(entry) || entry.endsWith('.test.ts') || entry.endsWith('.test.tsx')) return 0
  const stats = fs.statSync(entry, { throwIfNoEntry: false })
  if (stats === undefined) return 0
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(stats.mtimeMs, ...fs.readdirSync(entry).map((name) => newest(path.join(entry, name))))
}

/** Whether build `name` exists and nothing it is made from changed since it began. */
function isFresh(name) {
  const { sources, stamp, output } = BUILDS[name]
  if (!fs.existsSync(path.join(root, output))) return false
  const built = fs.statSync(path.join(root, stamp), { throwIfNoEntry: false })?.mtimeMs ?? 0
  return sources.every((source) => newest(path.join(root, source)) <= built)
}

/** Records that build `name`, begun at `startedAt` (ms), is finished. */
function markBuilt(name, startedAt) {
  const stamp = path.join(root, BUILDS[name].stamp)
  fs.writeFileSync(stamp, '')
  fs.utimesSync(stamp, startedAt / 1000, startedAt / 1000)
}

module.exports = { BUILDS, isFresh, markBuilt, root }
