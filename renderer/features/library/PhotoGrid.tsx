/** All results as justified rows; only the rows on screen are in the document. */
import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { CSSProperties, DragEvent, KeyboardEvent, MouseEvent } from 'react'
import { t } from '../../../strings'
import { openOverlay, useUi } from '../../app/uiStore'
import { cx } from '../../ui/cx'
import { useMeasured } from '../../ui/useMeasured'
import { useSearch } from '../search/searchStore'
import { useSettings } from '../settings/settingsStore'
import { moveCursor } from './cursorKeys'
import { DateHeadings } from './DateHeadings'
import { dragFiles } from './fileActions'
import { layoutPhotos, rowOfPhoto, rowsToRender, scrollTopToShow } from './layout'
import { PhotoMenu } from './PhotoMenu'
import { PhotoRow } from './PhotoRow'
import { PhotoTools } from './PhotoTools'
import { itemAt, pageSize, useResults } from './results'
import { Scrubber } from './Scrubber'
import { sectionsOf } from './sections'
import { chosenPhotos, isAmongSelected, useSelection } from './selection'
import { useRowsOnScreen, useVisiblePages } from './useGridPosition'
import { useFastScrolling } from './useFastScrolling'
import { useLasso } from './useLasso'
import { useTimeline } from './useTimeline'
import { WeakerDivider, WeakerOffer } from './WeakerMatches'
import styles from './PhotoGrid.module.css'

/** Space for the bars that float above the photos and the gap between photos, as in tokens.css. */
const frames = {
  comfortable: { topBar: 60, bottomBar: 36, gap: 5 },
  compact: { topBar: 50, bottomBar: 30, gap: 2 },
} as const
/** Of the line between the matches and the weaker ones, and of the date above the photos of a section. */
const dividerHeight = 52
const dateHeight = 44
/** Width of a usual photo, in heights of its row. */
const usualAspect = 1.4

interface PhotoGridProps {
  /** Height of what floats above the photos below the top bar. */
  headerHeight: number
}

