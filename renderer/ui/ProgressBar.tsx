/** A thin bar that fills from left to right; without a value it only says that something is going on. */
import { cx } from './cx'
import styles from './ProgressBar.module.css'

interface ProgressBarProps {
  label: string
  /** 0 to 1, or null while the total is not known. */
  value: number | null
  still?: boolean
}

export function ProgressBar({ label, value, still = false }: ProgressBarProps) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 1000) / 10
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent !== null && { 'aria-valuenow': percent })}
      className={styles['track']}
    >
      <div
        className={cx(styles['bar'], percent === null && !still && styles['unknown'], still && styles['still'])}
        style={{ transform: `scaleX(${percent === null ? 1 : percent / 100})` }}
      />
    </div>
  )
}
