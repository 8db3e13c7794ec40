/**
 * What the user asks for: words in the query language, examples beside them, and filters.
 *
 * [Note: examples beside the words] A picture's term is an id nobody can read. Pictures and photos that were handed over
 * are therefore kept beside the text as terms of their own, shown as chips only, and both are composed for the search.
 */
import { create } from 'zustand'
import { FoveaError } from '../../../contract/errors'
import type {
  Album,
  Expression,
  Filters,
  Folder,
  ParsedQuery,
  QueryImage,
  QueryProblem,
  ResultItem,
  SearchOptions,
  Term,
} from '../../../contract'
import { t } from '../../../strings'
import { errorSentence } from '../../../strings/sentences'
import { call, isCancelled } from '../../app/client'
import type { Call } from '../../app/client'
import { thumbUrl } from '../../app/urls'
import { showError, showMessage } from '../../ui/toasts'
import { anyDate, isAnyDate, toSpan } from './dateFilter'
import type { DateFilter } from './dateFilter'
import { scopeFilters, scopeOrder } from './scope'
import type { Scope } from './scope'
import { compose, conditionsOf, fromParts, partsOf, replaced, splitExamples } from './queryParts'

/** What an example looks like. */
export interface Preview {
  name: string
  url: string
}

type ExampleTerm = Extract<Term, { kind: 'picture' | 'like' | 'region' }>

/** A photo of the results, marked by hand. */
export type Judgement = 'more' | 'less'

export interface Search {
  /** What stands in the search field; it becomes `text` once it can be read. */
  draft: string
  /** What was last understood, and what it means. */
  text: string
  query: ParsedQuery
  /** Why the draft could not be read; `text` is the draft it is about. `isFailure`: nobody was there to read it. */
  problem: (QueryProblem & { text: string; isFailure: boolean }) | null
  /** [Note: examples beside the words] */
  examples: readonly Expression[]
  /** By the id of the picture or photo. */
  previews: Readonly<Record<string, Preview>>
  /** A picture handed over is being read. */
  isReadingImage: boolean
  folder: Folder | null
  date: DateFilter
  album: Pick<Album, 'id' | 'name'> | null
  scope: Scope | null
  /** Also photos that match less. */
  weak: boolean
  /** Rank by what "look closer" found. */
  closer: boolean
  /** Photos marked on the results of this search, in the order they were marked. */
  judged: ReadonlyMap<string, Judgement>
  /** One photo of each group of near-duplicates. */
  isGrouped: boolean
  /** This search opens such a group, so it is not grouped. */
  isStack: boolean
}

/** What holds for one search only. */
const unrefined = { weak: false, closer: false, judged: new Map(), isStack: false } satisfies Partial<Search>
const noQuery = { draft: '', text: '', query: {}, problem: null, examples: [], ...unrefined } satisfies Partial<Search>
const noFilters = { folder: null, date: anyDate, album: null, scope: null } satisfies Partial<Search>

export const nothingAsked: Search = {
  ...noQuery,
  ...noFilters,
  previews: {},
  isReadingImage: false,
  isGrouped: true,
}

const typingPause = 200
/** Pictures that are added together: more than a person means, fewer than a query may have. */
const mostAtOnce = 8

