/** In the search field: the view that is searched, to be taken away for the whole library. */
import { X } from 'lucide-react'
import { t } from '../../../strings'
import { viewName } from './scope'
import { useSearch } from './searchStore'
import styles from './SearchField.module.css'

export function ViewChip({ onRemoved }: { onRemoved: () => void }) {
  const name = useSearch(viewName)
  if (name === null) return null
  return (
    <span className={styles['view']} role="group" aria-label={t('search.searchesIn', { name })}>
      <span className={styles['viewName']} title={t('search.searchesIn', { name })}>
        {name}
      </span>
      <button
        type="button"
        className={styles['viewEnd']}
        aria-label={t('search.everywhere')}
        title={t('search.everywhere')}
        onClick={() => {
          useSearch.setState({ scope: null, album: null, folder: null })
          onRemoved()
        }}
      >
        <X size={12} strokeWidth={2.4} aria-hidden />
      </button>
    </span>
  )
}
