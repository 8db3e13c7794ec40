/** The files that could not be read, each with its reason, to be tried again one by one or all. */
import { CircleCheck, FolderSearch, RotateCw } from 'lucide-react'
import type { FailedItem } from '../../../contract'
import { t } from '../../../strings'
import { errorSentence, failureSentence } from '../../../strings/sentences'
import { retryFailed, revealItem } from '../../app/actions'
import { Button, IconButton } from '../../ui/Button'
import { EmptyState } from '../../ui/EmptyState'
import { ScreenHeader } from './ScreenHeader'
import { useFailures } from './useFailures'
import styles from './FailedScreen.module.css'

export function FailedScreen() {
  const { items, total, error, loadMore } = useFailures()
  return (
    <section className={styles['screen']} aria-label={t('browse.failed')}>
      <ScreenHeader title={t('browse.failed')}>
        {total !== null && total > 0 && (
          <>
            <p className={styles['hint']}>{t('failures.hint')}</p>
            <Button look="primary" icon={RotateCw} onClick={() => void retryFailed()}>
              {t('failures.tryAll')}
            </Button>
          </>
        )}
      </ScreenHeader>
      <div className={styles['body']} tabIndex={0} role="region" aria-label={t('failures.list')}>
        {error ? (
          <p role="alert" className={styles['note']}>
            {errorSentence(error)}
          </p>
        ) : total === null ? (
          <p className={styles['note']}>{t('failures.reading')}</p>
        ) : total === 0 ? (
          <EmptyState icon={CircleCheck} title={t('failures.none')}>
            {t('failures.noneText')}
          </EmptyState>
        ) : (
          <>
            <p className={styles['note']}>{t('failures.summary', { count: total })}</p>
            <ul className={styles['list']} aria-label={t('browse.failed')}>
              {items.map((item) => (
                <FailedFile key={item.id} item={item} />
              ))}
            </ul>
            {items.length < total && (
              <Button className={styles['more']} onClick={loadMore}>
                {t('failures.showMore', { left: total - items.length })}
              </Button>
            )}
          </>
        )}
      </div>
    </section>
  )
}

function FailedFile({ item }: { item: FailedItem }) {
  const slash = Math.max(item.path.lastIndexOf('/'), item.path.lastIndexOf('\\'))
  const [folder, name] = [item.path.slice(0, slash), item.path.slice(slash + 1)]
  return (
    <li className={styles['item']}>
      <div className={styles['text']}>
        <p className={styles['name']}>{name}</p>
        <p className={styles['reason']}>{failureSentence(item)}</p>
        <p className={styles['folder']}>{folder}</p>
      </div>
      <IconButton label={t('failures.show', { name })} icon={FolderSearch} onClick={() => void revealItem(item.id)} />
      <Button icon={RotateCw} aria-label={t('failures.tryNamed', { name })} onClick={() => void retryFailed([item.id])}>
        {t('common.tryAgain')}
      </Button>
    </li>
  )
}
