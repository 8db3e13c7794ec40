/** A picture that cannot be used, with the reason the user is told. */
import type { FailureCode } from '../../../contract'

export class UnreadableImage extends Error {
  readonly code: FailureCode
  constructor(code: FailureCode, cause?: unknown) {
    super(`unreadable image: ${code}`, { cause })
    this.name = 'UnreadableImage'
    this.code = code
  }
}

/** Said of this process or machine and not of the file: others hold what it needs, and give it back. */
const shortages = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN'])

/** Too many open files, or too little memory: the same file can be read a moment later. */
export function isShortage(error: unknown): boolean {
  const { code } = (error ?? {}) as NodeJS.ErrnoException
  return code !== undefined && shortages.has(code)
}

/** The reason behind whatever opening and reading a file threw; a shortage is none, and stays what it is. */
export function unreadableFile(error: unknown): unknown {
  if (error instanceof UnreadableImage || isShortage(error)) return error
  const code = (error as NodeJS.ErrnoException).code
  return new UnreadableImage(code === 'ENOENT' || code === 'ENOTDIR' ? 'vanished' : 'unreadable', error)
}

/** The reason behind whatever a decoder threw. */
export function asUnreadable(error: unknown): UnreadableImage {
  if (error instanceof UnreadableImage) return error
  const message = error instanceof Error ? error.message : String(error)
  if (/unsupported image format|unknown or unsupported|missing/i.test(message))
    return new UnreadableImage('not-an-image', error)
  if (/pixel limit|too large|dimensions? (exceed|too)/i.test(message)) return new UnreadableImage('too-large', error)
  if (message.startsWith('timeout:')) return new UnreadableImage('too-slow', error) // sharp's own clock
  return new UnreadableImage('corrupt', error)
}
