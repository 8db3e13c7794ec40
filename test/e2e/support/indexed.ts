// A library that is ready: its photos are indexed once, by the command, and each test gets photos and library as they were then.
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Fovea, LaunchOptions } from './app'
import { FoveaWindow } from './fovea-window'
import { fillWithSamples, sampleNames } from './samples'

type Launch = (options: LaunchOptions & { home: string }) => Promise<Fovea>

const command = path.resolve(__dirname, '../../../bin/fovea.js')

export interface IndexedLibrary {
  /** The folder the photos lie in. */
  folder: string
  /** Starts Fovea on a copy of the library, after `change` did something to the photos that Fovea has to notice. */
  open: (
    launch: Launch,
    options?: LaunchOptions & { change?: (folder: string) => void },
  ) => Promise<{ fovea: Fovea; window: FoveaWindow }>
}

/**
 * Of some samples, or of what `fill` puts into a folder. The command reads photos several times as fast as the app does on
 * Linux (See: [Note: sharp in Electron on Linux]), and ends when the words in them are read too: the app has nothing left to do.
 */
export function indexedLibrary(
  photos: readonly string[] | ((folder: string) => void | Promise<void>) = sampleNames,
): IndexedLibrary {
  const made: string[] = []
  const temporary = (name: string): string => {
    const folder = mkdtempSync(path.join(os.tmpdir(), `fovea-${name}-`))
    made.push(folder)
    return folder
  }
  // Files of tests share what the modules beside them hold, so nothing is over before the process is.
  process.once('exit', () => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  const folder = temporary('photos')
  let ready: { photos: string; home: string } | undefined
  const restorePhotos = (from: string): void => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    // A scan knows files again by their size and time.
    cpSync(from, folder, { recursive: true, preserveTimestamps: true })
  }
  const prepare = async (): Promise<{ photos: string; home: string }> => {
    const prepared = { photos: temporary('kept'), home: temporary('indexed') }
    if (typeof photos === 'function') await photos(prepared.photos)
    else fillWithSamples(prepared.photos, photos)
    restorePhotos(prepared.photos)
    await promisify(execFile)(process.execPath, [command, 'index', folder, '--home', prepared.home])
    return prepared
  }
  return {
    folder,
    open: async (launch, { change, ...options } = {}) => {
      ready ??= await prepare()
      const home = temporary('home')
      cpSync(ready.home, home, { recursive: true })
      restorePhotos(ready.photos)
      change?.(folder)
      const fovea = await launch({ ...options, home })
      return { fovea, window: new FoveaWindow(fovea.page) }
    },
  }
}

/** All sample photos. */
export const sampleLibrary = indexedLibrary()

/** Where it does not matter what there is. */
export const threePhotos = indexedLibrary(['coffee.jpg', 'rocket.jpg', 'chelsea.jpg'])
