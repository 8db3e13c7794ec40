/** Reads the lists of concepts: plain text files, one concept a line. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FoveaError } from '../../../../contract'

/** Embedding this many takes about a minute with the starter model, once; each photo is compared with all of them. */
const mostConcepts = 20_000

/** The concepts of one list: trimmed, without empty lines and lines that begin with `#`. */
export function parseList(text: string): string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line) => line.normalize('NFC').trim().replace(/\s+/g, ' '))
    .filter((line) => line !== '' && !line.startsWith('#'))
}

/** What two spellings of one word have in common: no case, no diacritics, single spaces. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[’‘]/g, "'").replace(/\s+/g, ' ').toLowerCase()
}

/**
 * The concepts of all `.txt` files in these folders, each once, in an order that depends on the files only.
 * A folder that does not exist holds no lists. Throws FILE_UNREADABLE or INVALID_INPUT.
 */
export async function readLists(folders: readonly string[]): Promise<string[]> {
  const concepts = new Map<string, string>()
  for (const folder of folders) {
    for (const file of await listFiles(folder)) {
      for (const concept of parseList(await readList(file))) {
        const key = fold(concept)
        if (!concepts.has(key)) concepts.set(key, concept)
      }
    }
  }
  if (concepts.size > mostConcepts) {
    throw new FoveaError(
      'INVALID_INPUT',
      `The word lists have ${concepts.size} words, and Fovea can use ${mostConcepts}. Shorten your own lists.`,
    )
  }
  return [...concepts.values()]
}

async function listFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries
      .filter((entry) => !entry.isDirectory() && entry.name.toLowerCase().endsWith('.txt'))
      .map((entry) => join(folder, entry.name))
      .sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw unreadable(folder, error)
  }
}

async function readList(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw unreadable(file, error)
  }
}

function unreadable(path: string, cause: unknown): FoveaError {
  return new FoveaError('FILE_UNREADABLE', `The word list ${path} cannot be read: check its permissions.`, { cause })
}
