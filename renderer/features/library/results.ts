/**
 * The results of the current search: pages loaded on demand, and the cursor (the selected photo).
 *
 * [Note: three ways results change] `run` asks something else: the old answer stays on screen until the new one
 * arrives, then everything is replaced. `showRange` loads the pages that came into view. `refresh` asks the same
 * again because the library changed: every page becomes stale, and those in view are replaced together. A `run` that
 * only asks for more of the same (weaker matches, a closer look) does what `refresh` does: the user stays where they are.
 */
import { create } from 'zustand'
import { FoveaError } from '../../../contract/errors'
import type { ResultItem, SearchOptions, SearchPage } from '../../../contract'
import { call, isCancelled } from '../../app/client'
import type { Call } from '../../app/client'

/** What arrives at once holds up a frame: the bridge copies it, and its rows are laid out. */
export const pageSize = 100
/** Photos loaded beyond both ends of the screen: there before the user scrolls to them, or a refresh moves them. */
const margin = 60

export interface Results {
  request: SearchOptions | null
  /** The request that the pages answer. */
  answered: SearchOptions | null
  /** loading: the pages still answer the request before. */
  status: 'loading' | 'ready' | 'error'
  /** With status ready: a page after the first could not be loaded. */
  error: FoveaError | null
  pages: ReadonlyMap<number, readonly ResultItem[]>
  total: number
  /** Photos that match, before the weaker ones; and how many weaker ones there are, shown or not. */
  matches: number
  weaker: number
  /** Grows whenever the answer to another request is shown. */
  serial: number
  cursor: Cursor
}

/** A photo, and where it is among all. */
export interface Placed {
  index: number
  item: ResultItem
}

interface Cursor {
  index: number
  /** Set once the user chose a photo: the cursor then follows it when a refresh moves it. */
  id: string | null
}

const nothing: Results = {
  request: null,
  answered: null,
  status: 'loading',
  error: null,
  pages: new Map(),
  total: 0,
  matches: 0,
  weaker: 0,
  serial: 0,
  cursor: { index: 0, id: null },
}

export function itemAt(results: Pick<Results, 'pages'>, index: number): ResultItem | undefined {
  return results.pages.get(Math.floor(index / pageSize))?.[index % pageSize]
}

/** Where a photo is now, looking near the place where it was first; null when it is in no loaded page. */
export function indexOfItem(results: Pick<Results, 'pages'>, id: string, nearIndex: number): number | null {
  const near = Math.floor(nearIndex / pageSize)
  const nearestFirst = [...results.pages.keys()].sort((a, b) => Math.abs(a - near) - Math.abs(b - near))
  for (const page of nearestFirst) {
    const position = results.pages.get(page)?.findIndex((item) => item.id === id) ?? -1
    if (position >= 0) return page * pageSize + position
  }
  return null
}

/** Whether what is shown is in the order of how well it matches. */
export function isRanked({ answered }: Pick<Results, 'answered'>): boolean {
  return answered?.query.kind === 'parsed' && answered.query.query.match !== undefined
}

/** Whether both ask for the same photos in nearly the same order, so that the place on screen means the same. */
function isMoreOfTheSame(request: SearchOptions, before: SearchOptions | null): boolean {
  const essence = (options: SearchOptions) => JSON.stringify({ ...options, weak: undefined, closer: undefined })
  return before !== null && essence(request) === essence(before)
}

