/** What the user asks for: words or an example, and filters. */
import { create } from 'zustand'
import { FoveaError } from '../../../contract/errors'
import type { Filters, Folder, Query, QueryImage, ResultItem } from '../../../contract'
import { call } from '../../app/client'
import { showError } from '../../ui/toasts'
import type { SearchRequest } from '../library/results'
import { anyDate, isAnyDate, toSpan } from './dateFilter'
import type { DateFilter } from './dateFilter'

/** A picture to find photos like it. */
export type Example = { kind: 'item'; item: ResultItem } | { kind: 'image'; image: QueryImage }

export interface Search {
  /** What stands in the search field; it becomes `text` when the user stops typing. */
  draft: string
  text: string
  example: Example | null
  /** A picture handed over is being read. */
  isReadingImage: boolean
  folder: Folder | null
  date: DateFilter
}

const nothing: Search = { draft: '', text: '', example: null, isReadingImage: false, folder: null, date: anyDate }

export const useSearch = create<Search>(() => nothing)
const { getState: get, setState: set } = useSearch

const typingPause = 200
let typing: ReturnType<typeof setTimeout> | undefined

/** Typing replaces an example: a search has one or the other. */
export function type(draft: string): void {
  set({ draft })
  clearTimeout(typing)
  typing = setTimeout(submit, draft.trim() === '' ? 0 : typingPause)
}

export function submit(): void {
  clearTimeout(typing)
  const text = get().draft.trim()
  set(text === '' ? { text } : { text, example: null })
}

function setExample(example: Example | null): void {
  clearTimeout(typing)
  set({ example, draft: '', text: '', isReadingImage: false })
}

export function clearQuery(): void {
  imageRead?.abort()
  setExample(null)
}

export function clearFilters(): void {
  set({ folder: null, date: anyDate })
}

export function moreLike(item: ResultItem): void {
  setExample({ kind: 'item', item })
}

let imageRead: AbortController | undefined

/** Only the last picture handed over counts. */
async function readImage(read: (signal: AbortSignal) => Promise<QueryImage | null>): Promise<void> {
  imageRead?.abort()
  const controller = new AbortController()
  imageRead = controller
  set({ isReadingImage: true })
  try {
    const image = await read(controller.signal)
    if (controller.signal.aborted) return
    if (image) setExample({ kind: 'image', image })
  } catch (thrown) {
    if (!controller.signal.aborted) showError('This picture cannot be searched with', FoveaError.from(thrown))
  } finally {
    if (imageRead === controller) set({ isReadingImage: false })
  }
}

export function searchByFile(file: File): Promise<void> {
  return readImage(async (signal) => {
    const bytes = new Uint8Array(await file.arrayBuffer())
    return call('search.addImage', { name: file.name, bytes }, { signal })
  })
}

export function searchByChosenFile(): Promise<void> {
  return readImage((signal) => call('search.chooseImage', undefined, { signal }))
}

export function hasQuery(search: Pick<Search, 'text' | 'example'>): boolean {
  return search.text !== '' || search.example !== null
}

export function hasFilters(search: Pick<Search, 'folder' | 'date'>): boolean {
  return search.folder !== null || !isAnyDate(search.date)
}

export function toRequest(search: Pick<Search, 'text' | 'example' | 'folder' | 'date'>, today: Date): SearchRequest {
  return { query: toQuery(search), filters: toFilters(search, today) }
}

function toQuery({ text, example }: Pick<Search, 'text' | 'example'>): Query {
  if (example?.kind === 'item') return { kind: 'item', itemId: example.item.id }
  if (example?.kind === 'image') return { kind: 'image', imageId: example.image.imageId }
  return text === '' ? { kind: 'all' } : { kind: 'text', text }
}

function toFilters({ folder, date }: Pick<Search, 'folder' | 'date'>, today: Date): Filters {
  const span = toSpan(date, today)
  if (!folder) return span
  if (folder.path === '') return { ...span, rootIds: [folder.rootId] }
  return { ...span, folder: { rootId: folder.rootId, path: folder.path } }
}