export function PhotoGrid({ headerHeight }: PhotoGridProps) {
  const results = useResults()
  const { pages, total, matches, weaker, answered, cursor } = results
  const judged = useSearch((search) => search.judged)
  const { topBar, bottomBar, gap } = useSettings(({ settings }) => frames[settings.density])
  const top = topBar + headerHeight
  const [start, end] = [top + gap, bottomBar + gap]
  const isWeakShown = answered?.weak === true && weaker > 0
  const hasOffer = !isWeakShown && weaker > 0
  const rowHeight = useSettings(({ settings }) => settings.rowHeight)
  const { ref, element, width: outerWidth, height } = useMeasured()
  const width = Math.max(0, outerWidth - 2 * gap)
  const { isByDate, timeline } = useTimeline()
  const perRow = Math.max(1, width / (rowHeight * usualAspect))
  const sections = useMemo(
    () => (timeline ? sectionsOf(timeline, perRow).filter(({ at }) => at < total) : []),
    [timeline, perRow, total],
  )
  const dividers = useMemo(
    () =>
      isWeakShown ? [{ at: matches, height: dividerHeight }] : sections.map(({ at }) => ({ at, height: dateHeight })),
    [isWeakShown, matches, sections],
  )
  const layout = useMemo(
    () => layoutPhotos(width > 0 ? total : 0, pageSize, pages, { width, rowHeight, gap }, dividers),
    [total, pages, width, rowHeight, gap, dividers],
  )
  const { rows, tops } = layout
  const cursorRow = rowOfPhoto(rows, cursor.index)

  // Its listener comes first: what it reads would make the browser lay out new rows twice.
  const isFast = useFastScrolling(element)
  const onScreen = useRowsOnScreen(element, layout, { height, barHeight: start })
  useVisiblePages(layout, onScreen, results.serial, isFast)
  const shownRows = rowsToRender(onScreen, cursorRow, rows.length).map((number) => ({
    number,
    row: rows[number]!,
    top: start + (tops[number] ?? 0),
  }))

  const selectPhoto = useCallback(
    (index: number) => {
      useResults.moveCursor(index)
      if (!element) return
      const frame = { scrollTop: element.scrollTop, height: element.clientHeight, start, end }
      element.scrollTo({ top: scrollTopToShow(layout, rowOfPhoto(layout.rows, index), frame) })
    },
    [element, layout, start, end],
  )
  const selected = useSelection(({ photos }) => photos)
  const lasso = useLasso(element, {
    ...{ layout, gap, bottom: bottomBar },
    origin: { x: gap, y: start },
  })
  const focusHandlers = useCursorFocus(element, cursor.index, selectPhoto)

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || isSelectionKey(event, cursor.index)) return
    if (event.key === 'Enter' || event.key === ' ') {
      if (event.ctrlKey || event.metaKey) return
      event.preventDefault()
      openOverlay('viewer')
      return
    }
    const screen = height - start - end
    const index = moveCursor(event.key, cursor.index, rows, Math.floor(screen / (rowHeight + gap)))
    if (index === null) return
    event.preventDefault()
    if (event.shiftKey) void useSelection.extendTo(index, cursor.index)
    // With Ctrl the cursor moves through what is selected.
    else if (!event.ctrlKey && !event.metaKey) useSelection.clear()
    selectPhoto(index)
  }
  const onClick = (event: MouseEvent) => {
    const index = photoIndexAt(event.target)
    if (index === null) return
    const before = cursor.index
    useResults.moveCursor(index)
    const isCheck = event.target instanceof Element && event.target.closest('[data-check]') !== null
    if (event.shiftKey) {
      void useSelection.extendTo(index, before, event.ctrlKey || event.metaKey)
      return
    }
    // Once something is selected, clicks go on selecting.
    if (event.ctrlKey || event.metaKey || isCheck || selected.size > 0) {
      useSelection.toggle(index)
      return
    }
    const item = itemAt(results, index)
    const isBadge = event.target instanceof Element && event.target.closest('[data-copies]') !== null
    if (isBadge && item) useSearch.openStack(item)
    else openOverlay('viewer')
  }
  const onContextMenu = (event: MouseEvent & { preventBaseUIHandler?: () => void }) => {
    const index = photoIndexAt(event.target)
    if (index === null || !itemAt(results, index)) event.preventBaseUIHandler?.()
    else {
      useResults.moveCursor(index)
      if (!isAmongSelected(itemAt(results, index)?.id ?? '')) useSelection.clear()
    }
  }
  const onDragStart = (event: DragEvent) => {
    // The system's own drag takes its place: other programs want files.
    event.preventDefault()
    const index = photoIndexAt(event.target)
    const item = index === null ? undefined : itemAt(results, index)
    if (!item) return
    void dragFiles(isAmongSelected(item.id) ? chosenPhotos().map(({ id }) => id) : [item.id])
  }

  const dividerRow = isWeakShown ? rowOfPhoto(rows, matches) : -1
  return (
    <>
      <PhotoMenu item={itemAt(results, cursor.index)}>
        <div
          ref={ref}
          className={cx(styles['scroller'], isByDate && styles['timed'])}
          style={{ '--top': `${top}px` } as CSSProperties}
          onContextMenu={onContextMenu}
        >
          <div
            role="grid"
            aria-label={t('library.photos')}
            aria-rowcount={rows.length}
            aria-multiselectable
            className={cx(styles['canvas'], selected.size > 0 && styles['selecting'])}
            style={{ height: start + Math.max(0, (tops[rows.length] ?? 0) - gap) + (hasOffer ? gap : end) }}
            onKeyDown={onKeyDown}
            onClick={onClick}
            onDragStart={onDragStart}
            {...focusHandlers}
          >
            {shownRows.map(({ number, row, top: rowTop }) => (
              <PhotoRow
                key={number}
                number={number + 1}
                row={row}
                top={rowTop + (row.above ?? 0)}
                page={pages.get(Math.floor(row.start / pageSize))}
                cursor={number === cursorRow ? cursor.index : null}
                judged={judged}
                selected={selected}
                isFast={isFast}
              />
            ))}
          </div>
          {dividerRow >= 0 && <WeakerDivider top={start + (tops[dividerRow] ?? 0)} height={dividerHeight} />}
          {!isWeakShown && <DateHeadings rows={shownRows} sections={sections} />}
          {hasOffer && <WeakerOffer count={weaker} />}
          <PhotoTools scroller={element} />
          {lasso && (
            <div
              className={styles['lasso']}
              style={{
                ...{ left: lasso.left, top: lasso.top },
                ...{ width: lasso.right - lasso.left, height: lasso.bottom - lasso.top },
              }}
            />
          )}
        </div>
      </PhotoMenu>
      {timeline && (
        <Scrubber scroller={element} layout={layout} timeline={timeline} total={total} top={top} bottom={bottomBar} />
      )}
    </>
  )
}

/** X selects the photo or lets it go, Ctrl+A selects all, Escape lets go of all. */
function isSelectionKey(event: KeyboardEvent, cursor: number): boolean {
  const isModified = event.ctrlKey || event.metaKey
  const key = event.key.toLowerCase()
  if (key === 'a' && isModified && !event.shiftKey) void useSelection.selectAll()
  else if (key === 'x' && !isModified) useSelection.toggle(cursor)
  else if (key === 'escape' && useSelection.getState().photos.size > 0) useSelection.clear()
  else return false
  event.preventDefault()
  return true
}

function photoIndexAt(target: EventTarget): number | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
  return cell ? Number(cell.dataset['index']) : null
}

/**
 * Keeps the focus on the selected photo: when a key moves the selection, when something that lay over the photos
 * is closed, and when the element that has the focus is replaced (a page arrived, a refresh moved the photo).
 */
function useCursorFocus(
  scroller: HTMLElement | null,
  cursor: number,
  selectPhoto: (index: number) => void,
): { onFocus: () => void; onBlur: () => void } {
  // React fires no blur for an element that it removes itself, which is the difference that counts here.
  const hasFocus = useRef(false)
  const requests = useUi((ui) => ui.photoFocusRequests)
  const answered = useRef(requests)

  useEffect(() => {
    if (requests !== answered.current) {
      answered.current = requests
      hasFocus.current = true
      selectPhoto(cursor)
    }
    const cell = scroller?.querySelector<HTMLElement>(`[data-index="${cursor}"]`)
    if (hasFocus.current && cell !== document.activeElement) cell?.focus({ preventScroll: true })
  })

  return {
    onFocus: useCallback(() => {
      hasFocus.current = true
    }, []),
    onBlur: useCallback(() => {
      hasFocus.current = false
    }, []),
  }
}
