// The points of security that can be read off the sources and the packing: each one is a line that must not go unnoticed.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const read = (name: string): string => readFileSync(path.join(root, name), 'utf8')
const filesIn = (...folders: string[]): string[] =>
  folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      `${folder}/${name}`.replaceAll('\\', '/'),
    ),
  )
const sources = filesIn('main', 'preload', 'renderer', 'contract').filter(
  (name) => /\.(tsx?|cjs)$/.test(name) && !/\.test\.tsx?$/.test(name),
)
const withText = (pattern: RegExp): string[] => sources.filter((name) => pattern.test(read(name))).sort()

describe('windows', () => {
  it('all take their preferences from one place, and none adds a weaker one', () => {
    const made = withText(/new BrowserWindow\(/)
    expect(made.length).toBeGreaterThanOrEqual(3)
    for (const name of made) expect(read(name), name).toMatch(/webPreferences: (\{ \.\.\.)?webPreferences\(/)
    expect(
      withText(
        /allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|nodeIntegrationIn|bypassCSP|webSecurity: false|sandbox: false|contextIsolation: false|nodeIntegration: true|webviewTag: true/,
      ),
    ).toEqual([])
  })

  it('are sandboxed before the app is ready', () => {
    const entry = read('main/index.ts')
    expect(entry.indexOf('app.enableSandbox()')).toBeGreaterThan(0)
    expect(entry.indexOf('app.enableSandbox()')).toBeLessThan(entry.indexOf('void start()'))
    expect(entry).toContain('requestSingleInstanceLock()')
  })

  it('have no inline script, and nothing from elsewhere, in their pages', () => {
    const pages = filesIn('renderer').filter((name) => name.endsWith('.html'))
    expect(pages.length).toBeGreaterThanOrEqual(3)
    for (const page of pages) {
      expect(read(page), page).not.toMatch(/<script(?![^>]*src=)|<style|\son\w+=|https?:/)
    }
  })
})

describe('the way out', () => {
  it('no address is opened in a browser, and no protocol is taken over', () => {
    expect(withText(/openExternal|setAsDefaultProtocolClient/)).toEqual([])
  })

  it('only what downloads speaks to the network, and only the video reader’s pipe uses sockets', () => {
    const socket =
      /from 'node:(https?|http2|net|tls|dgram|dns)(\/promises)?'|require\('(node:)?(https?|net|tls|dgram|dns)'\)/
    expect(withText(socket)).toEqual([
      'main/cli/video-frames.ts',
      'main/engine/models/http.ts',
      'main/shell/video-service.ts',
    ])
    // fetch() of the page is stopped by its content policy; the engine and the shell do not call it at all.
    expect(withText(/(?<![.\w])fetch\(|net\.(request|fetch)\(|new WebSocket\(/)).toEqual([])
  })

  it('nobody loads onnxruntime but where its telemetry is switched off', () => {
    expect(withText(/from 'onnxruntime-node'/)).toEqual(['main/engine/onnxruntime.ts'])
    expect(read('main/engine/onnxruntime.ts')).toContain("process.env['ORT_DISABLE_TELEMETRY'] = '1'")
    expect(read('main/shell/engine-process.ts')).toContain("ORT_DISABLE_TELEMETRY: '1'")
  })

  it('nothing updates itself: an installer is opened in one place, after a question', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, object>
    expect(Object.keys({ ...dependencies, ...devDependencies }).filter((name) => /updat/.test(name))).toEqual([])
    expect(withText(/autoUpdater/)).toEqual([])
    expect(withText(/\.installer\(\)/)).toEqual(['main/shell/update-installer.ts'])
    expect(withText(/FOVEA_UPDATE_/)).toEqual(['main/shell/update-source.ts'])
    expect(read('main/index.ts')).toContain('updateSource(app.isPackaged)')
  })
})

describe('the bridge', () => {
  it('is the only place that knows the messages of Electron in the page, and hands none of it on', () => {
    expect(withText(/ipcRenderer/)).toEqual(['preload/index.ts'])
    expect(read('preload/index.ts').match(/exposeInMainWorld\(/g)).toHaveLength(1)
    expect(withText(/ipcMain\.(handle|on)/)).toEqual(['main/ipc/register.ts'])
  })
})

describe('the packed app', () => {
  const packing = read('electron-builder.yml')
  it('has its fuses set', () => {
    const fuses = Object.fromEntries(
      [...packing.slice(packing.indexOf('electronFuses:')).matchAll(/^ {2}(\w+): (true|false)$/gm)]
        .slice(0, 7)
        .map(([, name, value]) => [name, value === 'true']),
    )
    expect(fuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
      grantFileProtocolExtraPrivileges: false,
    })
  })

  it('is an archive, hardened on macOS, with its libraries signed on Windows', () => {
    expect(packing).toMatch(/^asar: true$/m)
    expect(packing).toMatch(/^ {2}hardenedRuntime: true$/m)
    expect(packing).toMatch(/^ {2}signExts: \[\.dll, \.node\]$/m)
  })
})

it('packages are installed at exact versions and run no scripts', () => {
  expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m)
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
    expect(version, name).toMatch(/^(\d+\.\d+\.\d+|file:\.\/vendor\/absent)$/)
})

it('the table in SECURITY.md has every point, and names files that are there', () => {
  const rows = [...read('SECURITY.md').matchAll(/^\| (\d+) +\|(.+)\|(.+)\|$/gm)]
  expect(rows.map(([, point]) => Number(point))).toEqual(Array.from({ length: 21 }, (_, index) => index + 1))
  for (const [, point, , proof] of rows) {
    const files = [...proof!.matchAll(/`([^`]+\.\w+)`/g)].map(([, name]) => name!)
    for (const file of files) expect(existsSync(path.join(root, file)), `${point!}: ${file}`).toBe(true)
  }
})
