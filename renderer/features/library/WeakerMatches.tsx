/** Where matches end: the offer to see weaker ones, and the line above them once they are shown. */
import { t } from '../../../strings'
import { focusPhotos } from '../../app/uiStore'
import { Button } from '../../ui/Button'
import { useSearch } from '../search/searchStore'
import { useResults } from './results'
import styles from './PhotoGrid.module.css'

export function WeakerOffer({ count }: { count: number }) {
  const show = () => {
    useSearch.setState({ weak: true })
    // The button goes: the focus moves on to the first of them.
    useResults.moveCursor(useResults.getState().total)
    focusPhotos()
  }
  return (
    <div className={styles['offer']}>
      <Button onClick={show}>{t('library.showWeaker', { count })}</Button>
    </div>
  )
}

export function WeakerDivider({ top, height }: { top: number; height: number }) {
  const hide = () => {
    useSearch.setState({ weak: false })
    focusPhotos()
  }
  return (
    <div className={styles['divider']} style={{ top, height }}>
      <h2 className={styles['dividerTitle']}>{t('library.weakerMatches')}</h2>
      <Button look="quiet" size="small" onClick={hide}>
        {t('library.hide')}
      </Button>
    </div>
  )
}
