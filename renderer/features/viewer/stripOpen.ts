/** Whether the film strip was open the last time. */
const key = 'film-strip'

/** Without storage it is open at each start. */
export function wasStripOpen(): boolean {
  try {
    return localStorage.getItem(key) !== 'closed'
  } catch {
    return true
  }
}

export function rememberStrip(isOpen: boolean): void {
  try {
    localStorage.setItem(key, isOpen ? 'open' : 'closed')
  } catch {
    // A full disk: it is forgotten with the window.
  }
}
