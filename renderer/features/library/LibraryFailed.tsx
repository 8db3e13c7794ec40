/** The whole window when the library or the model cannot be used at all. */
import { DatabaseZap } from 'lucide-react'
import type { LibraryStatus } from '../../../contract'
import { t } from '../../../strings'
import { errorSentence } from '../../../strings/sentences'
import { openOverlay } from '../../app/uiStore'
import { Button } from '../../ui/Button'
import { EmptyState } from '../../ui/EmptyState'

export function LibraryFailed({ error }: { error: LibraryStatus['error'] }) {
  return (
    <main>
      <h1 className="visually-hidden">Fovea</h1>
      <EmptyState
        icon={DatabaseZap}
        title={t('empty.libraryFailed')}
        isError
        actions={
          <Button
            onClick={() => {
              openOverlay('settings')
            }}
          >
            {t('empty.openSettings')}
          </Button>
        }
      >
        <p>{error ? errorSentence(error) : t('empty.openAgain')}</p>
        <p>{t('empty.photosSafe')}</p>
      </EmptyState>
    </main>
  )
}
