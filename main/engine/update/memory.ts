/**
 * What is kept of updates between two starts: the list of versions that was seen last, and when it was asked for.
 *
 * The list is kept with its signature and believed only with it, so that whoever changes the file changes nothing; and it is what
 * an older list is recognised by.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { readFeed, type Feed, type SignedFeed, type UpdateSource } from './feed'

const Checks = z.object({
  /** When the list was last seen, and when it was last asked for, in milliseconds since 1970. */
  checkedAt: z.number().nullable(),
  triedAt: z.number().nullable(),
})
export type Checks = z.infer<typeof Checks>

export class UpdateMemory {
  readonly #folder: string
  readonly #source: UpdateSource

  constructor(folder: string, source: UpdateSource) {
    this.#folder = folder
    this.#source = source
  }

  /** Undefined where there is none, or none that is signed. */
  readFeed(): Feed | undefined {
    try {
      const bytes = readFileSync(this.#place('latest.json'))
      const signature = readFileSync(this.#place('latest.json.sig'), 'utf8')
      return readFeed({ bytes, signature }, this.#source)
    } catch {
      return undefined
    }
  }

  writeFeed({ bytes, signature }: SignedFeed): void {
    // Killed in between, the two do not fit each other, and what is kept is nothing.
    this.#write('latest.json', bytes)
    this.#write('latest.json.sig', signature)
  }

  readChecks(): Checks {
    try {
      return Checks.parse(JSON.parse(readFileSync(this.#place('checks.json'), 'utf8')))
    } catch {
      return { checkedAt: null, triedAt: null }
    }
  }

  writeChecks(checks: Checks): void {
    this.#write('checks.json', JSON.stringify(checks))
  }

  #place(name: string): string {
    return join(this.#folder, name)
  }

  #write(name: string, content: string | Buffer): void {
    const path = this.#place(name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(`${path}.new`, content)
    renameSync(`${path}.new`, path)
  }
}
