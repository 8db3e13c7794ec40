/** Whether photos go by faster than anybody could see them: none are loaded meanwhile. */
import { useEffect, useState } from 'react'

/** Screens a second. The second is lower, so that a speed in between does not go back and forth. */
const [fast, slow] = [6, 3]
/** Without a movement for so long it was a jump, or the end. */
const pauseMs = 120

export function useFastScrolling(scroller: HTMLElement | null): boolean {
  const [isFast, setIsFast] = useState(false)
  useEffect(() => {
    if (!scroller) return
    let top = scroller.scrollTop
    let time = performance.now()
    let wasFast = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const tell = (now: boolean) => {
      wasFast = now
      setIsFast(now)
    }
    const onScroll = () => {
      const now = performance.now()
      const elapsed = now - time
      const screens = Math.abs(scroller.scrollTop - top) / Math.max(1, scroller.clientHeight)
      top = scroller.scrollTop
      time = now
      const speed = elapsed > pauseMs ? 0 : (screens * 1000) / Math.max(1, elapsed)
      tell(speed > (wasFast ? slow : fast))
      clearTimeout(timer)
      timer = setTimeout(tell, pauseMs, false)
    }
    scroller.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      clearTimeout(timer)
      scroller.removeEventListener('scroll', onScroll)
    }
  }, [scroller])
  return isFast
}