/** `ask` is the bridge; tests pass their own. */
export function createResults(ask: Call) {
  const store = create<Results>(() => nothing)
  const { getState: get, setState: set } = store
  const loading = new Map<number, AbortController>()
  const stale = new Set<number>()
  let inView: [first: number, last: number] = [0, 0]
  /** The library changed while something was being loaded. */
  let isRefreshDue = false

  function giveUp(isUnwanted: (page: number) => boolean): void {
    for (const [page, controller] of loading) {
      if (!isUnwanted(page)) continue
      controller.abort()
      loading.delete(page)
    }
  }

  /** Null when the page is given up or cannot be loaded. */
  async function load(page: number, isRefresh = false): Promise<SearchPage | null> {
    const { request } = get()
    if (!request || loading.has(page)) return null
    const controller = new AbortController()
    loading.set(page, controller)
    try {
      const input = { ...request, offset: page * pageSize, limit: pageSize, ...(isRefresh && { isRefresh }) }
      const answer = await ask('search.run', input, { signal: controller.signal })
      return controller.signal.aborted ? null : answer
    } catch (thrown) {
      if (isCancelled(thrown) || controller.signal.aborted) return null
      const status = get().status === 'loading' ? 'error' : 'ready'
      set({ status, error: FoveaError.from(thrown) })
      return null
    } finally {
      if (loading.get(page) === controller) loading.delete(page)
    }
  }

  function showAnswer({ items, total, matches, weaker }: SearchPage): void {
    stale.clear()
    const { serial, request } = get()
    const pages = new Map([[0, items]])
    const answer = { pages, total, matches, weaker, answered: request }
    set({ ...answer, status: 'ready', error: null, serial: serial + 1, cursor: nothing.cursor })
  }

  function showPages(answers: SearchPage[]): void {
    const last = answers.at(-1)
    if (!last) return
    const { pages, cursor, request } = get()
    const next = new Map(pages)
    for (const { offset, items } of answers) {
      next.set(offset / pageSize, items)
      stale.delete(offset / pageSize)
    }
    for (const page of next.keys()) if (page * pageSize >= last.total) next.delete(page)
    const found = cursor.id === null ? null : indexOfItem({ pages: next }, cursor.id, cursor.index)
    const index = found ?? Math.min(cursor.index, Math.max(0, last.total - 1))
    const { total, matches, weaker } = last
    set({ error: null, pages: next, total, matches, weaker, answered: request, cursor: { index, id: cursor.id } })
  }

  function pagesInView(): number[] {
    const end = Math.max(0, get().total - 1)
    const [first, last] = inView.map((index) => Math.floor(Math.min(end, index) / pageSize)) as [number, number]
    return Array.from({ length: last - first + 1 }, (_, step) => first + step)
  }

  async function run(request: SearchOptions): Promise<void> {
    giveUp(() => true)
    isRefreshDue = false
    if (get().status === 'ready' && isMoreOfTheSame(request, get().request)) {
      set({ request, error: null })
      loadAgain(true)
      return
    }
    inView = [0, 0]
    set({ request, status: 'loading', error: null })
    const answer = await load(0)
    if (answer) showAnswer(answer)
    catchUp()
  }

  /** The photos now on screen. Loads what is missing (and a little around), gives up on what went by. */
  function showRange(first: number, last: number): void {
    if (get().status !== 'ready') return
    inView = [Math.max(0, first - margin), last + margin]
    const wanted = pagesInView()
    giveUp((page) => !wanted.includes(page))
    for (const page of wanted) {
      if (get().pages.has(page) && !stale.has(page)) continue
      void load(page).then((answer) => {
        if (answer) showPages([answer])
        catchUp()
      })
    }
  }

  /** `isAwaited`: somebody has asked for it. */
  function loadAgain(isAwaited: boolean): void {
    const { request, status, pages } = get()
    isRefreshDue = loading.size > 0
    if (isRefreshDue) return
    if (status === 'error' && request) void run(request)
    if (status !== 'ready') return
    for (const page of pages.keys()) stale.add(page)
    // Shown together: a photo that moves from one page to another is never in none of them.
    void Promise.all(pagesInView().map((page) => load(page, !isAwaited))).then((answers) => {
      showPages(answers.filter((answer) => answer !== null))
      catchUp()
    })
  }

  function refresh(): void {
    loadAgain(false)
  }

  function catchUp(): void {
    if (isRefreshDue && loading.size === 0) refresh()
  }

  function moveCursor(index: number): void {
    set({ cursor: { index, id: itemAt(get(), index)?.id ?? null } })
  }

  /** These photos, of which those that are not here are read and not kept. Those that cannot be had are left out. */
  async function between(first: number, last: number): Promise<Placed[]> {
    const { request, serial } = get()
    const found: Placed[] = []
    for (let page = Math.floor(first / pageSize); request && page * pageSize <= last; page++) {
      const offset = page * pageSize
      const here = get().pages.get(page)
      const items =
        here ??
        (await ask('search.run', { ...request, offset, limit: pageSize, isRefresh: true }).then(
          (answer) => answer.items,
          () => [],
        ))
      if (get().serial !== serial) return []
      items.forEach((item, i) => {
        if (offset + i >= first && offset + i <= last) found.push({ index: offset + i, item })
      })
    }
    return found
  }

  /** The photos on screen, and a few around them. */
  function photosInView(): ResultItem[] {
    const [first, last] = inView
    return Array.from({ length: last - first + 1 }, (_, step) => itemAt(get(), first + step)).filter(
      (item) => item !== undefined,
    )
  }

  return Object.assign(store, { run, showRange, refresh, moveCursor, photosInView, between })
}

export const useResults = createResults(call)
