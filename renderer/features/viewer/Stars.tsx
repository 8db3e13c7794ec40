/** The stars of a photo, to see and to set. */
import { Star } from 'lucide-react'
import { t } from '../../../strings'
import { IconButton } from '../../ui/Button'
import { cx } from '../../ui/cx'
import styles from './Stars.module.css'

const mostStars = 5

interface StarsProps {
  rating: number
  onRate: (rating: number) => void
}

export function Stars({ rating, onRate }: StarsProps) {
  return (
    <div role="group" aria-label={t('viewer.ratingIs', { rating, most: mostStars })} className={styles['stars']}>
      {Array.from({ length: mostStars }, (_, index) => index + 1).map((stars) => (
        <IconButton
          key={stars}
          label={t('count.stars', { count: stars })}
          shortcut={String(stars)}
          icon={Star}
          size="small"
          aria-pressed={stars === rating}
          className={cx(styles['star'], stars <= rating && styles['full'])}
          onClick={() => {
            // The same number once more takes the stars back.
            onRate(stars === rating ? 0 : stars)
          }}
        />
      ))}
    </div>
  )
}
