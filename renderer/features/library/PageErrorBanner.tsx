/** Shown when some photos further down could not be loaded; what is loaded stays. */
import { t } from '../../../strings'
import { errorSentence } from '../../../strings/sentences'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { useResults } from './results'

export function PageErrorBanner() {
  const error = useResults((results) => (results.status === 'ready' ? results.error : null))
  if (!error) return null
  return (
    <Banner
      actions={
        <Button size="small" onClick={useResults.refresh}>
          {t('common.tryAgain')}
        </Button>
      }
    >
      {t('library.pageFailed', { reason: errorSentence(error) })}
    </Banner>
  )
}
