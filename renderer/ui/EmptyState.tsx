/** What stands in the middle of the window when there are no photos to show: why, and what to do. */
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './EmptyState.module.css'

interface EmptyStateProps {
  icon: LucideIcon
  title: string
  children?: ReactNode
  /** Buttons. */
  actions?: ReactNode
  /** Something went wrong: announced at once. */
  isError?: boolean
}

export function EmptyState({ icon: Icon, title, children, actions, isError = false }: EmptyStateProps) {
  return (
    <div className={styles['state']} {...(isError && { role: 'alert' })}>
      <Icon className={styles['icon']} size={44} strokeWidth={1.25} aria-hidden />
      <h2 className={styles['title']}>{title}</h2>
      {children && <div className={styles['text']}>{children}</div>}
      {actions && <div className={styles['actions']}>{actions}</div>}
    </div>
  )
}
