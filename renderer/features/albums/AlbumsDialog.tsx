/** All albums: to open, rename, adjust and delete them, and to make new ones. */
import { BookImage, Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Album } from '../../../contract'
import { t } from '../../../strings'
import { errorSentence } from '../../../strings/sentences'
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
      title={t('app.albums')}
      size="wide"
      open={isOpen}
      onClose={closeOverlay}
      footer={
        <>
          <p className={styles['hint']}>{t('albums.note')}</p>
          <Button
            look="primary"
            icon={Plus}
            onClick={() => {
              openNewAlbum([], 'manual')
            }}
          >
            {t('albums.newAlbumAction')}
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
  if (error && !albums) return <p role="alert">{errorSentence(error)}</p>
  if (!albums) return <p className={styles['hint']}>{t('albums.opening')}</p>
  if (albums.length === 0) return <NoAlbums />
  return (
    <>
      <ul className={styles['cards']} aria-label={t('app.albums')}>
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
        title={t('albums.deleteTitle', { name: leaving?.name ?? '' })}
        action={t('albums.deleteAlbum')}
        open={isAsking}
        onConfirm={() => leaving && void deleteAlbum(leaving.id)}
        onClose={() => {
          setIsAsking(false)
        }}
      >
        {t('albums.deleteText')}
      </ConfirmDialog>
    </>
  )
}

function NoAlbums() {
  return (
    <div className={styles['empty']}>
      <BookImage size={44} strokeWidth={1.25} aria-hidden />
      <p className={styles['emptyTitle']}>{t('albums.none')}</p>
      <p>{t('albums.noneText')}</p>
    </div>
  )
}
