/** What lies in the data folder, in sizes, and what crashes have left there. */
import { opendir, readFile, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Home } from '../home'
import { readLogs, type LogFacts } from './logs'

export interface DataFacts {
  freeBytes: number
  /** By a name of Fovea's own; what it did not make is "others". */
  contents: Record<string, { files: number; bytes: number }>
  crashes: {
    /** Files that were being read when a process ended, or are left alone because of that. */
    suspects: number
    /** Stores and files that were damaged and set aside. */
    setAside: number
    isRebuilding: boolean
    isLocked: boolean
    /** Of Chromium's. */
    dumps: number
  }
  logs: LogFacts[]
}

/** What Fovea appends to names: backups, halves of writes, what it set aside. */
const suffix = /(\.(bak|part|rebuilding|schema-\d+|damaged-\d+))+$/

export async function dataFacts(home: Home, freeBytes: number): Promise<DataFacts> {
  const { root, ...places } = home
  const own = new Set([
    ...Object.values(places).map((path) => basename(path)),
    'settings.json',
    'window.json',
    'browser',
  ])
  const contents: DataFacts['contents'] = {}
  const names = await readdir(root)
  for (const name of names) {
    const plain = name.replace(suffix, '')
    const known = own.has(plain) ? name.replace(/-\d+$/, '') : 'others'
    const { files, bytes } = await sizeOf(join(root, name))
    const before = contents[known] ?? { files: 0, bytes: 0 }
    contents[known] = { files: before.files + files, bytes: before.bytes + bytes }
  }
  const suspects = await Promise.all([home.journalFile, home.wordsJournalFile].map(countSuspects))
  return {
    freeBytes,
    contents,
    crashes: {
      suspects: suspects.reduce((sum, count) => sum + count, 0),
      setAside: names.filter((name) => /\.damaged-\d+$/.test(name)).length,
      isRebuilding: names.some((name) => name.endsWith('.rebuilding')),
      isLocked: names.includes(basename(home.lockFile)),
      dumps: await countDumps(join(root, 'browser', 'Crashpad')),
    },
    logs: (await readLogs(home.logs)).map(({ text: _, ...facts }) => facts),
  }
}

/** Of a file or a folder with all that is in it; what cannot be looked at counts as nothing. */
async function sizeOf(path: string): Promise<{ files: number; bytes: number }> {
  const sum = { files: 0, bytes: 0 }
  try {
    const found = await stat(path)
    if (!found.isDirectory()) return { files: 1, bytes: found.size }
    for await (const entry of await opendir(path, { recursive: true })) {
      if (!entry.isFile()) continue
      sum.files++
      sum.bytes += (await stat(join(entry.parentPath, entry.name)).catch(() => ({ size: 0 }))).size
    }
  } catch {
    // It may be gone by now.
  }
  return sum
}

/** A line begins something or crosses it out; what is left was being read. */
async function countSuspects(journal: string): Promise<number> {
  const lines = (await readFile(journal, 'utf8').catch(() => '')).split('\n')
  const open = new Set<string>()
  for (const line of lines) {
    const [, word, key] = /^(\S+) (.+)$/.exec(line) ?? []
    if (key === undefined) continue
    if (word === 'done') open.delete(key)
    else open.add(key)
  }
  return open.size
}

async function countDumps(folder: string): Promise<number> {
  let dumps = 0
  for (const inner of ['new', 'pending', 'completed', 'reports']) {
    dumps += (await readdir(join(folder, inner)).catch(() => [])).filter((name) => name.endsWith('.dmp')).length
  }
  return dumps
}
