/** The photos that are selected: those that keys, the menu and a drag are about. With none it is the one under the cursor. */
import { create } from 'zustand'
import type { ResultItem } from '../../../contract'
import { t } from '../../../strings'
import { showMessage } from '../../ui/toasts'
import { itemAt, useResults } from './results'
import type { Placed } from './results'

/** As many as can be marked, or put into an album, at once. */
export const mostSelected = 10_000

interface Selection {
  /** By their ids, with where they were when they were selected. */
  photos: ReadonlyMap<string, Placed>
  /** Where a range begins; null until something is selected. */
  anchor: number | null
}

const none: Selection = { photos: new Map(), anchor: null }

export function createSelection(results: typeof useResults, say: (message: string) => void) {
  const store = create<Selection>(() => none)
  const { getState: get, setState: set } = store
  /** Ranges may have to be read first: the last one that was asked for counts. */
  let asked = 0

  function select(photos: readonly Placed[], anchor: number | null, kept: readonly Placed[] = []): void {
    const all = new Map([...kept, ...photos].map((photo) => [photo.item.id, photo]))
    if (all.size > mostSelected) say(t('library.mostSelected', { count: mostSelected }))
    set({ photos: new Map([...all].slice(0, mostSelected)), anchor })
  }

  function clear(): void {
    asked++
    if (get().photos.size > 0 || get().anchor !== null) set(none)
  }

  function toggle(index: number): void {
    asked++
    const item = itemAt(results.getState(), index)
    if (!item) return
    const photos = new Map(get().photos)
    if (!photos.delete(item.id)) photos.set(item.id, { index, item })
    set({ photos, anchor: photos.size > 0 ? index : null })
  }

  /** From where the last selection began, or `from`. `isMore`: beside what is selected. */
  async function extendTo(index: number, from: number, isMore = false): Promise<void> {
    const anchor = get().anchor ?? from
    const kept = isMore ? [...get().photos.values()] : []
    await selectBetween(Math.min(anchor, index), Math.max(anchor, index), anchor, kept)
  }

  async function selectAll(): Promise<void> {
    await selectBetween(0, results.getState().total - 1, 0, [])
  }

  async function selectBetween(first: number, last: number, anchor: number, kept: readonly Placed[]): Promise<void> {
    const own = ++asked
    // One more than can be selected tells that there are more.
    const photos = await results.between(first, Math.min(last, first + mostSelected))
    if (own === asked) select(photos, anchor, kept)
  }

  /** What a rectangle covers, beside `kept`. */
  function selectAt(indices: readonly number[], kept: readonly Placed[]): void {
    asked++
    const photos = indices.flatMap((index) => {
      const item = itemAt(results.getState(), index)
      return item ? [{ index, item }] : []
    })
    select(photos, indices[0] ?? null, kept)
  }

  // Another answer has other photos.
  results.subscribe((now, before) => {
    if (now.serial !== before.serial) clear()
  })

  return Object.assign(store, { clear, toggle, extendTo, selectAll, selectAt })
}

export const useSelection = createSelection(useResults, showMessage)

/** What is meant, in the order of the results: the selected ones, or the one under the cursor. */
export function chosenPlaces(): readonly Placed[] {
  const { photos } = useSelection.getState()
  if (photos.size > 0) return [...photos.values()].sort((a, b) => a.index - b.index)
  const results = useResults.getState()
  const { index } = results.cursor
  const item = itemAt(results, index)
  return item ? [{ index, item }] : []
}

export function chosenPhotos(): readonly ResultItem[] {
  return chosenPlaces().map(({ item }) => item)
}

/** Whether the item is one of several that are meant together. */
export function isAmongSelected(id: string): boolean {
  return useSelection.getState().photos.has(id)
}
