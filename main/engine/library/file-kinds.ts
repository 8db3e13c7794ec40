/** Which files are photos, videos or notes, and which folders and files are none of our business. Decided by name alone. */
import type { FailureCode } from '../../../contract'
import type { ItemKind } from '../store/schema'

const jpegExtensions = new Set(['jpg', 'jpeg'])
const rawExtensions = new Set(['cr2', 'cr3', 'nef', 'arw', 'dng', 'raf', 'orf', 'rw2', 'pef'])
const otherExtensions = new Set(['png', 'webp', 'gif', 'tif', 'tiff', 'avif', 'bmp', 'heic', 'heif', 'hif', 'jxl'])
const videoExtensions = new Set(['mp4', 'm4v', 'mov', 'webm', 'mkv'])
const noteExtensions = new Set(['txt', 'md', 'markdown', 'pdf'])
/** Pictures that people miss when they are not found, and why they are not. */
const notIndexed: ReadonlyMap<string, FailureCode> = new Map([
  ['svg', 'drawing'],
  ['ai', 'drawing'],
  ['eps', 'drawing'],
  ['psd', 'layered'],
  ['psb', 'layered'],
  ['xcf', 'layered'],
])

/**
 * [Note: what is a note] Text files, Markdown and PDFs, but for texts that come with programs and that nobody wrote to find
 * them again. Exact names only: "Licence plates of 1998.txt" is a note.
 */
const noNote =
  /^(?:(?:un)?licen[cs]es?|copying|third[-_]party[-_a-z]*|changelog|code_of_conduct|contributing)(?:[-_.][a-z0-9.-]+)?\.(?:txt|md|markdown)$|^(?:notice|requirements(?:[-_][a-z]+)?|constraints|cmakelists|robots|top_level|entry_points|installed-files)\.txt$/i

/** Of all files that the library lists. */
export const listedExtensions: readonly string[] = [
  ...[jpegExtensions, rawExtensions, otherExtensions, videoExtensions, noteExtensions].flatMap((some) => [...some]),
  ...notIndexed.keys(),
]

/** Folders of operating systems, NAS boxes and tools that hold copies, thumbnails or deleted files. */
const systemFolders = new Set([
  '$recycle.bin',
  'system volume information',
  'lost+found',
  'node_modules',
  '__macosx',
  '@eadir', // Synology thumbnails
  '#recycle',
])

/** Whether the library lists a file: photos, videos, notes, and those pictures it says it cannot index. */
export function isListedName(name: string): boolean {
  return isPictureName(name) || videoExtensions.has(extensionOf(name)) || isNoteName(name)
}

/** Only of names that are listed. */
export function kindOf(name: string): ItemKind {
  const extension = extensionOf(name)
  if (videoExtensions.has(extension)) return 'video'
  return noteExtensions.has(extension) ? 'text' : 'image'
}

function isPictureName(name: string): boolean {
  const extension = extensionOf(name)
  return (
    jpegExtensions.has(extension) ||
    otherExtensions.has(extension) ||
    rawExtensions.has(extension) ||
    notIndexed.has(extension)
  )
}

/** See: [Note: what is a note] */
function isNoteName(name: string): boolean {
  return noteExtensions.has(extensionOf(name)) && !noNote.test(name.slice(name.lastIndexOf('/') + 1))
}

/** Why files of this kind are not indexed; undefined for photos. */
export function whyNotIndexed(name: string): FailureCode | undefined {
  return notIndexed.get(extensionOf(name))
}

/** Whether a file can be one half of a pair. See: [Note: RAW and JPEG pairs] */
export function isPairable(name: string): boolean {
  const extension = extensionOf(name)
  return jpegExtensions.has(extension) || rawExtensions.has(extension)
}

export function isRawName(name: string): boolean {
  return rawExtensions.has(extensionOf(name))
}

/**
 * [Note: RAW and JPEG pairs] Cameras write one photo as a RAW and a JPEG of the same name. The JPEG stands for both: a
 * RAW is left out of the library for as long as its JPEG is beside it, and comes in when the JPEG goes.
 *
 * Of all names in a folder, the RAWs to leave out.
 */
export function rawsWithJpeg(names: readonly string[]): Set<string> {
  const stems = new Set(names.filter((name) => jpegExtensions.has(extensionOf(name))).map(stemOf))
  return new Set(names.filter((name) => isRawName(name) && stems.has(stemOf(name))))
}

/** What two files of a pair have in common. Cameras and file systems do not agree on upper and lower case. */
export function stemOf(name: string): string {
  return name.slice(0, name.lastIndexOf('.')).toLowerCase()
}

function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : ''
}

/** Hidden (a leading dot, which covers `._*` files of external drives) or a system folder. */
export function isSkippedName(name: string): boolean {
  return name.startsWith('.') || systemFolders.has(name.toLowerCase())
}
