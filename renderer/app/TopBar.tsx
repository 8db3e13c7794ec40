/** The bar above the photos: back and forward, search, filters, settings. */
import { Settings } from 'lucide-react'
import { t } from '../../strings'
import { NavigationButtons } from '../features/browse/NavigationButtons'
import { FilterBar } from '../features/search/FilterBar'
import { SearchField } from '../features/search/SearchField'
import { IconButton } from '../ui/Button'
import { formatKeys } from './keys'
import { MenuButton } from './MenuButton'
import { openOverlay } from './uiStore'
import styles from './TopBar.module.css'

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
          shortcut={formatKeys('CmdOrCtrl+,')}
          icon={Settings}
          onClick={() => {
            openOverlay('settings')
          }}
        />
        <MenuButton />
      </div>
    </header>
  )
}
