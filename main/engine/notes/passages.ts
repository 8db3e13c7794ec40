/** Splits a text into passages that the text tower reads whole. */

/** Passages of one note: enough for some twenty pages, and half a minute of the tower at worst. */
const mostPassages = 200
/** A paragraph of more tokens is a passage of its own: one thought, one vector. Less is a heading or a remark. */
const ownPassage = 10
/** Characters, also of the longest words: what has more than this a token is not counted, it does not fit. */
const longestToken = 30

export interface Passage {
  /** Of its first character in the text. */
  at: number
  text: string
}

interface Span {
  from: number
  to: number
  tokens: number
}

/**
 * Whole sentences of a paragraph as far as they fit; a heading goes with what it is about. Lines of a list are sentences too. What is longer than fits is parted between words. `tokens` counts
 * the tokens of a text, and may stop counting at `most`. Passages are pieces of `text` as they stand there; at most
 * `mostPassages`, the first ones.
 */
export function passagesOf(text: string, most: number, tokens: (text: string) => number): Passage[] {
  const passages: Passage[] = []
  let open: Span | undefined
  const close = (): void => {
    const said = open ? text.slice(open.from, open.to) : ''
    if (open && /[\p{L}\p{N}]/u.test(said)) passages.push({ at: open.from, text: said })
    open = undefined
  }
  for (const paragraph of spans(text, /\S[\s\S]*?(?=\n[ \t]*\n|$(?![\s\S]))/g)) {
    if (passages.length >= mostPassages) break
    if (open && open.tokens > ownPassage) close()
    for (const sentence of sentences(text, paragraph)) {
      for (const piece of fitting(text, sentence, most, tokens)) {
        if (open && tokens(text.slice(open.from, piece.to)) > most) close()
        open = open ? { from: open.from, to: piece.to, tokens: open.tokens + piece.tokens } : piece
        if (passages.length >= mostPassages) return passages
      }
    }
  }
  close()
  return passages
}

function* spans(text: string, pattern: RegExp): Generator<{ from: number; to: number }> {
  for (const { index, 0: found } of text.matchAll(pattern)) {
    const length = found.trimEnd().length
    if (length > 0) yield { from: index, to: index + length }
  }
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' })

/** Sentences of a paragraph; the lines of a list or a poem are sentences as well. */
function* sentences(text: string, { from, to }: { from: number; to: number }): Generator<{ from: number; to: number }> {
  for (const { index, segment } of segmenter.segment(text.slice(from, to))) {
    const start = segment.length - segment.trimStart().length
    const length = segment.trim().length
    if (length > 0) yield { from: from + index + start, to: from + index + start + length }
  }
}

/** The span, or its halves, quarters, … until each fits. */
function* fitting(
  text: string,
  { from, to }: { from: number; to: number },
  most: number,
  tokens: (text: string) => number,
): Generator<Span> {
  const count = to - from > most * longestToken ? Infinity : tokens(text.slice(from, to))
  if (count <= most || to - from < 2) {
    yield { from, to, tokens: count }
    return
  }
  const middle = (from + to) >> 1
  const after = text.slice(middle, to).search(/\s/)
  const before = text.slice(from, middle).search(/\s\S*$/)
  let [left, right] = [middle, middle]
  if (before > 0 && (after < 0 || middle - (from + before) <= after)) left = right = from + before
  else if (after >= 0) left = right = middle + after
  else if (isLowSurrogate(text.charCodeAt(middle))) left = right = middle - 1
  while (right < to && /\s/.test(text[right]!)) right++
  if (right >= to || left <= from) [left, right] = [middle, middle]
  yield* fitting(text, { from, to: left }, most, tokens)
  yield* fitting(text, { from: right, to }, most, tokens)
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
