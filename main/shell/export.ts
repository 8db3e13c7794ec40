/** Copies files into a folder, beside what is there: nothing is ever overwritten. One export at a time. */
import { constants } from 'node:fs'
import { copyFile, stat, utimes } from 'node:fs/promises'
import { basename, join, parse } from 'node:path'
import { FoveaError, type ExportProgress } from '../../contract'

/** Shown at most this often. */
const everyMs = 100
/** Of files of one name in one folder. */
const mostNames = 10_000

export class Exporter {
  readonly #listeners = new Set<(progress: ExportProgress | null) => void>()
  #progress: ExportProgress | null = null
  #folder: string | undefined
  #stopping = new AbortController()
  #toldAt = 0

  /** Of the last export. */
  get folder(): string | undefined {
    return this.#folder
  }

  /** `locate` answers the file of an id, or undefined where it cannot be reached. Throws NOT_ALLOWED while another export runs. */
  async run(
    ids: readonly string[],
    folder: string,
    locate: (id: string) => Promise<string | undefined>,
  ): Promise<ExportProgress> {
    if (this.#progress?.phase === 'running')
      throw new FoveaError('NOT_ALLOWED', 'Another export is still running. Wait for it, or cancel it.')
    this.#folder = folder
    this.#stopping = new AbortController()
    const { signal } = this.#stopping
    const state: ExportProgress = {
      ...{ phase: 'running', done: 0, total: ids.length, failed: 0 },
      folder: basename(folder) || folder,
    }
    this.#tell(state, true)
    for (const id of ids) {
      if (signal.aborted) break
      const file = await locate(id).catch(() => undefined)
      const outcome = file === undefined ? 'failed' : await copyBeside(file, folder)
      if (outcome === 'disk-full') {
        state.phase = 'disk-full'
        break
      }
      state.done++
      if (outcome === 'failed') state.failed++
      this.#tell(state)
    }
    if (state.phase === 'running') state.phase = signal.aborted && state.done < state.total ? 'cancelled' : 'done'
    this.#tell(state, true)
    return { ...state }
  }

  /** After the file that is being copied. What was copied stays. */
  cancel(): void {
    this.#stopping.abort()
  }

  subscribe(listener: (progress: ExportProgress | null) => void): () => void {
    this.#listeners.add(listener)
    listener(this.#progress)
    return () => this.#listeners.delete(listener)
  }

  #tell(state: ExportProgress, isNow = false): void {
    this.#progress = { ...state }
    if (!isNow && performance.now() - this.#toldAt < everyMs) return
    this.#toldAt = performance.now()
    for (const listener of this.#listeners) listener(this.#progress)
  }
}

/** Under its own name or the next that is free: "photo.jpg", "photo (2).jpg". */
export async function copyBeside(file: string, folder: string): Promise<'copied' | 'failed' | 'disk-full'> {
  const { name, ext } = parse(file)
  for (let number = 1; number <= mostNames; number++) {
    const target = join(folder, number === 1 ? `${name}${ext}` : `${name} (${String(number)})${ext}`)
    try {
      await copyFile(file, target, constants.COPYFILE_EXCL)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EEXIST') continue
      // Half a copy is removed by copyFile itself, which knows whether it is ours.
      console.warn('not exported:', file, error)
      return code === 'ENOSPC' ? 'disk-full' : 'failed'
    }
    // When it was taken is told by the file's time where the file itself does not say.
    await stat(file)
      .then(({ atime, mtime }) => utimes(target, atime, mtime))
      .catch(() => undefined) // it is copied, whatever became of the other since
    return 'copied'
  }
  return 'failed'
}
