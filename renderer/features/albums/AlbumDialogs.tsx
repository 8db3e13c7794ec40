/**
 * The small dialogs of albums: add to one, a new one, rename, adjust.
 *
 * To be mounted once: inside the dialog that is open, if one is. Only then does Escape close the upper one alone.
 */
import { useEffect } from 'react'
import { useResults } from '../library/results'
import { AddToAlbumDialog } from './AddToAlbumDialog'
import { useAlbums } from './albumsStore'
import { NewAlbumDialog } from './NewAlbumDialog'
import { RenameDialog } from './RenameDialog'
import { ThresholdDialog } from './ThresholdDialog'

export function AlbumDialogs({ isUpper = false }: { isUpper?: boolean }) {
  const version = useAlbums((albums) => albums.version)
  useEffect(() => {
    if (version > 0 && useResults.getState().request?.filters.album !== undefined) useResults.refresh()
  }, [version])
  return (
    <>
      <AddToAlbumDialog isUpper={isUpper} />
      <NewAlbumDialog isUpper={isUpper} />
      <RenameDialog isUpper={isUpper} />
      <ThresholdDialog isUpper={isUpper} />
    </>
  )
}
