/** Chooses the album that photos go into. */
import { Plus } from 'lucide-react'
import { countOf } from '../../app/format'
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
      title={`Add ${countOf(itemIds.length, 'photo')} to an album`}
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
          New album…
        </Button>
      }
    >
      {error && !albums && <p role="alert">{error.message}</p>}
      {albums?.length === 0 && <p className={styles['hint']}>You have no albums yet. Make the first.</p>}
      <ul className={styles['choices']} aria-label="Albums">
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
                  {album.kind === 'smart' ? 'Smart: they become examples' : countOf(album.count, 'photo')}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
