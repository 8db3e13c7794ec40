/** The neighbours of the photo that is shown, one press away; only those on screen are in the document. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { FileText } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { WheelEvent } from 'react'
import { t } from '../../../strings'
import { thumbUrl } from '../../app/urls'
import { itemAt, useResults } from '../library/results'
import styles from './FilmStrip.module.css'

/** As in the style sheet. */
const [size, gap] = [64, 4]
const loadPause = 80

export function FilmStrip() {
  const results = useResults()
  const { total, cursor } = results
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  // eslint-disable-next-line react-hooks/incompatible-library -- only a warning to the React Compiler, which is not used
  const virtualizer = useVirtualizer({
    horizontal: true,
    count: total,
    getScrollElement: () => scroller,
    estimateSize: () => size,
    gap,
    overscan: 4,
  })

  useEffect(() => {
    if (scroller) virtualizer.scrollToIndex(cursor.index, { align: 'center' })
  }, [scroller, virtualizer, cursor.index])
  useFocusFollows(scroller, cursor.index)

  const { startIndex: first, endIndex: last } = virtualizer.range ?? {}
  useEffect(() => {
    if (first === undefined || last === undefined) return
    const timer = setTimeout(() => useResults.showRange(first, last), loadPause)
    return () => {
      clearTimeout(timer)
    }
  }, [first, last])

  /** A wheel turns in one direction only. */
  const onWheel = ({ deltaX, deltaY }: WheelEvent) => {
    if (scroller && Math.abs(deltaY) > Math.abs(deltaX)) scroller.scrollLeft += deltaY
  }

  return (
    <nav ref={setScroller} className={styles['strip']} aria-label={t('viewer.filmStrip')} onWheel={onWheel}>
      <div className={styles['canvas']} style={{ width: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const item = itemAt(results, index)
          const isShown = index === cursor.index
          return (
            <button
              key={index}
              type="button"
              className={styles['frame']}
              style={{ transform: `translateX(${start}px)` }}
              data-frame={index}
              aria-label={item?.name ?? t('common.loading')}
              tabIndex={isShown ? 0 : -1}
              {...(isShown && { 'aria-current': 'true' })}
              onClick={() => useResults.moveCursor(index)}
            >
              {item?.kind === 'text' ? (
                <FileText size={22} strokeWidth={1.6} aria-hidden />
              ) : (
                item && (
                  <img src={thumbUrl(item)} alt="" decoding="async" draggable={false} className={styles['thumb']} />
                )
              )}
            </button>
          )
        })}
      </div>
    </nav>
  )
}

/** Keys that go to a neighbour take the focus along while it is in the strip. */
function useFocusFollows(scroller: HTMLElement | null, index: number): void {
  const isInside = useRef(false)
  useEffect(() => {
    if (!scroller) return
    const onFocus = () => (isInside.current = true)
    const onBlur = () => (isInside.current = false)
    scroller.addEventListener('focusin', onFocus)
    scroller.addEventListener('focusout', onBlur)
    return () => {
      scroller.removeEventListener('focusin', onFocus)
      scroller.removeEventListener('focusout', onBlur)
    }
  }, [scroller])
  useEffect(() => {
    if (isInside.current)
      scroller?.querySelector<HTMLElement>(`[data-frame="${index}"]`)?.focus({ preventScroll: true })
  })
}
