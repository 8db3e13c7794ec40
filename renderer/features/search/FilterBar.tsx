/** Filters beside the search field: folder, date, and a way to be rid of both. */
import { X } from 'lucide-react'
import { t } from '../../../strings'
import { IconButton } from '../../ui/Button'
import { DateMenu } from './DateMenu'
import { FolderMenu } from './FolderMenu'
import { hasFilters, useSearch } from './searchStore'
import styles from './FilterBar.module.css'

export function FilterBar() {
  const isFiltered = useSearch(hasFilters)
  return (
    <div className={styles['bar']} role="group" aria-label={t('search.filters')}>
      <FolderMenu />
      <DateMenu />
      {isFiltered && <IconButton label={t('search.clearFilters')} icon={X} onClick={useSearch.clearFilters} />}
    </div>
  )
}
