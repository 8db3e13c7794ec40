/** What `npm start` does where there is no display: indexes the sample photos or a folder and searches in the terminal. */
import { createInterface } from 'node:readline/promises'
import { join, relative } from 'node:path'
import { tmpdir } from 'node:os'
import { mkdtempSync } from 'node:fs'
import { resolveHome } from '../../engine/home'
import type { Searcher } from '../../engine/search/searcher'
import type { Context } from '../context'
import { queryFor, UnreadableQuery } from '../query'
import { indexAndWait } from './index-folders'
import { find, withSearcher } from './search'

const examples = ['a cat', 'a rocket launch', 'snow on the mountains', 'a cup of coffee on a table']

export async function demo(context: Context, folder: string | undefined): Promise<void> {
  // The samples go to a library of their own that is thrown away: trying Fovea leaves nothing behind.
  const library =
    folder === undefined ? { ...context, home: resolveHome(mkdtempSync(join(tmpdir(), 'fovea-demo-'))) } : context
  const photos = folder ?? context.resources.samples
  say(`Indexing ${folder === undefined ? 'the sample photos' : photos} …`)
  const { indexed, found, embedded, failed, seconds } = await indexAndWait(library, [photos])
  say(
    `${String(indexed)} of ${String(found)} photos indexed (${String(embedded)} embedded now) in ${seconds.toFixed(1)} s.`,
  )
  for (const { path, reason } of failed.slice(0, 5)) say(`  not read: ${path}: ${reason}`)

  await withSearcher(library, async (searcher) => {
    if (folder === undefined || !process.stdin.isTTY)
      for (const words of examples) await answer(library, searcher, photos, words)
    if (process.stdin.isTTY) await prompt(library, searcher, photos)
  })
  say(
    '\nThere is no display here. On a desktop, or with one (for instance: xvfb-run npm start), the same command opens the window.',
  )
  say('In a terminal: npx fovea index FOLDER, then npx fovea search "WORDS" (npx fovea --help shows more).')
}

async function prompt(context: Context, searcher: Searcher, photos: string): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  terminal.on('close', () => {
    process.stdin.pause()
  })
  say('\nDescribe a photo (an empty line ends):')
  for (;;) {
    const words = (await terminal.question('> ').catch(() => '')).trim()
    if (words === '') break
    await answer(context, searcher, photos, words)
  }
  terminal.close()
}

async function answer(context: Context, searcher: Searcher, photos: string, words: string): Promise<void> {
  say(`\n  ${words}`)
  try {
    const { results } = await find(context, searcher, queryFor(words), { limit: 3, folder: photos })
    for (const { path, score } of results) say(`    ${(score ?? 0).toFixed(2)}  ${relative(photos, path)}`)
    if (results.length === 0) say('    Nothing matches.')
  } catch (error) {
    if (!(error instanceof UnreadableQuery)) throw error
    say(`${error.pointer}\n  ${error.message}`)
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