/** `ask` is the bridge and `complain` shows what went wrong; tests pass their own. */
export function createSearch(ask: Call, complain: typeof showError) {
  const store = create<Search>(() => nothingAsked)
  const { getState: get, setState: set } = store
  let typing: ReturnType<typeof setTimeout> | undefined
  let reading: AbortController | undefined
  let imageRead: AbortController | undefined

  /** What was typed before no longer counts. */
  function stopReading(): void {
    clearTimeout(typing)
    reading?.abort()
  }

  function type(draft: string): void {
    set({ draft })
    clearTimeout(typing)
    typing = setTimeout(() => void submit(), draft.trim() === '' ? 0 : typingPause)
  }

  /** Reads the draft; results stay those of the last draft that could be read. */
  async function submit(): Promise<void> {
    stopReading()
    const text = get().draft.trim()
    if (text === get().text || text === '') {
      set({ problem: null, ...(text !== get().text && { text, query: {}, ...unrefined }) })
      return
    }
    const controller = new AbortController()
    reading = controller
    try {
      const answer = await ask('search.read', { text }, { signal: controller.signal })
      if (controller.signal.aborted) return
      if ('problem' in answer) set({ problem: { ...answer.problem, text, isFailure: false } })
      else set({ text, query: answer.query, problem: null, ...unrefined })
    } catch (thrown) {
      if (isCancelled(thrown) || controller.signal.aborted) return
      const message = errorSentence(FoveaError.from(thrown))
      set({ problem: { at: 0, length: 0, message, expected: [], text, isFailure: true } })
    }
  }

  /** Changes what is written by its chips: the chips at once, the text as soon as it is printed. */
  async function edit(change: (query: ParsedQuery) => ParsedQuery): Promise<void> {
    stopReading()
    const before = get()
    const query = change(before.query)
    set({ query, problem: null, weak: false, closer: false })
    try {
      const isEmpty = !query.match && !query.where
      const { text } = isEmpty ? { text: '' } : await ask('search.print', { query })
      // What was typed meanwhile stays.
      if (get().query === query) set({ text, ...(get().draft === before.draft && { draft: text }) })
    } catch (thrown) {
      if (get().query === query) set({ query: before.query })
      complain(t('failed.changeSearch'), FoveaError.from(thrown))
    }
  }

  /** Asks for a whole text instead of all that is asked; answers why it cannot be read, and null when it was. */
  async function askFor(
    whole: string,
    view: Partial<Pick<Search, 'album' | 'scope'>> = {},
  ): Promise<QueryProblem | null> {
    const text = whole.trim()
    const read = text === '' ? { query: {}, text } : await ask('search.read', { text })
    if ('problem' in read) return read.problem
    const { query, examples } = splitExamples(read.query)
    const isOnlyExamples = !query.match && !query.where
    const words = examples.length === 0 ? text : isOnlyExamples ? '' : (await ask('search.print', { query })).text
    clearQuery()
    set({ ...noFilters, ...view, draft: words, text: words, query, examples })
    return null
  }

  /** `example` null takes it away. */
  function editExample(index: number, example: Expression | null): void {
    set(({ examples }) => ({ examples: replaced(examples, index, example), weak: false, closer: false }))
  }

  function rememberPreview(id: string, preview: Preview): void {
    set(({ previews }) => ({ previews: { ...previews, [id]: preview } }))
  }

  /** Beside what is asked already. */
  function addExample(term: ExampleTerm, preview: Preview): void {
    rememberPreview(exampleId(term), preview)
    const isThere = get().examples.some((example) => JSON.stringify(example).includes(JSON.stringify(term)))
    if (isThere) return
    set(({ examples }) => ({ examples: [...examples, { op: 'term', term }], ...unrefined }))
  }

  /** Instead of what is asked. */
  function searchByExample(term: ExampleTerm, preview: Preview): void {
    clearQuery()
    addExample(term, preview)
  }

  function findSimilar(item: ResultItem): void {
    searchByExample({ kind: 'like', itemId: item.id }, photoPreview(item))
  }

  /** The near-duplicates that stand behind a photo. */
  function openStack(item: ResultItem): void {
    findSimilar(item)
    set({ isStack: true })
  }

  function addToSearch(item: ResultItem): void {
    addExample({ kind: 'like', itemId: item.id }, photoPreview(item))
  }

  /** `box` in fractions of the photo's width and height. */
  function findSimilarPart(item: ResultItem, box: { x: number; y: number; w: number; h: number }): void {
    searchByExample({ kind: 'region', itemId: item.id, ...box }, photoPreview(item))
  }

  function clearQuery(): void {
    stopReading()
    imageRead?.abort()
    set({ ...noQuery, isReadingImage: false })
  }

  function clearFilters(): void {
    set(noFilters)
  }

  /** Also without those that are written in the query language. */
  async function dropFilters(): Promise<void> {
    clearFilters()
    if (get().query.where) await edit((query) => fromParts(partsOf(query), []))
  }

  /** Marks a photo; marking it the same way again takes the mark back. */
  function judge({ id }: ResultItem, judgement: Judgement): void {
    const judged = new Map(get().judged)
    if (judged.get(id) === judgement) judged.delete(id)
    else judged.set(id, judgement)
    set({ judged })
  }

  /** Only the last picture handed over counts. */
  async function readImage(read: (signal: AbortSignal) => Promise<QueryImage | null>): Promise<void> {
    imageRead?.abort()
    const controller = new AbortController()
    imageRead = controller
    set({ isReadingImage: true })
    try {
      const image = await read(controller.signal)
      if (controller.signal.aborted || !image) return
      addExample({ kind: 'picture', imageId: image.imageId }, { name: image.name, url: image.preview })
    } catch (thrown) {
      if (!controller.signal.aborted) complain(t('failed.searchPicture'), FoveaError.from(thrown))
    } finally {
      if (imageRead === controller) set({ isReadingImage: false })
    }
  }

  /** Several files are several examples. */
  async function addFiles(files: readonly File[]): Promise<void> {
    for (const file of files.slice(0, mostAtOnce)) await addFile(file)
    tellRest(files.length)
  }

  /** Photos of the library, as they were dragged here. */
  async function addItems(itemIds: readonly string[]): Promise<void> {
    try {
      for (const id of itemIds.slice(0, mostAtOnce)) {
        addExample({ kind: 'like', itemId: id }, photoPreview(await ask('items.details', { id })))
      }
    } catch (thrown) {
      complain(t('failed.searchPicture'), FoveaError.from(thrown))
    }
    tellRest(itemIds.length)
  }

  function tellRest(count: number): void {
    if (count > mostAtOnce) showMessage(t('search.mostAtOnce', { count: mostAtOnce }))
  }

  function addFile(file: File): Promise<void> {
    return readImage(async (signal) => {
      const bytes = new Uint8Array(await file.arrayBuffer())
      return ask('search.addImage', { name: file.name, bytes }, { signal })
    })
  }

  function addChosenFile(): Promise<void> {
    return readImage((signal) => ask('search.chooseImage', undefined, { signal }))
  }

  return Object.assign(store, {
    type,
    submit,
    askFor,
    edit,
    editExample,
    rememberPreview,
    searchByExample,
    findSimilar,
    findSimilarPart,
    openStack,
    addToSearch,
    clearQuery,
    clearFilters,
    dropFilters,
    judge,
    addFiles,
    addItems,
    addFile,
    addChosenFile,
  })
}

