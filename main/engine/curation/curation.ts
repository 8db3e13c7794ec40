/** What a person decided about their photos (albums, hidden concepts, words of their own), and the changes to it. */
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { FoveaError, ItemId, SavedSearch } from '../../../contract'
import { proposedThreshold } from './classifier'

const most = {
  albums: 1000,
  searches: 1000,
  /** A manual album may hold a whole large library. */
  items: 500_000,
  /** Training with this many still takes well under a second; far fewer say the same. */
  examples: 500,
  hiddenConcepts: 200,
  vocabulary: 5000,
}

/** A name or word as people type it, without space around it. */
const named = (length: number) => z.string().trim().min(1).max(length)

/** 16 lower-case hex digits. */
export const AlbumId = z.string().regex(/^[0-9a-f]{16}$/)
const AlbumName = named(200)
const Concept = named(100)
/**
 * The proposed one until somebody moves it. Below 0.2 much of a library that has nothing to do with the album would be
 * in it.
 */
export const Threshold = z.number().min(0.2).max(0.99)

const AlbumBase = z.object({ id: AlbumId, name: AlbumName, createdAt: z.number() })
export const ManualAlbum = AlbumBase.extend({ kind: z.literal('manual'), items: z.array(ItemId).max(most.items) })
export type ManualAlbum = z.infer<typeof ManualAlbum>
/** Holds what is like its examples, now and in future. */
export const SmartAlbum = AlbumBase.extend({
  kind: z.literal('smart'),
  examples: z.array(ItemId).max(most.examples),
  /** Photos that were taken out of it by hand. */
  counterExamples: z.array(ItemId).max(most.examples),
  threshold: Threshold,
})
export type SmartAlbum = z.infer<typeof SmartAlbum>
export const Album = z.discriminatedUnion('kind', [ManualAlbum, SmartAlbum])
export type Album = z.infer<typeof Album>

export const Curation = z.object({
  version: z.literal(1),
  albums: z.array(Album).max(most.albums),
  /** Older files have none. */
  searches: z.array(SavedSearch).max(most.searches).default([]),
  /** Words for what is never to be shown. */
  hiddenConcepts: z.array(Concept).max(most.hiddenConcepts),
  /** Words added to those that photos are tagged with. */
  vocabulary: z.array(Concept).max(most.vocabulary),
})
export type Curation = z.infer<typeof Curation>
export type WordList = 'hiddenConcepts' | 'vocabulary'

export const emptyCuration: Curation = { version: 1, albums: [], searches: [], hiddenConcepts: [], vocabulary: [] }

/** Every function below answers a new curation and leaves the one it was given as it is. */

/** A manual album of these photos, or a smart one that learns from them. The new album is the last one. */
export function addAlbum(
  curation: Curation,
  { name, kind, itemIds }: { name: string; kind: Album['kind']; itemIds: readonly string[] },
): Curation {
  if (curation.albums.length >= most.albums) throw tooMany('albums', most.albums, 'Delete one first.')
  const base = { id: randomBytes(8).toString('hex'), name: freeName(curation, name), createdAt: Date.now() }
  const items = unique(itemIds)
  if (kind === 'smart' && items.length === 0) throw noExamples()
  const album: Album =
    kind === 'manual'
      ? { ...base, kind, items }
      : { ...base, kind, examples: items, counterExamples: [], threshold: proposedThreshold }
  return { ...curation, albums: [...curation.albums, withinLimits(album)] }
}

export function renameAlbum(curation: Curation, albumId: string, name: string): Curation {
  return changeAlbum(curation, albumId, (album) => ({ ...album, name: freeName(curation, name, albumId) }))
}

export function deleteAlbum(curation: Curation, albumId: string): Curation {
  const { id } = albumOf(curation, albumId)
  return { ...curation, albums: curation.albums.filter((album) => album.id !== id) }
}

/** In a smart album they become examples, also those that were counter-examples. */
export function addToAlbum(curation: Curation, albumId: string, itemIds: readonly string[]): Curation {
  return changeAlbum(curation, albumId, (album) =>
    album.kind === 'manual'
      ? { ...album, items: unique([...album.items, ...itemIds]) }
      : {
          ...album,
          examples: unique([...album.examples, ...itemIds]),
          counterExamples: without(album.counterExamples, itemIds),
        },
  )
}

/** In a smart album they become counter-examples, also those that were examples. */
export function removeFromAlbum(curation: Curation, albumId: string, itemIds: readonly string[]): Curation {
  return changeAlbum(curation, albumId, (album) => {
    if (album.kind === 'manual') return { ...album, items: without(album.items, itemIds) }
    const examples = without(album.examples, itemIds)
    if (examples.length === 0) throw noExamples()
    return { ...album, examples, counterExamples: unique([...album.counterExamples, ...itemIds]) }
  })
}

export function setThreshold(curation: Curation, albumId: string, threshold: number): Curation {
  return changeAlbum(curation, albumId, (album) => {
    if (album.kind === 'manual') {
      throw new FoveaError('INVALID_INPUT', `“${album.name}” holds what you put into it: it has no threshold.`)
    }
    return { ...album, threshold: Math.min(Math.max(threshold, Threshold.minValue!), Threshold.maxValue!) }
  })
}

