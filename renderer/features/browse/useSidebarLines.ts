/** The lines of the sidebar as the library is now, and which of them are open. */
import {
  Bookmark,
  BookImage,
  Clock,
  Copy,
  Folder as FolderIcon,
  HardDrive,
  Heart,
  Images,
  LayoutGrid,
  Map,
  Pencil,
  Shapes,
  Sparkles,
  Trash2,
  TriangleAlert,
} from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { useEffect, useState } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { Album, Folder, LibraryStatus, SavedSearch } from '../../../contract'
import { t } from '../../../strings'
import { openOverlay } from '../../app/uiStore'
import { useCall } from '../../app/useCall'
import { useAlbums } from '../albums/albumsStore'
import { folderKey, visibleLines } from '../search/folderTree'
import { useSearch } from '../search/searchStore'
import { isAsked, openSearch, removeSearch } from '../searches/actions'
import { useSearches } from '../searches/searchesStore'
import { showPhotos, showScreen, useBrowse } from './browseStore'
import type { TreeLine } from './treeLines'

type Section = 'library' | 'searches' | 'folders' | 'albums'

/** The library changes every two seconds while it is indexed. */
const foldersPause = 400

export function useSidebarLines(status: LibraryStatus): { lines: TreeLine[]; toggle: (key: string) => void } {
  const screen = useBrowse((browse) => browse.screen)
  const search = useSearch()
  /** Headings that are closed, folders that are open. */
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const folders = useFolders(status.revision, !toggled.has('folders'))
  const albums = useAlbumList(status.revision)
  const searches = useSearchList(status.revision)
  const toggle = (key: string) => {
    setToggled((before) => {
      const next = new Set(before)
      if (!next.delete(key)) next.add(key)
      return next
    })
  }

  const onPhotos = screen === 'photos'
  const { scope, folder, album } = search
  const section = (key: Section, label: string, inside: TreeLine[]): TreeLine[] => {
    const isOpen = !toggled.has(key)
    return [{ key, level: 1, label, isOpen, isChosen: false }, ...(isOpen ? inside : [])]
  }
  const entry = (key: string, label: string, icon: LucideIcon, isChosen: boolean, choose: () => void, count?: number) =>
    ({ key, level: 2, label, icon, isOpen: null, isChosen, choose, count }) satisfies TreeLine

  const { ready, offline, failed } = status.counts
  const library = [
    entry(
      'photos',
      t('browse.photos'),
      Images,
      onPhotos && !scope && !folder && !album,
      () => showPhotos(),
      ready + offline,
    ),
    entry('favourites', t('browse.favourites'), Heart, onPhotos && scope?.kind === 'favourites', () =>
      showPhotos({ scope: { kind: 'favourites' } }),
    ),
    entry('recent', t('browse.recent'), Clock, onPhotos && scope?.kind === 'recent', () =>
      showPhotos({ scope: { kind: 'recent' } }),
    ),
    entry('places', t('browse.places'), Map, screen === 'places' || (onPhotos && scope?.kind === 'place'), () =>
      showScreen('places'),
    ),
    entry('meaning', t('browse.meaning'), Shapes, screen === 'meaning' || (onPhotos && scope?.kind === 'meaning'), () =>
      showScreen('meaning'),
    ),
    entry('duplicates', t('app.duplicates'), Copy, false, () => openOverlay('duplicates')),
    entry('failed', t('browse.failed'), TriangleAlert, screen === 'failed', () => showScreen('failed'), failed),
  ]
  const lines = [
    ...section('library', t('browse.library'), library),
    // Whoever has none yet is told of them where a search is saved.
    ...(searches.length > 0
      ? section(
          'searches',
          t('searches.title'),
          searches.map((each) => searchLine(each, onPhotos && isAsked(each, search))),
        )
      : []),
    ...section('folders', t('browse.folders'), folderLines(folders, toggled, onPhotos ? folder : null, status)),
    ...section('albums', t('app.albums'), [
      ...albums.map((each) => albumLine(each, onPhotos && album?.id === each.id)),
      entry('all-albums', t('browse.manageAlbums'), LayoutGrid, false, () => openOverlay('albums')),
    ]),
  ]
  return { lines, toggle }
}

function folderLines(
  folders: readonly Folder[],
  open: ReadonlySet<string>,
  chosen: Folder | null,
  { roots }: LibraryStatus,
): TreeLine[] {
  const away = new Set(roots.filter(({ state }) => state === 'offline' || state === 'unreadable').map(({ id }) => id))
  return visibleLines(folders, open).map(({ folder, key, level, isOpen }) => ({
    key,
    level: level + 1,
    label: folder.name,
    icon: level === 1 ? HardDrive : FolderIcon,
    count: folder.count,
    note: away.has(folder.rootId) ? t('library.offline') : undefined,
    isOpen,
    isChosen: chosen !== null && folderKey(chosen) === key,
    choose: () => showPhotos({ folder }),
  }))
}

function albumLine(album: Album, isChosen: boolean): TreeLine {
  const { id, name, kind, count } = album
  const icon = kind === 'smart' ? Sparkles : BookImage
  return {
    key: `album ${id}`,
    level: 2,
    label: name,
    icon,
    count,
    isOpen: null,
    isChosen,
    choose: () => showPhotos({ album }),
  }
}

function searchLine(search: SavedSearch, isChosen: boolean): TreeLine {
  return {
    key: `search ${search.id}`,
    level: 2,
    label: search.name,
    icon: Bookmark,
    isOpen: null,
    isChosen,
    choose: () => void openSearch(search),
    actions: [
      { label: t('albums.rename'), icon: Pencil, key: 'F2', run: () => useSearches.setState({ naming: search }) },
      { label: t('common.remove'), icon: Trash2, key: 'Delete', run: () => void removeSearch(search) },
    ],
  }
}

/** The last list stays while the next is read. */
function useFolders(revision: number, isWanted: boolean): readonly Folder[] {
  const answer = useCall('library.folders', isWanted ? undefined : null, { version: revision, delay: foldersPause })
  return answer && !(answer instanceof FoveaError) ? answer : []
}

function useAlbumList(revision: number): readonly Album[] {
  const albums = useAlbums((state) => state.albums)
  useEffect(() => {
    void useAlbums.load()
  }, [revision])
  return albums ?? []
}

function useSearchList(revision: number): readonly SavedSearch[] {
  const searches = useSearches((state) => state.searches)
  useEffect(() => {
    void useSearches.load()
  }, [revision])
  return searches
}
