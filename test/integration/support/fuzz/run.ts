// Starts the indexing process until all files have been read, and says what became of each.
import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import type { FailedItem } from '../../../../contract'
import type { Searcher } from '../../../../main/engine/search/searcher'
import type { Note } from './indexing'

export interface Run {
  /** How each process that did not end well ended: an exit code, a signal, or that it stood still. */
  crashes: string[]
  /** Longest first. */
  files: { file: string; seconds: number }[]
  /** Of the process that had most. */
  peakMb: number
  /** The longest time in which no message could have been answered. */
  blockedMs: number
  decoder: string
}

/** A process that notes no file for this long stands still; ended, the next one goes on. */
const stillMs = 120_000
/** After this many the run is given up. */
const maximumCrashes = 50

/** `start` begins a process that notes in `log`, see indexing.ts. */
export async function indexThroughCrashes(start: () => ChildProcess, log: string): Promise<Run> {
  const crashes: string[] = []
  for (;;) {
    const end = await ended(start(), log)
    if (end === '0') break
    crashes.push(end)
    if (crashes.length > maximumCrashes) throw new Error(`it ended too often: ${crashes.join(', ')}`)
  }
  const notes = notesIn(log)
  const files = notes.filter((note) => 'file' in note).sort((a, b) => b.seconds - a.seconds)
  const ends = notes.filter((note) => 'peakMb' in note)
  return {
    crashes,
    files,
    peakMb: Math.max(...ends.map(({ peakMb }) => peakMb)),
    blockedMs: Math.max(...ends.map(({ blockedMs }) => blockedMs)),
    decoder: ends.at(-1)?.decoder ?? 'none',
  }
}

function ended(child: ChildProcess, log: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let size = -1
    const watch = setInterval(() => {
      const now = existsSync(log) ? readFileSync(log).length : 0
      if (now !== size) {
        size = now
        return
      }
      child.kill('SIGKILL')
      end('stood still')
    }, stillMs)
    const end = (how: string): void => {
      clearInterval(watch)
      resolve(how)
    }
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      end(signal ?? String(code))
    })
  })
}

function notesIn(log: string): Note[] {
  return readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as Note)
}

export interface Verdict {
  counts: { ready: number; pending: number; failed: number }
  failed: FailedItem[]
  /** Good files that are not in the library, or are not the best match of themselves. */
  goodNotFound: string[]
}

/** Asks the library as the window does. `good`: absolute paths. */
export async function judge(searcher: Searcher, good: readonly string[]): Promise<Verdict> {
  const everything = { query: { kind: 'all' } as const, filters: {}, weak: true }
  const ids: string[] = []
  for (let total = 1; ids.length < total;) {
    const page = await searcher.search({ ...everything, offset: ids.length, limit: 1000 })
    if (page.items.length === 0) break
    total = page.total
    ids.push(...page.items.map(({ id }) => id))
  }
  const byPath = new Map([...(await searcher.library.paths(ids))].map(([id, path]) => [path, id]))
  const goodNotFound: string[] = []
  for (const path of good) {
    const id = byPath.get(path)
    const isFound = id !== undefined && (await bestMatches(searcher, path)).has(id)
    if (!isFound) goodNotFound.push(path)
  }
  const { items: failed } = await searcher.library.failed(0, 100_000)
  return { counts: await searcher.library.counts(), failed, goodNotFound }
}

/** Those that a picture itself finds first: more than one where several show the same. */
async function bestMatches(searcher: Searcher, path: string): Promise<Set<string>> {
  const { imageId } = await searcher.addImage('example', readFileSync(path))
  const { items } = await searcher.search({
    query: { kind: 'parsed', query: { match: { op: 'term', term: { kind: 'picture', imageId } } } },
    filters: {},
    offset: 0,
    limit: 20,
    weak: true,
  })
  const best = items[0]?.score ?? 0
  return new Set(items.filter(({ score }) => (score ?? 0) >= best).map(({ id }) => id))
}
