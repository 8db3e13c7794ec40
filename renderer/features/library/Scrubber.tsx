/** The years beside the photos: where in time the screen is, and the way to any other month. */
import { useEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, PointerEvent } from 'react'
import type { Timeline } from '../../../contract'
import { t } from '../../../strings'
import { rowAtOffset, rowOfPhoto } from './layout'
import type { PhotoLayout } from './layout'
import { markAt, monthMarks, yearLabels } from './sections'
import { monthTitle } from './sectionTitle'
import styles from './Scrubber.module.css'

interface ScrubberProps {
  scroller: HTMLElement | null
  layout: PhotoLayout
  timeline: Timeline
  total: number
  /** What floats above and below the photos. */
  top: number
  bottom: number
}

/** Pixels that a year takes. */
const labelHeight = 20

export function Scrubber({ scroller, layout, timeline, total, top, bottom }: ScrubberProps) {
  const marks = useMemo(() => monthMarks(timeline), [timeline])
  const place = usePlace(scroller, layout)
  const track = useRef<HTMLDivElement>(null)
  /** A share of the track, where the pointer is over it. */
  const [pointed, setPointed] = useState<number | null>(null)
  const [isDragging, setIsDragging] = useState(false)
  const trackHeight = Math.max(1, (scroller?.clientHeight ?? 0) - top - bottom - 2 * margin)
  const labels = useMemo(() => yearLabels(marks, total, labelHeight / trackHeight), [marks, total, trackHeight])

  const shownMark = markAt(marks, place.photo)
  const goTo = (photo: number) => {
    const row = rowOfPhoto(layout.rows, Math.min(total - 1, Math.max(0, photo)))
    scroller?.scrollTo({ top: layout.tops[row] ?? 0 })
  }
  const shareAt = (event: PointerEvent): number => {
    const box = track.current?.getBoundingClientRect()
    return box ? Math.min(1, Math.max(0, (event.clientY - box.top) / box.height)) : 0
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const year = (index: number): number => Math.floor((marks[index]?.month ?? 0) / 100)
    const step = (by: number): number => Math.min(marks.length - 1, Math.max(0, shownMark + by))
    /** To the newest month of another year. */
    const stepYear = (by: 1 | -1): number => {
      let index = shownMark
      while (marks[index + by] && year(index + by) === year(shownMark)) index += by
      index = marks[index + by] ? index + by : index
      while (marks[index - 1] && year(index - 1) === year(index)) index--
      return index
    }
    const to: Record<string, () => number> = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      PageDown: () => stepYear(1),
      PageUp: () => stepYear(-1),
      Home: () => 0,
      End: () => marks.length - 1,
    }
    const index = to[event.key]?.()
    if (index === undefined) return
    event.preventDefault()
    event.stopPropagation()
    goTo(marks[index]?.at ?? 0)
  }

  const bubble = pointed ?? (isDragging ? place.share : null)
  return (
    <div
      className={styles['scrubber']}
      style={{ top, bottom }}
      role="slider"
      aria-orientation="vertical"
      aria-label={t('library.timeline')}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, marks.length - 1)}
      aria-valuenow={shownMark}
      aria-valuetext={monthTitle(marks[shownMark]?.month ?? null)}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        setIsDragging(true)
        goTo(shareAt(event) * total)
      }}
      onPointerMove={(event) => {
        const share = shareAt(event)
        setPointed(share)
        if (isDragging) goTo(share * total)
      }}
      onPointerUp={() => setIsDragging(false)}
      onPointerCancel={() => setIsDragging(false)}
      onPointerLeave={() => setPointed(null)}
    >
      <div ref={track} className={styles['track']}>
        {labels.map(({ year, share }) => (
          <span key={year} className={styles['year']} style={{ top: `${share * 100}%` }}>
            {year}
          </span>
        ))}
        <span className={styles['thumb']} style={{ top: `${place.share * 100}%` }} />
        {bubble !== null && (
          <span className={styles['bubble']} style={{ top: `${bubble * 100}%` }}>
            {monthTitle(marks[markAt(marks, bubble * total)]?.month ?? null)}
          </span>
        )}
      </div>
    </div>
  )
}

/** Above and below the track. */
const margin = 14

/** The first photo on screen, and how far down that is. */
function usePlace(scroller: HTMLElement | null, layout: PhotoLayout): { photo: number; share: number } {
  const [place, setPlace] = useState({ photo: 0, share: 0 })
  useEffect(() => {
    if (!scroller) return
    let frame = 0
    const look = () => {
      frame = 0
      const { rows } = layout
      const photo = rows[rowAtOffset(layout, scroller.scrollTop + 1)]?.start ?? 0
      const last = rows.at(-1)
      const total = last ? last.start + last.widths.length : 1
      const isAtEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2
      const isScrollable = scroller.scrollHeight > scroller.clientHeight + 2
      setPlace({ photo, share: isAtEnd && isScrollable ? 1 : photo / total })
    }
    const onScroll = () => {
      frame ||= requestAnimationFrame(look)
    }
    onScroll()
    scroller.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      scroller.removeEventListener('scroll', onScroll)
    }
  }, [scroller, layout])
  return place
}
