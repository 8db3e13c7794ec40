// Which addresses are the page, and which may be asked for at all.
import { describe, expect, it, vi } from 'vitest'
import { isAllowedRequest, isPageUrl, restrictEverything, webPreferences } from './security'

type Listener = (...given: unknown[]) => unknown

const { app, defaultSession } = vi.hoisted(() => ({
  app: { on: vi.fn<(event: string, listener: Listener) => void>() },
  defaultSession: {
    setPermissionRequestHandler: vi.fn<(handler: Listener) => void>(),
    setPermissionCheckHandler: vi.fn<(handler: Listener) => void>(),
    setDevicePermissionHandler: vi.fn<(handler: Listener) => void>(),
    webRequest: { onBeforeRequest: vi.fn<(handler: Listener) => void>() },
  },
}))
vi.mock('electron', () => ({ app, session: { defaultSession } }))

describe('isPageUrl', () => {
  it.each(['fovea://app/index.html', 'fovea://app', 'fovea://app/?q=1#x'])('%s is the page', (url) => {
    expect(isPageUrl(url)).toBe(true)
  })
  it.each([
    'fovea://app.evil/index.html',
    'fovea://app@evil/index.html',
    'fovea://app:secret@evil/',
    'fovea://app:8080/',
    'fovea://evil/app',
    'fovea://evil/fovea://app',
    'fovea://thumb/x',
    'fovea:app',
    'fovea:///app',
    'fovea2://app/',
    'http://app/',
    'https://app/fovea://app',
    'file:///app',
    'about:blank',
    'data:text/html,fovea://app',
    'javascript:fovea://app',
    'blob:fovea://app/1234',
    '',
    'fovea',
  ])('%j is not', (url) => {
    expect(isPageUrl(url)).toBe(false)
  })
})

describe('isAllowedRequest', () => {
  it.each([
    'fovea://app/index.html',
    'fovea://thumb/abc',
    'blob:fovea://app/1',
    'data:image/png;base64,AA',
    'devtools://devtools/x',
  ])('%s may be asked for', (url) => expect(isAllowedRequest(url)).toBe(true))
  it.each([
    'http://localhost/',
    'https://example.com/fovea://app',
    'ws://localhost/',
    'wss://example.com',
    'ftp://example.com',
    'file:///etc/passwd',
    'FILE:///etc/passwd',
    'chrome://settings',
    'chrome-extension://abc/x',
    'filesystem:fovea://app/x',
    'javascript:alert(1)',
    'foveaevil://app',
    '//example.com',
    '',
  ])('%j may not', (url) => {
    expect(isAllowedRequest(url)).toBe(false)
  })
})

describe('restrictEverything', () => {
  it('denies every permission, every request to elsewhere, every navigation and window', () => {
    restrictEverything()
    const decide = vi.fn()
    defaultSession.setPermissionRequestHandler.mock.calls[0]![0]({}, 'media', decide)
    expect(decide).toHaveBeenCalledExactlyOnceWith(false)
    expect(defaultSession.setPermissionCheckHandler.mock.calls[0]![0]()).toBe(false)
    expect(defaultSession.setDevicePermissionHandler.mock.calls[0]![0]()).toBe(false)
    const onBeforeRequest = defaultSession.webRequest.onBeforeRequest.mock.calls[0]![0]
    for (const [url, cancel] of [
      ['https://example.com', true],
      ['fovea://app/index.html', false],
    ]) {
      const verdict = vi.fn()
      onBeforeRequest({ url }, verdict)
      expect(verdict).toHaveBeenCalledExactlyOnceWith({ cancel })
    }

    const [event, onCreated] = app.on.mock.calls[0]!
    expect(event).toBe('web-contents-created')
    const contents = {
      setWindowOpenHandler: vi.fn<(handler: Listener) => void>(),
      on: vi.fn<(event: string, listener: Listener) => void>(),
    }
    onCreated({}, contents)
    expect(contents.setWindowOpenHandler.mock.calls[0]![0]({ url: 'fovea://app/' })).toEqual({ action: 'deny' })
    const prevented = contents.on.mock.calls.map(([name, listener]) => {
      const preventDefault = vi.fn()
      listener({ preventDefault })
      expect(preventDefault).toHaveBeenCalledOnce()
      return name
    })
    expect(prevented.sort()).toEqual(['will-attach-webview', 'will-navigate', 'will-redirect'])
  })
})

describe('webPreferences', () => {
  it('keep the page in its sandbox', () => {
    expect(webPreferences('/preload.js')).toMatchObject({
      preload: '/preload.js',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    })
  })
})
