/** Favourites and stars as the person just set them: shown at once, while the library still learns of them. */
import { create } from 'zustand'
import { FoveaError } from '../../../contract/errors'
import type { ItemDetails } from '../../../contract'
import { t } from '../../../strings'
import { call } from '../../app/client'
import type { Call } from '../../app/client'
import { showError } from '../../ui/toasts'

export type Mark = Partial<Pick<ItemDetails, 'favorite' | 'rating'>>

/** `ask` is the bridge and `complain` shows what went wrong; tests pass their own. */
export function createMarks(ask: Call, complain: typeof showError) {
  const store = create<{ marks: ReadonlyMap<string, Mark> }>(() => ({ marks: new Map() }))
  const { getState: get, setState: set } = store

  function show(id: string, mark: Mark | undefined): void {
    const marks = new Map(get().marks)
    if (mark) marks.set(id, mark)
    else marks.delete(id)
    set({ marks })
  }

  async function mark(id: string, change: Mark): Promise<void> {
    const before = get().marks.get(id)
    const after = { ...before, ...change }
    show(id, after)
    try {
      await ask('items.mark', { ids: [id], ...change })
    } catch (thrown) {
      // Marked once more meanwhile: that one stands or falls by itself.
      if (get().marks.get(id) === after) show(id, before)
      complain(t('failed.mark'), FoveaError.from(thrown))
    }
  }

  /** The same for many at once. Whether it was kept. */
  async function markAll(ids: readonly string[], change: Mark): Promise<boolean> {
    const before = get().marks
    const after = new Map(ids.map((id) => [id, { ...before.get(id), ...change }]))
    set({ marks: new Map([...before, ...after]) })
    try {
      await ask('items.mark', { ids: [...ids], ...change })
      return true
    } catch (thrown) {
      for (const [id, mark] of after) if (get().marks.get(id) === mark) show(id, before.get(id))
      complain(t('failed.mark'), FoveaError.from(thrown))
      return false
    }
  }

  return Object.assign(store, { mark, markAll })
}

export const useMarks = createMarks(call, showError)
