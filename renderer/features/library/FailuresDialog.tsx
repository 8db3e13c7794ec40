/** The files that could not be read, each with its reason. */
import { useCallback, useEffect, useState } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { FailedItem } from '../../../contract'
import { retryFailed } from '../../app/actions'
import { call, isCancelled, useStream } from '../../app/client'
import { countOf, formatCount } from '../../app/format'
import { closeOverlay, useUi } from '../../app/uiStore'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import styles from './FailuresDialog.module.css'

const pageSize = 100

export function FailuresDialog() {
  const isOpen = useUi((ui) => ui.overlay === 'failures')
  return (
    <Dialog
      title="Could not be read"
      open={isOpen}
      onClose={closeOverlay}
      footer={
        <>
          <p className={styles['hint']}>Fovea tries again by itself when a file changes.</p>
          <Button
            look="primary"
            onClick={() => {
              void retryFailed()
              closeOverlay()
            }}
          >
            Try again
          </Button>
        </>
      }
    >
      <FailureList />
    </Dialog>
  )
}

function FailureList() {
  const { items, total, error, loadMore } = useFailures()
  if (error) return <p role="alert">{error.message}</p>
  if (total === null) return <p className={styles['note']}>Reading the list…</p>
  if (total === 0) return <p className={styles['note']}>All files could be read.</p>
  return (
    <>
      <p className={styles['note']}>{countOf(total, 'file')} in your folders could not be read as a photo.</p>
      <ul className={styles['list']}>
        {items.map(({ id, path, reason }) => (
          <li key={id} className={styles['item']}>
            <p className={styles['path']}>{path}</p>
            <p className={styles['reason']}>{reason}</p>
          </li>
        ))}
      </ul>
      {items.length < total && (
        <Button className={styles['more']} onClick={loadMore}>
          Show more ({formatCount(total - items.length)} left)
        </Button>
      )}
    </>
  )
}

interface Failures {
  items: FailedItem[]
  total: number | null
  error: FoveaError | null
}

/** The first pages of the list; read anew when the number of failures changes. */
function useFailures(): Failures & { loadMore: () => void } {
  const [wanted, setWanted] = useState(pageSize)
  const [failures, setFailures] = useState<Failures>({ items: [], total: null, error: null })
  const failedCount = useStream('library.status')?.counts.failed
  useEffect(() => {
    const controller = new AbortController()
    readFailures(wanted, controller.signal).then(setFailures, (thrown: unknown) => {
      if (!isCancelled(thrown)) setFailures({ items: [], total: null, error: FoveaError.from(thrown) })
    })
    return () => {
      controller.abort()
    }
  }, [wanted, failedCount])
  const loadMore = useCallback(() => {
    setWanted((before) => before + pageSize)
  }, [])
  return { ...failures, loadMore }
}

async function readFailures(wanted: number, signal: AbortSignal): Promise<Failures> {
  const items: FailedItem[] = []
  for (;;) {
    const page = await call('library.failed', { offset: items.length, limit: pageSize }, { signal })
    items.push(...page.items)
    if (items.length >= Math.min(wanted, page.total) || page.items.length === 0) {
      return { items, total: page.total, error: null }
    }
  }
}
