/** The bar above the photos: mark, search, filters, settings. */
import { BookImage, Copy, Settings } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { t } from '../../strings'
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
        <Place label={t('app.albums')} icon={BookImage} overlay="albums" />
        <Place label={t('app.duplicates')} icon={Copy} overlay="duplicates" />
      </div>
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

/** A button that leads to another screen; only its icon where there is little room. */
function Place({ label, icon: Icon, overlay }: { label: string; icon: LucideIcon; overlay: 'albums' | 'duplicates' }) {
  return (
    <button
      type="button"
      className={styles['place']}
      aria-label={label}
      title={label}
      onClick={() => {
        openOverlay(overlay)
      }}
    >
      <Icon size={16} strokeWidth={1.9} aria-hidden />
      <span className={styles['placeName']}>{label}</span>
    </button>
  )
}
