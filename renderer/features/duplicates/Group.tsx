/** The files of one group side by side, with what helps to choose between them. */
import { Check } from 'lucide-react'
import { useId } from 'react'
import type { DuplicateGroup } from '../../../contract'
import { countOf, formatBytes, formatCount, formatShortDayAndTime } from '../../app/format'
import { thumbUrl } from '../../app/urls'
import { Button } from '../../ui/Button'
import { cx } from '../../ui/cx'
import { advantages, canGo, folderOf, keepAll, keepOnly, toggled } from './choice'
import type { Going } from './choice'
import styles from './Duplicates.module.css'

interface GroupProps {
  group: DuplicateGroup
  /** Counts from 1. */
  number: number
  going: Going
  onChange: (going: Going) => void
}

export function Group({ group, number, going, onChange }: GroupProps) {
  const id = useId()
  const { items } = group
  const goingCount = items.filter((item) => going.has(item.id)).length
  return (
    <section className={styles['group']} aria-labelledby={id}>
      <div className={styles['groupHeader']}>
        <h3 id={id} className={styles['groupTitle']}>
          Group {formatCount(number)}
        </h3>
        <p className={styles['groupCount']}>
          {countOf(items.length, 'file')}, {goingCount === 0 ? 'all stay' : `${formatCount(goingCount)} to the trash`}
        </p>
        <Button
          look="quiet"
          size="small"
          aria-label={`Keep all: group ${formatCount(number)}`}
          disabled={goingCount === 0}
          onClick={() => {
            onChange(keepAll(group, going))
          }}
        >
          Keep all
        </Button>
      </div>
      <ul className={styles['files']}>
        {items.map((item) => (
          <File key={item.id} group={group} item={item} going={going} onChange={onChange} />
        ))}
      </ul>
    </section>
  )
}

interface FileProps extends Omit<GroupProps, 'number'> {
  item: DuplicateGroup['items'][number]
}

function File({ group, item, going, onChange }: FileProps) {
  const { isLargest, isOldest } = advantages(group, item)
  const isGoing = going.has(item.id)
  const isSuggested = item.id === group.keep
  return (
    <li className={cx(styles['file'], isGoing && styles['going'])}>
      <div className={styles['picture']}>
        <img src={thumbUrl(item)} alt={item.name} draggable={false} loading="lazy" />
        {!isGoing && (
          <span className={styles['badge']}>
            <Check size={13} strokeWidth={2.5} aria-hidden />
            {isSuggested ? 'Keep (suggested)' : 'Keep'}
          </span>
        )}
      </div>
      <p className={styles['fileName']}>{item.name}</p>
      <dl className={styles['facts']}>
        <dt>Pixels</dt>
        <dd className={cx(isLargest && styles['best'])}>
          {formatCount(item.width)} × {formatCount(item.height)}
          {isLargest && ' (most)'}
        </dd>
        <dt>Size</dt>
        <dd>{formatBytes(item.size)}</dd>
        <dt>Date</dt>
        <dd className={cx(isOldest && styles['best'])}>
          {formatShortDayAndTime(item.date)}
          {isOldest && ' (oldest)'}
        </dd>
        <dt>Folder</dt>
        <dd className={styles['folder']} title={item.path}>
          {folderOf(item.path)}
        </dd>
      </dl>
      <div className={styles['choice']}>
        <label className={styles['check']}>
          <input
            type="checkbox"
            aria-label={`To the trash: ${item.name}`}
            checked={isGoing}
            disabled={!canGo(group, item.id, going)}
            onChange={() => {
              onChange(toggled(group, item.id, going))
            }}
          />
          To the trash
        </label>
        {isGoing && (
          <Button
            look="quiet"
            size="small"
            aria-label={`Keep instead: ${item.name}`}
            onClick={() => {
              onChange(keepOnly(group, item.id, going))
            }}
          >
            Keep instead
          </Button>
        )}
      </div>
    </li>
  )
}
