/** Says by which photos the results were refined, with a way back and a way on. */
import { countOf } from '../../app/format'
import { focusPhotos } from '../../app/uiStore'
import { Button } from '../../ui/Button'
import { openNewAlbum } from '../albums/actions'
import { judgedAs, useSearch } from './searchStore'
import styles from './ResultsHeader.module.css'

export function FeedbackBar() {
  const judged = useSearch((search) => search.judged)
  if (judged.size === 0) return null
  const liked = judgedAs(judged, 'more')
  const disliked = judgedAs(judged, 'less')
  const counts = [
    ...(liked.length > 0 ? [`${countOf(liked.length, 'photo')} liked`] : []),
    ...(disliked.length > 0 ? [`${countOf(disliked.length, 'photo')} disliked`] : []),
  ]
  const clear = () => {
    useSearch.setState({ judged: new Map() })
    focusPhotos()
  }
  return (
    <div role="group" aria-label="Refinement" className={styles['feedback']}>
      <p className={styles['feedbackText']}>Refined by {counts.join(' and ')}</p>
      <Button size="small" onClick={clear}>
        Clear
      </Button>
      {liked.length > 0 && (
        <Button size="small" onClick={() => openNewAlbum(liked, 'manual')}>
          Make an album of the liked…
        </Button>
      )}
    </div>
  )
}
