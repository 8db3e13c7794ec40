/** The bar above the photo: what it is, and what can be done with it. */
import { Dialog } from '@base-ui/react/dialog'
import {
  BookImage,
  BookX,
  Crop,
  FolderSearch,
  GalleryHorizontalEnd,
  Heart,
  Info,
  Play,
  ScanSearch,
  X,
} from 'lucide-react'
import type { ItemDetails, ResultItem } from '../../../contract'
import { t } from '../../../strings'
import { revealItem } from '../../app/actions'
import { formatDay } from '../../app/format'
import { IconButton } from '../../ui/Button'
import { cx } from '../../ui/cx'
import { openAddToAlbum } from '../albums/actions'
import styles from './Viewer.module.css'

interface ToolbarProps {
  item: ResultItem | undefined
  details: ItemDetails | null
  /** "3 of 120". */
  position: string
  isInfoOpen: boolean
  isSelecting: boolean
  onClose: () => void
  onMoreLike: () => void
  onToggleFavorite: () => void
  onToggleInfo: () => void
  onToggleSelecting: () => void
  isStripOpen: boolean
  onToggleStrip: () => void
  isShowRunning: boolean
  onToggleShow: () => void
  /** Set when the photos shown are those of an album. */
  onRemoveFromAlbum: (() => void) | null
}

export function Toolbar(props: ToolbarProps) {
  const { item, details } = props
  const isFavorite = details?.favorite ?? false
  return (
    <div className={styles['toolbar']}>
      <div className={styles['side']}>
        <IconButton label={t('common.close')} shortcut={t('common.escapeKey')} icon={X} onClick={props.onClose} />
        <span className={styles['position']}>{props.position}</span>
      </div>
      <div className={styles['heading']}>
        <Dialog.Title className={styles['title']}>{item?.name ?? t('library.photo')}</Dialog.Title>
        {item && (
          <p className={styles['date']}>
            {formatDay(item.date)}
            <Rating rating={details?.rating ?? 0} />
          </p>
        )}
      </div>
      <div className={cx(styles['side'], styles['actions'])}>
        <IconButton
          label={t('library.favourite')}
          shortcut="F"
          icon={Heart}
          disabled={!item}
          aria-pressed={isFavorite}
          className={cx(isFavorite && styles['favorite'])}
          onClick={props.onToggleFavorite}
        />
        <IconButton
          label={t('library.addToAlbum')}
          icon={BookImage}
          disabled={!item}
          onClick={() => {
            if (item) openAddToAlbum([item.id])
          }}
        />
        {props.onRemoveFromAlbum && (
          <IconButton
            label={t('viewer.removeFromAlbum')}
            icon={BookX}
            disabled={!item}
            onClick={props.onRemoveFromAlbum}
          />
        )}
        <IconButton label={t('library.moreLikeThis')} icon={ScanSearch} disabled={!item} onClick={props.onMoreLike} />
        <IconButton
          label={t('viewer.searchPart')}
          shortcut="R"
          icon={Crop}
          disabled={item?.kind !== 'image'}
          aria-pressed={props.isSelecting}
          onClick={props.onToggleSelecting}
        />
        <IconButton
          label={t('viewer.slideshow')}
          shortcut="P"
          icon={Play}
          disabled={!item}
          aria-pressed={props.isShowRunning}
          onClick={props.onToggleShow}
        />
        <IconButton
          label={t(props.isStripOpen ? 'viewer.hideFilmStrip' : 'viewer.showFilmStrip')}
          shortcut="T"
          icon={GalleryHorizontalEnd}
          onClick={props.onToggleStrip}
        />
        <IconButton
          label={t('library.showInFolder')}
          icon={FolderSearch}
          disabled={!item}
          onClick={() => item && void revealItem(item.id)}
        />
        <IconButton
          label={t('viewer.information')}
          shortcut="I"
          icon={Info}
          aria-pressed={props.isInfoOpen}
          onClick={props.onToggleInfo}
        />
      </div>
    </div>
  )
}

/** Stars set by key are seen, and heard, even while the panel is closed. */
function Rating({ rating }: { rating: number }) {
  return (
    <span aria-live="polite">
      {rating > 0 && (
        <span role="img" aria-label={t('count.stars', { count: rating })} className={styles['rating']}>
          {'★'.repeat(rating)}
        </span>
      )}
    </span>
  )
}
