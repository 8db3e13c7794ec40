/** The files that could not be read, each with its reason. */
import { useCallback, useEffect, useState } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { FailedItem } from '../../../contract'
import { t } from '../../../strings'
import { errorSentence, failureSentence } from '../../../strings/sentences'
import { retryFailed } from '../../app/actions'
import { call, isCancelled, useStream } from '../../app/client'
import { closeOverlay, useUi } from '../../app/uiStore'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import styles from './FailuresDialog.module.css'

const pageSize = 100

export function FailuresDialog() {
  const isOpen = useUi((ui) => ui.overlay === 'failures')
  return (
    <Dialog
      title={t('failures.title')}
      open={isOpen}
      onClose={closeOverlay}
      footer={
        <>
          <p className={styles['hint']}>{t('failures.hint')}</p>
          <Button
            look="primary"
            onClick={() => {
              void retryFailed()
              closeOverlay()
            }}
          >
            {t('common.tryAgain')}
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
  if (error) return <p role="alert">{errorSentence(error)}</p>
  if (total === null) return <p className={styles['note']}>{t('failures.reading')}</p>
  if (total === 0) return <p className={styles['note']}>{t('failures.none')}</p>
  return (
    <>
      <p className={styles['note']}>{t('failures.summary', { count: total })}</p>
      <ul className={styles['list']}>
        {items.map((item) => (
          <li key={item.id} className={styles['item']}>
            <p className={styles['path']}>{item.path}</p>
            <p className={styles['reason']}>{failureSentence(item)}</p>
          </li>
        ))}
      </ul>
      {items.length < total && (
        <Button className={styles['more']} onClick={loadMore}>
          {t('failures.showMore', { left: total - items.length })}
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
