/** What is known about the photo on screen. */
import { FoveaError } from '../../../contract/errors'
import type { ItemDetails } from '../../../contract'
import { formatBytes, formatDayAndTime, formatDimensions } from '../../app/format'
import styles from './InfoPanel.module.css'

interface InfoPanelProps {
  details: ItemDetails | FoveaError | null
  /** Cosine to the query; null without a query. */
  score: number | null
}

export function InfoPanel({ details, score }: InfoPanelProps) {
  return (
    <aside className={styles['panel']} aria-label="Information">
      <h2 className={styles['title']}>Information</h2>
      {details instanceof FoveaError && <p role="alert">{details.message}</p>}
      {details && !(details instanceof FoveaError) && (
        <dl className={styles['facts']}>
          <Fact name="Name" value={details.name} />
          <Fact
            name="Folder"
            value={details.folder === '' ? details.rootName : `${details.rootName} / ${details.folder}`}
          />
          {details.takenAt !== null && <Fact name="Taken" value={formatDayAndTime(details.takenAt)} />}
          <Fact name="Modified" value={formatDayAndTime(details.modifiedAt)} />
          <Fact name="Dimensions" value={formatDimensions(details.width, details.height)} />
          <Fact name="Size" value={formatBytes(details.size)} />
          {details.camera !== null && <Fact name="Camera" value={details.camera} />}
          {score !== null && <Fact name="Similarity" value={score.toFixed(3)} />}
          <Fact name="Path" value={details.path} />
        </dl>
      )}
    </aside>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className={styles['name']}>{name}</dt>
      <dd className={styles['value']}>{value}</dd>
    </div>
  )
}
