/** The app's settings: a small JSON file; a damaged one is set aside and the defaults used. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { defaultSettings as defaults, FoveaError, Settings } from '../../contract'

export class SettingsFile {
  readonly #path: string
  /** Undefined while the file is there but cannot be read: it is asked for again, and never written over. */
  #settings: Settings | undefined

  constructor(path: string) {
    this.#path = path
    this.#settings = read(path)
  }

  get current(): Settings {
    return (this.#settings ??= read(this.#path)) ?? defaults
  }

  /** Throws DISK_FULL or FILE_UNREADABLE; all is as it was then. */
  change(changes: Partial<Settings>): Settings {
    const changed = { ...this.current, ...changes }
    if (!this.#settings) throw notSaved()
    try {
      mkdirSync(dirname(this.#path), { recursive: true })
      writeFileSync(`${this.#path}.part`, `${JSON.stringify(changed, null, 2)}\n`)
      renameSync(`${this.#path}.part`, this.#path)
    } catch (error) {
      throw notSaved(error)
    }
    return (this.#settings = changed)
  }
}

function notSaved(cause?: unknown): FoveaError {
  return (cause as NodeJS.ErrnoException | undefined)?.code === 'ENOSPC'
    ? new FoveaError('DISK_FULL', 'The disk is full, so this setting was not saved. Free some space and try again.', {
        retry: 'free-space',
        cause,
      })
    : new FoveaError(
        'FILE_UNREADABLE',
        'This setting was not saved: check the permissions of the library’s folder and the drive.',
        { retry: 'try-again', cause },
      )
}

function read(path: string): Settings | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? defaults : undefined
  }
  try {
    // Unknown keys of a newer version are dropped, missing ones of an older version get their default.
    return Settings.parse({ ...defaults, ...(JSON.parse(text) as object) })
  } catch {
    renameSync(path, `${path}.damaged-${String(Date.now())}`)
    return defaults
  }
}
