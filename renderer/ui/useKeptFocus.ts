/** A button that goes away takes the focus with it: the card it was on gets it. */
import { useEffect, useRef } from 'react'

/** `version` changes with the buttons; the card can be focused (tabIndex -1). */
export function useKeptFocus<E extends HTMLElement>(version: string): React.RefObject<E | null> {
  const card = useRef<E>(null)
  const hadFocus = useRef(false)
  useEffect(() => {
    const onFocus = ({ target }: FocusEvent) => {
      // The dialog's own panel takes the focus over from an element that is gone.
      if (target instanceof HTMLElement && target.role !== 'dialog')
        hadFocus.current = card.current?.contains(target) ?? false
    }
    document.addEventListener('focusin', onFocus)
    return () => {
      document.removeEventListener('focusin', onFocus)
    }
  }, [])
  useEffect(() => {
    const isLost = !(document.activeElement instanceof HTMLButtonElement)
    if (hadFocus.current && isLost && !card.current?.contains(document.activeElement)) card.current?.focus()
  }, [version])
  return card
}
