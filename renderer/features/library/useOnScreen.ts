/** While photos wait to be indexed, tells the indexer what is on screen: those are read first. */
import { useEffect } from 'react'
import { call, useStream } from '../../app/client'
import { useSearch } from '../search/searchStore'
import { useResults } from './results'

/** A person who scrolls by does not look at it. */
const everyMs = 1000

export function useOnScreen(isWaiting: boolean): void {
  const isRunning = useStream('engine.health')?.indexer === 'running'
  useEffect(() => {
    if (!isWaiting || !isRunning) return
    let told = ''
    const tell = () => {
      const { folder } = useSearch.getState()
      const input = {
        itemIds: useResults.photosInView().map(({ id }) => id),
        ...(folder ? { folder: { rootId: folder.rootId, path: folder.path } } : {}),
      }
      const now = JSON.stringify(input)
      if (now === told) return
      told = now
      // Only an order of work: what cannot be told now is told the next time.
      call('indexing.prioritise', input).catch(() => {
        told = ''
      })
    }
    tell()
    const timer = setInterval(tell, everyMs)
    return () => {
      clearInterval(timer)
    }
  }, [isWaiting, isRunning])
}
