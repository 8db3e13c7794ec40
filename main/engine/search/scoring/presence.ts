/** Decides whether a library has anything at all that matches a text. */
import { readFileSync } from 'node:fs'
import { meanOfBest } from './relevance'

/**
 * [Note: presence] Every text has a best photo, also "a zebra" in a library without one, and how far that stands out
 * from the rest says nothing (AUC 0.64 on Flickr). What does: how high the best photos score in absolute terms, and
 * how high the better fifth does, which is higher for what belongs to the library's world. The mean of the best
 * hundredth plus `fifthWeight` times the mean of the best fifth must reach `threshold`; or one photo alone `certain`.
 * The constants belong to a model (manifest, `calibration.presence`); those of the starter were fitted on captions and
 * on words that 1,000 photos share against 70 things they do not show, and hold from 50 photos on.
 */
export interface PresenceCalibration {
  fifthWeight: number
  threshold: number
  certain: number
}

/** `sample`: plain cosines of the fixed random sample; `best`: the highest cosine in the whole library. */
export function isPresent(sample: Float32Array, best: number, calibration: PresenceCalibration): boolean {
  if (best >= calibration.certain) return true
  const hundredth = meanOfBest(sample, Math.max(1, Math.round(sample.length / 100)))
  const fifth = meanOfBest(sample, Math.max(1, Math.floor(sample.length / 5)))
  return hundredth + calibration.fifthWeight * fifth >= calibration.threshold
}

/**
 * Words for what nearly every library shows somewhere (people, clothes, colours, a table, the sky) or that say nothing
 * of what is shown (picture, side, background). "Nothing matches" would be wrong for them, however low they score.
 */
export class CommonWords {
  readonly #words: ReadonlySet<string>

  constructor(words: Iterable<string>) {
    this.#words = new Set(words)
  }

  static read(file: string): CommonWords {
    return new CommonWords(
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => !line.startsWith('#'))
        .flatMap((line) => line.split(/\s+/))
        .filter((word) => word !== ''),
    )
  }

  /** Whether a text consists of such words only. */
  areAllOf(text: string): boolean {
    const words = text.toLowerCase().match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu) ?? []
    const telling = words.filter((word) => !articles.has(word))
    return telling.length > 0 && telling.every((word) => this.#words.has(word) || this.#words.has(singular(word)))
  }
}

const articles = new Set(['a', 'an', 'the', 'some', 'and', 'or', 'of', 'with', 'in', 'on', 'my', 'our', 'two', 'three'])

function singular(word: string): string {
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  return word.endsWith('es') && /(s|x|ch|sh)es$/.test(word) ? word.slice(0, -2) : word.replace(/s$/, '')
}
