/** The main screen: search on top, photos below, the state of the library at the bottom. */
import { ImageDown } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { LibraryStatus } from '../../../contract'
import { useStream } from '../../app/client'
import { countOf } from '../../app/format'
import { TopBar } from '../../app/TopBar'
import { useUi } from '../../app/uiStore'
import { usePageDrop } from '../../app/usePageDrop'
import { hasFilters, hasQuery, searchByFile, toRequest, useSearch } from '../search/searchStore'
import { Viewer } from '../viewer/Viewer'
import { NoPhotos } from './NoPhotos'
import { PageErrorBanner } from './PageErrorBanner'
import { PhotoGrid } from './PhotoGrid'
import { useResults } from './results'
import { StatusBar } from './StatusBar'
import styles from './LibraryScreen.module.css'

export function LibraryScreen({ status }: { status: LibraryStatus }) {
  useSearching()
  useRefreshing(status.revision)
  const total = useResults((results) => results.total)
  const failed = useResults((results) => results.status === 'error')
  const overlay = useUi((ui) => ui.overlay)
  const isDragging = usePageDrop(useCallback((file) => void searchByFile(file), []))
  return (
    <>
      <TopBar />
      <main className={styles['main']}>
        <h1 className="visually-hidden">Fovea</h1>
        {total > 0 && !failed ? <PhotoGrid /> : <NoPhotos status={status} />}
        <PageErrorBanner />
        {isDragging && <DropHint />}
      </main>
      <StatusBar status={status} />
      <Announcer />
      {overlay === 'viewer' && total > 0 && <Viewer />}
    </>
  )
}

function DropHint() {
  return (
    <div className={styles['drop']}>
      <p className={styles['dropText']}>
        <ImageDown size={40} strokeWidth={1.4} aria-hidden />
        Drop a picture to find photos like it
      </p>
    </div>
  )
}

/** Runs the search whenever what is asked changes, and again when the searcher is back after a failure. */
function useSearching(): void {
  const { text, example, folder, date } = useSearch()
  const request = useMemo(() => toRequest({ text, example, folder, date }, new Date()), [text, example, folder, date])
  useEffect(() => void useResults.run(request), [request])

  const searcher = useStream('engine.health')?.searcher
  useEffect(() => {
    if (searcher === 'running' && useResults.getState().error) useResults.refresh()
  }, [searcher])
}

const refreshPause = 1000

/** Reads the results again when the library changed: at once, then at most once a second. */
function useRefreshing(revision: number): void {
  const shown = useRef(revision)
  const lastTime = useRef(0)
  useEffect(() => {
    if (revision === shown.current) return
    const wait = Math.max(0, lastTime.current + refreshPause - performance.now())
    const timer = setTimeout(() => {
      shown.current = revision
      lastTime.current = performance.now()
      useResults.refresh()
    }, wait)
    return () => {
      clearTimeout(timer)
    }
  }, [revision])
}

/** Tells screen readers the number of results of each new search, but not each photo indexed meanwhile. */
function Announcer() {
  const serial = useResults((results) => results.serial)
  const text = useMemo(() => {
    const { total } = useResults.getState()
    const search = useSearch.getState()
    if (serial === 0) return ''
    return hasQuery(search) || hasFilters(search) ? countOf(total, 'result') : countOf(total, 'photo')
  }, [serial])
  return (
    <div role="status" aria-live="polite" className="visually-hidden">
      {text}
    </div>
  )
}
