/** The main screen: search on top, photos below, the state of the library at the bottom. */
import { ImageDown } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { LibraryStatus } from '../../../contract'
import { t } from '../../../strings'
import { useStream } from '../../app/client'
import { TopBar } from '../../app/TopBar'
import { useUi } from '../../app/uiStore'
import { usePageDrop } from '../../app/usePageDrop'
import { useMeasured } from '../../ui/useMeasured'
import { useBrowse } from '../browse/browseStore'
import type { Screen } from '../browse/browseStore'
import { FailedScreen } from '../browse/FailedScreen'
import { useHistoryKeys } from '../browse/history'
import { Sidebar } from '../browse/Sidebar'
import { MeaningScreen } from '../meaning/MeaningScreen'
import { PlacesScreen } from '../places/PlacesScreen'
import { ResultsHeader, resultCountText } from '../search/ResultsHeader'
import { hasFilters, hasQuery, toRequest, useSearch } from '../search/searchStore'
import { Viewer } from '../viewer/Viewer'
import { ExportPanel } from './ExportPanel'
import { NoPhotos } from './NoPhotos'
import { PageErrorBanner } from './PageErrorBanner'
import { PhotoGrid } from './PhotoGrid'
import { useResults } from './results'
import { SelectionBar } from './SelectionBar'
import { StatusBar } from './StatusBar'
import { useOnScreen } from './useOnScreen'
import styles from './LibraryScreen.module.css'

export function LibraryScreen({ status }: { status: LibraryStatus }) {
  useSearching()
  useRefreshing(status.revision)
  useOnScreen(status.counts.pending > 0)
  useHistoryKeys()
  const screen = useBrowse((browse) => browse.screen)
  const isSidebarOpen = useBrowse((browse) => browse.isSidebarOpen)
  const total = useResults((results) => results.total)
  const failed = useResults((results) => results.status === 'error')
  const overlay = useUi((ui) => ui.overlay)
  const isNarrowed = useSearch((search) => hasQuery(search) || hasFilters(search))
  const { ref: headerRef, height: headerHeight } = useMeasured()
  const isDragging = usePageDrop(useCallback((files) => void useSearch.addFiles(files), []))
  return (
    <div className={styles['frame']} {...(isSidebarOpen && { 'data-sidebar': '' })}>
      {isSidebarOpen && <Sidebar status={status} />}
      <div className={styles['content']}>
        <TopBar />
        <main className={styles['main']}>
          <h1 className="visually-hidden">Fovea</h1>
          {screen === 'photos' ? (
            <>
              {isNarrowed && <ResultsHeader ref={headerRef} />}
              {total > 0 && !failed ? (
                <PhotoGrid headerHeight={isNarrowed ? headerHeight : 0} />
              ) : (
                <NoPhotos status={status} />
              )}
              <PageErrorBanner />
              <SelectionBar />
            </>
          ) : (
            <OtherScreen screen={screen} />
          )}
          {isDragging && <DropHint />}
        </main>
        <ExportPanel />
        <StatusBar status={status} />
        <Announcer />
        {overlay === 'viewer' && total > 0 && <Viewer />}
      </div>
    </div>
  )
}

function OtherScreen({ screen }: { screen: Exclude<Screen, 'photos'> }) {
  switch (screen) {
    case 'failed':
      return <FailedScreen />
    case 'places':
      return <PlacesScreen />
    case 'meaning':
      return <MeaningScreen />
  }
}

function DropHint() {
  const isSearching = useSearch(hasQuery)
  return (
    <div className={styles['drop']}>
      <p className={styles['dropText']}>
        <ImageDown size={40} strokeWidth={1.4} aria-hidden />
        {t(isSearching ? 'library.dropToAdd' : 'library.dropToFind')}
      </p>
    </div>
  )
}

/** Runs the search whenever what is asked changes, and again when the searcher is back after a failure. */
function useSearching(): void {
  const { query, examples, folder, date, album, scope, weak, closer, judged, isGrouped, isStack } = useSearch()
  const request = useMemo(
    () =>
      toRequest({ query, examples, folder, date, album, scope, weak, closer, judged, isGrouped, isStack }, new Date()),
    [query, examples, folder, date, album, scope, weak, closer, judged, isGrouped, isStack],
  )
  useEffect(() => void useResults.run(request), [request])

  const searcher = useStream('engine.health')?.searcher
  useEffect(() => {
    if (searcher !== 'running') return
    if (useResults.getState().error) useResults.refresh()
    if (useSearch.getState().problem?.isFailure) void useSearch.submit()
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
  const answered = useResults((results) => results.answered)
  const text = useMemo(() => {
    if (!answered) return ''
    const results = useResults.getState()
    const matches = resultCountText(results)
    return answered.weak ? t('library.weakerShown', { matches, count: results.weaker }) : matches
  }, [answered])
  return (
    <div role="status" aria-live="polite" className="visually-hidden">
      {text}
    </div>
  )
}
