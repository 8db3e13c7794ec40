/** A message about the state of the app that stays until the state changes. */
import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './Banner.module.css'

export function Banner({ children, actions }: { children: ReactNode; actions?: ReactNode }) {
  return (
    <div role="alert" className={styles['banner']}>
      <TriangleAlert size={16} className={styles['icon']} aria-hidden />
      <p className={styles['text']}>{children}</p>
      {actions}
    </div>
  )
}
