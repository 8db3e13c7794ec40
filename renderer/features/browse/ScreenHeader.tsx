/** The line below the top bar of a screen that is not the photos: its title, and what can be done there. */
import type { ReactNode } from 'react'
import styles from './ScreenHeader.module.css'

export function ScreenHeader({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles['header']}>
      <h2 className={styles['title']}>{title}</h2>
      <div className={styles['end']}>{children}</div>
    </div>
  )
}
