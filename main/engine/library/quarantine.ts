/** Finds out which file makes the process end when it is read, and keeps it from being read again. */
import { closeSync, ftruncateSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import type { ItemRow } from '../store/schema'

/** Reading a file alone has ended the process this often: it is the file. Once may have been a power cut. */
const strikesToQuarantine = 2
/** The journal is written anew when it has grown to this, which takes some thousand files. */
const rewriteAtBytes = 1024 * 1024

/** A file as it was when it was read: one that changes is another one. */
export type ReadFile = Pick<ItemRow, 'root' | 'path' | 'size' | 'mtime'>

type Company = 'together' | 'alone'

/**
 * [Note: quarantine] A native decoder that crashes, a picture that takes all memory, or a hang that somebody ends takes the
 * process with it, and nothing is left to say which file it was. So each file is noted in a journal before it is read and
 * crossed out afterwards. What the journal still holds at the next start was being read when the process ended: all of
 * these files are suspects. They are read after all others and one at a time; if the process ends again, the one file
 * being read gets a strike. Suspects that can be read after all, as after a kill that had nothing to do with them, are
 * cleared. Two strikes, and the file is not read any more until it changes or the person asks for it.
 *
 * The journal is appended to without waiting for the disk: what is written survives the death of a process, and after a
 * power cut there is nobody to suspect.
 */
export class Quarantine {
  readonly #reading = new Map<string, Company>()
  readonly #strikes: Map<string, number>
  readonly #journal: number
  /** Where the journal ends. */
  #at: number

  /** `isOpen`: whether a suspect is still to be read. */
  constructor(file: string, isOpen: (suspect: ReadFile) => boolean) {
    this.#strikes = suspectsOf(readJournal(file))
    for (const key of this.#strikes.keys()) if (!isOpen(fromKey(key))) this.#strikes.delete(key)
    const summary = this.#summary()
    const aside = `${file}.part`
    writeFileSync(aside, summary)
    renameSync(aside, file)
    this.#journal = openSync(file, 'r+')
    this.#at = Buffer.byteLength(summary)
  }

  /** To be read after all others, and alone. */
  isSuspect(item: ItemRow): boolean {
    return item.failure === 'crashed' || this.#strikes.has(toKey(item))
  }

  isQuarantined(item: ItemRow): boolean {
    return this.strikes(item) >= strikesToQuarantine
  }

  strikes(item: ItemRow): number {
    return this.#strikes.get(toKey(item)) ?? 0
  }

  /** The person wants it to be read again. */
  forgive(item: ItemRow): void {
    const key = toKey(item)
    if (!this.#strikes.delete(key)) return
    this.#note(`done ${key}`)
  }

  begin(item: ItemRow, company: Company): void {
    const key = toKey(item)
    this.#reading.set(key, company)
    this.#note(`${company} ${key}`)
  }

  end(item: ItemRow): void {
    const key = toKey(item)
    this.#reading.delete(key)
    this.#strikes.delete(key)
    this.#note(`done ${key}`)
  }

  close(): void {
    closeSync(this.#journal)
  }

  #note(line: string): void {
    try {
      this.#at += writeSync(this.#journal, `${line}\n`, this.#at)
      if (this.#at < rewriteAtBytes) return
      // Killed between the two lines, the suspects are forgotten: it takes one crash more to find the file.
      ftruncateSync(this.#journal)
      this.#at = writeSync(this.#journal, this.#summary(), 0)
    } catch {
      // A full disk is found and waited out by those who write the library; a kill meanwhile has no suspects.
    }
  }

  /** The journal with nothing in it but what counts. */
  #summary(): string {
    const lines = [
      ...[...this.#strikes].map(([key, strikes]) => `${String(strikes)} ${key}`),
      ...[...this.#reading].map(([key, company]) => `${company} ${key}`),
    ]
    return lines.map((line) => `${line}\n`).join('')
  }
}

/** How many files a journal holds: those being read, and those that are left alone because of what happened then. */
export function countSuspects(file: string): number {
  return suspectsOf(readJournal(file)).size
}

/** What a process that ended has left behind: files with the strikes they have now. */
function suspectsOf(journal: string): Map<string, number> {
  const strikes = new Map<string, number>()
  const reading = new Map<string, Company>()
  for (const line of journal.split('\n')) {
    const [, word, key] = /^(together|alone|done|\d+) (\[.+\])$/.exec(line) ?? []
    if (key === undefined || !isKey(key)) continue // cut off when the process ended, or damaged
    if (word === 'together' || word === 'alone') reading.set(key, word)
    else if (word === 'done') {
      reading.delete(key)
      strikes.delete(key)
    } else strikes.set(key, Number(word))
  }
  for (const [key, company] of reading) strikes.set(key, (strikes.get(key) ?? 0) + (company === 'alone' ? 1 : 0))
  return strikes
}

function readJournal(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '' // the first start, or nothing that could be helped
  }
}

function toKey({ root, path, size, mtime }: ReadFile): string {
  return JSON.stringify([root, path, size, mtime])
}

function isKey(text: string): boolean {
  try {
    fromKey(text)
    return true
  } catch {
    return false
  }
}

function fromKey(key: string): ReadFile {
  const [root, path, size, mtime] = JSON.parse(key) as [string, string, number, number]
  return { root, path, size, mtime }
}
