/** Watches one root and says which paths changed. A hint only: the scan decides what is true. */
import { watch, type FSWatcher } from 'chokidar'
import { isImageName, isSkippedName } from './file-kinds'
import { toRelative } from './paths'

export interface WatchEvents {
  /** Paths relative to the root (files or folders) to look at again; '' is the root itself. */
  onChanged: (paths: string[]) => void
  /** The system cannot watch this many folders; the root has to be rescanned now and then instead. */
  onOverload: () => void
}

/** A write is over when the size has not changed for this long; together with the two below well under a second. */
const settledAfterMs = 400
const pollMs = 100
/** Events of one copy or move arrive together: they are handed on together. */
const gatherMs = 200

export class RootWatcher {
  readonly #root: string
  readonly #events: WatchEvents
  readonly #watcher: FSWatcher
  #changed = new Set<string>()
  #timer: NodeJS.Timeout | undefined

  constructor(root: string, exclude: readonly string[], events: WatchEvents) {
    this.#root = root
    this.#events = events
    this.#watcher = watch(root, {
      ignoreInitial: true,
      followSymlinks: false,
      ignorePermissionErrors: true,
      awaitWriteFinish: { stabilityThreshold: settledAfterMs, pollInterval: pollMs },
      ignored: (path, stats) => {
        if (exclude.includes(path)) return true
        const below = toRelative(root, path)
        if (below === undefined) return false
        if (below.split('/').some(isSkippedName)) return true
        return stats?.isFile() === true && !isImageName(below)
      },
    })
    const gather = (path: string): void => {
      this.#changed.add(toRelative(this.#root, path) ?? '')
      this.#timer ??= setTimeout(() => {
        this.#handOn()
      }, gatherMs)
    }
    for (const event of ['add', 'change', 'unlink', 'addDir', 'unlinkDir'] as const) this.#watcher.on(event, gather)
    this.#watcher.on('error', (error) => {
      const { code } = error as NodeJS.ErrnoException
      // ENOSPC: no inotify watches left; EMFILE: no file handles left.
      if (code === 'ENOSPC' || code === 'EMFILE') events.onOverload()
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
