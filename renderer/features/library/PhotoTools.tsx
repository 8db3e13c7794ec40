/** Buttons over the photo under the pointer. What they do, the context menu and keys do too. */
import { Heart, ScanSearch, ThumbsDown, ThumbsUp } from 'lucide-react'
import { useEffect, useState } from 'react'
import { t } from '../../../strings'
import { IconButton } from '../../ui/Button'
import { useSearch } from '../search/searchStore'
import { toggleFavorite } from './marking'
import { isRanked, itemAt, useResults } from './results'
import styles from './PhotoGrid.module.css'

interface Place {
  index: number
  /** Upper right corner of the photo, in the scrolled content. */
  right: number
  top: number
}

/** Photos smaller than this would be hidden by the buttons. */
const smallest = { width: 150, height: 90 }
const margin = 5

export function PhotoTools({ scroller }: { scroller: HTMLElement | null }) {
  const results = useResults()
  const judged = useSearch((search) => search.judged)
  const place = usePlaceUnderPointer(scroller)
  const item = place && itemAt(results, place.index)
  if (!item) return null
  return (
    <div className={styles['tools']} style={{ left: place.right - margin, top: place.top + margin }}>
      {isRanked(results) && (
        <>
          <IconButton
            label={t('library.moreLikeThis')}
            shortcut="+"
            icon={ThumbsUp}
            size="small"
            aria-pressed={judged.get(item.id) === 'more'}
            onClick={() => useSearch.judge(item, 'more')}
          />
          <IconButton
            label={t('library.lessLikeThis')}
            shortcut="-"
            icon={ThumbsDown}
            size="small"
            aria-pressed={judged.get(item.id) === 'less'}
            onClick={() => useSearch.judge(item, 'less')}
          />
        </>
      )}
      <IconButton
        label={t('library.findSimilar')}
        icon={ScanSearch}
        size="small"
        onClick={() => useSearch.findSimilar(item)}
      />
      <IconButton
        label={t('library.favourite')}
        shortcut="F"
        icon={Heart}
        size="small"
        onClick={() => void toggleFavorite(item)}
      />
    </div>
  )
}

/** Stays while the pointer is on the buttons themselves; ends when photos move under it. */
function usePlaceUnderPointer(scroller: HTMLElement | null): Place | null {
  const [place, setPlace] = useState<(Place & { pages: unknown }) | null>(null)
  const pages = useResults((results) => results.pages)
  useEffect(() => {
    if (!scroller) return
    const onPointerOver = ({ target, pointerType }: PointerEvent) => {
      if (!(target instanceof Element) || target.closest(`.${styles['tools'] ?? ''}`)) return
      const cell = target.closest<HTMLElement>('[data-index]')
      setPlace(cell && pointerType === 'mouse' ? { ...placeOf(cell, scroller), pages } : null)
    }
    const onPointerLeave = () => setPlace(null)
    scroller.addEventListener('pointerover', onPointerOver)
    scroller.addEventListener('pointerleave', onPointerLeave)
    return () => {
      scroller.removeEventListener('pointerover', onPointerOver)
      scroller.removeEventListener('pointerleave', onPointerLeave)
    }
  }, [scroller, pages])
  return place && place.pages === pages && place.index >= 0 ? place : null
}

function placeOf(cell: HTMLElement, scroller: HTMLElement): Place {
  const photo = cell.getBoundingClientRect()
  const frame = scroller.getBoundingClientRect()
  const isLargeEnough = photo.width >= smallest.width && photo.height >= smallest.height
  return {
    index: isLargeEnough ? Number(cell.dataset['index']) : -1,
    right: photo.right - frame.left,
    top: photo.top - frame.top + scroller.scrollTop,
  }
}
