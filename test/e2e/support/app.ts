// Starts the built app in a real Electron for a test, with a data folder of its own, and ends it with certainty.
import { test as base, _electron, type ElectronApplication, type Page, type TestInfo } from '@playwright/test'
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import * as fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

// Playwright compiles tests to CommonJS, so there is no import.meta here.
const root = path.resolve(__dirname, '../../..')
const CLOSE_MS = 10_000

export interface LaunchOptions {
  /** Data folder; a fresh one that is removed after the test when left out. Pass one to start the app a second time. */
  home?: string
  /** The app to start instead of this checkout: its package.json names the entry. */
  appFolder?: string
  /** The packed app to start instead of the one that is tested. */
  program?: string
  /** Further command line arguments. */
  args?: string[]
  env?: Record<string, string>
}

export interface Fovea {
  app: ElectronApplication
  /** The main window, loaded. */
  page: Page
  home: string
  /** All that the app has printed so far. */
  output: () => string
  /** Saves what the window shows as test-results/screens/<name>.png. */
  screenshot: (name: string) => Promise<void>
  /** Shows the app in the light or the dark theme, or as the system says. */
  setTheme: (theme: 'light' | 'dark' | 'system') => Promise<void>
  /** Quits as a person would; kills the app when it does not end in time. Resolves to whether it ended by itself. */
  close: () => Promise<boolean>
}

interface Fixtures {
  /** Starts the app; every app it started is closed after the test. */
  launchFovea: (options?: LaunchOptions) => Promise<Fovea>
}

export const test = base.extend<Fixtures>({
  // Playwright reads the fixtures a fixture needs from this pattern: none.
  // eslint-disable-next-line no-empty-pattern
  launchFovea: async ({}, use, testInfo) => {
    const started: Fovea[] = []
    const ownHomes: string[] = []
    await use(async (options = {}) => {
      const home = options.home ?? (await fs.mkdtemp(path.join(os.tmpdir(), 'fovea-e2e-')))
      if (options.home === undefined) ownHomes.push(home)
      const fovea = await launch(home, options)
      started.push(fovea)
      return fovea
    })
    try {
      for (const [index, fovea] of started.entries()) {
        await fovea.close()
        if (testInfo.status !== testInfo.expectedStatus) await attachOutput(testInfo, fovea, index)
      }
    } finally {
      for (const home of ownHomes) await fs.rm(home, { recursive: true, force: true, maxRetries: 5 })
    }
  },
})

export { expect } from '@playwright/test'

async function launch(home: string, options: LaunchOptions): Promise<Fovea> {
  const { appFolder = root, program = process.env.FOVEA_APP, args = [], env = {} } = options
  // FOVEA_APP is a packed app (npm run test:packed); without it the tests run what is in out/.
  const electron = program ?? process.env.FOVEA_ELECTRON
  const application = program === undefined ? [appFolder] : []
  if (electron === undefined) throw new Error('Run the window tests with: npm test -- e2e')
  const log = path.join(home, `e2e-${String(Date.now())}.log`)
  await fs.writeFile(log, '')
  const app = await _electron.launch({
    // Windows has no such script; what the app prints is not kept there.
    executablePath: process.platform === 'win32' ? electron : path.join(__dirname, 'electron-with-log.sh'),
    args: [
      ...application,
      ...(process.platform === 'linux' ? ['--no-sandbox', '--disable-gpu'] : []),
      `--home=${home}`,
      ...args,
    ],
    env: { ...inheritedEnvironment(), FOVEA_HOME: home, FOVEA_ELECTRON: electron, FOVEA_TEST_LOG: log, ...env },
    cwd: home,
    // Playwright would show every page as light; the theme is the app's to choose.
    colorScheme: null,
  })
  // Chromium's complaints about a missing D-Bus would bury what the app says.
  const output = () => readFileSync(log, 'utf8').replaceAll(/^.*ERROR:bus\.cc.*\n/gm, '')
  // Asked for at once: an app that is gone no longer tells its process.
  const child = app.process()
  const closed = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const close = () => closeInTime(app, child, closed)
  try {
    const page = await app.firstWindow()
    await page.waitForLoadState('domcontentloaded')
    return {
      app,
      page,
      home,
      output,
      screenshot: async (name) => {
        await page.screenshot({
          path: path.join(root, 'test-results', 'screens', `${name}.png`),
          animations: 'disabled',
        })
      },
      setTheme: async (theme) => {
        await app.evaluate(({ nativeTheme }, source) => {
          nativeTheme.themeSource = source
        }, theme)
      },
      close,
    }
  } catch (error) {
    await close()
    throw new Error(`The app did not open a window. It printed:\n${output()}`, { cause: error })
  }
}

/** Our environment without what would turn Electron into plain Node. */
function inheritedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(([name]) => name !== 'ELECTRON_RUN_AS_NODE')
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

async function closeInTime(app: ElectronApplication, child: ChildProcess, closed: Promise<void>): Promise<boolean> {
  if (child.exitCode !== null || child.signalCode !== null) return true
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), CLOSE_MS)
  })
  // `close` fails when the app goes away under it, which is what we want.
  const quit = app
    .close()
    .catch(() => undefined)
    .then(() => closed)
    .then(() => true)
  const ended = await Promise.race([quit, tooLate])
  clearTimeout(timer)
  if (!ended) {
    child.kill('SIGKILL')
    await closed
  }
  return ended
}

/** Keeps what the app printed beside the test's other results, and shows the end of it. */
async function attachOutput(testInfo: TestInfo, fovea: Fovea, index: number): Promise<void> {
  const file = testInfo.outputPath(`app-output-${String(index + 1)}.log`)
  await fs.writeFile(file, fovea.output())
  await testInfo.attach('app-output', { path: file, contentType: 'text/plain' })
  process.stdout.write(`${fovea.output().split('\n').slice(-40).join('\n')}\n`)
}
