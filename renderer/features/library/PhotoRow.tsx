/** One row of photos. */
import { memo } from 'react'
import type { SyntheticEvent } from 'react'
import type { ResultItem } from '../../../contract'
import { thumbUrl } from '../../app/urls'
import type { Row } from './layout'
import { pageSize } from './results'
import styles from './PhotoGrid.module.css'

interface PhotoRowProps {
  /** Counts from 1. */
  number: number
  row: Row
  top: number
  /** The page that holds this row's photos; a row never crosses pages. */
  page: readonly ResultItem[] | undefined
  /** The selected photo, if it is in this row. */
  cursor: number | null
}

export const PhotoRow = memo(function PhotoRow({ number, row, top, page, cursor }: PhotoRowProps) {
  return (
    <div
      role="row"
      aria-rowindex={number}
      className={styles['row']}
      style={{ height: row.height, transform: `translateY(${top}px)` }}
    >
      {row.widths.map((width, column) => {
        const index = row.start + column
        const item = page?.[index % pageSize]
        const isSelected = index === cursor
        return (
          <div
            // By photo, so that a refresh moves pictures that are already decoded instead of loading them again.
            key={item?.id ?? index}
            role="gridcell"
            data-index={index}
            aria-selected={isSelected}
            aria-label={item?.name ?? 'Loading'}
            tabIndex={isSelected ? 0 : -1}
            className={styles['cell']}
            style={{ width }}
            {...(item && item.score !== null && { 'data-score': item.score.toFixed(2) })}
          >
            {item && (
              <img
                src={thumbUrl(item)}
                alt=""
                decoding="async"
                draggable={false}
                className={styles['photo']}
                onLoad={markLoaded}
              />
            )}
          </div>
        )
      })}
    </div>
  )
})

/** Set on the element itself: thousands of pictures must not each cost a render. */
function markLoaded(event: SyntheticEvent<HTMLImageElement>): void {
  event.currentTarget.dataset['loaded'] = ''
}
