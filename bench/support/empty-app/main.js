// The least that Electron starts: one window with one line, shown when it has been painted, as Fovea's is.
const { app, BrowserWindow } = require('electron')

app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false, webPreferences: { sandbox: true } })
  window.once('ready-to-show', () => window.show())
  window.loadURL('data:text/html,<!doctype html><title>empty</title><p>Empty')
})
