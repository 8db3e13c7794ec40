/** Looks again where content was known to be once it turns up at a new place: it was copied, or moved. */
import type { Catalog } from './catalog'

/** Places are looked at together, when there is nothing else to do, or at the latest when there are this many. */
const mostWaiting = 1000

/** Of one content; who has more copies than these keeps copies. */
const mostTwins = 8

export class LookBack {
  readonly #catalog: Catalog
  readonly #look: (root: string, paths: string[]) => Promise<boolean>
  /** Ids of new items whose content is known from elsewhere. */
  #waiting = new Set<string>()
  /** Of these, the ones whose content was still where it had been. */
  readonly #copies = new Set<string>()

  /** `look` resolves to whether these paths of a root could be looked at. */
  constructor(catalog: Catalog, look: (root: string, paths: string[]) => Promise<boolean>) {
    this.#catalog = catalog
    this.#look = look
  }

  /** `id`: of an item that is new, and was given the vector of known content. */
  note(id: string): void {
    this.#waiting.add(id)
    if (this.#waiting.size >= mostWaiting) this.flush()
  }

  flush(): void {
    const ids = [...this.#waiting]
    this.#waiting = new Set()
    const paths = new Map<string, Set<string>>()
    for (const { root, path } of ids.flatMap((id) => this.#twinsOf(id))) {
      paths.set(root, (paths.get(root) ?? new Set()).add(path))
    }
    const looks = [...paths].map(async ([root, some]) => ((await this.#look(root, [...some])) ? root : undefined))
    void Promise.all(looks).then((looked) => {
      for (const id of ids) {
        const twins = this.#twinsOf(id)
        if (twins.length > 0 && twins.every(({ root }) => looked.includes(root))) this.#copies.add(id)
      }
    })
  }

  /** Whether an item is one beside others of its content, rather than where one of them went. */
  isCopy(id: string): boolean {
    return this.#copies.has(id)
  }

  /** Other items of the same content whose files are thought to be there; none of an item that is not known any more. */
  #twinsOf(id: string) {
    const hash = this.#catalog.get(id)?.hash
    if (hash == null) return []
    const twins = this.#catalog.withContent(hash).filter((twin) => twin.id !== id && twin.state === 'ready')
    return twins.slice(0, mostTwins)
  }
}
