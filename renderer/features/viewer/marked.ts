/** Where a passage is in the text of its note. */
import type { Passage } from '../../../contract'

/** Before it, itself, and after it. Where the file has changed since, it is looked for, or nothing is marked. */
export function markedIn(text: string, passage: Passage | null): [before: string, marked: string, after: string] {
  if (!passage || passage.at === null) return [text, '', '']
  const { text: said, at: known } = passage
  const at = text.startsWith(said, known) ? known : text.indexOf(said)
  return at < 0 ? [text, '', ''] : [text.slice(0, at), said, text.slice(at + said.length)]
}
