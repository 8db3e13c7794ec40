/** "Look closer": has the best photos of a search looked at part by part, and shows what is found on the way. */
import { create } from 'zustand'
import { FoveaError } from '../../../contract/errors'
import type { CloserProgress, SearchOptions } from '../../../contract'
import { t } from '../../../strings'
import { call, isCancelled } from '../../app/client'
import type { Call } from '../../app/client'
import { showError } from '../../ui/toasts'
import { useResults } from '../library/results'
import { useSearch } from './searchStore'

interface Closer {
  /** Null while nothing is looked at. */
  progress: CloserProgress | null
}

/** `ask` is the bridge, `showFinds` ranks by what was found so far, `complain` shows what went wrong. */
export function createCloser(ask: Call, showFinds: () => void, complain: typeof showError) {
  const store = create<Closer>(() => ({ progress: null }))
  const { setState: set } = store
  let running: AbortController | undefined

  /** What was found stays found. */
  function stop(): void {
    running?.abort()
    running = undefined
    set({ progress: null })
  }

  async function start(request: SearchOptions): Promise<void> {
    stop()
    const controller = new AbortController()
    running = controller
    set({ progress: { done: 0, total: 0 } })
    let wasShown = false
    try {
      for (;;) {
        const progress = await ask('search.lookCloser', request, { signal: controller.signal })
        if (controller.signal.aborted) return
        set({ progress })
        const isDone = progress.done >= progress.total
        // Once in the middle too: finds should not wait for the last photo.
        if (isDone || (!wasShown && progress.done * 2 >= progress.total)) {
          showFinds()
          wasShown = true
        }
        if (isDone) return
      }
    } catch (thrown) {
      if (!isCancelled(thrown)) complain(t('failed.lookCloser'), FoveaError.from(thrown))
    } finally {
      if (running === controller) stop()
    }
  }

  return Object.assign(store, { start, stop })
}

export const useCloser = createCloser(
  call,
  () => {
    if (useSearch.getState().closer) useResults.refresh()
    else useSearch.setState({ closer: true })
  },
  showError,
)
