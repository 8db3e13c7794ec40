// A library that is ready: some photos are indexed once, and each test gets a copy of what was made of them.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, type Fovea, type LaunchOptions } from './app'
import { FoveaWindow } from './fovea-window'
import { answerDialog, photoFolder, sampleNames } from './samples'

type Launch = (options?: LaunchOptions) => Promise<Fovea>

/** A machine that does other things as well takes its time to read the first photos. */
const indexingMs = 60_000

export interface IndexedLibrary {
  /** The folder the photos lie in. */
  folder: string
  /** Starts Fovea on a copy of the library. */
  open: (launch: Launch, options?: LaunchOptions) => Promise<{ fovea: Fovea; window: FoveaWindow }>
}

/** Its photos are shared by tests, which leave them as they are. */
export function indexedLibrary(names = sampleNames): IndexedLibrary {
  const made: string[] = []
  const folder = photoFolder(names)
  let indexed: string | undefined
  const newHome = (): string => {
    const home = mkdtempSync(path.join(os.tmpdir(), 'fovea-indexed-'))
    made.push(home)
    return home
  }
  // Files of tests share what the modules beside them hold, so nothing is over before the process is.
  process.once('exit', () => {
    for (const home of [...made, folder]) rmSync(home, { recursive: true, force: true, maxRetries: 5 })
  })
  const index = async (launch: Launch): Promise<string> => {
    const home = newHome()
    const first = await launch({ home })
    await answerDialog(first.app, [folder])
    const window = new FoveaWindow(first.page)
    await window.button('Choose folders…').click({ timeout: indexingMs })
    await window.expectCount(names.length, { timeout: indexingMs })
    expect(await first.close()).toBe(true)
    return home
  }
  return {
    folder,
    open: async (launch, options = {}) => {
      indexed ??= await index(launch)
      const home = newHome()
      // Chromium's own files hold the lock of the app that made them.
      cpSync(indexed, home, { recursive: true, filter: (file) => path.basename(file) !== 'browser' })
      const fovea = await launch({ ...options, home })
      const window = new FoveaWindow(fovea.page)
      return { fovea, window }
    },
  }
}

/** All sample photos. */
export const sampleLibrary = indexedLibrary()
