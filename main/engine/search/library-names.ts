/** Names of folders, cameras, lenses, places and months of a library, counted once for each of its versions. */
import type { Folder } from '../../../contract'
import type { LibraryReader } from './library-reader'
import type { VectorMatrix } from './matrix'
import { monthsOf } from './timeline'

interface Names {
  version: number
  facets?: ReturnType<LibraryReader['facets']>
  folders?: Promise<Folder[]>
  months?: string[]
}

/** Reading a hundred thousand rows at each letter typed would take longer than typing. */
export class LibraryNames {
  readonly #library: Pick<LibraryReader, 'facets' | 'folders'>
  #names: Names = { version: -1 }

  constructor(library: Pick<LibraryReader, 'facets' | 'folders'>) {
    this.#library = library
  }

  /** As of the last time the vectors were refreshed. */
  at(matrix: Pick<VectorMatrix, 'version' | 'dates'> | undefined) {
    const version = matrix?.version ?? -1
    if (version < 0 || version !== this.#names.version) this.#names = { version }
    const names = this.#names
    return {
      facets: () => (names.facets ??= this.#kept(this.#library.facets())),
      folders: () => (names.folders ??= this.#kept(this.#library.folders())),
      months: () => (names.months ??= monthsOf(matrix?.dates ?? [])),
    }
  }

  /** A failure is not kept: the next letter asks again. */
  #kept<T>(reading: Promise<T>): Promise<T> {
    reading.catch(() => {
      this.#names = { version: -1 }
    })
    return reading
  }
}
