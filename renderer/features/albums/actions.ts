/** What other features ask of albums: photos into one, out of one, a new one, or to see one. */
import type { Album } from '../../../contract'
import { t } from '../../../strings'
import { closeOverlay, focusPhotos } from '../../app/uiStore'
import { showMessage, showUndo } from '../../ui/toasts'
import { useSearch } from '../search/searchStore'
import { useAlbums } from './albumsStore'

/** Lets the person choose the album (or make one) that the photos go into. */
export function openAddToAlbum(itemIds: string[]): void {
  if (itemIds.length === 0) return
  useAlbums.setState({ adding: itemIds })
  void useAlbums.load()
}

/** Asks for the name of a new album: of these photos, or learnt from them. */
export function openNewAlbum(itemIds: string[], kind: Album['kind']): void {
  useAlbums.setState({ draft: { kind, itemIds } })
}

/** Shows the album's photos instead of what was asked before. */
export function openAlbum({ id, name }: Pick<Album, 'id' | 'name'>): void {
  useSearch.clearQuery()
  useSearch.clearFilters()
  useSearch.setState({ album: { id, name } })
  closeOverlay()
  focusPhotos()
}

export async function addToAlbum({ id, name, kind, count }: Album, itemIds: readonly string[]): Promise<void> {
  const album = await useAlbums.addItems(id, itemIds)
  if (!album) return
  if (kind === 'smart') showMessage(t('albums.learnsMore', { name, count: itemIds.length }))
  // Taking back photos that were in it before would lose them.
  else if (album.count - count === itemIds.length) {
    showUndo(t('albums.added', { name, count: itemIds.length }), () => useAlbums.removeItems(id, itemIds))
  } else showMessage(t('albums.addedSome', { name, count: album.count - count }))
}

/** From a smart album as counter-examples. */
export async function removeFromAlbum(albumId: string, itemIds: readonly string[]): Promise<void> {
  const album = await useAlbums.removeItems(albumId, itemIds)
  if (!album) return
  const named = { name: album.name, count: itemIds.length }
  if (album.kind === 'smart') showMessage(t('albums.keepsOutLike', named))
  else showUndo(t('albums.removed', named), () => useAlbums.addItems(albumId, itemIds))
}

export async function deleteAlbum(id: string): Promise<void> {
  const name = useAlbums.getState().albums?.find((album) => album.id === id)?.name ?? ''
  if (!(await useAlbums.remove(id))) return
  if (useSearch.getState().album?.id === id) useSearch.setState({ album: null })
  showUndo(t('albums.deleted', { name }), () => useAlbums.restore(id))
}

export async function renameAlbum(id: string, name: string): Promise<boolean> {
  const album = await useAlbums.rename(id, name)
  if (album && useSearch.getState().album?.id === id) useSearch.setState({ album: { id, name: album.name } })
  return album !== null
}
