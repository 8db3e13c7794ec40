/** How long does it take to see that 200,000 files have not changed, beside only walking the tree, and in how much memory? */
import { fork } from 'node:child_process'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { resolveHome } from '../main/engine/home'
import type { Library } from '../main/engine/library/library'
import { writeLibraryFile } from '../main/engine/library/library-file'
import { inferenceThreads } from '../main/engine/threads'
import { openLibrary } from './support/library'
import { readOptions } from './support/options'
import { copyPhotos, findPhotos, withTemporaryFolder } from './support/photos'
import { machine, printReport, rounded, table } from './support/report'
import { fillStore, folders, rootId } from './support/synthetic-library'
import { fileOf, makeTree } from './support/tree'

const targetSeconds = 20
const targetBytes = 1.2e9
/** The longest that the indexer may keep a call waiting while it scans. */
const targetPauseMs = 200
/** How often memory is looked at. */
const sampleMs = 50

/** What a process of its own measures, so that nothing that made the library counts. */
interface Figures {
  openMs: number
  openBytes: number
  scanMs: number
  scanPauseMs: number
  statusEvents: number
  indexed: number
  indexingBytes: number
  indexingPauseMs: number
}
interface FirstFigures {
  foundMs: number
  pauseMs: number
  pending: number
}

const [role, ...childArguments] = process.argv.slice(2)

async function main(): Promise<void> {
  const { json, photos: asked, numbers } = readOptions({ files: 200_000, indexed: 400 })
  const threads = inferenceThreads()
  await withTemporaryFolder(async (folder) => {
    const tree = join(folder, 'tree')
    const more = join(folder, 'more')
    await makeTree(tree, numbers.files)
    await copyPhotos(await findPhotos(asked), 0, numbers.indexed, more)
    const home = resolveHome(join(folder, 'home'))
    await fillStore(home, {
      photos: asked,
      vectors: numbers.files,
      threads,
      describe: (i) => fileOf(tree, i),
    })
    writeLibraryFile(home.libraryFile, {
      version: 1,
      roots: [{ id: rootId, path: tree, addedAt: 0, isSample: false }],
    })
    const walkMs: number[] = []
    walkMs.push(await timed(() => walk(tree)))
    const known = await inChild<Figures>('known', home.root, more)
    walkMs.push(await timed(() => walk(tree)))
    const first = await inChild<FirstFigures>('first', join(folder, 'first'), tree)
    const bound = Math.min(...walkMs)
    const ratio = rounded(known.scanMs / bound, 2)
    const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0)
    printReport(
      { benchmark: 'scan', ...machine(), files: numbers.files, ...known, first, walkMs: rounded(bound, 0), ratio },
      [
        `${String(numbers.files)} files in ${String(folders)} folders`,
        '',
        ...table([
          ['', 'seconds'],
          ['scan and compare, nothing changed', (known.scanMs / 1000).toFixed(2)],
          ['walk the tree: readdir and lstat, nothing else', (bound / 1000).toFixed(2)],
          ['open the library', (known.openMs / 1000).toFixed(2)],
          ['find and write down all files when they are new', (first.foundMs / 1000).toFixed(2)],
        ]),
        '',
        ...table([
          ['', 'MB'],
          ['indexer after opening the library', megabytes(known.openBytes)],
          [`indexer while indexing ${String(known.indexed)} more photos, at most`, megabytes(known.indexingBytes)],
        ]),
        '',
        ...table([
          ['', 'ms'],
          ['longest time a call waits while nothing has changed', known.scanPauseMs.toFixed(0)],
          ['longest time a call waits while all files are new', first.pauseMs.toFixed(0)],
          ['longest time a call waits while photos are indexed', known.indexingPauseMs.toFixed(0)],
        ]),
        '',
        `ratio   ${ratio.toFixed(2)}  scan and compare / walk the tree`,
        `status  ${String(known.statusEvents)} events during the scan`,
      ],
      json,
    )
    const isMissed =
      known.scanMs > targetSeconds * 1000 ||
      known.indexingBytes > targetBytes ||
      Math.max(known.scanPauseMs, first.pauseMs) > targetPauseMs ||
      first.pending !== numbers.files
    if (isMissed) process.exitCode = 1
  })
}

/** What no scan can do without. */
async function walk(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true })
  await Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => lstat(join(folder, entry.name))))
  for (const entry of entries) if (entry.isDirectory()) await walk(join(folder, entry.name))
}

/** Opens a library that knows all files, scans, and then indexes some photos beside them. */
async function known(home: string, more: string): Promise<Figures> {
  const started = performance.now()
  const library = await open(home)
  const openMs = performance.now() - started
  const openBytes = process.memoryUsage.rss()

  let statusEvents = 0
  library.subscribe(() => statusEvents++)
  let pause = watchPauses()
  const scanMs = await timed(async () => {
    library.rescan()
    await library.settled()
  })
  const scanPauseMs = pause()
  const duringScan = statusEvents
  const { embedded, reused } = library.summary([])
  if (embedded + reused > 0) throw new Error('files that had not changed were read')

  let indexingBytes = 0
  const timer = setInterval(() => (indexingBytes = Math.max(indexingBytes, process.memoryUsage.rss())), sampleMs)
  pause = watchPauses()
  await library.addFolder(more)
  await library.settled()
  clearInterval(timer)
  const indexed = library.summary([more]).indexed
  const indexingPauseMs = pause()
  await library.close()
  return { openMs, openBytes, scanMs, scanPauseMs, statusEvents: duringScan, indexed, indexingBytes, indexingPauseMs }
}

/** Finds all files for the first time; reading them is not what is measured. */
async function first(home: string, tree: string): Promise<FirstFigures> {
  const library = await open(home)
  library.pause()
  const pause = watchPauses()
  const foundMs = await timed(async () => {
    await library.addFolder(tree)
    await library.settled().catch(() => undefined) // it is paused
  })
  const pauseMs = pause()
  const { pending } = library.status().counts
  await library.close()
  return { foundMs, pauseMs, pending }
}

function open(home: string): Promise<Library> {
  return openLibrary(resolveHome(home))
}

/** Answers, when called, the longest time in ms that the event loop has not come round since. */
function watchPauses(): () => number {
  const delays = monitorEventLoopDelay({ resolution: 5 })
  delays.enable()
  return () => {
    delays.disable()
    return delays.max / 1e6
  }
}

function inChild<T>(...args: [role: string, home: string, folder: string]): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = fork(__filename, args)
    let answer: T | undefined
    child.on('message', (message) => (answer = message as T))
    child.on('exit', (code) => {
      if (answer && code === 0) resolve(answer)
      else reject(new Error(`the process that measures ended with ${String(code)}`))
    })
  })
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

async function run(): Promise<void> {
  const [home, folder] = childArguments
  if (role === 'known' && home !== undefined && folder !== undefined) process.send?.(await known(home, folder))
  else if (role === 'first' && home !== undefined && folder !== undefined) process.send?.(await first(home, folder))
  else await main()
}

run()
  .then(() => {
    if (process.connected) process.disconnect()
  })
  .catch((error: unknown) => {
    console.error(error)
    process.exitCode = 1
  })
