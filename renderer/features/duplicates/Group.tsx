/** The files of one group side by side, with what helps to choose between them. */
import { Check } from 'lucide-react'
import { useId } from 'react'
import type { DuplicateGroup } from '../../../contract'
import { t } from '../../../strings'
import { formatBytes, formatCount, formatShortDayAndTime } from '../../app/format'
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
  const files = t('count.files', { count: items.length })
  const goingCount = items.filter((item) => going.has(item.id)).length
  return (
    <section className={styles['group']} aria-labelledby={id}>
      <div className={styles['groupHeader']}>
        <h3 id={id} className={styles['groupTitle']}>
          {t('duplicates.group', { number })}
        </h3>
        <p className={styles['groupCount']}>
          {goingCount === 0
            ? t('duplicates.groupAllStay', { files })
            : t('duplicates.groupGoing', { files, number: goingCount })}
        </p>
        <Button
          look="quiet"
          size="small"
          aria-label={t('duplicates.keepAllOf', { number })}
          disabled={goingCount === 0}
          onClick={() => {
            onChange(keepAll(group, going))
          }}
        >
          {t('duplicates.keepAll')}
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
  const pixels = `${formatCount(item.width)} × ${formatCount(item.height)}`
  const date = formatShortDayAndTime(item.date)
  const isSuggested = item.id === group.keep
  return (
    <li className={cx(styles['file'], isGoing && styles['going'])}>
      <div className={styles['picture']}>
        <img src={thumbUrl(item)} alt={item.name} draggable={false} loading="lazy" />
        {!isGoing && (
          <span className={styles['badge']}>
            <Check size={13} strokeWidth={2.5} aria-hidden />
            {t(isSuggested ? 'duplicates.keepSuggested' : 'duplicates.keep')}
          </span>
        )}
      </div>
      <p className={styles['fileName']}>{item.name}</p>
      <dl className={styles['facts']}>
        <dt>{t('duplicates.pixels')}</dt>
        <dd className={cx(isLargest && styles['best'])}>
          {isLargest ? t('duplicates.most', { value: pixels }) : pixels}
        </dd>
        <dt>{t('duplicates.size')}</dt>
        <dd>{formatBytes(item.size)}</dd>
        <dt>{t('duplicates.date')}</dt>
        <dd className={cx(isOldest && styles['best'])}>{isOldest ? t('duplicates.oldest', { value: date }) : date}</dd>
        <dt>{t('duplicates.folder')}</dt>
        <dd className={styles['folder']} title={item.path}>
          {folderOf(item.path)}
        </dd>
      </dl>
      <div className={styles['choice']}>
        <label className={styles['check']}>
          <input
            type="checkbox"
            aria-label={t('duplicates.toTrashNamed', { name: item.name })}
            checked={isGoing}
            disabled={!canGo(group, item.id, going)}
            onChange={() => {
              onChange(toggled(group, item.id, going))
            }}
          />
          {t('duplicates.toTrash')}
        </label>
        {isGoing && (
          <Button
            look="quiet"
            size="small"
            aria-label={t('duplicates.keepInsteadNamed', { name: item.name })}
            onClick={() => {
              onChange(keepOnly(group, item.id, going))
            }}
          >
            {t('duplicates.keepInstead')}
          </Button>
        )}
      </div>
    </li>
  )
}
