/** Why there are no photos on screen, and what to do about it. */
import { FolderPlus, FolderX, HardDrive, Heart, Hourglass, ImageOff, SearchX, TriangleAlert } from 'lucide-react'
import type { LibraryStatus } from '../../../contract'
import { currentLanguage, t } from '../../../strings'
import { errorSentence } from '../../../strings/sentences'
import { chooseFolders } from '../../app/actions'
import { openOverlay } from '../../app/uiStore'
import { Button } from '../../ui/Button'
import { EmptyState } from '../../ui/EmptyState'
import { showScreen } from '../browse/browseStore'
import { simplerSearches } from '../search/simpler'
import { hasMatch, hasQuery, isFiltered, useSearch } from '../search/searchStore'
import type { Search } from '../search/searchStore'
import { useResults } from './results'
import styles from './NoPhotos.module.css'

export function NoPhotos({ status }: { status: LibraryStatus }) {
  const search = useSearch()
  const results = useResults()
  if (results.status === 'error')
    return (
      <SearchFailed message={results.error ? errorSentence(results.error) : undefined} hasQuery={hasQuery(search)} />
    )
  // The first answer is a matter of milliseconds: an empty window is calmer than a flash of words.
  if (results.status === 'loading' && results.total === 0 && results.serial === 0) return null
  if (hasMatch(search) && results.weaker > 0) return <NothingMatches search={search} />
  if (search.scope?.kind === 'favourites' && !hasQuery(search)) return <NoFavourites />
  if (isFiltered(search)) return <NothingInFilters hasQuery={hasMatch(search)} />
  if (isAtWork(status)) return <NotYet />
  if (status.roots.every(({ state }) => state === 'offline' || state === 'unreadable'))
    return <NoFolder status={status} />
  if (status.phase === 'paused') return <Paused />
  return <NothingInLibrary failed={status.counts.failed} />
}

function isAtWork({ phase, roots }: LibraryStatus): boolean {
  return ['starting', 'scanning', 'indexing'].includes(phase) || roots.some(({ state }) => state === 'scanning')
}

function SearchFailed({ message, hasQuery: isQuery }: { message: string | undefined; hasQuery: boolean }) {
  return (
    <EmptyState
      icon={TriangleAlert}
      title={t('empty.searchFailed')}
      isError
      actions={
        <>
          <Button look="primary" onClick={useResults.refresh}>
            {t('common.tryAgain')}
          </Button>
          {isQuery && <Button onClick={useSearch.clearQuery}>{t('empty.showAll')}</Button>}
        </>
      }
    >
      {message}
    </EmptyState>
  )
}

function NothingInFilters({ hasQuery: isQuery }: { hasQuery: boolean }) {
  return (
    <EmptyState
      icon={SearchX}
      title={t('empty.nothingHere')}
      actions={
        <>
          <Button look="primary" onClick={() => void useSearch.dropFilters()}>
            {t(isQuery ? 'empty.withoutFilters' : 'search.clearFilters')}
          </Button>
          {isQuery && <Button onClick={useSearch.clearQuery}>{t('search.clear')}</Button>}
        </>
      }
    >
      {t('empty.nothingFiltered')}
    </EmptyState>
  )
}

function NoFavourites() {
  return (
    <EmptyState icon={Heart} title={t('browse.noFavourites')}>
      {t('browse.noFavouritesText')}
    </EmptyState>
  )
}

/** The photos that match least badly are one press away. */
function NothingMatches({ search }: { search: Search }) {
  return (
    <EmptyState
      icon={SearchX}
      title={nothingMatches(search)}
      actions={
        <>
          <Button look="primary" onClick={() => useSearch.setState({ weak: true })}>
            {t('empty.showClosest')}
          </Button>
          {isFiltered(search) && (
            <Button onClick={() => void useSearch.dropFilters()}>{t('empty.withoutFilters')}</Button>
          )}
        </>
      }
    >
      {t('empty.tryOtherWords')}
      <Simpler text={search.text} />
    </EmptyState>
  )
}

/** Single words of what was asked. */
function Simpler({ text }: { text: string }) {
  const searches = simplerSearches(text)
  if (searches.length === 0) return null
  return (
    <ul className={styles['simpler']} aria-label={t('empty.simpler')}>
      {searches.map((words) => (
        <li key={words}>
          <Button
            size="small"
            onClick={() => {
              useSearch.type(words)
              void useSearch.submit()
            }}
          >
            {words}
          </Button>
        </li>
      ))}
    </ul>
  )
}

function nothingMatches(search: Search): string {
  const { text } = search
  if (isFiltered(search)) {
    return text === '' ? t('empty.nothingMatchesExampleFiltered') : t('empty.nothingMatchesFiltered', { text })
  }
  return text === '' ? t('empty.nothingMatchesExample') : t('empty.nothingMatches', { text })
}

function NotYet() {
  return (
    <EmptyState icon={Hourglass} title={t('empty.notYet')}>
      {t('empty.notYetText')}
    </EmptyState>
  )
}

function Paused() {
  return (
    <EmptyState icon={Hourglass} title={t('empty.noPhotosYet')}>
      {t('empty.pausedText')}
    </EmptyState>
  )
}

function NoFolder({ status }: { status: LibraryStatus }) {
  const [root, ...others] = status.roots
  const isOffline = status.roots.some(({ state }) => state === 'offline')
  const title =
    root && others.length === 0
      ? t(isOffline ? 'empty.folderOffline' : 'empty.folderUnreadable', { name: root.name })
      : t(isOffline ? 'empty.foldersOffline' : 'empty.foldersUnreadable')
  return (
    <EmptyState
      icon={isOffline ? HardDrive : FolderX}
      title={title}
      actions={
        <Button
          onClick={() => {
            openOverlay('settings')
          }}
        >
          {t('empty.showFolders')}
        </Button>
      }
    >
      {(currentLanguage() === 'en' && root?.message) || t('empty.connectDrive')}
    </EmptyState>
  )
}

function NothingInLibrary({ failed }: { failed: number }) {
  return (
    <EmptyState
      icon={ImageOff}
      title={t('empty.noPhotosInFolders')}
      actions={
        <>
          <Button look="primary" icon={FolderPlus} onClick={() => void chooseFolders()}>
            {t('common.addFolders')}
          </Button>
          {failed > 0 && (
            <Button
              onClick={() => {
                showScreen('failed')
              }}
            >
              {t('empty.showUnreadable')}
            </Button>
          )}
        </>
      }
    >
      {t(failed > 0 ? 'empty.allUnreadable' : 'empty.noPictureFiles')}
    </EmptyState>
  )
}
