/** What is known about a photo: when, with what, where, and which file. */
import type { ItemDetails } from '../../../contract'
import { formatBytes, formatCoordinates, formatDayAndTime, formatDimensions } from '../../app/format'
import styles from './InfoPanel.module.css'

export function Facts({ details }: { details: ItemDetails }) {
  const { latitude, longitude } = details
  const coordinates = latitude !== null && longitude !== null ? formatCoordinates(latitude, longitude) : null
  const facts: [name: string, ...lines: (string | null)[]][] = [
    ['Title', details.title],
    ['Description', details.description],
    ['Keywords', details.keywords.length > 0 ? details.keywords.join(', ') : null],
    ['Taken', details.takenAt === null ? null : formatDayAndTime(details.takenAt)],
    ['Place', details.place, coordinates],
    ['Camera', details.camera],
    ['Lens', details.lens],
    ['Exposure', details.exposure],
    ['Dimensions', formatDimensions(details.width, details.height)],
    ['Size', formatBytes(details.size)],
    ['Name', details.name],
    ['Folder', details.folder === '' ? details.rootName : `${details.rootName} / ${details.folder}`],
    ['Modified', formatDayAndTime(details.modifiedAt)],
    ['Path', details.path],
  ]
  return (
    <dl className={styles['facts']}>
      {facts.map(([name, ...lines]) => {
        const known = lines.filter((line) => line !== null)
        return (
          known.length > 0 && (
            <div key={name}>
              <dt className={styles['name']}>{name}</dt>
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
