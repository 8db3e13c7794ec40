/** One row of photos. */
import { memo, useEffect, useState } from 'react'
import type { CSSProperties, SyntheticEvent } from 'react'
import { Check, Play, ThumbsDown, ThumbsUp, Unplug } from 'lucide-react'
import type { ResultItem } from '../../../contract'
import { t } from '../../../strings'
import { formatLength, formatPercent } from '../../app/format'
import { thumbUrl } from '../../app/urls'
import { cx } from '../../ui/cx'
import type { Judgement } from '../search/searchStore'
import type { Row } from './layout'
import { NoteCard, noteText } from './NoteCard'
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
  judged: ReadonlyMap<string, Judgement>
  /** By their ids. */
  selected: ReadonlyMap<string, unknown>
  /** What was not shown before waits until the photos stand nearly still: the places of photos, and then their pictures. */
  isFast: boolean
}

export const PhotoRow = memo(function PhotoRow(props: PhotoRowProps) {
  const { number, row, top, page, cursor, judged, selected, isFast } = props
  const hasCells = useSoon(!isFast) || cursor !== null
  const isShown = useSoon(page !== undefined && !isFast)
  return (
    <div
      role="row"
      aria-rowindex={number}
      className={cx(styles['row'], !hasCells && styles['passing'])}
      style={{ height: row.height, transform: `translateY(${top}px)` }}
    >
      {(hasCells ? row.widths : []).map((width, column) => {
        const index = row.start + column
        const item = page?.[index % pageSize]
        const isCurrent = index === cursor
        const isSelected = item !== undefined && selected.has(item.id)
        return (
          <div
            // By photo, so that a refresh moves pictures that are already decoded instead of loading them again.
            key={item?.id ?? index}
            role="gridcell"
            data-index={index}
            aria-selected={selected.size > 0 ? isSelected : isCurrent}
            aria-label={item ? nameOf(item) : t('common.loading')}
            tabIndex={isCurrent ? 0 : -1}
            draggable={item !== undefined}
            className={styles['cell']}
            style={{ width }}
            {...(isSelected && { 'data-selected': '' })}
            {...(item && { title: titleOf(item) })}
          >
            {item && isShown && <Photo item={item} judgement={judged.get(item.id)} />}
            {item && (
              <span className={styles['check']} data-check aria-hidden>
                <Check size={13} strokeWidth={3} />
              </span>
            )}
          </div>
        )
      })}
    </div>
  )
})

/** Once true, it stays. What becomes ready in many rows at once comes to one after the other: all together would hold up a frame. */
function useSoon(isReady: boolean): boolean {
  const [isDone, setIsDone] = useState(isReady)
  const isDue = isReady && !isDone
  useEffect(() => {
    if (!isDue) return
    const waiting = requestIdleCallback(
      () => {
        setIsDone(true)
      },
      { timeout: 100 },
    )
    return () => {
      cancelIdleCallback(waiting)
    }
  }, [isDue])
  return isDone
}

function Photo({ item, judgement }: { item: ResultItem; judgement: Judgement | undefined }) {
  const { copies, relevance } = item
  const Thumb = judgement === 'less' ? ThumbsDown : ThumbsUp
  return (
    <>
      {item.kind === 'text' ? (
        <NoteCard item={item} />
      ) : (
        <img
          src={thumbUrl(item)}
          alt=""
          decoding="async"
          draggable={false}
          className={styles['photo']}
          onLoad={markLoaded}
        />
      )}
      {relevance !== null && (
        <span className={styles['relevance']} style={{ '--relevance': relevance } as CSSProperties} />
      )}
      {copies > 0 && (
        <span data-copies className={styles['copies']} title={t('library.showCopies', { count: copies })}>
          +{copies}
        </span>
      )}
      {item.offline && (
        <span className={styles['offline']} data-offline>
          <Unplug size={13} aria-hidden />
          <span className="visually-hidden">{t('library.offline')}</span>
        </span>
      )}
      {item.duration !== null && (
        <span className={styles['duration']} aria-hidden data-duration>
          <Play size={11} fill="currentColor" aria-hidden />
          {formatLength(item.duration)}
        </span>
      )}
      {judgement && (
        <span className={styles['judgement']} data-judgement={judgement}>
          <Thumb size={13} aria-hidden />
          <span className="visually-hidden">
            {t(judgement === 'more' ? 'library.moreLikeThis' : 'library.lessLikeThis')}
          </span>
        </span>
      )}
    </>
  )
}

/** As it is read out. */
function nameOf(item: ResultItem): string {
  const { name, kind, duration } = item
  if (kind === 'text') return t('library.noteNamed', { name, text: noteText(item) })
  return duration === null ? name : t('library.videoNamed', { name, length: formatLength(duration) })
}

function titleOf({ name, relevance, offline }: ResultItem): string {
  const title = relevance === null ? name : t('library.titleWithMatch', { name, percent: formatPercent(relevance) })
  return offline ? `${title}\n${t('library.offlineHint')}` : title
}

/** Set on the element itself: thousands of pictures must not each cost a render. */
function markLoaded(event: SyntheticEvent<HTMLImageElement>): void {
  event.currentTarget.dataset['loaded'] = ''
}
