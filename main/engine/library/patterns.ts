/**
 * Patterns as gitignore(5) has them: which paths they leave out. Letter case makes no difference, on any system.
 *
 * Written here because patterns come from files that anybody may have put beside photos: matching takes time in proportion
 * to pattern times name, which regular expressions made of such patterns do not.
 */

/** A character, any character ('any'), any run of characters ('run'), or one of a set. */
type Token = { is: string } | 'any' | 'run' | { not: boolean; of: string }

interface Pattern {
  /** Names of folders on the way, and of what is meant; '**' stands for any number of folders. */
  segments: (Token[] | '**')[]
  foldersOnly: boolean
  negated: boolean
}

/** Beyond this many lines nobody wrote them by hand. */
const mostPatterns = 1000

export class Patterns {
  readonly #patterns: Pattern[]

  /** `lines`: a pattern each; empty lines and comments (`#`) are left out. */
  constructor(lines: readonly string[]) {
    this.#patterns = lines.slice(0, mostPatterns).flatMap((line) => parse(line) ?? [])
  }

  static parse(text: string): Patterns {
    return new Patterns(text.replace(/^\uFEFF/, '').split(/\r?\n/))
  }

  get isEmpty(): boolean {
    return this.#patterns.length === 0
  }

  /**
   * What the last pattern that speaks of a path says: true to leave it out, false (`!pattern`) to keep it, undefined where
   * none does. `path` is relative to where the patterns stand, with forward slashes. Of its folders nothing is asked.
   */
  says(path: string, isFolder: boolean): boolean | undefined {
    const names = normal(path).split('/')
    for (let i = this.#patterns.length - 1; i >= 0; i--) {
      const { segments, foldersOnly, negated } = this.#patterns[i]!
      if ((isFolder || !foldersOnly) && matchesPath(segments, names)) return !negated
    }
    return undefined
  }

  /** Whether a file or one of the folders it is in is left out. */
  covers(path: string): boolean {
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      if (this.says(path.slice(0, slash), true) === true) return true
    }
    return this.says(path, false) === true
  }
}

/** macOS and others write the same accented letter in different ways. */
function normal(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

function parse(line: string): Pattern | undefined {
  let text = normal(line).replace(/(?<!\\)\s+$/, '')
  if (text === '' || text.startsWith('#')) return undefined
  const negated = text.startsWith('!')
  if (negated) text = text.slice(1)
  const foldersOnly = text.endsWith('/')
  const isAnchored = text.slice(0, -1).includes('/')
  const parts = text.split('/').filter((part) => part !== '')
  if (parts.length === 0) return undefined
  const segments = parts.map((part) => (part === '**' ? part : tokensOf(part)))
  return { segments: isAnchored ? segments : ['**', ...segments], foldersOnly, negated }
}

function tokensOf(segment: string): Token[] {
  const tokens: Token[] = []
  const characters = Array.from(segment)
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i]!
    if (character === '*') {
      if (tokens.at(-1) !== 'run') tokens.push('run')
    } else if (character === '?') tokens.push('any')
    else if (character === '\\' && i + 1 < characters.length) tokens.push({ is: characters[++i]! })
    else if (character === '[') {
      const set = setAt(characters, i)
      if (set) {
        tokens.push(set.token)
        i = set.end
      } else tokens.push({ is: '[' })
    } else tokens.push({ is: character })
  }
  return tokens
}

/** `[abc]`, `[a-z]`, `[!abc]`; a bracket that is never closed stands for itself. */
function setAt(characters: readonly string[], start: number): { token: Token; end: number } | undefined {
  let at = start + 1
  const not = characters[at] === '!' || characters[at] === '^'
  if (not) at++
  const end = characters.indexOf(']', at + 1) // a bracket in the first place is one of the set
  if (end === -1) return undefined
  let of = ''
  while (at < end) {
    const [from, dash, to] = [characters[at]!, characters[at + 1], characters[at + 2]]
    if (dash === '-' && at + 2 < end && to !== undefined) {
      of += charactersFrom(from, to)
      at += 3
    } else {
      of += from
      at++
    }
  }
  return { token: { not, of }, end }
}

function charactersFrom(from: string, to: string): string {
  const [first, last] = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0]
  let all = ''
  for (let code = first; code <= Math.min(last, first + 256); code++) all += String.fromCodePoint(code)
  return all
}

function matchesPath(segments: Pattern['segments'], names: readonly string[]): boolean {
  return matches(segments, names, (segment) => segment === '**', matchesName, 1)
}

function matchesName(segment: Pattern['segments'][number], name: string): boolean {
  if (segment === '**') return true
  return matches(segment, Array.from(name), (token) => token === 'run', matchesCharacter, 0)
}

function matchesCharacter(token: Token, character: string): boolean {
  if (token === 'any' || token === 'run') return true
  return 'is' in token ? token.is === character : token.of.includes(character) !== token.not
}

/**
 * Whether a list of parts, of which some (`isWild`) stand for any number of things, matches a list of things. At a mismatch only
 * the last wild part has to be tried anew. One at the very end stands for at least `atEnd` things.
 */
function matches<P, T>(
  parts: readonly P[],
  things: readonly T[],
  isWild: (part: P) => boolean,
  fits: (part: P, thing: T) => boolean,
  atEnd: number,
): boolean {
  let [part, thing] = [0, 0]
  let wild = -1
  let resume = 0
  while (thing < things.length) {
    const current = parts[part]
    if (current !== undefined && isWild(current)) {
      if (part === parts.length - 1) return things.length - thing >= atEnd
      wild = part++
      resume = thing
    } else if (current !== undefined && fits(current, things[thing]!)) {
      part++
      thing++
    } else if (wild !== -1) {
      part = wild + 1
      thing = ++resume
    } else return false
  }
  const rest = parts.slice(part)
  return rest.every(isWild) && (rest.length === 0 || atEnd === 0)
}
