/** Keeps albums, saved searches and words in their file, and answers what they mean for the library as it is now. */
import { FoveaError, type Album as AlbumShown, type SavedSearch } from '../../../contract'
import type { Member, SmartAlbums } from './albums'
import {
  addAlbum,
  addSearch,
  addToAlbum,
  addWord,
  albumOf,
  deleteAlbum,
  deleteSearch,
  removeFromAlbum,
  removeWord,
  renameAlbum,
  renameSearch,
  searchOf,
  setThreshold,
  type Album,
  type Curation,
  type WordList,
} from './curation'
import { readCurationFile, writeCurationFile } from './curation-file'

export interface CuratorSources {
  /** Undefined while there is no library. */
  smartAlbums: () => Promise<Pick<SmartAlbums, 'members'> | undefined>
  /** Content hashes of the photos of these ids that are in the library. */
  hashesOf: (ids: readonly string[]) => Promise<Map<string, string>>
}

export class Curator {
  readonly #file: string
  readonly #sources: CuratorSources
  #curation: Curation | undefined
  readonly #removed = new Map<string, Album>()
  readonly #removedSearches = new Map<string, SavedSearch>()

  constructor(file: string, sources: CuratorSources) {
    this.#file = file
    this.#sources = sources
  }

  get words(): Pick<Curation, WordList> {
    const { hiddenConcepts, vocabulary } = this.#current
    return { hiddenConcepts, vocabulary }
  }

  /** Ids of an album's photos, best first in a smart one. Throws NOT_FOUND. */
  async members(albumId: string): Promise<string[]> {
    return (await this.#members(albumOf(this.#current, albumId))).map(({ id }) => id)
  }

  list(): Promise<AlbumShown[]> {
    return Promise.all(this.#current.albums.map((album) => this.#show(album)))
  }

  create(album: { name: string; kind: Album['kind']; itemIds: readonly string[] }): Promise<AlbumShown> {
    this.#change((curation) => addAlbum(curation, album))
    return this.#show(this.#current.albums.at(-1)!)
  }

  rename(id: string, name: string): Promise<AlbumShown> {
    return this.#changeAlbum(id, (curation) => renameAlbum(curation, id, name))
  }

  remove(id: string): void {
    const album = albumOf(this.#current, id)
    this.#change((curation) => deleteAlbum(curation, id))
    this.#removed.set(id, album)
  }

  /** Puts back an album that was removed since the start, as it was. Throws NOT_FOUND. */
  restore(id: string): Promise<AlbumShown> {
    const album = this.#removed.get(id)
    if (!album) throw new FoveaError('NOT_FOUND', 'This album cannot be brought back.')
    this.#change((curation) => ({ ...curation, albums: [...curation.albums, album] }))
    this.#removed.delete(id)
    return this.#show(album)
  }

  addItems(id: string, itemIds: readonly string[]): Promise<AlbumShown> {
    return this.#changeAlbum(id, (curation) => addToAlbum(curation, id, itemIds))
  }

  removeItems(id: string, itemIds: readonly string[]): Promise<AlbumShown> {
    return this.#changeAlbum(id, (curation) => removeFromAlbum(curation, id, itemIds))
  }

  setThreshold(id: string, threshold: number): Promise<AlbumShown> {
    return this.#changeAlbum(id, (curation) => setThreshold(curation, id, threshold))
  }

  get searches(): readonly SavedSearch[] {
    return this.#current.searches
  }

  saveSearch(search: Omit<SavedSearch, 'id'>): SavedSearch {
    this.#change((curation) => addSearch(curation, search))
    return this.#current.searches.at(-1)!
  }

  renameSearch(id: string, name: string): SavedSearch {
    this.#change((curation) => renameSearch(curation, id, name))
    return searchOf(this.#current, id)
  }

  removeSearch(id: string): void {
    const search = searchOf(this.#current, id)
    this.#change((curation) => deleteSearch(curation, id))
    this.#removedSearches.set(id, search)
  }

  /** Puts back a search that was removed since the start, as it was. Throws NOT_FOUND. */
  restoreSearch(id: string): SavedSearch {
    const search = this.#removedSearches.get(id)
    if (!search) throw new FoveaError('NOT_FOUND', 'This saved search cannot be brought back.')
    this.#change((curation) => ({ ...curation, searches: [...curation.searches, search] }))
    this.#removedSearches.delete(id)
    return search
  }

  addWord(list: WordList, word: string): void {
    this.#change((curation) => addWord(curation, list, word))
  }

  removeWord(list: WordList, word: string): void {
    this.#change((curation) => removeWord(curation, list, word))
  }

  get #current(): Curation {
    if (!this.#curation) {
      const { curation, notice } = readCurationFile(this.#file)
      if (notice !== undefined) console.error(notice)
      this.#curation = curation
    }
    return this.#curation
  }

  /** What could not be written is not changed. Throws DISK_FULL or FILE_UNREADABLE. */
  #change(change: (curation: Curation) => Curation): void {
    const changed = change(this.#current)
    try {
      writeCurationFile(this.#file, changed)
    } catch (error) {
      const isFull = (error as NodeJS.ErrnoException).code === 'ENOSPC'
      throw isFull
        ? new FoveaError('DISK_FULL', 'The disk is full: this was not saved. Make some room and try again.', {
            retry: 'free-space',
            cause: error,
          })
        : new FoveaError('FILE_UNREADABLE', 'This could not be saved: check the permissions of the library’s folder.', {
            cause: error,
          })
    }
    this.#curation = changed
  }

  #changeAlbum(id: string, change: (curation: Curation) => Curation): Promise<AlbumShown> {
    this.#change(change)
    return this.#show(albumOf(this.#current, id))
  }

  async #show(album: Album): Promise<AlbumShown> {
    const members = await this.#members(album)
    const hashes = await this.#sources.hashesOf(members.slice(0, 1).map(({ id }) => id))
    const isSmart = album.kind === 'smart'
    return {
      id: album.id,
      name: album.name,
      kind: album.kind,
      count: members.length,
      cover: [...hashes.values()][0] ?? null,
      examples: isSmart ? album.examples : [],
      counterExamples: isSmart ? album.counterExamples : [],
      threshold: isSmart ? album.threshold : null,
    }
  }

  async #members(album: Album): Promise<Pick<Member, 'id'>[]> {
    if (album.kind === 'smart') return (await (await this.#sources.smartAlbums())?.members(album)) ?? []
    const known = await this.#sources.hashesOf(album.items)
    return album.items.filter((id) => known.has(id)).map((id) => ({ id }))
  }
}
