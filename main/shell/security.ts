/** What the page may not do: navigate, open windows, use permissions, reach the network. */
import { app, session, type Session, type WebContents, type WebPreferences } from 'electron'
import { pageOrigin, scheme } from './protocol'

/** The page runs in Chromium's sandbox without Node; all it has is the preload script's bridge, if there is one. */
export function webPreferences(preload?: string): WebPreferences {
  return {
    ...(preload === undefined ? {} : { preload }),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false, // it would fetch dictionaries
  }
}

/** Our own protocol, pictures made in the page, and the developer tools. */
const allowedProtocols = new Set([`${scheme}:`, 'blob:', 'data:', 'devtools:'])

export function isAllowedRequest(url: string): boolean {
  const parsed = parseUrl(url)
  return parsed !== undefined && allowedProtocols.has(parsed.protocol)
}

/** Compared as parsed origin, never as a prefix: "fovea://app.evil" is not ours. */
export function isPageUrl(url: string): boolean {
  const parsed = parseUrl(url)
  return parsed !== undefined && `${parsed.protocol}//${parsed.host}` === pageOrigin
}

/** URL.canParse would say it in one call, but Electron 25 has no such function yet. */
function parseUrl(url: string): URL | undefined {
  try {
    return new URL(url)
  } catch {
    return undefined
  }
}

export function restrictEverything(): void {
  app.on('web-contents-created', (_event, contents) => {
    restrict(contents)
  })
  refuseEverything(session.defaultSession, isAllowedRequest)
}

/** No permissions, no devices, and no requests but those that are allowed. */
export function refuseEverything(own: Session, isAllowed: (url: string) => boolean): void {
  own.setPermissionRequestHandler((_contents, _permission, decide) => {
    decide(false)
  })
  own.setPermissionCheckHandler(() => false)
  own.setDevicePermissionHandler(() => false)
  own.webRequest.onBeforeRequest(({ url }, decide) => {
    decide({ cancel: !isAllowed(url) })
  })
}

function restrict(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', (event) => {
    event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
}
