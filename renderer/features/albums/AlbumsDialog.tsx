/** All albums: to open, rename, adjust and delete them, and to make new ones. */
import { BookImage, Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Album } from '../../../contract'
import { useStream } from '../../app/client'
import { closeOverlay, useUi } from '../../app/uiStore'
import { Button } from '../../ui/Button'
import { ConfirmDialog, Dialog } from '../../ui/Dialog'
import { deleteAlbum, openNewAlbum } from './actions'
import { AlbumCard } from './AlbumCard'
import { AlbumDialogs } from './AlbumDialogs'
import { useAlbums } from './albumsStore'
import styles from './Albums.module.css'

export function AlbumsDialog() {
  const isOpen = useUi((ui) => ui.overlay === 'albums')
  return (
    <Dialog
      title="Albums"
      size="wide"
      open={isOpen}
      onClose={closeOverlay}
      footer={
        <>
          <p className={styles['hint']}>Albums only point to photos. Your files stay where they are.</p>
          <Button
            look="primary"
            icon={Plus}
            onClick={() => {
              openNewAlbum([], 'manual')
            }}
          >
            New album…
          </Button>
        </>
      }
    >
      <AlbumList />
      <AlbumDialogs isUpper />
    </Dialog>
  )
}

function AlbumList() {
  const { albums, error } = useAlbums()
  // Smart albums take in photos as these are indexed.
  const revision = useStream('library.status')?.revision
  useEffect(() => {
    void useAlbums.load()
  }, [revision])
  const [leaving, setLeaving] = useState<Album | null>(null)
  const [isAsking, setIsAsking] = useState(false)
  if (error && !albums) return <p role="alert">{error.message}</p>
  if (!albums) return <p className={styles['hint']}>Opening your albums…</p>
  if (albums.length === 0) return <NoAlbums />
  return (
    <>
      <ul className={styles['cards']} aria-label="Albums">
        {albums.map((album) => (
          <AlbumCard
            key={album.id}
            album={album}
            onDelete={() => {
              setLeaving(album)
              setIsAsking(true)
            }}
          />
        ))}
      </ul>
      <ConfirmDialog
        title={`Delete “${leaving?.name ?? ''}”?`}
        action="Delete album"
        open={isAsking}
        onConfirm={() => leaving && void deleteAlbum(leaving.id)}
        onClose={() => {
          setIsAsking(false)
        }}
      >
        The album is gone for good. The photos in it stay in your library, and their files where they are.
      </ConfirmDialog>
    </>
  )
}

function NoAlbums() {
  return (
    <div className={styles['empty']}>
      <BookImage size={44} strokeWidth={1.25} aria-hidden />
      <p className={styles['emptyTitle']}>No albums yet</p>
      <p>
        Put photos you choose into an album, or let a smart album find photos like those you show it, also among those
        you have yet to take.
      </p>
    </div>
  )
}
