// Opens the app folder that BENCH_APP names in its own place, says on its output when the window is visible and, if there is a
// text in BENCH_SEARCH, when the page's first search with it was answered; then quits.
const { app } = require('electron')
const { readFileSync } = require('node:fs')
const { join } = require('node:path')

const { BENCH_APP: folder, BENCH_SEARCH: text } = process.env
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
app.setAppPath(folder)
app.setVersion(manifest.version)
process.argv[1] = folder // what the app takes for its own

const awaited = new Set(text === undefined ? ['visible'] : ['visible', 'answered'])
const say = (what, more = '') => {
  process.stdout.write(`bench ${what} ${more}\n`)
  awaited.delete(what)
  if (awaited.size === 0) app.quit()
}

app.once('browser-window-created', (_event, window) => {
  window.once('show', () => say('visible'))
  if (text === undefined) return
  const search = { query: { kind: 'text', text }, filters: {}, offset: 0, limit: 50 }
  window.webContents.once('dom-ready', () => {
    window.webContents
      .executeJavaScript(`window.fovea.call(1e9, 'search.run', ${JSON.stringify(search)})`)
      .then(({ ok, value }) => say('answered', ok ? String(value.matches) : 'with an error'))
  })
})

require(join(folder, manifest.main))
