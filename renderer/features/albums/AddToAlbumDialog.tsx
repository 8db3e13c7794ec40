/** Chooses the album that photos go into. */
import { Plus } from 'lucide-react'
import { t } from '../../../strings'
import { errorSentence } from '../../../strings/sentences'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { addToAlbum, openNewAlbum } from './actions'
import { AlbumCover } from './AlbumCard'
import { useAlbums } from './albumsStore'
import styles from './Albums.module.css'

function close(): void {
  useAlbums.setState({ adding: null })
}

export function AddToAlbumDialog({ isUpper }: { isUpper: boolean }) {
  const { adding, albums, error } = useAlbums()
  const itemIds = adding ?? []
  return (
    <Dialog
      title={t('albums.addTitle', { count: itemIds.length })}
      size="small"
      open={adding !== null}
      onClose={close}
      isUpper={isUpper}
      footer={
        <Button
          icon={Plus}
          onClick={() => {
            close()
            openNewAlbum([...itemIds], 'manual')
          }}
        >
          {t('albums.newAlbumAction')}
        </Button>
      }
    >
      {error && !albums && <p role="alert">{errorSentence(error)}</p>}
      {albums?.length === 0 && <p className={styles['hint']}>{t('albums.makeFirst')}</p>}
      <ul className={styles['choices']} aria-label={t('app.albums')}>
        {albums?.map((album) => (
          <li key={album.id}>
            <button
              type="button"
              className={styles['choice']}
              onClick={() => {
                close()
                void addToAlbum(album, itemIds)
              }}
            >
              <AlbumCover album={album} />
              <span className={styles['choiceText']}>
                <span className={styles['name']}>{album.name}</span>
                <span className={styles['kind']}>
                  {album.kind === 'smart' ? t('albums.becomeExamples') : t('count.photos', { count: album.count })}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
