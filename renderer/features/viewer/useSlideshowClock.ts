/** Turns the pages of a slideshow: after so many seconds on each photo, and not before the next one is loaded. */
import { useEffect } from 'react'
import { originalUrl } from '../../app/urls'
import { step, upcoming, useSlideshow } from './slideshow'

/** A photo that cannot be loaded is not waited for longer. */
const patienceMs = 4000

/** `shown`: the id of the photo on screen; the clock starts anew with each. */
export function useSlideshowClock(shown: string | undefined): void {
  const isRunning = useSlideshow(({ state }) => state === 'running')
  const seconds = useSlideshow((slideshow) => slideshow.seconds)
  useEffect(() => {
    if (!isRunning || shown === undefined) return
    let isOver = false
    const next = upcoming()
    const loaded = next?.kind === 'image' ? load(originalUrl(next)) : Promise.resolve()
    const timer = setTimeout(() => {
      const late = new Promise((resolve) => setTimeout(resolve, patienceMs))
      void Promise.race([loaded, late]).then(() => {
        if (!isOver) step(1)
      })
    }, seconds * 1000)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [isRunning, seconds, shown])
}

async function load(url: string): Promise<void> {
  const picture = new Image()
  picture.src = url
  await picture.decode().catch(() => undefined)
}
