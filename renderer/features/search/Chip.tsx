/** What all chips have: a name, a cross, and keys: Delete takes it away, arrows lead to the next. */
import { X } from 'lucide-react'
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'
import { t } from '../../../strings'
import { focusSearch } from '../../app/uiStore'
import { cx } from '../../ui/cx'
import styles from './QueryChips.module.css'

interface ChipProps {
  name: string
  onRemove: () => void
  className?: string | undefined
  children: ReactNode
}

export function Chip({ name, onRemove, className, children }: ChipProps) {
  const onClick = (event: MouseEvent) => {
    onRemove()
    // Pressed with a key (no clicks counted): the button that had the focus is gone.
    if (event.detail === 0) focusSearch()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // Its panels are drawn inside it, and have keys of their own.
    const isButton =
      event.target instanceof HTMLButtonElement && event.target.closest('[role="dialog"],[role="menu"]') === null
    if (!isButton || event.ctrlKey || event.altKey || event.metaKey) return
    if (event.key === 'Delete' || event.key === 'Backspace') {
      onRemove()
      focusSearch()
    } else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      const buttons = [
        ...(event.currentTarget.parentElement?.querySelectorAll<HTMLElement>('[data-chip] button') ?? []),
      ]
      const at = buttons.indexOf(event.target as HTMLElement)
      buttons[at + (event.key === 'ArrowRight' ? 1 : -1)]?.focus()
    } else return
    event.preventDefault()
  }
  return (
    <div role="group" aria-label={name} data-chip className={cx(styles['chip'], className)} onKeyDown={onKeyDown}>
      {children}
      <button
        type="button"
        className={styles['remove']}
        aria-label={t('common.removeNamed', { name })}
        title={t('common.remove')}
        onClick={onClick}
      >
        <X size={13} strokeWidth={2.4} aria-hidden />
      </button>
    </div>
  )
}
