/** The context menu of a photo. */
import { ContextMenu } from '@base-ui/react/context-menu'
import {
  BookImage,
  ChevronRight,
  Copy,
  Download,
  Expand,
  ExternalLink,
  FolderSearch,
  Heart,
  HeartOff,
  Layers,
  Link,
  Play,
  Plus,
  ScanSearch,
  Star,
  ThumbsDown,
  ThumbsUp,
} from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { ResultItem } from '../../../contract'
import { t } from '../../../strings'
import { revealItem } from '../../app/actions'
import { formatKeys } from '../../app/keys'
import { openOverlay } from '../../app/uiStore'
import { useCall } from '../../app/useCall'
import popup from '../../ui/Popup.module.css'
import { openAddToAlbum } from '../albums/actions'
import { useSearch } from '../search/searchStore'
import { useMarks } from '../viewer/marks'
import { startSlideshow } from '../viewer/slideshow'
import { copyFiles, copyPaths, exportFiles, openWithProgram } from './fileActions'
import { setFavorite, setRating } from './marking'
import { favouriteAll, rateAll } from './markingMany'
import { isRanked, useResults } from './results'
import { chosenPlaces, useSelection } from './selection'

interface PhotoMenuProps {
  /** The element that is right-clicked. */
  children: ReactElement
  item: ResultItem | undefined
}

export function PhotoMenu({ children, item }: PhotoMenuProps) {
  // Beside the photos rather than at the end of the page, so that the menu belongs to a landmark.
  const [container, setContainer] = useState<HTMLElement | null>(null)
  const isMany = useSelection(({ photos }) => photos.size > 1)
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger render={children} />
      <div ref={setContainer} />
      <ContextMenu.Portal container={container}>
        <ContextMenu.Positioner className={popup['positioner']}>
          <ContextMenu.Popup className={popup['popup']} aria-label={t('library.photo')}>
            {item && isMany && <ManyLines />}
            {item && !isMany && (
              <>
                <MenuLine icon={Expand} label={t('common.open')} shortcut="↵" onClick={() => openOverlay('viewer')} />
                <ContextMenu.Separator className={popup['separator']} />
                <SearchLines item={item} />
                <ContextMenu.Separator className={popup['separator']} />
                <MarkLines item={item} container={container} />
                <ContextMenu.Separator className={popup['separator']} />
                <FileLines ids={[item.id]} />
                <MenuLine
                  icon={FolderSearch}
                  label={t('library.showInFolder')}
                  onClick={() => void revealItem(item.id)}
                />
                <MenuLine
                  icon={ExternalLink}
                  label={t('library.openWithProgram')}
                  onClick={() => void openWithProgram(item.id)}
                />
              </>
            )}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}

function SearchLines({ item }: { item: ResultItem }) {
  const canJudge = useResults(isRanked)
  return (
    <>
      <MenuLine icon={ScanSearch} label={t('library.findSimilar')} onClick={() => useSearch.findSimilar(item)} />
      {canJudge && (
        <>
          <MenuLine icon={Plus} label={t('library.addToSearch')} onClick={() => useSearch.addToSearch(item)} />
          <MenuLine
            icon={ThumbsUp}
            label={t('library.moreLikeThis')}
            shortcut="+"
            onClick={() => useSearch.judge(item, 'more')}
          />
          <MenuLine
            icon={ThumbsDown}
            label={t('library.lessLikeThis')}
            shortcut="-"
            onClick={() => useSearch.judge(item, 'less')}
          />
        </>
      )}
      {item.copies > 0 && (
        <MenuLine
          icon={Layers}
          label={t('library.showCopies', { count: item.copies })}
          onClick={() => useSearch.openStack(item)}
        />
      )}
    </>
  )
}

function FileLines({ ids }: { ids: readonly string[] }) {
  const count = ids.length
  return (
    <>
      <MenuLine
        icon={Copy}
        label={t('library.copyFiles', { count })}
        shortcut={formatKeys('CmdOrCtrl+C')}
        onClick={() => void copyFiles(ids)}
      />
      <MenuLine icon={Link} label={t('library.copyPaths', { count })} onClick={() => void copyPaths(ids)} />
      <MenuLine
        icon={Download}
        label={t('library.export')}
        shortcut={formatKeys('CmdOrCtrl+E')}
        onClick={() => void exportFiles(ids)}
      />
    </>
  )
}

