/** A log in the data folder: short, so that it can be kept for good, and turned over when it is full. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** Some thousand messages; with the file before it twice as much is kept. */
export const logLimitBytes = 256 * 1024

export class LogFile {
  readonly #path: string
  #bytes: number | undefined

  constructor(path: string) {
    this.#path = path
  }

  /** Never throws: what cannot be logged (a full disk, a folder that is gone) must not stop what is being done. */
  write(line: string): void {
    try {
      const text = `${line.slice(0, logLimitBytes / 16)}\n`
      this.#bytes ??= this.#open()
      if (this.#bytes + Buffer.byteLength(text) > logLimitBytes) {
        renameSync(this.#path, `${this.#path}.1`)
        this.#bytes = 0
      }
      appendFileSync(this.#path, text)
      this.#bytes += Buffer.byteLength(text)
    } catch {
      this.#bytes = undefined // looked at again with the next message
    }
  }

  #open(): number {
    mkdirSync(dirname(this.#path), { recursive: true })
    return statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0
  }
}
