/** Says how many photos are selected, and what can be done with them. */
import { BookImage, Copy, Download, Heart, Play, X } from 'lucide-react'
import { t } from '../../../strings'
import { formatKeys } from '../../app/keys'
import { focusPhotos } from '../../app/uiStore'
import { IconButton } from '../../ui/Button'
import { openAddToAlbum } from '../albums/actions'
import { startSlideshow } from '../viewer/slideshow'
import { copyFiles, exportFiles } from './fileActions'
import { toggleFavourites } from './markingMany'
import { chosenPhotos, chosenPlaces, useSelection } from './selection'
import styles from './SelectionBar.module.css'

export function SelectionBar() {
  const count = useSelection(({ photos }) => photos.size)
  if (count === 0) return null
  const ids = () => chosenPhotos().map(({ id }) => id)
  const clear = () => {
    useSelection.clear()
    focusPhotos()
  }
  return (
    <section className={styles['bar']} data-selection-bar aria-label={t('library.selection')}>
      <IconButton
        label={t('library.clearSelection')}
        shortcut={t('common.escapeKey')}
        icon={X}
        side="top"
        onClick={clear}
      />
      <p className={styles['count']} role="status">
        {t('library.selected', { count })}
      </p>
      <span className={styles['line']} />
      <IconButton
        label={t('library.favourite')}
        shortcut="F"
        icon={Heart}
        side="top"
        onClick={() => void toggleFavourites(chosenPhotos())}
      />
      <IconButton
        label={t('library.addToAlbum')}
        shortcut="A"
        icon={BookImage}
        side="top"
        onClick={() => openAddToAlbum(ids())}
      />
      <IconButton
        label={t('library.copyFiles', { count })}
        shortcut={formatKeys('CmdOrCtrl+C')}
        icon={Copy}
        side="top"
        onClick={() => void copyFiles(ids())}
      />
      <IconButton
        label={t('library.export')}
        shortcut={formatKeys('CmdOrCtrl+E')}
        icon={Download}
        side="top"
        onClick={() => void exportFiles(ids())}
      />
      <IconButton
        label={t('viewer.slideshow')}
        shortcut="P"
        icon={Play}
        side="top"
        onClick={() => startSlideshow(chosenPlaces())}
      />
    </section>
  )
}
