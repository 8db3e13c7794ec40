/** Why there are no photos on screen, and what to do about it. */
import { FolderPlus, FolderX, HardDrive, Hourglass, ImageOff, SearchX, TriangleAlert } from 'lucide-react'
import type { LibraryStatus } from '../../../contract'
import { chooseFolders } from '../../app/actions'
import { openOverlay } from '../../app/uiStore'
import { Button } from '../../ui/Button'
import { EmptyState } from '../../ui/EmptyState'
import { hasMatch, hasQuery, isFiltered, useSearch } from '../search/searchStore'
import type { Search } from '../search/searchStore'
import { useResults } from './results'

export function NoPhotos({ status }: { status: LibraryStatus }) {
  const search = useSearch()
  const results = useResults()
  if (results.status === 'error') return <SearchFailed message={results.error?.message} hasQuery={hasQuery(search)} />
  // The first answer is a matter of milliseconds: an empty window is calmer than a flash of words.
  if (results.status === 'loading' && results.total === 0 && results.serial === 0) return null
  if (hasMatch(search) && results.weaker > 0) return <NothingMatches search={search} />
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
      title="The search did not work"
      isError
      actions={
        <>
          <Button look="primary" onClick={useResults.refresh}>
            Try again
          </Button>
          {isQuery && <Button onClick={useSearch.clearQuery}>Show all photos</Button>}
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
      title="No photos here"
      actions={
        <>
          <Button look="primary" onClick={() => void useSearch.dropFilters()}>
            {isQuery ? 'Search without filters' : 'Clear filters'}
          </Button>
          {isQuery && <Button onClick={useSearch.clearQuery}>Clear search</Button>}
        </>
      }
    >
      No photo fulfils what you filter by.
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
            Show the closest photos
          </Button>
          {isFiltered(search) && <Button onClick={() => void useSearch.dropFilters()}>Search without filters</Button>}
        </>
      }
    >
      Try other words: say what can be seen in the photo.
    </EmptyState>
  )
}

function nothingMatches(search: Search): string {
  const asked = search.text === '' ? 'what you look for' : `“${search.text}”`
  return isFiltered(search)
    ? `No photo in these filters matches ${asked}.`
    : `Nothing in your library matches ${asked}.`
}

function NotYet() {
  return (
    <EmptyState icon={Hourglass} title="Your first photos appear in a moment">
      Fovea is looking through your folders. You can search as soon as photos appear, while the rest goes on.
    </EmptyState>
  )
}

function Paused() {
  return (
    <EmptyState icon={Hourglass} title="No photos yet">
      Indexing is paused. Resume it below to see your photos.
    </EmptyState>
  )
}

function NoFolder({ status }: { status: LibraryStatus }) {
  const [root, ...others] = status.roots
  const isOffline = status.roots.some(({ state }) => state === 'offline')
  const title =
    root && others.length === 0
      ? `“${root.name}” ${isOffline ? 'is not connected' : 'cannot be read'}`
      : `Your folders ${isOffline ? 'are not connected' : 'cannot be read'}`
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
          Show folders
        </Button>
      }
    >
      {root?.message ?? 'Connect the drive, and the photos appear by themselves.'}
    </EmptyState>
  )
}

function NothingInLibrary({ failed }: { failed: number }) {
  return (
    <EmptyState
      icon={ImageOff}
      title="No photos in your folders"
      actions={
        <>
          <Button look="primary" icon={FolderPlus} onClick={() => void chooseFolders()}>
            Add folders…
          </Button>
          {failed > 0 && (
            <Button
              onClick={() => {
                openOverlay('failures')
              }}
            >
              Show files that could not be read
            </Button>
          )}
        </>
      }
    >
      {failed > 0
        ? 'There are picture files, but none of them could be read.'
        : 'Fovea looked through them and found no picture files. New ones appear here by themselves.'}
    </EmptyState>
  )
}
