/** The map of meaning: photos that show the same lie together, with names for the parts, and these as a list. */
import { Shapes } from 'lucide-react'
import { useState } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { MeaningMap as Layout } from '../../../contract'
import { t } from '../../../strings'
import { errorSentence } from '../../../strings/sentences'
import { formatCount } from '../../app/format'
import { thumbUrl } from '../../app/urls'
import { useStream } from '../../app/client'
import { useCall } from '../../app/useCall'
import { Button } from '../../ui/Button'
import { EmptyState } from '../../ui/EmptyState'
import { ProgressBar } from '../../ui/ProgressBar'
import { showPhotos } from '../browse/browseStore'
import { ScreenHeader } from '../browse/ScreenHeader'
import { clusterName } from './clusterName'
import { MeaningMap } from './MeaningMap'
import styles from './Meaning.module.css'

/** Fewer photos have no map worth the name. */
const fewest = 4

export function MeaningScreen() {
  const [asked, setAsked] = useState(0)
  const map = useCall('library.meaningMap', undefined, { version: asked })
  const counts = useStream('library.status')?.counts
  const total = counts ? counts.ready + counts.offline : null
  const isStale = map !== null && !(map instanceof FoveaError) && total !== null && total !== map.xs.length
  return (
    <section className={styles['screen']} aria-label={t('browse.meaning')}>
      <ScreenHeader title={t('browse.meaning')}>
        {isStale && <Button onClick={() => setAsked(asked + 1)}>{t('meaning.update')}</Button>}
        {map && !(map instanceof FoveaError) && (
          <p className={styles['note']}>{t('count.photos', { count: map.xs.length })}</p>
        )}
      </ScreenHeader>
      <Content map={map} />
    </section>
  )
}

function Content({ map }: { map: Layout | FoveaError | null }) {
  if (map instanceof FoveaError) {
    return (
      <p role="alert" className={styles['center']}>
        {errorSentence(map)}
      </p>
    )
  }
  if (!map) {
    return (
      <div className={styles['center']} role="status">
        <div className={styles['progress']}>
          <ProgressBar label={t('meaning.drawing')} value={null} />
        </div>
        <p>{t('meaning.drawingText')}</p>
      </div>
    )
  }
  if (map.xs.length < fewest) {
    return (
      <EmptyState icon={Shapes} title={t('meaning.none')}>
        {t('meaning.noneText')}
      </EmptyState>
    )
  }
  return (
    <div className={styles['body']}>
      <ClusterList clusters={map.clusters} />
      <MeaningMap key={map.version} map={map} />
    </div>
  )
}

function ClusterList({ clusters }: { clusters: Layout['clusters'] }) {
  return (
    <ul className={styles['list']} aria-label={t('meaning.list')}>
      {[...clusters]
        .sort((a, b) => b.count - a.count)
        .map((cluster) => (
          <li key={cluster.id}>
            <button type="button" className={styles['entry']} onClick={() => showCluster(cluster)}>
              <img src={thumbUrl({ hash: cluster.cover })} alt="" className={styles['cover']} draggable={false} />
              <span className={styles['name']}>{clusterName(cluster)}</span>
              <span className={styles['count']}>{formatCount(cluster.count)}</span>
            </button>
          </li>
        ))}
    </ul>
  )
}

function showCluster(cluster: Layout['clusters'][number]): void {
  showPhotos({ scope: { kind: 'meaning', name: clusterName(cluster), filter: { meaning: { cluster: cluster.id } } } })
}
