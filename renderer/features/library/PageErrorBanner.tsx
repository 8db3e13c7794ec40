/** Shown when some photos further down could not be loaded; what is loaded stays. */
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
          Try again
        </Button>
      }
    >
      Some photos could not be loaded. {error.message}
    </Banner>
  )
}
