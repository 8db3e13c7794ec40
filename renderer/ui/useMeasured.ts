/** An element and its size inside the border, from before the first paint on. */
import { useCallback, useState } from 'react'

interface Measured {
  ref: (element: HTMLElement | null) => (() => void) | undefined
  element: HTMLElement | null
  /** 0 until measured. */
  width: number
  height: number
}

export function useMeasured(): Measured {
  const [element, setElement] = useState<HTMLElement | null>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  const ref = useCallback((next: HTMLElement | null) => {
    if (!next) return
    const measure = () => {
      setSize({ width: next.clientWidth, height: next.clientHeight })
    }
    setElement(next)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(next)
    return () => {
      observer.disconnect()
      setElement(null)
    }
  }, [])
  return { ref, element, ...size }
}
