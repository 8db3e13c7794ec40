/** Where models are put together: one process at a time, in hidden folders that become models by a rename. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { FoveaError } from '../../../contract'
import type { Home } from '../home'
import { freeBytes as freeBytesOnDisk, isDiskFull, minimumFreeBytes } from '../store/disk'
import { takeLock } from '../store/lock'
import { diskFullError } from '../store/store'
import { sync } from './sync'

/** What is being put together, or was when the process died: a name that no model can have. */
const stagingPrefix = '.staging-'
const lockName = '.lock'

export const downloadsFolder = '.downloads'

/** Names of model folders, and so ids of models. */
export const idPattern = /^[a-z0-9][a-z0-9-]{0,63}$/

/** Runs alone among all Foveas on this library. Throws MODEL_IN_USE when another one is at work. */
export async function alone<T>({ models }: Home, work: () => Promise<T>): Promise<T> {
  mkdirSync(models, { recursive: true })
  let release: () => void
  try {
    release = takeLock(join(models, lockName))
  } catch (error) {
    if (!(error instanceof FoveaError) || error.code !== 'STORE_LOCKED') throw error
    throw new FoveaError(
      'MODEL_IN_USE',
      'Another download or import of a model is running. Wait for it or cancel it, then try again.',
      { retry: 'try-again', cause: error },
    )
  }
  try {
    sweep(models)
    return await work()
  } catch (error) {
    throw isDiskFull(error) ? diskFullError(error) : error
  } finally {
    release()
  }
}

/** A new, empty folder beside the models. */
export function newStaging({ models }: Home): string {
  const folder = join(models, `${stagingPrefix}${randomBytes(6).toString('hex')}`)
  mkdirSync(folder)
  return folder
}

/** What a killed process left. */
function sweep(models: string): void {
  for (const name of readdirSync(models)) {
    if (name.startsWith(stagingPrefix)) rmSync(join(models, name), { recursive: true, force: true })
  }
}

/** The model appears under its id with everything in it, or not at all. */
export function install({ models }: Home, staging: string, id: string): void {
  syncTree(staging)
  renameSync(staging, join(models, id))
  sync(models)
}

/** The model is gone at once; its files are deleted after that. Throws what the file system throws. */
export function discard(home: Home, id: string): void {
  const aside = join(home.models, `${stagingPrefix}${randomBytes(6).toString('hex')}`)
  renameSync(join(home.models, id), aside)
  rmSync(aside, { recursive: true, force: true, maxRetries: 3 })
}

/** An id made of a name, that no installed model has. */
export function freeId({ models }: Home, name: string, isTaken: (id: string) => boolean): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 56)
    .replace(/-+$/, '')
  const base = plain === '' ? 'model' : plain
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${String(number)}`
    if (!isTaken(id) && !existsSync(join(models, id))) return id
  }
}

/** Throws DISK_FULL, saying what is needed. */
export async function requireRoom({ models }: Home, bytes: number, freeBytes = freeBytesOnDisk): Promise<void> {
  const free = await freeBytes(models)
  if (free >= bytes + minimumFreeBytes) return
  throw new FoveaError(
    'DISK_FULL',
    `The model needs ${megabytes(bytes)} MB, and ${megabytes(free)} MB are free where the library is kept.`,
    { retry: 'free-space' },
  )
}

function megabytes(bytes: number): string {
  return Math.ceil(bytes / 1e6).toLocaleString('en')
}

/** So that a power cut after a rename cannot leave a model with empty files. */
function syncTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) syncTree(path)
    else sync(path)
  }
  sync(folder)
}
