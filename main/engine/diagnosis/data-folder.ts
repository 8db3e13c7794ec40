/** What lies in the data folder, in sizes, and what crashes have left there. */
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Home } from '../home'
import { countSuspects } from '../library/quarantine'
import { sizeOf } from '../store/disk'
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
  return {
    freeBytes,
    contents,
    crashes: {
      suspects: countSuspects(home.journalFile) + countSuspects(home.wordsJournalFile),
      setAside: names.filter((name) => /\.damaged-\d+$/.test(name)).length,
      isRebuilding: names.some((name) => name.endsWith('.rebuilding')),
      isLocked: names.includes(basename(home.lockFile)),
      dumps: await countDumps(join(root, 'browser', 'Crashpad')),
    },
    logs: (await readLogs(home.logs)).map(({ text: _, ...facts }) => facts),
  }
}

async function countDumps(folder: string): Promise<number> {
  let dumps = 0
  for (const inner of ['new', 'pending', 'completed', 'reports']) {
    dumps += (await readdir(join(folder, inner)).catch(() => [])).filter((name) => name.endsWith('.dmp')).length
  }
  return dumps
}
