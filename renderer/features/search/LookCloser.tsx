/** Has Fovea look at the parts of the best photos, for things that are small in them. */
import { ScanEye, X } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import { t } from '../../../strings'
import { Button, IconButton } from '../../ui/Button'
import { ProgressBar } from '../../ui/ProgressBar'
import { useCloser } from './closerStore'
import { compose, someTerm } from './queryParts'
import { toRequest, useSearch } from './searchStore'
import styles from './ResultsHeader.module.css'

export function LookCloser() {
  const progress = useCloser((closer) => closer.progress)
  const { query, examples, folder, date, album, judged, closer } = useSearch()
  const { match } = useMemo(() => compose(query, examples), [query, examples])
  // Another search has other best photos.
  useEffect(() => useCloser.stop, [query, examples, folder, date, album, judged])

  if (progress) {
    const { done, total } = progress
    return (
      <div className={styles['closer']}>
        <span>{total > 0 ? t('search.lookingCloserProgress', { done, total }) : t('search.lookingCloserStarts')}</span>
        <div className={styles['closerTrack']}>
          <ProgressBar label={t('search.lookingCloser')} value={total > 0 ? done / total : null} />
        </div>
        <IconButton label={t('search.stopLookingCloser')} icon={X} size="small" onClick={useCloser.stop} />
      </div>
    )
  }
  // Parts are compared with words only: a picture is compared as a whole.
  if (!match || !someTerm(match, ({ kind }) => kind === 'text')) return null
  return (
    <Button
      look="quiet"
      icon={ScanEye}
      aria-pressed={closer}
      title={t('search.lookCloserHint')}
      onClick={() => {
        if (closer) useSearch.setState({ closer: false })
        else void useCloser.start(toRequest(useSearch.getState(), new Date()))
      }}
    >
      {t(closer ? 'search.lookedCloser' : 'search.lookCloser')}
    </Button>
  )
}
