/** The whole window when the library or the model cannot be used at all. */
import { DatabaseZap } from 'lucide-react'
import type { LibraryStatus } from '../../../contract'
import { openOverlay } from '../../app/uiStore'
import { Button } from '../../ui/Button'
import { EmptyState } from '../../ui/EmptyState'

export function LibraryFailed({ error }: { error: LibraryStatus['error'] }) {
  return (
    <main>
      <h1 className="visually-hidden">Fovea</h1>
      <EmptyState
        icon={DatabaseZap}
        title="Fovea cannot open your library"
        isError
        actions={
          <Button
            onClick={() => {
              openOverlay('settings')
            }}
          >
            Open settings
          </Button>
        }
      >
        <p>{error?.message ?? 'Close Fovea and open it again.'}</p>
        <p>Your photos are safe: Fovea never changes them.</p>
      </EmptyState>
    </main>
  )
}
