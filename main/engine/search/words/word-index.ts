/** A full-text index: which pictures have which words in them, and how much of a search they say. */
import { fold, wordsOf } from '../../recognition/fold'

/** A picture that says everything a search asks for is this relevant. */
const saysAll = 0.95
/** What says only some of it counts for little: half of three words is an accident. */
const partly = 4
/** The plural, or an ending more, counts a little less than the word itself. */
const inflected = 0.9
const longestEnding = 2
/** Shorter words are found in every noise that was taken for letters, and are too short to have an ending. */
const shortest = 3
const shortestWithEnding = 4
/** Words that say nothing of what is looked for. */
const functionWords = new Set(
  'the and for with from that this are was not but his her its our your you has have had who what der die das und ein eine einen mit von für fuer auf den dem des ist les une des que con los las del per'.split(
    ' ',
  ),
)

interface Posting {
  document: number
  /** Places of the word in the document's words. */
  places: number[]
}

export class WordIndex {
  readonly #hashes: string[] = []
  readonly #documents = new Map<string, number>()
  readonly #postings = new Map<string, Posting[]>()
  /** Sorted when it is first needed after words came. */
  #sorted: string[] | undefined

  /** Pictures in it. */
  get size(): number {
    return this.#documents.size
  }

  has(hash: string): boolean {
    return this.#documents.has(hash)
  }

  /** Puts a picture in, or in the place of what it said before. */
  set(hash: string, text: string): void {
    const document = this.#hashes.push(hash) - 1
    this.#documents.set(hash, document)
    for (const [place, word] of wordsOf(text).entries()) {
      let postings = this.#postings.get(word)
      if (!postings) {
        this.#postings.set(word, (postings = []))
        this.#sorted = undefined
      }
      const last = postings.at(-1)
      if (last?.document === document) last.places.push(place)
      else postings.push({ document, places: [place] })
    }
  }

  delete(hash: string): void {
    this.#documents.delete(hash)
  }

  /** Pictures that have these words side by side, in this order. */
  havingPhrase(text: string): string[] {
    const found = new Set<string>()
    for (const words of spellings(text)) {
      const [first, ...others] = words
      if (first === undefined) continue
      let starts = this.#placesOf(first)
      for (const [i, word] of others.entries()) {
        const next = this.#placesOf(word)
        starts = new Map(
          [...starts].map(([document, places]) => {
            const there = new Set(next.get(document))
            return [document, places.filter((place) => there.has(place + i + 1))]
          }),
        )
      }
      for (const [document, places] of starts) if (places.length > 0) found.add(this.#hashes[document]!)
    }
    return [...found]
  }

  /**
   * How much of a text pictures say, 0 to 1, by content; those that say nothing of it are not in it.
   *
   * [Note: words in pictures] What a picture says and what it shows are two reasons to find it, and either is enough: its
   * relevance to a text is a noisy-or of both. All telling words of the text in the picture make it all but certain;
   * some of them count by how rare they are in the library's pictures, and steeply less. Words that pictures in
   * general share, and those too short to be more than noise, count for nothing.
   */
  strengths(text: string): Map<string, number> {
    const telling = tellingWords(text)
    const found = new Map<number, number>()
    let whole = 0
    for (const word of telling) {
      const documents = this.#documentsWith(word)
      const weight = Math.log(1 + (this.size + 1) / (documents.size + 0.5))
      whole += weight
      for (const [document, likeness] of documents) found.set(document, (found.get(document) ?? 0) + weight * likeness)
    }
    const strengths = new Map<string, number>()
    for (const [document, sum] of found) strengths.set(this.#hashes[document]!, saysAll * (sum / whole) ** partly)
    return strengths
  }

  /** Documents with a word or a form of it, and how alike these are, 1 for the word itself. */
  #documentsWith(word: string): Map<number, number> {
    const found = new Map<number, number>()
    for (const [spelling] of spellings(word)) {
      if (spelling === undefined) continue
      for (const form of this.#formsOf(spelling)) {
        const likeness = form === spelling ? 1 : inflected
        for (const { document } of this.#postings.get(form) ?? [])
          if (this.#isCurrent(document)) found.set(document, Math.max(found.get(document) ?? 0, likeness))
      }
    }
    return found
  }

  /** The word, and those that only have an ending more. */
  #formsOf(word: string): string[] {
    if (word.length < shortestWithEnding) return [word]
    this.#sorted ??= [...this.#postings.keys()].sort()
    const sorted = this.#sorted
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (sorted[middle]! < word) low = middle + 1
      else high = middle
    }
    const forms: string[] = []
    for (let at = low; at < sorted.length && sorted[at]!.startsWith(word); at++)
      if (sorted[at]!.length <= word.length + longestEnding) forms.push(sorted[at]!)
    return forms
  }

  #placesOf(word: string): Map<number, number[]> {
    const current = (this.#postings.get(word) ?? []).filter(({ document }) => this.#isCurrent(document))
    return new Map(current.map(({ document, places }) => [document, places]))
  }

  #isCurrent(document: number): boolean {
    return this.#documents.get(this.#hashes[document]!) === document
  }
}

/** Whether a line has a telling word of a text, or a form of it. */
export function hasWordOf(line: string, text: string): boolean {
  const words = wordsOf(line)
  const wanted = tellingWords(text).flatMap((word) => spellings(word).map(([spelling]) => spelling ?? ''))
  return wanted.some((one) =>
    words.some((word) => word === one || (one.length >= shortestWithEnding && isFormOf(word, one))),
  )
}

function isFormOf(word: string, of: string): boolean {
  return word.startsWith(of) && word.length <= of.length + longestEnding
}

/** Each once, as they are written. */
function tellingWords(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  const isTelling = (word: string): boolean => {
    const folded = fold(word)
    return (folded.length >= shortest || /\d\d/.test(folded)) && !functionWords.has(folded)
  }
  return [...new Set(words)].filter(isTelling)
}

/** As it is spelled, and as the recogniser spells it: it does not know ß, and takes it for a B or for nothing. */
function spellings(text: string): string[][] {
  const lower = text.toLowerCase()
  const forms = lower.includes('ß') ? ['ss', 'b', ''].map((other) => lower.replaceAll('ß', other)) : [lower]
  return forms.map(wordsOf)
}