/** The new search is the last one. Throws INVALID_INPUT. */
export function addSearch(curation: Curation, search: Omit<SavedSearch, 'id'>): Curation {
  if (curation.searches.length >= most.searches) {
    throw tooMany('saved searches', most.searches, 'Remove some first.')
  }
  if (search.text.trim() === '' && !search.view) {
    throw new FoveaError('INVALID_INPUT', 'There is nothing in this search that could be saved.')
  }
  const added = { ...search, id: randomBytes(8).toString('hex'), name: freeSearchName(curation, search.name) }
  return { ...curation, searches: [...curation.searches, added] }
}

/** Throws NOT_FOUND, INVALID_INPUT. */
export function renameSearch(curation: Curation, id: string, name: string): Curation {
  const renamed = { ...searchOf(curation, id), name: freeSearchName(curation, name, id) }
  return { ...curation, searches: curation.searches.map((search) => (search.id === id ? renamed : search)) }
}

/** Throws NOT_FOUND. */
export function deleteSearch(curation: Curation, id: string): Curation {
  const deleted = searchOf(curation, id)
  return { ...curation, searches: curation.searches.filter((search) => search !== deleted) }
}

/** Throws NOT_FOUND. */
export function searchOf(curation: Curation, id: string): SavedSearch {
  const search = curation.searches.find((each) => each.id === id)
  if (!search) throw new FoveaError('NOT_FOUND', 'This saved search does not exist any more.')
  return search
}

/** By the name a person typed. Throws NOT_FOUND. */
export function searchNamed(curation: Curation, name: string): SavedSearch {
  const search = curation.searches.find((each) => sameName(each.name, name.trim()))
  if (!search) throw new FoveaError('NOT_FOUND', `There is no saved search called “${name}”.`)
  return search
}

/** A word that is there already, in upper or lower case, is not added again. */
export function addWord(curation: Curation, list: WordList, word: string): Curation {
  const parsed = Concept.safeParse(word)
  if (!parsed.success) throw new FoveaError('INVALID_INPUT', 'A word must have 1 to 100 letters.')
  if (curation[list].some((known) => sameName(known, parsed.data))) return curation
  if (curation[list].length >= most[list]) throw tooMany('words', most[list], 'Remove some first.')
  return { ...curation, [list]: [...curation[list], parsed.data] }
}

export function removeWord(curation: Curation, list: WordList, word: string): Curation {
  return { ...curation, [list]: curation[list].filter((known) => !sameName(known, word.trim())) }
}

/** Throws NOT_FOUND. */
export function albumOf(curation: Curation, albumId: string): Album {
  const album = curation.albums.find(({ id }) => id === albumId)
  if (!album) throw new FoveaError('NOT_FOUND', 'This album does not exist any more.')
  return album
}

function changeAlbum(curation: Curation, albumId: string, change: (album: Album) => Album): Curation {
  const changed = withinLimits(change(albumOf(curation, albumId)))
  return { ...curation, albums: curation.albums.map((album) => (album.id === albumId ? changed : album)) }
}

function withinLimits(album: Album): Album {
  if (album.kind === 'manual') {
    if (album.items.length > most.items) throw tooMany('photos in an album', most.items, 'Start another album.')
  } else if (Math.max(album.examples.length, album.counterExamples.length) > most.examples) {
    throw tooMany('examples of each kind in a smart album', most.examples, 'Remove some, or start another album.')
  }
  return album
}

/** Albums are told apart by their names, so no two have the same. */
function freeName(curation: Curation, name: string, exceptId?: string): string {
  const parsed = AlbumName.safeParse(name)
  if (!parsed.success) throw new FoveaError('INVALID_INPUT', 'An album needs a name of 1 to 200 letters.')
  if (curation.albums.some((album) => album.id !== exceptId && sameName(album.name, parsed.data))) {
    throw new FoveaError(
      'INVALID_INPUT',
      `There is an album called “${parsed.data}” already. Choose another name, or add to that one.`,
    )
  }
  return parsed.data
}

function freeSearchName({ searches }: Curation, name: string, exceptId?: string): string {
  const parsed = SavedSearch.shape.name.safeParse(name)
  if (!parsed.success) throw new FoveaError('INVALID_INPUT', 'A saved search needs a name of 1 to 200 letters.')
  if (searches.some((search) => search.id !== exceptId && sameName(search.name, parsed.data))) {
    throw new FoveaError(
      'INVALID_INPUT',
      `There is a saved search called “${parsed.data}” already. Choose another name.`,
    )
  }
  return parsed.data
}

function sameName(a: string, b: string): boolean {
  return a.normalize().toLowerCase() === b.normalize().toLowerCase()
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)]
}

function without(ids: readonly string[], removed: readonly string[]): string[] {
  const gone = new Set(removed)
  return ids.filter((id) => !gone.has(id))
}

function tooMany(what: string, limit: number, whatToDo: string): FoveaError {
  return new FoveaError('INVALID_INPUT', `There can be ${limit.toLocaleString('en')} ${what} at most. ${whatToDo}`)
}

function noExamples(): FoveaError {
  return new FoveaError('INVALID_INPUT', 'A smart album learns from examples: leave at least one photo in it.')
}
