/** Finds in a text the names that a person gave (of folders, files, albums, …), wherever they stand, and takes them out. */
import { errorCodes, failureSentences } from '../../../contract'

/** Of the words of a name: longer ones are looked for by themselves as well. */
const tellingLength = 4
/** A name of more words is found by the first ones. */
const longestName = 8
export const taken = '<private>'

const wordPattern = /[\p{L}\p{N}\p{M}]+/gu

/** What Fovea itself says in its logs: a folder of that name gives nothing away, and without these no entry could be read. */
const ownWords = new Set(
  words(
    [
      'debug log info warn error uncaught unhandled app path name private out main node modules js ts',
      'fovea foveaerror typeerror code cause message stack syscall errno indexer searcher shell library photos videos words',
      'pictures places vocabulary vectors store cannot could opened read written exported added failed call refused input',
      'the of at in on not are is was were and to from with that this async object process internal',
      ...errorCodes,
      ...Object.values(failureSentences),
    ].join(' '),
  ),
)

interface Word {
  text: string
  start: number
  end: number
}

/** Made of a text, it is shown name after name, so that a large library's names need not be in memory together. */
export class PrivateWords {
  readonly #text: string
  readonly #lines: Word[][]
  /** Runs of words of the text. */
  readonly #runs = new Set<string>()
  readonly #names = new Set<string>()

  constructor(text: string) {
    this.#text = text
    let at = 0
    this.#lines = text.split('\n').map((line) => {
      const start = at
      at += line.length + 1
      return [...line.matchAll(wordPattern)].map((match) => ({
        text: plain(match[0]),
        start: start + match.index,
        end: start + match.index + match[0].length,
      }))
    })
    for (const line of this.#lines) for (const [run] of runsOf(line)) this.#runs.add(run)
  }

  /** A name, path, or text of the person. */
  look(name: string): void {
    const found = words(name)
    this.#add(found.slice(0, longestName).join(' '), 2)
    for (const word of found) this.#add(word, tellingLength)
  }

  removeAll(): string {
    const ranges: { start: number; end: number }[] = []
    for (const line of this.#lines) {
      for (const [run, start, end] of runsOf(line)) if (this.#names.has(run)) ranges.push({ start, end })
    }
    ranges.sort((a, b) => a.start - b.start)
    let kept = ''
    let at = 0
    for (const { start, end } of ranges) {
      if (start >= at) kept += this.#text.slice(at, start) + taken
      at = Math.max(at, end)
    }
    return kept + this.#text.slice(at)
  }

  #add(run: string, leastLength: number): void {
    if (run.length >= leastLength && !/^\d+$/.test(run) && this.#runs.has(run) && !ownWords.has(run))
      this.#names.add(run)
  }
}

/** All runs of words in a line, each with where it begins and ends. */
function* runsOf(line: readonly Word[]): Iterable<[string, number, number]> {
  for (const [first, { text, start, end }] of line.entries()) {
    let run = text
    yield [run, start, end]
    for (const word of line.slice(first + 1, first + longestName)) {
      run += ` ${word.text}`
      yield [run, start, word.end]
    }
  }
}

function words(text: string): string[] {
  return (text.match(wordPattern) ?? []).map(plain)
}

function plain(word: string): string {
  return word.normalize('NFC').toLowerCase()
}
