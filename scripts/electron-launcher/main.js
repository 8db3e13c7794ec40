// Opens the app folder given on the command line, as `electron <folder>` does, in the fallback runtime,
// whose own default app was replaced by the product it shipped with.
const { app } = require('electron')
const fs = require('node:fs')
const path = require('node:path')

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
if (folder === undefined) {
  process.stderr.write('usage: electron <app folder> [arguments]\n')
  process.exit(2)
}

const appPath = path.resolve(folder)
const manifest = JSON.parse(fs.readFileSync(path.join(appPath, 'package.json'), 'utf8'))
const name = manifest.productName ?? manifest.name

// What libraries read to tell `electron <folder>` from a packaged app.
process.defaultApp = true
app.setAppPath(appPath)
app.setName(name)
app.setVersion(manifest.version)
app.setPath('userData', path.join(app.getPath('appData'), name))

require(path.join(appPath, manifest.main ?? 'index.js'))
