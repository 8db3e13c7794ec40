/** One kind of duplicates: its groups a page at a time, and the button that moves what was chosen to the trash. */
import { ChevronLeft, ChevronRight, Copy, PartyPopper, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { FoveaError } from '../../../contract/errors'
import type { DuplicateGroup } from '../../../contract'
import { t } from '../../../strings'
import type { PlainKey } from '../../../strings'
import { errorSentence } from '../../../strings/sentences'
import { call } from '../../app/client'
import { formatBytes } from '../../app/format'
import { Button, IconButton } from '../../ui/Button'
import { ProgressBar } from '../../ui/ProgressBar'
import { showError, showMessage } from '../../ui/toasts'
import { proposed } from './choice'
import type { Going } from './choice'
import { Group } from './Group'
import { pageSize, useDuplicates } from './useDuplicates'
import type { DuplicateKind } from './useDuplicates'
import styles from './Duplicates.module.css'

const explanations = { exact: 'duplicates.exactText', near: 'duplicates.nearText' } as const satisfies Record<
  DuplicateKind,
  PlainKey
>

export function DuplicateReview({ kind }: { kind: DuplicateKind }) {
  const { page, offset, setOffset, forget } = useDuplicates(kind)
  const scroller = useRef<HTMLDivElement>(null)
  /** Groups in which the person chose otherwise than proposed. */
  const [chosen, setChosen] = useState<ReadonlyMap<string, Going>>(new Map())
  const [isMoving, setIsMoving] = useState(false)

  if (page instanceof FoveaError) {
    return (
      <p role="alert" className={styles['center']}>
        {errorSentence(page)}
      </p>
    )
  }
  if (!page) return <Looking />
  const { groups, total } = page
  if (groups.length === 0) return <Nothing kind={kind} isDone={chosen.size > 0 || offset > 0} />

  const goingOf = (group: DuplicateGroup) => chosen.get(group.keep) ?? proposed([group])
  const going = groups.flatMap((group) => {
    const ids = goingOf(group)
    return group.items.filter(({ id }) => ids.has(id))
  })
  const turnTo = (next: number) => {
    setOffset(next)
    scroller.current?.scrollTo(0, 0)
    scroller.current?.focus()
  }
  const moveToTrash = async () => {
    setIsMoving(true)
    try {
      const moved = await call('items.trash', { ids: going.map(({ id }) => id).slice(0, mostAtOnce) })
      forget(moved)
      if (moved.length > 0) showMessage(t('duplicates.moved', { count: moved.length }))
    } catch (thrown) {
      showError(t('failed.trash'), FoveaError.from(thrown))
    } finally {
      setIsMoving(false)
    }
  }

  return (
    <>
      <div ref={scroller} className={styles['scroller']} role="region" aria-label={t('duplicates.groups')} tabIndex={0}>
        <p className={styles['explanation']}>{t(explanations[kind])}</p>
        <div className={styles['groups']}>
          {groups.map((group, index) => (
            <Group
              key={group.keep}
              group={group}
              number={offset + index + 1}
              going={goingOf(group)}
              onChange={(ids) => {
                setChosen((before) => new Map(before).set(group.keep, ids))
              }}
            />
          ))}
        </div>
      </div>
      <div className={styles['footer']}>
        <nav className={styles['pager']} aria-label={t('duplicates.pages')}>
          <IconButton
            label={t('duplicates.previous')}
            icon={ChevronLeft}
            side="top"
            disabled={offset === 0}
            onClick={() => {
              turnTo(Math.max(0, offset - pageSize))
            }}
          />
          <span>
            {total > pageSize
              ? t('duplicates.range', { first: offset + 1, last: Math.min(total, offset + pageSize), total })
              : t('count.groups', { count: total })}
          </span>
          <IconButton
            label={t('duplicates.next')}
            icon={ChevronRight}
            side="top"
            disabled={offset + pageSize >= total}
            onClick={() => {
              turnTo(offset + pageSize)
            }}
          />
        </nav>
        <p role="status" className={styles['sum']}>
          {going.length > 0 &&
            t('duplicates.frees', { size: formatBytes(going.reduce((sum, { size }) => sum + size, 0)) })}
        </p>
        <Button
          look="danger"
          icon={Trash2}
          disabled={going.length === 0 || isMoving}
          onClick={() => void moveToTrash()}
        >
          {t('duplicates.moveToTrash', { number: going.length })}
        </Button>
      </div>
    </>
  )
}

/** The most that one call takes. */
const mostAtOnce = 1000

function Looking() {
  return (
    <div className={styles['center']} role="status">
      <div className={styles['progress']}>
        <ProgressBar label={t('duplicates.looking')} value={null} />
      </div>
      <p>{t('duplicates.comparing')}</p>
    </div>
  )
}

function Nothing({ kind, isDone }: { kind: DuplicateKind; isDone: boolean }) {
  const Icon = isDone ? PartyPopper : Copy
  return (
    <div className={styles['center']}>
      <Icon size={44} strokeWidth={1.25} aria-hidden className={styles['emptyIcon']} />
      <h3 className={styles['emptyTitle']}>{t(kind === 'exact' ? 'duplicates.noneExact' : 'duplicates.noneNear')}</h3>
      <p>{t(kind === 'exact' ? 'duplicates.noneExactText' : 'duplicates.noneNearText')}</p>
    </div>
  )
}
