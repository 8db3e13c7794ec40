/** What the shell asks of the page of the main window; what is asked before the page listens waits for it. */
import type { PageRequest } from '../../contract'

export class PageRequests {
  #waiting: PageRequest[] = []
  #listener: ((request: PageRequest) => void) | undefined

  send(request: PageRequest): void {
    if (this.#listener) this.#listener(request)
    else this.#waiting.push(request)
  }

  /** The last page that listens is the one that is asked: a page that was reloaded takes the place of the one before. */
  subscribe(listener: (request: PageRequest) => void): () => void {
    this.#listener = listener
    for (const request of this.#waiting.splice(0)) listener(request)
    return () => {
      if (this.#listener === listener) this.#listener = undefined
    }
  }
}
