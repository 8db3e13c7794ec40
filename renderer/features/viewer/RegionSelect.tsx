/** Choosing a part of the photo to search by: drawn with the pointer, or moved and sized with the arrow keys. */
import { ScanSearch } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import type { KeyboardEvent, PointerEvent } from 'react'
import { t } from '../../../strings'
import { Button } from '../../ui/Button'
import { cx } from '../../ui/cx'
import { middleRegion, moveRegion, regionBetween, resizeRegion } from './region'
import type { Region } from './region'
import styles from './RegionSelect.module.css'

const keyStep = 0.02
const directions: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: -keyStep, y: 0 },
  ArrowRight: { x: keyStep, y: 0 },
  ArrowUp: { x: 0, y: -keyStep },
  ArrowDown: { x: 0, y: keyStep },
}

interface RegionSelectProps {
  /** The photo's zoom: what is drawn over it keeps its size on screen. */
  scale: number
  onSearch: (region: Region) => void
}

export function RegionSelect({ scale, onSearch }: RegionSelectProps) {
  const hint = useId()
  const frame = useRef<HTMLDivElement>(null)
  const [region, setRegion] = useState(middleRegion)
  const drawing = useRef<{ x: number; y: number } | null>(null)
  useEffect(() => {
    frame.current?.focus()
  }, [])

  const pointOf = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect()
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height }
  }
  const onPointerDown = (event: PointerEvent) => {
    // Neither pans the photo nor zooms it.
    event.stopPropagation()
    if (event.button !== 0 || event.target instanceof HTMLButtonElement) return
    event.currentTarget.setPointerCapture(event.pointerId)
    drawing.current = pointOf(event)
  }
  const onPointerMove = (event: PointerEvent) => {
    const drawn = drawing.current && regionBetween(drawing.current, pointOf(event))
    if (drawn) setRegion(drawn)
  }
  const onPointerUp = () => {
    drawing.current = null
    frame.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const by = directions[event.key]
    if (by) setRegion((now) => (event.shiftKey ? resizeRegion(now, by) : moveRegion(now, by)))
    else if (event.key === 'Enter' && event.target === frame.current) onSearch(region)
    else return
    event.preventDefault()
    // The viewer would go to the next photo.
    event.stopPropagation()
  }

  const percent = (value: number) => `${value * 100}%`
  const isLow = region.y + region.h > 0.85
  return (
    <div
      className={styles['area']}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onDoubleClick={(event) => {
        event.stopPropagation()
      }}
      onKeyDown={onKeyDown}
    >
      <div
        ref={frame}
        role="group"
        aria-label={t('viewer.part')}
        aria-describedby={hint}
        tabIndex={0}
        className={styles['region']}
        style={{
          left: percent(region.x),
          top: percent(region.y),
          width: percent(region.w),
          height: percent(region.h),
          borderWidth: 2 / scale,
        }}
      >
        <div
          className={cx(styles['tools'], isLow && styles['inside'])}
          style={{ transform: `translateX(-50%) scale(${1 / scale})` }}
        >
          <Button
            look="primary"
            icon={ScanSearch}
            onClick={() => {
              onSearch(region)
            }}
          >
            {t('viewer.searchThisPart')}
          </Button>
        </div>
      </div>
      <span id={hint} className="visually-hidden">
        {t('viewer.partHint')}
      </span>
    </div>
  )
}
