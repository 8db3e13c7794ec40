/** What is known about a photo: when, with what, where, and which file. */
import type { ItemDetails } from '../../../contract'
import { t } from '../../../strings'
import type { PlainKey } from '../../../strings'
import { formatBytes, formatCoordinates, formatDayAndTime, formatDimensions, formatLength } from '../../app/format'
import styles from './InfoPanel.module.css'

export function Facts({ details }: { details: ItemDetails }) {
  const { latitude, longitude } = details
  const coordinates = latitude !== null && longitude !== null ? formatCoordinates(latitude, longitude) : null
  const facts: [name: PlainKey, ...lines: (string | null)[]][] = [
    ['viewer.title', details.title],
    ['viewer.description', details.description],
    ['viewer.keywords', details.keywords.length > 0 ? details.keywords.join(', ') : null],
    ['viewer.taken', details.takenAt === null ? null : formatDayAndTime(details.takenAt)],
    ['viewer.place', details.place, coordinates],
    ['viewer.camera', details.camera],
    ['viewer.lens', details.lens],
    ['viewer.exposure', details.exposure],
    ['viewer.dimensions', details.kind === 'text' ? null : formatDimensions(details.width, details.height)],
    ['viewer.length', details.duration === null ? null : formatLength(details.duration)],
    ['viewer.size', formatBytes(details.size)],
    ['viewer.name', details.name],
    ['viewer.folder', details.folder === '' ? details.rootName : `${details.rootName} / ${details.folder}`],
    ['viewer.modified', formatDayAndTime(details.modifiedAt)],
    ['viewer.path', details.path],
  ]
  return (
    <dl className={styles['facts']}>
      {facts.map(([name, ...lines]) => {
        const known = lines.filter((line) => line !== null)
        return (
          known.length > 0 && (
            <div key={name}>
              <dt className={styles['name']}>{t(name)}</dt>
              {known.map((line) => (
                <dd key={line} className={styles['value']}>
                  {line}
                </dd>
              ))}
            </div>
          )
        )
      })}
    </dl>
  )
}
