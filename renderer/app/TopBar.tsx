/** The bar above the photos: mark, search, filters, settings. */
import { Settings } from 'lucide-react'
import { FilterBar } from '../features/search/FilterBar'
import { SearchField } from '../features/search/SearchField'
import { IconButton } from '../ui/Button'
import { Logo } from './Logo'
import { openOverlay } from './uiStore'
import styles from './TopBar.module.css'

const isMac = navigator.platform.startsWith('Mac')

export function TopBar() {
  return (
    <header className={styles['bar']}>
      <div className={styles['mark']}>
        <Logo size={24} />
      </div>
      <div className={styles['search']}>
        <SearchField />
      </div>
      <div className={styles['end']}>
        <FilterBar />
        <IconButton
          label="Settings"
          shortcut={isMac ? '⌘ ,' : 'Ctrl ,'}
          icon={Settings}
          onClick={() => {
            openOverlay('settings')
          }}
        />
      </div>
    </header>
  )
}
