/** Where photos were taken: a map of them, and the same places as a list beside it. */
import { MapPinOff } from 'lucide-react'
import { useMemo, useState } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { PlaceCount } from '../../../contract'
import { t } from '../../../strings'
import { errorSentence } from '../../../strings/sentences'
import { useStream } from '../../app/client'
import { useCall } from '../../app/useCall'
import { EmptyState } from '../../ui/EmptyState'
import { showPhotos } from '../browse/browseStore'
import { ScreenHeader } from '../browse/ScreenHeader'
import { Tree } from '../browse/Tree'
import { placeLines } from './placeLines'
import { PlacesMap } from './PlacesMap'
import styles from './Places.module.css'

export function PlacesScreen() {
  const revision = useStream('library.status')?.revision ?? 0
  const places = useCall('library.places', undefined, { version: revision })
  if (places instanceof FoveaError) {
    return (
      <section className={styles['screen']} aria-label={t('browse.places')}>
        <p role="alert" className={styles['note']}>
          {errorSentence(places)}
        </p>
      </section>
    )
  }
  return (
    <section className={styles['screen']} aria-label={t('browse.places')}>
      <ScreenHeader title={t('browse.places')}>
        {places && <p className={styles['note']}>{t('places.located', { count: sum(places) })}</p>}
      </ScreenHeader>
      {places?.length === 0 ? (
        <EmptyState icon={MapPinOff} title={t('places.none')}>
          {t('places.noneText')}
        </EmptyState>
      ) : (
        <div className={styles['body']}>
          <PlaceList places={places ?? []} />
          <PlacesMap revision={revision} />
        </div>
      )}
    </section>
  )
}

const sum = (places: readonly PlaceCount[]): number => places.reduce((total, { count }) => total + count, 0)

function PlaceList({ places }: { places: readonly PlaceCount[] }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const lines = useMemo(
    () => placeLines(places, open, (name, place) => showPhotos({ scope: { kind: 'place', name, filter: { place } } })),
    [places, open],
  )
  return (
    <div className={styles['list']}>
      <Tree
        label={t('places.list')}
        lines={lines}
        onToggle={(key) => {
          setOpen((before) => {
            const next = new Set(before)
            if (!next.delete(key)) next.add(key)
            return next
          })
        }}
      />
    </div>
  )
}
