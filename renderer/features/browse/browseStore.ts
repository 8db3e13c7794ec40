/** Where in the library the person is: which screen is shown, and the way to each view of the sidebar. */
import { create } from 'zustand'
import type { Album, Folder } from '../../../contract'
import { closeOverlay } from '../../app/uiStore'
import type { Scope } from '../search/scope'
import { useSearch } from '../search/searchStore'

/** photos: all of them, or those that the search's filters and words leave. */
export type Screen = 'photos' | 'places' | 'meaning' | 'failed'

interface Browse {
  screen: Screen
  isSidebarOpen: boolean
}

const key = 'sidebar'

export const useBrowse = create<Browse>(() => ({
  screen: 'photos',
  isSidebarOpen: wasOpen(),
}))

/** Without storage it is open at each start. */
function wasOpen(): boolean {
  try {
    return localStorage.getItem(key) !== 'closed'
  } catch {
    return true
  }
}

export function toggleSidebar(): void {
  const isSidebarOpen = !useBrowse.getState().isSidebarOpen
  useBrowse.setState({ isSidebarOpen })
  try {
    localStorage.setItem(key, isSidebarOpen ? 'open' : 'closed')
  } catch {
    // A full disk: it is forgotten with the window.
  }
}

/** One of these at most; none is all photos. */
export interface PhotosView {
  scope?: Scope
  folder?: Folder
  album?: Pick<Album, 'id' | 'name'>
}

/** Shows these photos instead of what was asked before. */
export function showPhotos({ scope, folder, album }: PhotosView = {}): void {
  useSearch.clearQuery()
  useSearch.clearFilters()
  useSearch.setState({
    ...(scope && { scope }),
    ...(folder && { folder }),
    ...(album && { album: { id: album.id, name: album.name } }),
  })
  showScreen('photos')
}

export function showScreen(screen: Screen): void {
  if (screen !== 'photos') {
    useSearch.clearQuery()
    useSearch.clearFilters()
  }
  useBrowse.setState({ screen })
  closeOverlay()
}

/** Whoever asks for something wants to see photos. */
useSearch.subscribe((now, before) => {
  const isNew = (['text', 'examples', 'folder', 'date', 'album', 'scope'] as const).some(
    (part) => now[part] !== before[part],
  )
  if (isNew && useBrowse.getState().screen !== 'photos') useBrowse.setState({ screen: 'photos' })
})
