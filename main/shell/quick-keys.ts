/** The keys that open the quick search from anywhere, as far as no other program has them. */
import type { QuickKeys } from '../../contract'

/** What Electron's globalShortcut does of it; tests pass their own. */
export interface GlobalShortcuts {
  register: (keys: string, callback: () => void) => boolean
  unregister: (keys: string) => void
}

export class QuickSearchKeys {
  readonly #shortcuts: GlobalShortcuts
  readonly #onPressed: () => void
  #state: QuickKeys = { keys: '', isTaken: false }

  constructor(shortcuts: GlobalShortcuts, onPressed: () => void) {
    this.#shortcuts = shortcuts
    this.#onPressed = onPressed
  }

  get state(): QuickKeys {
    return this.#state
  }

  /** Empty: none. */
  set(keys: string): void {
    if (keys === this.#state.keys && !this.#state.isTaken) return
    if (this.#state.keys !== '' && !this.#state.isTaken) this.#shortcuts.unregister(this.#state.keys)
    this.#state = { keys, isTaken: keys !== '' && !this.#register(keys) }
    if (this.#state.isTaken) console.warn(`the keys of the quick search are taken by another program: ${keys}`)
  }

  #register(keys: string): boolean {
    try {
      return this.#shortcuts.register(keys, this.#onPressed)
    } catch {
      return false // not keys at all: a settings file that was edited by hand
    }
  }
}
