/** Something that is on or off, with its name beside it. */
import { Switch as BaseSwitch } from '@base-ui/react/switch'
import { useId } from 'react'
import styles from './Switch.module.css'

interface SwitchProps {
  label: string
  checked: boolean
  disabled?: boolean
  onChange: (isOn: boolean) => void
}

export function Switch({ label, checked, disabled = false, onChange }: SwitchProps) {
  const id = useId()
  return (
    <div className={styles['line']}>
      <span id={id}>{label}</span>
      <BaseSwitch.Root
        className={styles['switch']}
        aria-labelledby={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
      >
        <BaseSwitch.Thumb className={styles['thumb']} />
      </BaseSwitch.Root>
    </div>
  )
}
