/** Finds what a run of words says is not wanted ("without people", "but not dogs") and takes it out. */
import { plainWord, trimEnds, type Atom } from './atoms'

/**
 * How far the unwanted reaches. "A man without a hat on a horse" is on a horse: what lacks is a thing, and the words
 * behind it go on about the picture. "Everything except dogs on a beach" leaves out no other dogs: an exception is
 * described to the end of the clause.
 */
type Reach = 'thing' | 'clause'

interface Negator {
  words: readonly string[]
  reach: Reach
}

const negators: readonly Negator[] = [
  { words: ['without'], reach: 'thing' },
  { words: ['w/o'], reach: 'thing' },
  { words: ['with', 'no'], reach: 'thing' },
  { words: ['but', 'no'], reach: 'thing' },
  { words: ['and', 'no'], reach: 'thing' },
  { words: ['but', 'not'], reach: 'clause' },
  { words: ['and', 'not'], reach: 'clause' },
  { words: ['excluding'], reach: 'clause' },
  { words: ['except', 'for'], reach: 'clause' },
  { words: ['except'], reach: 'clause' },
]
/** Only where a clause begins: elsewhere they are said of something else ("a sign that says no dogs", "why not"). */
const leadingNegators: readonly Negator[] = [
  { words: ['no'], reach: 'thing' },
  { words: ['not'], reach: 'clause' },
]

/** "No parking" is a thing to look for: signs, sayings. Checked on the word behind the negator. */
const namedByNo = new Set([
  ...['parking', 'smoking', 'entry', 'entrance', 'exit', 'access', 'trespassing', 'swimming', 'diving', 'fishing'],
  ...['stopping', 'standing', 'vacancy', 'one', 'way', "man's", 'matter', 'longer', 'only', 'just'],
])
const determiners = new Set(['a', 'an', 'the', 'any', 'no', 'not'])
const conjunctions = new Set(['and', 'or', 'nor', '&'])
/** Behind a thing these begin something else; behind a comma they do so in every clause. */
const prepositions = new Set([
  ...['at', 'in', 'on', 'by', 'near', 'under', 'over', 'behind', 'during', 'inside', 'outside', 'beside', 'between'],
  ...['with', 'next', 'while', 'where', 'when', 'from', 'through', 'across', 'against', 'along', 'around', 'into'],
])
const verbs = new Set(['is', 'are', 'was', 'were', 'has', 'have', 'who', 'that', 'which'])
/** "People in the background" are all one thing, since a picture always has a background. */
const partsOfPicture = new Set(['background', 'foreground', 'picture', 'photo', 'image', 'frame', 'shot', 'distance'])
/** Nouns that look like verbs in "a man without a shirt playing tennis". */
const nounsInIng = new Set([
  ...['ring', 'rings', 'king', 'wing', 'string', 'spring', 'thing', 'building', 'ceiling', 'clothing', 'painting'],
  ...['drawing', 'lighting', 'swing', 'earring', 'railing', 'awning', 'icing', 'frosting', 'pudding', 'dressing'],
  ...['writing', 'lettering', 'packaging', 'morning', 'evening', 'lightning', 'flooring', 'crossing', 'scaffolding'],
])

export function takeUnwanted(atoms: readonly Atom[]): { kept: Atom[]; unwanted: Atom[][] } {
  const kept: Atom[] = []
  const unwanted: Atom[][] = []
  for (let at = 0; at < atoms.length;) {
    const negator = negatorAt(atoms, at)
    const start = at + (negator?.words.length ?? 0)
    const end = negator ? endOfUnwanted(atoms, start, negator.reach) : start
    const list = splitList(atoms.slice(start, end))
    if (list.length === 0) {
      kept.push(atoms[at]!)
      at++
      continue
    }
    unwanted.push(...list)
    const before = trimEnds(kept)
    kept.splice(0, kept.length, ...before)
    // "… but with dogs" goes on with what is wanted.
    at = plainWord(atoms[end]) === 'but' ? end + 1 : end
  }
  return { kept, unwanted }
}

function negatorAt(atoms: readonly Atom[], at: number): Negator | undefined {
  const opensClause = at === 0 || plainWord(atoms[at - 1])?.endsWith(',') === true
  const found = [...negators, ...(opensClause ? leadingNegators : [])].find(({ words }) =>
    words.every((word, offset) => plainWord(atoms[at + offset]) === word),
  )
  return found && !isName(found.words, atoms.slice(at + found.words.length)) ? found : undefined
}

/** Whether the negator and the words behind it name a thing: "no parking", "no dogs allowed", "no 5". */
function isName(negator: readonly string[], behind: readonly Atom[]): boolean {
  const words = behind.map((atom) => plainWord(atom)?.replace(/[,.;!?]+$/, ''))
  const [first] = words
  if (first === undefined) return behind.length === 0
  const last = negator[negator.length - 1]
  if (last === 'without') return first === 'borders'
  if (last !== 'no' && last !== 'not') return false
  return namedByNo.has(first) || /^\d/.test(first) || words[1] === 'sign' || words.includes('allowed')
}

/** Where what is not wanted ends: at the latest with the sentence, before the next negator and before "but". */
function endOfUnwanted(atoms: readonly Atom[], start: number, reach: Reach): number {
  for (let at = start; at < atoms.length; at++) {
    const before = at === start ? undefined : plainWord(atoms[at - 1])
    if (before !== undefined && /[.;!?]$/.test(before)) return at
    const word = plainWord(atoms[at])
    if (word === undefined) continue
    if (word === 'but' || negatorAt(atoms, at)) return at
    const endsThing = prepositions.has(word) && !isPartOfPicture(atoms, at)
    if (endsThing && (reach === 'thing' || before?.endsWith(','))) return at
    if (reach === 'thing' && at > start && (verbs.has(word) || isParticiple(word, before))) return at
  }
  return atoms.length
}

/** "in it", "in the background". */
function isPartOfPicture(atoms: readonly Atom[], at: number): boolean {
  const [first, second] = [1, 2].map((offset) => plainWord(atoms[at + offset])?.replace(/[,.;!?]+$/, '') ?? '')
  return first === 'it' || (first === 'the' && partsOfPicture.has(second!))
}

/** "playing" in "shirt playing tennis", but not "smiling" in "a smiling man". */
function isParticiple(word: string, before: string | undefined): boolean {
  const isFirst = before === undefined || before.endsWith(',') || determiners.has(before) || conjunctions.has(before)
  return !isFirst && /[a-z]{2}ing$/.test(word) && !nounsInIng.has(word)
}

/** "dogs, cats or the neighbours" gives three, without articles and punctuation. */
function splitList(atoms: readonly Atom[]): Atom[][] {
  const list: Atom[][] = [[]]
  for (const atom of atoms) {
    const word = plainWord(atom)
    const element = list[list.length - 1]!
    if (word !== undefined && conjunctions.has(word)) {
      list.push([])
    } else if (!(element.length === 0 && word !== undefined && determiners.has(word))) {
      element.push(atom)
      if (word?.endsWith(',')) list.push([])
    }
  }
  return list.map(trimEnds).filter((element) => element.length > 0)
}
