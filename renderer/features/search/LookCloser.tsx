/** Has Fovea look at the parts of the best photos, for things that are small in them. */
import { ScanEye, X } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import { formatCount } from '../../app/format'
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
        <span>{total > 0 ? `Looking closer: ${formatCount(done)} of ${formatCount(total)}` : 'Looking closer…'}</span>
        <div className={styles['closerTrack']}>
          <ProgressBar label="Looking closer" value={total > 0 ? done / total : null} />
        </div>
        <IconButton label="Stop looking closer" icon={X} size="small" onClick={useCloser.stop} />
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
      title="Finds what is small in a photo; takes a while the first time"
      onClick={() => {
        if (closer) useSearch.setState({ closer: false })
        else void useCloser.start(toRequest(useSearch.getState(), new Date()))
      }}
    >
      {closer ? 'Looked closer' : 'Look closer'}
    </Button>
  )
}
