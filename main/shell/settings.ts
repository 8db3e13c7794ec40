/** The app's settings: a small JSON file; a damaged one is set aside and the defaults used. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { defaultSettings as defaults, Settings } from '../../contract'

export class SettingsFile {
  readonly #path: string
  #settings: Settings

  constructor(path: string) {
    this.#path = path
    this.#settings = read(path)
  }

  get current(): Settings {
    return this.#settings
  }

  change(changes: Partial<Settings>): Settings {
    this.#settings = { ...this.#settings, ...changes }
    mkdirSync(dirname(this.#path), { recursive: true })
    writeFileSync(`${this.#path}.part`, `${JSON.stringify(this.#settings, null, 2)}\n`)
    renameSync(`${this.#path}.part`, this.#path)
    return this.#settings
  }
}

function read(path: string): Settings {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return defaults
  }
  try {
    // Unknown keys of a newer version are dropped, missing ones of an older version get their default.
    return Settings.parse({ ...defaults, ...(JSON.parse(text) as object) })
  } catch {
    renameSync(path, `${path}.damaged-${String(Date.now())}`)
    return defaults
  }
}
