/** Cuts the text of a query into words, phrases, operators and `key:value` pairs. */
import { keyMeantBy, keyOf, type Key } from './keys'
import { Problem, type Span } from './problem'

export type Operator = 'and' | 'or' | 'not' | 'plus' | 'minus' | 'open' | 'close'

export type Token = Span &
  (
    | { kind: 'word' | 'phrase'; text: string; weight?: number }
    /** `valueAt` is where the value itself begins, behind an opening quote. */
    | { kind: 'key'; key: Key; value: string; valueAt: number; weight?: number; weightSpan?: Span }
    | { kind: Operator }
  )

const operators: Readonly<Record<string, Operator>> = { AND: 'and', OR: 'or', NOT: 'not' }

/** A face such as `:-)` would otherwise close a parenthesis that nobody opened. */
const face = /[:;=]['-]?[()](?=\s|$)/y
const space = /\s/
const wordEnd = /[\s()]|$/g

/** What closes a phrase; typographic quotes come from pasted text and from keyboards that make them. */
const closing: Readonly<Record<string, string>> = { '"': '"', '“': '”“', '„': '“”' }

const leastWeight = 0.1
const mostWeight = 10

export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const character = text[at]!
    if (space.test(character)) {
      at++
      continue
    }
    const token = readToken(text, at, tokens.at(-1))
    tokens.push(token)
    at = token.at + token.length
  }
  return tokens
}

function readToken(text: string, at: number, previous: Token | undefined): Token {
  const character = text[at]!
  if (character === '(') return { kind: 'open', at, length: 1 }
  if (character === ')') return { kind: 'close', at, length: 1 }
  face.lastIndex = at
  const [smile] = face.exec(text) ?? []
  if (smile !== undefined) return { kind: 'word', text: smile, at, length: smile.length }
  if (character in closing) {
    const phrase = readQuoted(text, at)
    if (phrase.text.trim() === '') {
      throw new Problem({ at, length: phrase.end - at }, 'There is nothing between these quotes.', ['a phrase'])
    }
    return withWeight(text, phrase.end, { kind: 'phrase', text: phrase.text.trim(), at, length: phrase.end - at })
  }
  if (character === '^' && previous?.kind === 'close' && previous.at + 1 === at) {
    throw new Problem({ at, length: endOfWord(text, at) - at }, 'A weight belongs to a word, a phrase or a picture.', [
      'a weight right behind a word, as in beach^2',
    ])
  }
  const end = endOfWord(text, at)
  const prefix = character === '+' ? 'plus' : character === '-' ? 'minus' : undefined
  const next = text[at + 1] ?? ' '
  if (prefix && !/[\s)+-]/.test(next)) return { kind: prefix, at, length: 1 }
  return readKey(text, at, end) ?? readWord(text, at, end)
}

function readWord(text: string, at: number, end: number): Token {
  const whole = text.slice(at, end)
  const operator = Object.hasOwn(operators, whole) ? operators[whole] : undefined
  if (operator) return { kind: operator, at, length: end - at }
  // A word that begins with a caret has nothing to weigh: `^_^` is a face.
  const caret = whole.startsWith('^') ? -1 : whole.indexOf('^')
  if (caret === -1) return { kind: 'word', text: whole, at, length: end - at }
  return withWeight(text, at + caret, { kind: 'word', text: whole.slice(0, caret), at, length: caret })
}

/** `key:value` where the key is known; a problem where it is nearly known; undefined where the colon is a colon. */
function readKey(text: string, at: number, end: number): Token | undefined {
  const [written, name] = /^([a-z]+):/i.exec(text.slice(at, end)) ?? []
  if (written === undefined || name === undefined) return undefined
  const key = keyOf(name)
  const valueAt = at + written.length
  if (!key) {
    const meant = valueAt < end && !text.startsWith('//', valueAt) ? keyMeantBy(name) : undefined
    if (!meant) return undefined
    throw new Problem(
      { at, length: written.length },
      `There is no “${written}”; did you mean “${meant}:”? To look for the word itself, put it in quotes.`,
      [`${meant}:`],
    )
  }
  if ((text[valueAt] ?? ' ') in closing) {
    const { text: value, end: quotedEnd } = readQuoted(text, valueAt)
    const token = { kind: 'key', key, value, valueAt: valueAt + 1, at, length: quotedEnd - at } as const
    return withWeight(text, quotedEnd, token)
  }
  const caret = text.slice(valueAt, end).indexOf('^')
  const valueEnd = caret === -1 ? end : valueAt + caret
  const value = text.slice(valueAt, valueEnd)
  return withWeight(text, valueEnd, { kind: 'key', key, value, valueAt, at, length: valueEnd - at })
}

/** The text between quotes; two straight quotes stand for one, because a backslash is an ordinary letter of paths. */
function readQuoted(text: string, at: number): { text: string; end: number } {
  const closers = closing[text[at]!]!
  let content = ''
  for (let i = at + 1; i < text.length; i++) {
    const character = text[i]!
    if (!closers.includes(character)) content += character
    else if (character === '"' && text[i + 1] === '"') {
      content += '"'
      i++
    } else return { text: content, end: i + 1 }
  }
  throw new Problem({ at, length: 1 }, 'This quote is never closed.', ['"'])
}

type Weighable = Extract<Token, { kind: 'word' | 'phrase' | 'key' }>

/** The token with the weight that touches its end, if one does. */
function withWeight(text: string, at: number, token: Weighable): Token {
  if (text[at] !== '^') return token
  const end = endOfWord(text, at)
  const written = text.slice(at + 1, end)
  const weight = /^(\d+\.?\d*|\.\d+)$/.test(written) ? Number(written) : NaN
  if (!(weight >= leastWeight && weight <= mostWeight)) {
    throw new Problem(
      written === '' ? { at, length: 1 } : { at: at + 1, length: written.length },
      written === ''
        ? 'A weight is missing behind “^”.'
        : `A weight is a number from ${leastWeight} to ${mostWeight}, as in beach^2.`,
      [`a number from ${leastWeight} to ${mostWeight}`],
    )
  }
  const weighed = { ...token, weight, length: end - token.at }
  return weighed.kind === 'key' ? { ...weighed, weightSpan: { at, length: end - at } } : weighed
}

function endOfWord(text: string, at: number): number {
  wordEnd.lastIndex = at
  return wordEnd.exec(text)?.index ?? text.length
}
