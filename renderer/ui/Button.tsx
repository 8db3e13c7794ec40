/** Buttons: with a label (primary, secondary, danger, quiet) or with an icon alone (then with a tooltip). */
import { Tooltip } from '@base-ui/react/tooltip'
import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cx } from './cx'
import styles from './Button.module.css'

interface ButtonProps extends ComponentProps<'button'> {
  look?: 'primary' | 'secondary' | 'danger' | 'quiet'
  size?: 'small' | 'medium' | 'large'
  icon?: LucideIcon
}

export function Button({ look = 'secondary', size = 'medium', icon: Icon, className, children, ...rest }: ButtonProps) {
  return (
    <button type="button" className={cx(styles['button'], styles[look], styles[size], className)} {...rest}>
      {Icon && <Icon size={size === 'large' ? 18 : 15} aria-hidden />}
      {children}
    </button>
  )
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** Accessible name, and the tooltip's text. */
  label: string
  icon: LucideIcon
  /** Shown in the tooltip after the label. */
  shortcut?: string
  /** Off where the button is focused by itself: Escape would close the tooltip before what it stands on. */
  hasTooltip?: boolean
  size?: 'small' | 'medium'
  side?: 'top' | 'bottom'
}

export function IconButton({
  label,
  icon: Icon,
  shortcut,
  hasTooltip = true,
  size = 'medium',
  side = 'bottom',
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip.Root disabled={!hasTooltip}>
      <Tooltip.Trigger
        render={<button type="button" aria-label={label} {...rest} />}
        className={cx(styles['icon'], size === 'small' && styles['iconSmall'], className)}
      >
        <Icon size={size === 'small' ? 14 : 18} strokeWidth={1.9} aria-hidden />
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} side={side} className={styles['tooltipPositioner']}>
          {/* The button has this text as its name: a screen reader would read it twice. */}
          <Tooltip.Popup className={styles['tooltip']} aria-hidden>
            {label}
            {shortcut && <kbd className={styles['shortcut']}>{shortcut}</kbd>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