/** Of all that are selected. */
function ManyLines() {
  const places = chosenPlaces()
  const photos = places.map(({ item }) => item)
  const ids = photos.map(({ id }) => id)
  return (
    <>
      <MenuLine icon={Play} label={t('viewer.slideshow')} shortcut="P" onClick={() => startSlideshow(places)} />
      <ContextMenu.Separator className={popup['separator']} />
      <MenuLine icon={Heart} label={t('library.favourite')} onClick={() => void favouriteAll(photos, true)} />
      <MenuLine icon={HeartOff} label={t('library.noFavourite')} onClick={() => void favouriteAll(photos, false)} />
      {ratings.map((rating) => (
        <MenuLine
          key={rating}
          icon={Star}
          label={rating === 0 ? t('library.noRating') : t('count.stars', { count: rating })}
          shortcut={String(rating)}
          onClick={() => void rateAll(photos, rating)}
        />
      ))}
      <MenuLine icon={BookImage} label={t('library.addToAlbum')} shortcut="A" onClick={() => openAddToAlbum(ids)} />
      <ContextMenu.Separator className={popup['separator']} />
      <FileLines ids={ids} />
    </>
  )
}

const ratings = [5, 4, 3, 2, 1, 0]

function MarkLines({ item, container }: { item: ResultItem; container: HTMLElement | null }) {
  const details = useCall('items.details', { id: item.id })
  const mark = useMarks(({ marks }) => marks.get(item.id))
  const known = !details || details instanceof FoveaError ? null : { ...details, ...mark }
  return (
    <>
      <ContextMenu.CheckboxItem
        className={popup['item']}
        checked={known?.favorite ?? false}
        disabled={!known}
        closeOnClick
        onCheckedChange={(isFavorite) => void setFavorite(item, isFavorite)}
      >
        <Heart size={15} fill={known?.favorite ? 'currentColor' : 'none'} aria-hidden />
        {t('library.favourite')}
        <Shortcut keys="F" />
      </ContextMenu.CheckboxItem>
      <ContextMenu.SubmenuRoot>
        <ContextMenu.SubmenuTrigger className={popup['item']} disabled={!known}>
          <Star size={15} aria-hidden />
          {t('library.rating')}
          <ChevronRight size={14} className={popup['end']} aria-hidden />
        </ContextMenu.SubmenuTrigger>
        <ContextMenu.Portal container={container}>
          <ContextMenu.Positioner className={popup['positioner']}>
            <ContextMenu.Popup className={popup['popup']} aria-label={t('library.rating')}>
              <ContextMenu.RadioGroup
                value={known?.rating ?? 0}
                onValueChange={(rating) => void setRating(item, rating as number)}
              >
                {ratings.map((rating) => (
                  <ContextMenu.RadioItem
                    key={rating}
                    value={rating}
                    closeOnClick
                    className={popup['item']}
                    aria-label={rating === 0 ? t('library.noRating') : t('count.stars', { count: rating })}
                  >
                    {rating === 0 ? t('library.noRating') : '★'.repeat(rating)}
                    <Shortcut keys={String(rating)} />
                  </ContextMenu.RadioItem>
                ))}
              </ContextMenu.RadioGroup>
            </ContextMenu.Popup>
          </ContextMenu.Positioner>
        </ContextMenu.Portal>
      </ContextMenu.SubmenuRoot>
      <MenuLine icon={BookImage} label={t('library.addToAlbum')} onClick={() => openAddToAlbum([item.id])} />
    </>
  )
}

interface MenuLineProps {
  icon: LucideIcon
  label: string
  shortcut?: string
  onClick: () => void
}

function MenuLine({ icon: Icon, label, shortcut, onClick }: MenuLineProps) {
  return (
    <ContextMenu.Item className={popup['item']} onClick={onClick}>
      <Icon size={15} aria-hidden />
      {label}
      {shortcut && <Shortcut keys={shortcut} />}
    </ContextMenu.Item>
  )
}

function Shortcut({ keys }: { keys: string }) {
  return (
    <kbd className={popup['shortcut']} aria-hidden>
      {keys}
    </kbd>
  )
}
