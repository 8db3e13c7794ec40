/** Says by which photos the results were refined, with a way back and a way on. */
import { t } from '../../../strings'
import { formatList } from '../../app/format'
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
    ...(liked.length > 0 ? [t('search.liked', { count: liked.length })] : []),
    ...(disliked.length > 0 ? [t('search.disliked', { count: disliked.length })] : []),
  ]
  const clear = () => {
    useSearch.setState({ judged: new Map() })
    focusPhotos()
  }
  return (
    <div role="group" aria-label={t('search.refinement')} className={styles['feedback']}>
      <p className={styles['feedbackText']}>{t('search.refinedBy', { parts: formatList(counts) })}</p>
      <Button size="small" onClick={clear}>
        {t('search.clearRefinement')}
      </Button>
      {liked.length > 0 && (
        <Button size="small" onClick={() => openNewAlbum(liked, 'manual')}>
          {t('search.albumOfLiked')}
        </Button>
      )}
    </div>
  )
}
