/** Reads a note: a text file, Markdown or the text of a PDF. */
import type { LargestFile } from '../media/photo'
import { UnreadableImage } from '../media/unreadable'
import { isMarkdownName, markdownTitle } from './markdown'
import { isPdf, readPdf } from './pdf'
import { textOf } from './plain-text'

/** Characters of a note that are looked at: some hundred pages. */
const mostCharacters = 1_000_000
/** Text files above this are logs and data. PDFs may be scans, whose pages are pictures. */
const mostTextBytes = 16 * 1024 * 1024
export const noteSize: LargestFile = { bytes: 128 * 1024 * 1024, failure: 'text-too-large' }

export interface Note {
  title: string | null
  /** With "\n" at the ends of lines. */
  text: string
  isMarkdown: boolean
}

/** Throws UnreadableImage with the reason. */
export async function readNote(name: string, bytes: Buffer): Promise<Note> {
  if (isPdfName(name)) {
    if (!isPdf(bytes)) throw new UnreadableImage('not-a-text')
    const { title, text } = await readPdf(bytes, mostCharacters)
    if (!/[\p{L}\p{N}]/u.test(text)) throw new UnreadableImage('no-text')
    return { title, text, isMarkdown: false }
  }
  if (bytes.length > mostTextBytes) throw new UnreadableImage('text-too-large')
  const text = textOf(bytes).slice(0, mostCharacters)
  return isMarkdownName(name)
    ? { title: markdownTitle(text), text, isMarkdown: true }
    : { title: null, text, isMarkdown: false }
}

function isPdfName(name: string): boolean {
  return name.toLowerCase().endsWith('.pdf')
}
