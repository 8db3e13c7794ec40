/** Gives an album another name. */
import { useId, useState } from 'react'
import type { Album } from '../../../contract'
import { t } from '../../../strings'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { renameAlbum } from './actions'
import { useAlbums } from './albumsStore'
import { NameField } from './NameField'
import styles from './Albums.module.css'

function close(): void {
  useAlbums.setState({ renaming: null })
}

export function RenameDialog({ isUpper }: { isUpper: boolean }) {
  const renaming = useAlbums((albums) => albums.renaming)
  const form = useId()
  return (
    <Dialog
      title={t('albums.renameTitle')}
      size="small"
      open={renaming !== null}
      onClose={close}
      isUpper={isUpper}
      footer={
        <div className={styles['buttons']}>
          <Button onClick={close}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" form={form}>
            {t('albums.renameAction')}
          </Button>
        </div>
      }
    >
      {renaming && <RenameForm id={form} album={renaming} />}
    </Dialog>
  )
}

function RenameForm({ id, album }: { id: string; album: Album }) {
  const [name, setName] = useState(album.name)
  const rename = async () => {
    if (name.trim() !== '' && (await renameAlbum(album.id, name.trim()))) close()
  }
  return (
    <form
      id={id}
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault()
        void rename()
      }}
    >
      <NameField value={name} onChange={setName} />
    </form>
  )
}
