/** The sidebar: a tree of what can be looked at. */
import type { LibraryStatus } from '../../../contract'
import { t } from '../../../strings'
import { Logo } from '../../app/Logo'
import { Tree } from './Tree'
import { useSidebarLines } from './useSidebarLines'
import styles from './Sidebar.module.css'

export function Sidebar({ status }: { status: LibraryStatus }) {
  const { lines, toggle } = useSidebarLines(status)
  return (
    <nav className={styles['sidebar']} aria-label={t('browse.sidebar')}>
      <div className={styles['mark']}>
        <Logo size={22} />
        <span aria-hidden>Fovea</span>
      </div>
      <Tree label={t('browse.sidebar')} lines={lines} onToggle={toggle} hasHeadings />
    </nav>
  )
}
