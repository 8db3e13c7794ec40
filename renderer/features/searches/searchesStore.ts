/** The saved searches as the page knows them, and which of their dialogs is open; the searcher keeps the truth. */
import { create } from 'zustand'
import { FoveaError } from '../../../contract/errors'
import type { SavedSearch } from '../../../contract'
import { t } from '../../../strings'
import { call } from '../../app/client'
import type { Call } from '../../app/client'
import { showError } from '../../ui/toasts'

interface Searches {
  /** By name. */
  searches: readonly SavedSearch[]
  /** What the dialog is about: a search to be saved, or one that gets another name. */
  naming: Omit<SavedSearch, 'id'> | SavedSearch | null
}

function inOrder(searches: readonly SavedSearch[]): SavedSearch[] {
  return [...searches].sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true, sensitivity: 'base' }))
}

/** `ask` is the bridge and `complain` shows what went wrong; tests pass their own. */
export function createSearches(ask: Call, complain: typeof showError) {
  const store = create<Searches>(() => ({ searches: [], naming: null }))
  const { setState: set } = store
  let changes = 0

  async function load(): Promise<void> {
    const before = changes
    try {
      const searches = await ask('searches.list')
      // An answer that was overtaken by a change would take that change back.
      if (before === changes) set({ searches: inOrder(searches) })
    } catch {
      // The list is read again when the searcher is back.
    }
  }

  /** Runs a change, shows its search, and answers whether it was done; what went wrong the person is told. */
  async function change(complaint: string, action: () => Promise<SavedSearch>): Promise<boolean> {
    try {
      const changed = await action()
      changes++
      set(({ searches }) => ({ searches: inOrder([...searches.filter(({ id }) => id !== changed.id), changed]) }))
      return true
    } catch (thrown) {
      complain(complaint, FoveaError.from(thrown))
      return false
    }
  }

  const save = (search: Omit<SavedSearch, 'id'>) => change(t('failed.saveSearch'), () => ask('searches.save', search))
  const rename = (id: string, name: string) =>
    change(t('failed.renameSearch'), () => ask('searches.rename', { id, name }))
  const restore = (id: string) => change(t('failed.saveSearch'), () => ask('searches.restore', { id }))

  async function remove(id: string): Promise<boolean> {
    try {
      await ask('searches.remove', { id })
      changes++
      set(({ searches }) => ({ searches: searches.filter((search) => search.id !== id) }))
      return true
    } catch (thrown) {
      complain(t('failed.removeSearch'), FoveaError.from(thrown))
      return false
    }
  }

  return Object.assign(store, { load, save, rename, restore, remove })
}

export const useSearches = createSearches(call, showError)
