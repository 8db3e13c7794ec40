/** Watches one root and says which paths changed. A hint only: the scan decides what is true. */
import { watch, type FSWatcher } from 'chokidar'
import { isListedName } from './file-kinds'
import { folderOf, nameOf, toRelative } from './paths'
import { isRuleName, type Rules } from './rules'

export interface WatchEvents {
  /** Paths relative to the root (files or folders) to look at again; '' is the root itself. */
  onChanged: (paths: string[]) => void
  /** The system cannot watch this many folders, or this drive; the root has to be rescanned now and then instead. */
  onOverload: () => void
}

/** A write is over when the size has not changed for this long; together with the two below well under a second. */
const settledAfterMs = 400
const pollMs = 100
/** Said of single files and folders, which come and go. */
const passing = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'])
/** Events of one copy or move arrive together: they are handed on together. */
const gatherMs = 200

export class RootWatcher {
  readonly #root: string
  readonly #events: WatchEvents
  readonly #watcher: FSWatcher
  #changed = new Set<string>()
  #timer: NodeJS.Timeout | undefined

  constructor(root: string, rules: Rules, events: WatchEvents) {
    this.#root = root
    this.#events = events
    this.#watcher = watch(root, {
      ignoreInitial: true,
      followSymlinks: false,
      ignorePermissionErrors: true,
      awaitWriteFinish: { stabilityThreshold: settledAfterMs, pollInterval: pollMs },
      ignored: (path, stats) => {
        const below = toRelative(root, path)
        if (below === undefined) return false
        if (stats?.isFile() === true && !isListedName(below) && !isRuleName(nameOf(below))) return true
        // Asked without knowing what it is first, and again with it: in doubt a folder, which is left out by less.
        return !rules.mayHold(below, stats?.isFile() !== true)
      },
    })
    const gather = (path: string): void => {
      const below = toRelative(this.#root, path) ?? ''
      // What a file says of its folder changes everything in it.
      this.#changed.add(isRuleName(nameOf(below)) ? folderOf(below) : below)
      this.#timer ??= setTimeout(() => {
        this.#handOn()
      }, gatherMs)
    }
    for (const event of ['add', 'change', 'unlink', 'addDir', 'unlinkDir'] as const) this.#watcher.on(event, gather)
    this.#watcher.on('error', (error) => {
      const { code } = error as NodeJS.ErrnoException
      // ENOSPC: no inotify watches left; EMFILE: no file handles left. Whatever else keeps it from watching: nothing would be
      // reported. What went meanwhile, or is closed to us, the scan knows.
      if (code === undefined || !passing.has(code)) events.onOverload()
    })
  }

  /** Resolves once every folder is watched. */
  async ready(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#watcher.once('ready', resolve)
    })
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#watcher.close()
  }

  #handOn(): void {
    this.#timer = undefined
    const paths = [...this.#changed]
    this.#changed = new Set()
    this.#events.onChanged(paths)
  }
}
