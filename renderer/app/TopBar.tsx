/** The bar above the photos: back and forward, search, filters, settings. */
import { Settings } from 'lucide-react'
import { t } from '../../strings'
import { NavigationButtons } from '../features/browse/NavigationButtons'
import { FilterBar } from '../features/search/FilterBar'
import { SearchField } from '../features/search/SearchField'
import { IconButton } from '../ui/Button'
import { openOverlay } from './uiStore'
import styles from './TopBar.module.css'

const isMac = navigator.platform.startsWith('Mac')

export function TopBar() {
  return (
    <header className={styles['bar']}>
      <NavigationButtons />
      <div className={styles['search']}>
        <SearchField />
      </div>
      <div className={styles['end']}>
        <FilterBar />
        <IconButton
          label={t('app.settings')}
          shortcut={isMac ? '⌘ ,' : `${t('common.controlKey')} ,`}
          icon={Settings}
          onClick={() => {
            openOverlay('settings')
          }}
        />
      </div>
    </header>
  )
}
