/** The pieces of a run of words, between the tokens of the lexer and the terms of the tree. */
import type { Expression } from '../../../../contract'

/** A word of a run, or something in it that is never plain language: a phrase in quotes or a word with a weight. */
export interface Atom {
  text: string
  literal: boolean
  weight?: number
}

/** Words side by side are one term; a phrase and a word with a weight are terms of their own. */
export function toTerms(atoms: readonly Atom[]): Expression[] {
  const terms: Expression[] = []
  let words: string[] = []
  const endWords = (): void => {
    if (words.length > 0) terms.push({ op: 'term', term: { kind: 'text', text: words.join(' ') } })
    words = []
  }
  for (const { text, literal, weight } of atoms) {
    if (literal) {
      endWords()
      terms.push({ op: 'term', term: { kind: 'text', text }, ...(weight === undefined ? {} : { weight }) })
    } else {
      words.push(text)
    }
  }
  endWords()
  return terms
}

/** The word in lower case; undefined where something stands that is not plain language. */
export function plainWord(atom: Atom | undefined): string | undefined {
  return atom && !atom.literal ? atom.text.toLowerCase() : undefined
}

/** Without the punctuation and the "and" or "but" that stood before something taken out. */
export function trimEnds(atoms: readonly Atom[]): Atom[] {
  const trimmed = [...atoms]
  for (let last = trimmed.at(-1); last !== undefined && !last.literal; last = trimmed.at(-1)) {
    const text = last.text.replace(/[,.;!?]+$/, '')
    if (text !== '' && !['and', 'but'].includes(text.toLowerCase())) {
      trimmed[trimmed.length - 1] = { ...last, text }
      break
    }
    trimmed.pop()
  }
  return trimmed
}
