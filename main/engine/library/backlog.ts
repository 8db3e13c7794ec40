/** The files that wait to be read: what is on screen first, then the newest. */

export interface Waiting {
  item: { root: string; folder: string; mtime: number }
}

/** What a person looks at: whole folders by root, each with or without what lies below. */
export interface OnScreen {
  /** Folders (relative), exactly these. */
  folders: ReadonlyMap<string, ReadonlySet<string>>
  /** A folder and all below it. */
  tree?: { root: string; folder: string } | undefined
}

const nothing: OnScreen = { folders: new Map() }

/** Both lists are sorted, newest last, so that `pop` takes the newest; adding merges instead of sorting all again. */
export class Backlog<T extends Waiting> {
  #onScreen: OnScreen = nothing
  #first: T[] = []
  #others: T[] = []

  get size(): number {
    return this.#first.length + this.#others.length
  }

  add(tasks: readonly T[]): void {
    if (tasks.length === 0) return
    const sorted = [...tasks].sort(byAge)
    this.#first = merge(this.#first, sorted.filter(this.#isOnScreen))
    this.#others = merge(
      this.#others,
      sorted.filter((task) => !this.#isOnScreen(task)),
    )
  }

  take(): T | undefined {
    return this.#first.pop() ?? this.#others.pop()
  }

  /** From now on, until it is called again. */
  prioritise(onScreen: OnScreen): void {
    this.#onScreen = onScreen
    const all = merge(this.#first, this.#others)
    this.#first = []
    this.#others = []
    for (const task of all) (this.#isOnScreen(task) ? this.#first : this.#others).push(task)
  }

  /** Removes what is not to be kept. */
  filter(keep: (task: T) => boolean): void {
    this.#first = this.#first.filter(keep)
    this.#others = this.#others.filter(keep)
  }

  readonly #isOnScreen = ({ item: { root, folder } }: T): boolean => {
    const { folders, tree } = this.#onScreen
    if (folders.get(root)?.has(folder)) return true
    if (tree?.root !== root) return false
    return tree.folder === '' || folder === tree.folder || folder.startsWith(`${tree.folder}/`)
  }
}

const byAge = (a: Waiting, b: Waiting): number => a.item.mtime - b.item.mtime

/** Of two sorted lists one; with equal age those of the second are newer. */
function merge<T extends Waiting>(a: T[], b: T[]): T[] {
  if (b.length === 0) return a
  if (a.length === 0) return b
  const merged: T[] = []
  for (let i = 0, k = 0; i < a.length || k < b.length;) {
    const [left, right] = [a[i], b[k]]
    if (right === undefined || (left !== undefined && byAge(left, right) <= 0)) {
      merged.push(left!)
      i++
    } else {
      merged.push(right)
      k++
    }
  }
  return merged
}
