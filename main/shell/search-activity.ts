/** Knows whether a person is searching, from the calls that the page makes. */

/** A person who has searched goes on for a moment: types another letter, scrolls. */
const quietMs = 700

/** Calls a person waits for. A refresh of what is on screen is none of them. */
const waitedFor = new Set(['search.run', 'search.suggest', 'search.lookCloser', 'search.explain', 'search.addImage'])

/** Calls back with true when the first search begins, and with false when there has been none for a moment. */
export class SearchActivity {
  readonly #onChange: (isSearching: boolean) => void
  #running = 0
  #isSearching = false
  #timer: NodeJS.Timeout | undefined

  constructor(onChange: (isSearching: boolean) => void) {
    this.#onChange = onChange
  }

  /** Runs a call to an engine process, noting it where a person waits for it. */
  async during<T>(name: string, input: unknown, work: () => Promise<T>): Promise<T> {
    const isRefresh = (input as { isRefresh?: boolean } | undefined)?.isRefresh === true
    if (!waitedFor.has(name) || isRefresh) return work()
    clearTimeout(this.#timer)
    this.#running++
    this.#set(true)
    try {
      return await work()
    } finally {
      this.#running--
      if (this.#running === 0) {
        clearTimeout(this.#timer)
        this.#timer = setTimeout(() => {
          this.#set(false)
        }, quietMs)
      }
    }
  }

  #set(isSearching: boolean): void {
    if (isSearching === this.#isSearching) return
    this.#isSearching = isSearching
    this.#onChange(isSearching)
  }
}