export const useSearch = createSearch(call, showError)

/** The id of the picture or photo a term shows; null for words and files. */
export function exampleId(term: ExampleTerm): string
export function exampleId(term: Term): string | null
export function exampleId(term: Term): string | null {
  if (term.kind === 'picture') return term.imageId
  return term.kind === 'like' || term.kind === 'region' ? term.itemId : null
}

/** A note has no picture. */
const noteIcon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" fill="#e8e8ee"/><path d="M7 8h10M7 12h10M7 16h6" stroke="#3d56d6" stroke-width="1.6"/></svg>',
)}`

export function photoPreview(item: Pick<ResultItem, 'name' | 'hash' | 'kind'>): Preview {
  return { name: item.name, url: item.kind === 'text' ? noteIcon : thumbUrl(item) }
}

/** Something is asked for that decides the order. */
export function hasMatch({ query, examples }: Pick<Search, 'query' | 'examples'>): boolean {
  return query.match !== undefined || examples.length > 0
}

export function hasQuery(search: Pick<Search, 'query' | 'examples'>): boolean {
  return hasMatch(search) || search.query.where !== undefined
}

type Chosen = Pick<Search, 'folder' | 'date' | 'album' | 'scope'>

/** Filters chosen beside the search field. */
export function hasFilters({ folder, date, album, scope }: Chosen): boolean {
  return folder !== null || album !== null || scope !== null || !isAnyDate(date)
}

/** Chosen or written. */
export function isFiltered(search: Search): boolean {
  return hasFilters(search) || conditionsOf(search.query).length > 0
}

export function judgedAs(judged: Search['judged'], judgement: Judgement): string[] {
  return [...judged].filter(([, as]) => as === judgement).map(([id]) => id)
}

export type Asked = Pick<
  Search,
  'query' | 'examples' | 'folder' | 'date' | 'album' | 'scope' | 'weak' | 'closer' | 'judged' | 'isGrouped' | 'isStack'
>

export function toRequest(search: Asked, today: Date): SearchOptions {
  const { weak, closer, judged, isGrouped, isStack } = search
  const filters = toFilters(search, today)
  const order = scopeOrder(search.scope)
  if (!hasQuery(search)) return { query: { kind: 'all' }, filters, ...order }
  const query = { kind: 'parsed' as const, query: compose(search.query, search.examples) }
  // By date every photo is shown: who looks through a folder wants to see what is in it.
  if (!hasMatch(search)) return { query, filters, ...order }
  return {
    query,
    filters,
    ...(weak && { weak }),
    ...(isGrouped && !isStack && { group: true }),
    ...(closer && { closer }),
    ...(judged.size > 0 && { feedback: { more: judgedAs(judged, 'more'), less: judgedAs(judged, 'less') } }),
  }
}

function toFilters({ folder, date, album, scope }: Chosen, today: Date): Filters {
  const span: Filters = { ...scopeFilters(scope), ...toSpan(date, today), ...(album && { album: album.id }) }
  if (!folder) return span
  if (folder.path === '') return { ...span, rootIds: [folder.rootId] }
  return { ...span, folder: { rootId: folder.rootId, path: folder.path } }
}
