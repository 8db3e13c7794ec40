/** Turns the bytes of a text file into text, whatever it was encoded in. */
import { UnreadableImage } from '../media/unreadable'

/** A text has line breaks, tabs and form feeds, and terminals colour it with escapes; other control characters are data. */
// eslint-disable-next-line no-control-regex
const control = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f]/g
/** Share of the characters from which on a file is no text. */
const mostControl = 0.01

/**
 * UTF-8, UTF-16 where a byte order mark says so, and else Windows-1252, which Latin-1 is a part of: of the older encodings
 * the most frequent one. Throws UnreadableImage.
 */
export function textOf(bytes: Buffer): string {
  const text = decoded(bytes).replace(/\r\n?/g, '\n')
  if ((text.match(control)?.length ?? 0) > text.length * mostControl) throw new UnreadableImage('not-a-text')
  if (!/[\p{L}\p{N}]/u.test(text)) throw new UnreadableImage('no-text')
  return text
}

function decoded(bytes: Buffer): string {
  const [first, second, third] = bytes
  if (first === 0xff && second === 0xfe) return bytes.toString('utf16le', 2)
  if (first === 0xfe && second === 0xff)
    return Buffer.from(bytes.subarray(2, bytes.length & ~1))
      .swap16()
      .toString('utf16le')
  if (first === 0xef && second === 0xbb && third === 0xbf) return bytes.toString('utf8', 3)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
