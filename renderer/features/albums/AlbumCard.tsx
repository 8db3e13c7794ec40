/** An album as its cover, its name and how many photos it has; and what can be done with it. */
import { Menu } from '@base-ui/react/menu'
import { BookImage, Ellipsis, FolderOpen, Pencil, SlidersHorizontal, Sparkles, Trash2 } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { Album } from '../../../contract'
import { t } from '../../../strings'
import { thumbUrl } from '../../app/urls'
import { IconButton } from '../../ui/Button'
import popup from '../../ui/Popup.module.css'
import { openAlbum } from './actions'
import { useAlbums } from './albumsStore'
import styles from './Albums.module.css'

export function AlbumCard({ album, onDelete }: { album: Album; onDelete: () => void }) {
  const { name, kind } = album
  const photos = t('count.photos', { count: album.count })
  return (
    <li className={styles['card']}>
      <button
        type="button"
        className={styles['open']}
        onClick={() => {
          openAlbum(album)
        }}
      >
        <AlbumCover album={album} />
        <span className={styles['name']}>{name}</span>
        <span className={styles['kind']}>
          {kind === 'smart' && <Sparkles size={12} aria-hidden />}
          {kind === 'smart' ? t('albums.smartCount', { photos }) : photos}
        </span>
      </button>
      <Menu.Root>
        <Menu.Trigger
          render={<IconButton label={t('common.moreFor', { name })} icon={Ellipsis} className={styles['more']} />}
        />
        <Menu.Portal>
          <Menu.Positioner className={popup['positioner']} sideOffset={4} align="end">
            <Menu.Popup className={popup['popup']}>
              <Line
                icon={FolderOpen}
                label={t('common.open')}
                onClick={() => {
                  openAlbum(album)
                }}
              />
              <Line
                icon={Pencil}
                label={t('albums.rename')}
                onClick={() => {
                  useAlbums.setState({ renaming: album })
                }}
              />
              {kind === 'smart' && (
                <Line
                  icon={SlidersHorizontal}
                  label={t('albums.adjust')}
                  onClick={() => {
                    useAlbums.setState({ adjusting: album.id })
                  }}
                />
              )}
              <Menu.Separator className={popup['separator']} />
              <Line icon={Trash2} label={t('albums.delete')} onClick={onDelete} />
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </li>
  )
}

/** The album's best photo, or a sign of it. */
export function AlbumCover({ album: { cover } }: { album: Pick<Album, 'cover'> }) {
  return (
    <span className={styles['cover']}>
      {cover === null ? (
        <BookImage size={28} strokeWidth={1.4} aria-hidden />
      ) : (
        <img src={thumbUrl({ hash: cover })} alt="" draggable={false} />
      )}
    </span>
  )
}

function Line({ icon: Icon, label, onClick }: { icon: LucideIcon; label: string; onClick: () => void }) {
  return (
    <Menu.Item className={popup['item']} onClick={onClick}>
      <Icon size={15} aria-hidden />
      {label}
    </Menu.Item>
  )
}
