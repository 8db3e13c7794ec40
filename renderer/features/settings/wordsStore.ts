/** Concepts whose photos are never shown, and words of the person's own; the searcher keeps the truth. */
import { create } from 'zustand'
import { FoveaError } from '../../../contract/errors'
import type { CallInput, CallOutput } from '../../../contract'
import { t } from '../../../strings'
import { call } from '../../app/client'
import type { Call } from '../../app/client'
import { showError, showUndo } from '../../ui/toasts'
import { useResults } from '../library/results'

export type WordList = CallInput<'words.add'>['list']

interface Words {
  /** Null until they were read. */
  words: CallOutput<'words.get'> | null
  error: FoveaError | null
  /** Grows with every change: tags read before are out of date. */
  version: number
}

/** `ask` is the bridge, `complain` shows what went wrong, `refresh` reads the results again; tests pass their own. */
export function createWords(ask: Call, complain: typeof showError, refresh: () => void) {
  const store = create<Words>(() => ({ words: null, error: null, version: 0 }))
  const { setState: set } = store

  async function load(): Promise<void> {
    try {
      set({ words: await ask('words.get'), error: null })
    } catch (thrown) {
      set({ error: FoveaError.from(thrown) })
    }
  }

  /** False when it failed, which the person is told. */
  async function change(name: 'words.add' | 'words.remove', list: WordList, word: string): Promise<boolean> {
    try {
      const words = await ask(name, { list, word })
      set(({ version }) => ({ words, error: null, version: version + 1 }))
      if (list === 'hiddenConcepts') refresh()
      return true
    } catch (thrown) {
      complain(t('failed.changeWords'), FoveaError.from(thrown))
      return false
    }
  }

  const add = (list: WordList, word: string) => change('words.add', list, word)
  const remove = (list: WordList, word: string) => change('words.remove', list, word)

  return Object.assign(store, { load, add, remove })
}

export const useWords = createWords(call, showError, () => {
  useResults.refresh()
})

/** Hides all photos of a concept, with a way back. */
export async function neverShow(concept: string): Promise<void> {
  if (!(await useWords.add('hiddenConcepts', concept))) return
  showUndo(t('settings.hidden', { concept }), () => void useWords.remove('hiddenConcepts', concept))
}
